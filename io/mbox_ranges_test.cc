#include "io/mbox_ranges.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::HasSubstr;

TEST(MboxRangesTest, FileThatShrinksIsNamedOnceAndTheRestIsKept) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 1000; ++i) mbox += kSeparatorLine + kMail + "\n";
  const std::string path = directory.Write("mbox", mbox);
  const size_t record = mbox.size() / 1000;
  CorpusOptions options;
  options.chunk_bytes = 4096;
  Corpus corpus({path}, options);
  std::vector<std::unique_ptr<ChunkRequest>> requests;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) requests.push_back(std::move(request));
  std::filesystem::resize_file(path, record * 300 + 50);
  size_t messages = 0;
  std::vector<InputError> errors;
  size_t truncated = 0;
  Chunk chunk;
  for (std::unique_ptr<ChunkRequest>& request : requests) {
    corpus.Load(std::move(request), &chunk);
    messages += chunk.messages.size();
    errors.insert(errors.end(), chunk.errors.begin(), chunk.errors.end());
    for (const MessageRange& m : chunk.messages)
      truncated += (m.flaws & static_cast<uint8_t>(RecordFlaw::kTruncated)) != 0;
  }
  EXPECT_EQ(messages, 301U);
  EXPECT_EQ(truncated, 1U);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors[0].what, HasSubstr("became shorter"));
}

TEST(MboxRangesTest, FileThatGrowsIsReadToItsFormerEnd) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", kSeparatorLine + kMail);
  Corpus corpus({path}, {});
  std::unique_ptr<ChunkRequest> request = corpus.Next();
  directory.Write("mbox", kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail);
  Chunk chunk;
  corpus.Load(std::move(request), &chunk);
  EXPECT_EQ(chunk.bytes_read, kSeparatorLine.size() + kMail.size());
  EXPECT_EQ(chunk.messages.size(), 1U);
}

// Every record belongs to exactly one range, in whatever order the ranges are loaded.
TEST(MboxRangesTest, RangesMayBeLoadedInAnyOrder) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 500; ++i) mbox += kSeparatorLine + kMail + std::string(i % 90, 'x') + "\n\n";
  CorpusOptions options;
  options.chunk_bytes = 1000;
  Corpus corpus({directory.Write("mbox", mbox)}, options);
  std::vector<std::unique_ptr<ChunkRequest>> requests;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) requests.push_back(std::move(request));
  EXPECT_EQ(requests.size(), (mbox.size() + 999) / 1000);
  uint64_t next = mbox.size();
  Chunk chunk;
  while (!requests.empty()) {
    corpus.Load(std::move(requests.back()), &chunk);
    requests.pop_back();
    for (size_t i = chunk.messages.size(); i-- > 0;) {
      EXPECT_EQ(chunk.messages[i].ordinal.offset + chunk.messages[i].length, next);
      next = chunk.messages[i].ordinal.offset;
    }
  }
  EXPECT_EQ(next, 0U);
}

}  // namespace
}  // namespace kenpin
