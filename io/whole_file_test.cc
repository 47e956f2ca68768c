#include "io/whole_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <string>

namespace kenpin {
namespace {

TEST(WholeFile, ReadsEveryOctet) {
  const std::string path = testing::TempDir() + "whole_file_test_" + std::to_string(::getpid());
  const std::string text("a\0b\r\n\xff", 6);
  std::ofstream(path, std::ios::binary) << text;
  const absl::StatusOr<std::string> read = ReadTextFile(path, "a list");
  std::filesystem::remove(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, text);
}

TEST(WholeFile, ErrorsNamePathAndAdvice) {
  const absl::Status missing = ReadTextFile("/nowhere/x", "a list").status();
  EXPECT_NE(std::string(missing.message()).find("/nowhere/x: "), std::string::npos) << missing;
  const absl::Status folder = ReadTextFile(testing::TempDir(), "a list").status();
  EXPECT_NE(std::string(folder.message()).find("is a directory; give the path of a list"), std::string::npos)
      << folder;
}

}  // namespace
}  // namespace kenpin
