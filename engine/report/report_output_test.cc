#include "engine/report/report_output.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class ReportOutputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / ("kenpin_output_" + std::to_string(::getpid()));
    fs::create_directories(dir_);
    path_ = (dir_ / "report").string();
  }
  void TearDown() override { fs::remove_all(dir_); }
  std::string Read() {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(ReportOutputTest, EveryFormatReplacesItsFileAtTheEnd) {
  for (const ReportFormatInfo& format : ReportFormats()) {
    SCOPED_TRACE(format.name);
    std::ofstream(path_) << "old";
    absl::StatusOr<std::unique_ptr<ReportOutput>> output =
        ReportOutput::Open({format.id, path_, TextColour::kOff, false}, -1);
    ASSERT_TRUE(output.ok()) << output.status();
    ASSERT_TRUE((*output)->AddRecords("{}\n").ok());
    EXPECT_EQ(Read(), "old");
    const absl::Status finished = (*output)->Finish(TestRun());
    ASSERT_TRUE(finished.ok()) << finished;
    EXPECT_NE(Read(), "old");
    EXPECT_EQ((*output)->wants_records(), format.id == ReportFormat::kNdjson);
    if (format.id == ReportFormat::kNdjson) {
      EXPECT_EQ(Read(), "{}\n");
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 1);
  }
}

TEST_F(ReportOutputTest, AFullDiskIsAnErrorThatNamesTheFile) {
  for (const ReportFormatInfo& format : ReportFormats()) {
    SCOPED_TRACE(format.name);
    absl::StatusOr<std::unique_ptr<ReportOutput>> output =
        ReportOutput::Open({format.id, "/dev/full", TextColour::kOff, false}, -1);
    absl::Status status = output.status();
    if (output.ok()) {
      status = (*output)->AddRecords("{}\n");
      if (status.ok()) status = (*output)->Finish(TestRun());
    }
    EXPECT_NE(status.ToString().find("/dev/full"), std::string::npos) << status;
  }
}

}  // namespace
}  // namespace kenpin
