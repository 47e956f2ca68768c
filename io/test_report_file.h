// For tests of what writes files: a folder of its own for every test, and the path of a report in it.
#ifndef KENPIN_IO_TEST_REPORT_FILE_H_
#define KENPIN_IO_TEST_REPORT_FILE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace kenpin {

class ReportFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = std::filesystem::path(testing::TempDir()) / ("kenpin_report_" + std::to_string(::getpid()));
    std::filesystem::create_directories(dir_);
    path_ = (dir_ / "report").string();
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }

  // What stands in path_.
  std::string Read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  size_t FilesInDir() const {
    const std::filesystem::directory_iterator files(dir_);
    return static_cast<size_t>(std::distance(files, std::filesystem::directory_iterator()));
  }

  std::filesystem::path dir_;
  std::string path_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_TEST_REPORT_FILE_H_
