#include "engine/report/report_output.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/report/test_run.h"
#include "io/test_report_file.h"

namespace kenpin {
namespace {

using ReportOutputTest = ReportFileTest;

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
    EXPECT_EQ((*output)->wants_records(),
              format.id == ReportFormat::kNdjson || format.id == ReportFormat::kNdjsonZst);
    if (format.id == ReportFormat::kNdjson) {
      EXPECT_EQ(Read(), "{}\n");
    }
    EXPECT_EQ(FilesInDir(), 1u);
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
