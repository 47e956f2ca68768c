#include "io/pending_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "io/test_report_file.h"

namespace kenpin {
namespace {

using PendingFileTest = ReportFileTest;

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
