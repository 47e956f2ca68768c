#include "io/pending_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class PendingFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / ("kenpin_pending_" + std::to_string(::getpid()));
    fs::create_directories(dir_);
    path_ = (dir_ / "report").string();
  }
  void TearDown() override { fs::remove_all(dir_); }
  std::string Read() {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  size_t FilesInDir() {
    return static_cast<size_t>(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()));
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(PendingFileTest, CommitReplacesAndKeepsTheMode) {
  std::ofstream(path_) << "old";
  ::chmod(path_.c_str(), 0640);
  absl::StatusOr<PendingFile> file = PendingFile::Create(path_);
  ASSERT_TRUE(file.ok());
  std::ofstream(file->temporary()) << "new";
  EXPECT_EQ(Read(), "old");
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Read(), "new");
  struct stat info = {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
  EXPECT_EQ(FilesInDir(), 1u);
}

TEST_F(PendingFileTest, WithoutCommitNothingIsLeft) {
  {
    absl::StatusOr<PendingFile> file = PendingFile::Create(path_);
    ASSERT_TRUE(file.ok());
    const PendingFile moved = *std::move(file);
    EXPECT_EQ(FilesInDir(), 1u) << "a moved file is still there";
  }
  EXPECT_EQ(FilesInDir(), 0u);
}

TEST_F(PendingFileTest, WhatCanNotBeReplacedIsNamed) {
  EXPECT_NE(PendingFile::Create("/dev/null").status().ToString().find("/dev/null: is no regular file"),
            std::string::npos);
  EXPECT_FALSE(PendingFile::Create((dir_ / "no" / "report").string()).ok());
}

}  // namespace
}  // namespace kenpin
