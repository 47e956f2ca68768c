#include "engine/explain/explain_target.h"

#include <gtest/gtest.h>

#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

const std::string kFirst =
    "From a@b.example Tue Jan 16 00:00:00 2024\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\nx\n\n";
const std::string kSecond =
    "From a@b.example Tue Jan 16 00:00:00 2024\nFrom: a@b.example\nMessage-ID: "
    "<2@b.example>\n\n<1@b.example>\n\n";

TEST(SplitFileAndOffset, WhatExistsIsTheFile) {
  const TestDirectory directory;
  const std::string odd = directory.Write("1.x:2", "a");
  const std::string plain = directory.Write("plain", "a");
  EXPECT_EQ(SplitFileAndOffset(odd).path, odd);
  EXPECT_FALSE(SplitFileAndOffset(odd).offset);
  EXPECT_EQ(SplitFileAndOffset(odd + ":3").path, odd);
  EXPECT_EQ(SplitFileAndOffset(odd + ":3").offset, 3u);
  EXPECT_EQ(SplitFileAndOffset(plain + ":17").offset, 17u);
  for (const char* rest : {":", ":x", ":1x", ":-1", ":99999999999999999999999", ": 1"}) {
    EXPECT_EQ(SplitFileAndOffset(plain + rest).path, plain + rest);
    EXPECT_FALSE(SplitFileAndOffset(plain + rest).offset);
  }
  EXPECT_EQ(SplitFileAndOffset("").path, "");
}

TEST(FindMessage, ByOffsetByIdAndFirst) {
  const TestDirectory directory;
  const std::string path = directory.Write("a.mbox", kFirst + kSecond);
  Chunk chunk;
  MessageQuery query{{path}, std::nullopt, ""};
  absl::StatusOr<FoundMessage> found = FindMessage(query, {}, &chunk);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->range.ordinal.offset, 0u);
  EXPECT_TRUE(found->more);
  query.offset = kFirst.size();
  found = FindMessage(query, {}, &chunk);
  ASSERT_TRUE(found.ok());
  EXPECT_NE(found->range.bytes.find("<2@b.example>"), std::string_view::npos);
  EXPECT_FALSE(found->more);
  query.offset.reset();
  query.message_id = "2@b.example";
  found = FindMessage(query, {}, &chunk);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->range.ordinal.offset, kFirst.size());
  EXPECT_EQ(found->source, path);
}

TEST(FindMessage, NamesWhatIsNotThere) {
  const TestDirectory directory;
  const std::string path = directory.Write("a.mbox", kFirst + kSecond);
  Chunk chunk;
  const auto error = [&](const MessageQuery& query) {
    return std::string(FindMessage(query, {}, &chunk).status().message());
  };
  EXPECT_NE(error({{path}, 5, ""}).find("no message begins at offset 5"), std::string::npos);
  EXPECT_NE(error({{path}, 5, ""}).find("one begins at 0, the next at"), std::string::npos);
  EXPECT_NE(error({{path}, std::nullopt, "3@b.example"}).find("3@b.example"), std::string::npos);
  EXPECT_NE(error({{path + "x"}, std::nullopt, ""}).find(path + "x"), std::string::npos);
  EXPECT_NE(error({{directory.PathOf("")}, std::nullopt, ""}).find("directory"), std::string::npos);
}

TEST(SplitFileAndOffset, ArchiveAndMember) {
  const TestDirectory directory;
  const std::string archive = directory.Write("a!b.zip", "a");
  const auto split = [](const std::string& argument) {
    const FileAndOffset file = SplitFileAndOffset(argument);
    return file.path + " " + file.member + " " + (file.offset ? std::to_string(*file.offset) : "-");
  };
  EXPECT_EQ(split(archive + "!x/1:2,S"), archive + " x/1:2,S -");
  EXPECT_EQ(split(archive + "!x.mbox:17"), archive + " x.mbox 17");
  EXPECT_EQ(split(archive + "!x!y:0"), archive + " x!y 0");
  EXPECT_EQ(split(archive + ":5"), archive + "  5");
  EXPECT_EQ(split(archive), archive + "  -");
  EXPECT_EQ(split(archive + "!"), archive + "!  -");
  EXPECT_EQ(split("nowhere!x"), "nowhere!x  -");
  const std::string plain = directory.Write("c!d", "a");
  directory.Write("c", "a");
  EXPECT_EQ(split(plain), plain + "  -");
}

TEST(FindMessage, InAnArchiveAndInWhatIsCompressed) {
  const TestDirectory directory;
  const std::string packed = directory.Write("a.mbox.zst", Compress(Compression::kZstd, kFirst + kSecond));
  Chunk chunk;
  absl::StatusOr<FoundMessage> found = FindMessage({{packed}, kFirst.size(), ""}, {}, &chunk);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_NE(found->range.bytes.find("<2@b.example>"), std::string_view::npos);
  const std::string zip =
      directory.Write("a.zip", MakeArchive(ArchiveKind::kZip, {{"1.eml", "From: a@b.example\n\n", ""},
                                                               {"x.mbox", kFirst + kSecond, ""},
                                                               {"2.eml", "From: c@d.example\n\n", ""}}));
  found = FindMessage({{zip}, kFirst.size(), "", "x.mbox"}, {}, &chunk);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->source, zip + "!x.mbox");
  EXPECT_NE(found->range.bytes.find("<2@b.example>"), std::string_view::npos);
  found = FindMessage({{zip}, std::nullopt, "", "2.eml"}, {}, &chunk);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->more);
  EXPECT_EQ(found->range.bytes, "From: c@d.example\n\n");
  found = FindMessage({{zip}, std::nullopt, "", "x.mbox"}, {}, &chunk);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->more);
  const auto error = [&](const MessageQuery& query) {
    return std::string(FindMessage(query, {}, &chunk).status().message());
  };
  EXPECT_EQ(error({{zip}, std::nullopt, "", "3.eml"}),
            zip + "!3.eml: the archive holds no message of this name");
  EXPECT_EQ(error({{zip}, 5, "", "2.eml"}), zip + "!2.eml: no message begins at offset 5; one begins at 0");
  EXPECT_EQ(error({{zip}, 0, ""}), zip + ": is an archive; name a member, like " + zip + "!1.eml:0");
}

}  // namespace
}  // namespace kenpin
