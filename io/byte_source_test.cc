#include "io/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

std::shared_ptr<const SharedFile> Share(const std::string& path) {
  auto shared = std::make_shared<SharedFile>();
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  shared->file = std::move(opened.file);
  shared->path = path;
  shared->size = opened.size;
  return shared;
}

TEST(FileSourceTest, ReadsFromTheMiddleToTheSizeAtOpening) {
  TestDirectory directory;
  FileSource source(Share(directory.Write("a", "0123456789")), 4);
  directory.Write("a", "0123456789 and more");
  char bytes[20];
  EXPECT_EQ(source.Read(bytes, 4), 4U);
  EXPECT_EQ(std::string(bytes, 4), "4567");
  EXPECT_EQ(source.PeekAt(1, bytes, 3), 3U);
  EXPECT_EQ(std::string(bytes, 3), "123");
  EXPECT_EQ(source.PeekAt(8, bytes, 20), 2U);
  EXPECT_EQ(source.PeekAt(100, bytes, 20), 0U);
  EXPECT_EQ(source.Read(bytes, 20), 2U);
  EXPECT_EQ(source.Read(bytes, 20), 0U);
  EXPECT_FALSE(source.failure());
}

TEST(FileSourceTest, ShrunkFileIsAFailureAtItsNewEnd) {
  TestDirectory directory;
  const std::string path = directory.Write("a", "0123456789");
  FileSource source(Share(path), 0);
  std::filesystem::resize_file(path, 6);
  char bytes[20];
  EXPECT_EQ(source.Read(bytes, 20), 6U);
  ASSERT_TRUE(source.failure());
  EXPECT_EQ(source.failure()->offset, 6U);
  EXPECT_EQ(source.failure()->what, DescribeShrunkFile());
  EXPECT_EQ(source.Read(bytes, 20), 0U);
}

TEST(FileSourceTest, StopsWhenItIsTold) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const TestDirectory directory;
  FileSource source(Share(directory.Write("a", "0123456789")), 0, ends[0]);
  char bytes[4];
  EXPECT_EQ(source.Read(bytes, 4), 4U);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  EXPECT_EQ(source.Read(bytes, 4), 0U);
  ASSERT_TRUE(source.failure());
  EXPECT_EQ(source.failure()->offset, 4U);
  EXPECT_EQ(source.failure()->what, "cannot read: Interrupted system call");
  close(ends[0]);
  close(ends[1]);
}

TEST(StreamSourceTest, ReadsForwardOnlyAndNamesErrors) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "abc", 3), 3);
  close(ends[1]);
  StreamSource source(ends[0]);
  char bytes[8];
  EXPECT_EQ(source.PeekAt(0, bytes, 1), std::nullopt);
  EXPECT_EQ(source.Read(bytes, 2), 2U);
  EXPECT_EQ(source.Read(bytes, 8), 1U);
  EXPECT_EQ(source.Read(bytes, 8), 0U);
  EXPECT_FALSE(source.failure());
  close(ends[0]);
  StreamSource closed(ends[0]);
  EXPECT_EQ(closed.Read(bytes, 8), 0U);
  ASSERT_TRUE(closed.failure());
  EXPECT_EQ(closed.failure()->what, "cannot read: Bad file descriptor");
}

}  // namespace
}  // namespace kenpin
