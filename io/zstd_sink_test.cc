#include "io/zstd_sink.h"

#include <zstd.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

std::unique_ptr<ZstdSink> Open(const std::string& path) {
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(path);
  EXPECT_TRUE(sink.ok());
  return std::make_unique<ZstdSink>(*std::move(sink));
}

std::string Unpack(const std::string& packed, size_t size) {
  std::string text(size + 1, '\0');
  const size_t got = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  EXPECT_EQ(ZSTD_isError(got), 0U) << ZSTD_getErrorName(got);
  text.resize(ZSTD_isError(got) != 0 ? 0 : got);
  return text;
}

TEST(ZstdSinkTest, IsOneFrameOfAllThatWasWritten) {
  const TestDirectory directory;
  const std::string path = directory.PathOf("out.zst");
  std::string text;
  const std::unique_ptr<ZstdSink> sink = Open(path);
  for (uint32_t i = 0; i < 100'000; ++i) {
    const std::string line = "{\"number\":" + std::to_string(i * 2654435761U) + "}\n";
    text += line;
    ASSERT_TRUE(sink->Append(line).ok());
    ASSERT_TRUE(sink->Append("").ok());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(sink->Commit().ok());
  const std::string packed = ReadWholeFile(path);
  EXPECT_LT(packed.size(), text.size() / 2);
  EXPECT_TRUE(Unpack(packed, text.size()) == text);
}

TEST(ZstdSinkTest, NothingIsAFrame) {
  const TestDirectory directory;
  const std::string path = directory.PathOf("out.zst");
  ASSERT_TRUE(Open(path)->Commit().ok());
  const std::string packed = ReadWholeFile(path);
  EXPECT_FALSE(packed.empty());
  EXPECT_EQ(Unpack(packed, 0), "");
}

TEST(ZstdSinkTest, LeavesNothingWithoutCommit) {
  const TestDirectory directory;
  {
    const std::unique_ptr<ZstdSink> sink = Open(directory.PathOf("out.zst"));
    ASSERT_TRUE(sink->Append(std::string(1'000'000, 'x')).ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(ZstdSinkTest, ErrorsOfTheSinkAreTold) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const std::unique_ptr<ZstdSink> sink = Open("/dev/full");
  absl::Status status = sink->Append("x");
  if (status.ok()) status = sink->Commit();
  EXPECT_FALSE(status.ok());
}

}  // namespace
}  // namespace kenpin
