#include "engine/partial/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace kenpin {
namespace {

using ::testing::HasSubstr;

Manifest Example() {
  Manifest manifest;
  manifest.shards = 3;
  manifest.format = InputFormat::kMbox;
  manifest.paths = {"mail/a b\t%\n.mbox", "in\xc3\xa4", "last%"};
  manifest.parts = {{ManifestPart::Kind::kMbox, 1, 0, 100, 5, 0, 40, ""},
                    {ManifestPart::Kind::kMbox, 2, 0, 100, 5, 40, 100, ""},
                    {ManifestPart::Kind::kFiles, 2, 1, 70, -1, 0, 7, "93a1f60c5d27b18e"},
                    {ManifestPart::Kind::kFiles, 3, 1, 9, 6, 7, 8, "00a1f60c5d27b18e"},
                    {ManifestPart::Kind::kWhole, 3, 2, 9, 6, 0, 9, ""}};
  return manifest;
}

TEST(Manifest, WrittenAndRead) {
  const std::string text = WriteManifest(Example());
  EXPECT_THAT(text, HasSubstr("\n1\t0\tmbox\t100\t5\t0\t40\t-\tmail/a%20b%09%25%0A.mbox\n"));
  const absl::StatusOr<Manifest> read = ReadManifest(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->shards, 3u);
  EXPECT_EQ(read->format, InputFormat::kMbox);
  EXPECT_EQ(read->paths, Example().paths);
  EXPECT_EQ(read->parts, Example().parts);
  EXPECT_EQ(WriteManifest(*read), text);
}

TEST(Manifest, PartsOfShards) {
  const std::vector<InputPart> parts = PartsOf(Example(), 2);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].kind, InputPart::Kind::kOctets);
  EXPECT_EQ(parts[0].begin, 40u);
  EXPECT_EQ(parts[0].end, 100u);
  EXPECT_EQ(parts[1].kind, InputPart::Kind::kFiles);
  EXPECT_EQ(parts[1].end, 7u);
  EXPECT_EQ(parts[2].kind, InputPart::Kind::kNothing);
  EXPECT_EQ(PartsOf(Example(), 3)[2].kind, InputPart::Kind::kWhole);
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Manifest, WhatIsNoneIsRefused) {
  const std::string text = WriteManifest(Example());
  const auto complaint = [](const std::string& changed) {
    return std::string(ReadManifest(changed).status().message());
  };
  EXPECT_THAT(complaint("From a@b\n"), HasSubstr("line 1: is no manifest"));
  EXPECT_THAT(complaint(Replaced(text, "manifest 1", "manifest 2")), HasSubstr("line 1: is no manifest"));
  EXPECT_THAT(complaint(Replaced(text, "shards 3", "shards 0")), HasSubstr("line 2"));
  EXPECT_THAT(complaint(Replaced(text, "shards 3", "shards 10001")), HasSubstr("line 2"));
  EXPECT_THAT(complaint(Replaced(text, "mbox\n#", "mbax\n#")), HasSubstr("line 2"));
  EXPECT_THAT(complaint(Replaced(text, "check\t", "")), HasSubstr("line 3: the columns"));
  EXPECT_THAT(complaint(Replaced(text, "\n1\t0\t", "\n4\t0\t")), HasSubstr("line 4: this is no part"));
  EXPECT_THAT(complaint(Replaced(text, "\n1\t0\t", "\n1\t1\t")), HasSubstr("line 4: this is no part"));
  EXPECT_THAT(complaint(Replaced(text, "\t5\t0\t40", "\t5\t1\t40")), HasSubstr("line 4: this part does not"));
  EXPECT_THAT(complaint(Replaced(text, "\t5\t40\t", "\t5\t41\t")), HasSubstr("line 5: this part does not"));
  EXPECT_THAT(complaint(Replaced(text, "%20", "%2x")), HasSubstr("line 4: this is no part"));
  EXPECT_THAT(complaint(text.substr(0, text.find("end "))), HasSubstr("the end is missing"));
  EXPECT_THAT(complaint(Replaced(text, "end 5", "end 4")), HasSubstr("another number of parts"));
  EXPECT_THAT(complaint(text + "x"), HasSubstr("another number of parts"));
}

// What is read of anything can be written, and is read as the same.
TEST(Manifest, HostileText) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string text = WriteManifest(Example());
  for (int round = 0; round < 5000; ++round) {
    std::string changed = text;
    for (int i = 0; i < 2; ++i) {
      const size_t place = random() % changed.size();
      changed[place] =
          random() % 2 == 0 ? static_cast<char>('0' + random() % 10) : static_cast<char>(random());
    }
    const absl::StatusOr<Manifest> read = ReadManifest(changed);
    if (!read.ok()) continue;
    const absl::StatusOr<Manifest> again = ReadManifest(WriteManifest(*read));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->parts, read->parts);
    for (uint32_t shard = 1; shard <= read->shards; shard += 1 + read->shards / 7) PartsOf(*read, shard);
  }
}

}  // namespace
}  // namespace kenpin
