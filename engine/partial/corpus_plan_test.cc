#include "engine/partial/corpus_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "io/corpus.h"

namespace kenpin {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::string Message(int number, size_t body) {
  return "From a@b.example Tue Apr  7 08:00:0" + std::to_string(number % 10) +
         " 2026\nSubject: " + std::to_string(number) + "\nFrom: a@b.example\n\n" + std::string(body, 'x') +
         "\n\n";
}

class CorpusPlan : public ::testing::Test {
 protected:
  CorpusPlan() : root_(fs::temp_directory_path() / ("kenpin-plan-" + std::to_string(::getpid()))) {
    fs::create_directories(root_ / "box/cur");
    fs::create_directories(root_ / "box/new");
    for (int i = 0; i < 40; ++i)
      Write("box/cur/" + std::to_string(i) + ".host:2,S", Message(i, 10).substr(44));
    std::string mbox = "\n";
    for (int i = 0; i < 60; ++i) mbox += Message(i, static_cast<size_t>(i) * 7);
    Write("a.mbox", mbox);
    Write("one.eml", "From: a@b.example\nSubject: one\n\nbody\n");
    paths_ = {(root_ / "a.mbox").string(), (root_ / "box").string(), (root_ / "one.eml").string()};
  }
  ~CorpusPlan() override { fs::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) { std::ofstream(root_ / name) << text; }

  // Where all messages stand that are read, in the order in which they are.
  std::vector<Ordinal> Read(std::vector<InputPart> parts, size_t chunk_bytes, uint64_t* bytes) const {
    CorpusOptions options;
    options.parts = std::move(parts);
    options.chunk_bytes = chunk_bytes;
    Corpus corpus(paths_, options);
    Chunk chunk;
    std::vector<Ordinal> places;
    while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
      corpus.Load(std::move(request), &chunk);
      EXPECT_TRUE(chunk.errors.empty()) << chunk.errors.front().what;
      for (const MessageRange& message : chunk.messages) places.push_back(message.ordinal);
      *bytes += chunk.bytes_read;
    }
    return places;
  }

  fs::path root_;
  std::vector<std::string> paths_;
};

// The parts one after the other are the whole, whatever their number.
TEST_F(CorpusPlan, PartsMakeTheWhole) {
  uint64_t whole_bytes = 0;
  const std::vector<Ordinal> whole = Read({}, 1 << 20, &whole_bytes);
  ASSERT_EQ(whole.size(), 101u);
  for (const uint32_t shards : {1u, 2u, 3u, 7u, 64u, 1000u}) {
    const absl::StatusOr<Manifest> manifest = PlanCorpus(paths_, shards, std::nullopt);
    ASSERT_TRUE(manifest.ok()) << manifest.status();
    const absl::StatusOr<Manifest> read = ReadManifest(WriteManifest(*manifest));
    ASSERT_TRUE(read.ok()) << read.status();
    std::vector<Ordinal> all;
    uint64_t bytes = 0;
    for (uint32_t shard = 1; shard <= shards; ++shard) {
      EXPECT_TRUE(CheckPlan(*read, shard).ok()) << shard;
      const std::vector<Ordinal> part = Read(PartsOf(*read, shard), 1 << (shard % 3 * 6), &bytes);
      all.insert(all.end(), part.begin(), part.end());
    }
    EXPECT_EQ(all, whole) << shards;
    EXPECT_EQ(bytes, whole_bytes) << shards;
  }
}

TEST_F(CorpusPlan, SharesAreEven) {
  const absl::StatusOr<Manifest> manifest = PlanCorpus({paths_[0]}, 4, std::nullopt);
  ASSERT_TRUE(manifest.ok());
  ASSERT_EQ(manifest->parts.size(), 4u);
  for (const ManifestPart& part : manifest->parts) {
    EXPECT_LE(part.end - part.start, part.size / 4 + 1);
    EXPECT_EQ(part.kind, ManifestPart::Kind::kMbox);
  }
}

TEST_F(CorpusPlan, WhatIsNotCut) {
  Write("cl.mbox",
        "From a@b.example Tue Apr  7 08:00:00 2026\nContent-Length: 2\nFrom: a@b.example\n\nx\n\n" +
            Message(1, 9));
  Write("packed.mbox.gz", "\x1f\x8b");
  for (const char* name : {"cl.mbox", "packed.mbox.gz", "one.eml"}) {
    const absl::StatusOr<Manifest> manifest = PlanCorpus({(root_ / name).string()}, 5, std::nullopt);
    ASSERT_TRUE(manifest.ok()) << name;
    ASSERT_EQ(manifest->parts.size(), 1u) << name;
    EXPECT_EQ(manifest->parts[0].kind, ManifestPart::Kind::kWhole) << name;
  }
}

TEST_F(CorpusPlan, WhatCannotBePlanned) {
  EXPECT_THAT(std::string(PlanCorpus({"-"}, 2, std::nullopt).status().message()), HasSubstr("a stream"));
  EXPECT_THAT(std::string(PlanCorpus({(root_ / "no").string()}, 2, std::nullopt).status().message()),
              HasSubstr("no: cannot open"));
}

// Each change is named by the shard that has to do with it.
TEST_F(CorpusPlan, ChangesAreNamed) {
  const absl::StatusOr<Manifest> manifest = PlanCorpus(paths_, 1, std::nullopt);
  ASSERT_TRUE(manifest.ok());
  ASSERT_TRUE(CheckPlan(*manifest, 1).ok());
  const auto complaint = [&] { return std::string(CheckPlan(*manifest, 1).message()); };
  fs::rename(root_ / "box/cur/7.host:2,S", root_ / "box/new/7.host");
  EXPECT_EQ(complaint(), "") << "flags do not matter";
  fs::rename(root_ / "box/new/7.host", root_ / "gone");
  EXPECT_THAT(complaint(), HasSubstr("box: has changed since it was planned"));
  fs::rename(root_ / "gone", root_ / "box/new/7.host");
  EXPECT_EQ(complaint(), "");
  Write("box/cur/7.host", "another");
  EXPECT_THAT(complaint(), HasSubstr("box: has changed"));
  fs::remove(root_ / "box/cur/7.host");
  Write("box/new/A.host", "new");
  EXPECT_THAT(complaint(), HasSubstr("box: has changed"));
  fs::remove(root_ / "box/new/A.host");
  std::ofstream(root_ / "a.mbox", std::ios::app) << Message(1, 1);
  EXPECT_THAT(complaint(), HasSubstr("a.mbox: has changed"));
  fs::remove(root_ / "a.mbox");
  EXPECT_THAT(complaint(), HasSubstr("a.mbox: cannot open"));
}

}  // namespace
}  // namespace kenpin
