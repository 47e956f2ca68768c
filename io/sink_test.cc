#include "io/sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "io/test_report_file.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

using SinkTest = ReportFileTest;

TEST_F(SinkTest, CommitReplacesTheOldFileWhole) {
  std::ofstream(path_) << "old";
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(path_);
  ASSERT_TRUE(sink.ok());
  const std::string big(1 << 20, 'x');
  ASSERT_TRUE((*sink)->Append(big).ok());
  ASSERT_TRUE((*sink)->Append("end").ok());
  EXPECT_EQ(Read(), "old") << "until it is committed";
  ASSERT_TRUE((*sink)->Commit().ok());
  EXPECT_EQ(Read(), big + "end");
  sink->reset();
  EXPECT_EQ(FilesInDir(), 1u);
}

TEST_F(SinkTest, WithoutCommitNothingIsLeft) {
  std::ofstream(path_) << "old";
  {
    absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(path_);
    ASSERT_TRUE(sink.ok());
    ASSERT_TRUE((*sink)->Append("new").ok());
  }
  EXPECT_EQ(Read(), "old");
  EXPECT_EQ(FilesInDir(), 1u);
}

TEST_F(SinkTest, NewFileHasTheModeThatOpenWouldGive) {
  const mode_t mask = ::umask(022);
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(path_);
  ::umask(mask);
  ASSERT_TRUE(sink.ok() && (*sink)->Commit().ok());
  struct stat info = {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0644u);
}

TEST_F(SinkTest, LinkAndModeOfTheOldFileStay) {
  std::ofstream(path_) << "old";
  ::chmod(path_.c_str(), 0640);
  const std::string link = (dir_ / "link").string();
  fs::create_symlink("report", link);
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(link);
  ASSERT_TRUE(sink.ok() && (*sink)->Append("new").ok() && (*sink)->Commit().ok());
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(Read(), "new");
  struct stat info = {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
  EXPECT_EQ(FilesInDir(), 2u);
}

TEST_F(SinkTest, DirectoryIsNoTarget) {
  const absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(dir_.string());
  ASSERT_FALSE(sink.ok());
  EXPECT_NE(std::string(sink.status().message()).find("cannot open for writing: Is a directory"),
            std::string::npos);
}

TEST_F(SinkTest, UnwritablePlaceIsNamed) {
  const absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open((dir_ / "no" / "report").string());
  ASSERT_FALSE(sink.ok());
  EXPECT_NE(std::string(sink.status().message()).find("no/report: cannot create"), std::string::npos);
}

TEST_F(SinkTest, FullDeviceIsAnErrorThatStays) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full on this system";
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open("/dev/full");
  ASSERT_TRUE(sink.ok());
  ASSERT_TRUE((*sink)->Append("x").ok()) << "buffered";
  EXPECT_FALSE((*sink)->Commit().ok());
  EXPECT_FALSE((*sink)->Append("y").ok());
  EXPECT_FALSE(IsClosedPipe((*sink)->Append("y")));
}

// A pager that shows its first page takes nothing more until it is asked to.
TEST_F(SinkTest, FullPipeIsWaitedForNoLongerOnceTheRunIsStopped) {
  const std::string fifo = (dir_ / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
  int stop_ends[2];
  ASSERT_EQ(::pipe(stop_ends), 0);
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(fifo, stop_ends[0]);
  ASSERT_TRUE(sink.ok());
  std::thread other([fd = stop_ends[1]] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::close(fd);
  });
  const absl::Status status = (*sink)->Append(std::string(1 << 20, 'x'));
  other.join();
  EXPECT_NE(status.message().find("cannot write: Interrupted"), absl::string_view::npos) << status;
  char bytes[1000];
  EXPECT_EQ(::read(reader, bytes, sizeof bytes), 1000) << "what fits is written";
  ::close(reader);
  ::close(stop_ends[0]);
}

TEST_F(SinkTest, ClosedPipeIsTold) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open("/dev/fd/" + std::to_string(ends[1]));
  ASSERT_TRUE(sink.ok());
  ::close(ends[0]);
  ::close(ends[1]);
  ASSERT_TRUE((*sink)->Append("x").ok());
  EXPECT_TRUE(IsClosedPipe((*sink)->Commit()));
}

}  // namespace
}  // namespace kenpin
