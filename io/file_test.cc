#include "io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

TEST(FileTest, OpensFilesAndDirectories) {
  TestDirectory directory;
  const std::string path = directory.Write("d/a", "content");
  const OpenedFile file = OpenForReading(AT_FDCWD, path.c_str());
  EXPECT_EQ(file.error, "");
  EXPECT_EQ(file.size, 7U);
  EXPECT_FALSE(file.is_directory);
  const OpenedFile folder = OpenForReading(AT_FDCWD, directory.PathOf("d").c_str());
  EXPECT_TRUE(folder.is_directory);
  EXPECT_EQ(OpenForReading(folder.file.fd(), "a").size, 7U);
  const OpenedFile missing = OpenForReading(folder.file.fd(), "b");
  EXPECT_FALSE(missing.file.is_open());
  EXPECT_EQ(missing.error_number, ENOENT);
  EXPECT_EQ(missing.error, "cannot open: No such file or directory; check the path");
}

TEST(FileTest, FifoWithoutWriterIsRefusedAtOnce) {
  TestDirectory directory;
  mkfifo(directory.PathOf("fifo").c_str(), 0600);
  const OpenedFile opened = OpenForReading(AT_FDCWD, directory.PathOf("fifo").c_str());
  EXPECT_FALSE(opened.file.is_open());
  EXPECT_EQ(opened.error, "is a FIFO; pass its content through standard input, as \"-\"");
  EXPECT_EQ(opened.error_number, 0);
}

TEST(FileTest, ReadsAtAnOffsetUpToTheEnd) {
  TestDirectory directory;
  const OpenedFile opened = OpenForReading(AT_FDCWD, directory.Write("a", "0123456789").c_str());
  char bytes[20];
  EXPECT_EQ(ReadAt(opened.file, 3, bytes, 4).bytes, 4U);
  EXPECT_EQ(std::string(bytes, 4), "3456");
  EXPECT_EQ(ReadAt(opened.file, 8, bytes, 20).bytes, 2U);
  EXPECT_EQ(ReadAt(opened.file, 11, bytes, 20).bytes, 0U);
  const ReadResult failed = ReadAt(OpenForReading(AT_FDCWD, directory.path().c_str()).file, 0, bytes, 1);
  EXPECT_EQ(failed.error_number, EISDIR);
}

TEST(FileTest, MovingHandsOverTheDescriptor) {
  TestDirectory directory;
  OpenedFile opened = OpenForReading(AT_FDCWD, directory.Write("a", "x").c_str());
  const int fd = opened.file.fd();
  {
    File moved = std::move(opened.file);
    EXPECT_EQ(moved.fd(), fd);
    EXPECT_FALSE(opened.file.is_open());  // NOLINT(bugprone-use-after-move): that is what is tested.
    File other;
    other = std::move(moved);
    EXPECT_EQ(other.fd(), fd);
  }
  EXPECT_EQ(fcntl(fd, F_GETFD), -1);
}

TEST(FileTest, NonBlockingPipeIsWaitedFor) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_NONBLOCK), 0);
  const File in(ends[0]);
  {
    const File out(ends[1]);
    ASSERT_EQ(write(out.fd(), "ab", 2), 2);
    char bytes[8];
    EXPECT_EQ(ReadSome(in.fd(), bytes, sizeof(bytes)).bytes, 2U);
  }
  char byte;
  const ReadResult end = ReadSome(in.fd(), &byte, 1);
  EXPECT_EQ(end.bytes, 0U);
  EXPECT_EQ(end.error_number, 0);
}

TEST(FileTest, WaitingEndsWhenTheRunIsStopped) {
  int pipe_ends[2];
  int stop_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_EQ(pipe(stop_ends), 0);
  const File in(pipe_ends[0]), out(pipe_ends[1]), stop(stop_ends[0]), stopper(stop_ends[1]);
  char bytes[8];
  ASSERT_EQ(write(out.fd(), "ab", 2), 2);
  EXPECT_EQ(ReadSome(in.fd(), bytes, 1, stop.fd()).bytes, 1U);
  std::thread other([fd = stopper.fd()] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(write(fd, "x", 1), 1);
  });
  EXPECT_EQ(ReadSome(in.fd(), bytes, 1, stop.fd()).bytes, 1U);
  const ReadResult stopped = ReadSome(in.fd(), bytes, 1, stop.fd());
  other.join();
  EXPECT_EQ(stopped.bytes, 0U);
  EXPECT_EQ(stopped.error_number, EINTR);
  ASSERT_EQ(write(out.fd(), "c", 1), 1);
  EXPECT_EQ(ReadSome(in.fd(), bytes, 1, stop.fd()).error_number, EINTR) << "stopping wins";
}

// In a child process: the descriptors are those of the whole test.
TEST(FileDeathTest, NoFileTakesThePlaceOfAClosedStdout) {
  EXPECT_EXIT(
      {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        OccupyStandardDescriptors();
        const OpenedFile file = OpenForReading(AT_FDCWD, "/");
        char byte = 'x';
        const bool apart = file.file.fd() > STDERR_FILENO;
        const bool closed = read(STDIN_FILENO, &byte, 1) < 0 && write(STDOUT_FILENO, &byte, 1) < 0;
        _exit(apart && closed ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(FileTest, WaitingEndsWithTheWriter) {
  int pipe_ends[2];
  int stop_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_EQ(pipe(stop_ends), 0);
  const File in(pipe_ends[0]), stop(stop_ends[0]), stopper(stop_ends[1]);
  close(pipe_ends[1]);
  char byte;
  const ReadResult end = ReadSome(in.fd(), &byte, 1, stop.fd());
  EXPECT_EQ(end.bytes, 0U);
  EXPECT_EQ(end.error_number, 0);
}

}  // namespace
}  // namespace kenpin
