#include "engine/run_reports.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class RunReportsTest : public ::testing::Test {
 protected:
  RunReportsTest() : root_(fs::temp_directory_path() / ("kenpin-run-reports-" + std::to_string(::getpid()))) {
    fs::create_directories(root_);
    OutputSpec json;
    json.format = ReportFormat::kJson;
    json.path = (root_ / "report.json").string();
    options_.outputs = {json};
  }
  ~RunReportsTest() override { fs::remove_all(root_); }

  std::string Write(const char* name, const char* text) const {
    std::ofstream(root_ / name) << text;
    return (root_ / name).string();
  }

  fs::path root_;
  ScanOptions options_;
  RunSummary run_;
  RunTroubles troubles_;
};

TEST_F(RunReportsTest, JudgesAndWrites) {
  options_.waivers_path = Write("waivers.csv", "rule,domain,reason,expires\nauth-spf,*,known,2099-01-01\n");
  options_.max_fail = 2;
  RunReports reports(options_, &run_, &troubles_);
  ASSERT_TRUE(reports.Open());
  EXPECT_EQ(run_.waivers.size(), 1u);
  EXPECT_EQ(run_.max_fail, 2);
  EXPECT_FALSE(fs::exists(root_ / "report.json"));
  run_.domains.emplace_back().domain = "shop.example";
  reports.Judge(CorpusExtent::kSample, &run_);
  EXPECT_TRUE(run_.domains[0].corpus.facts.is_sample);
  reports.Write();
  EXPECT_FALSE(troubles_.output_failed);
  EXPECT_TRUE(fs::exists(root_ / "report.json"));

  // The run against itself: nothing is worse.
  options_.baseline_path = (root_ / "report.json").string();
  options_.outputs[0].path = (root_ / "again.json").string();
  RunSummary again;
  RunReports second(options_, &again, &troubles_);
  ASSERT_TRUE(second.Open());
  second.Judge(CorpusExtent::kWhole, &again);
  second.Write();
  EXPECT_NE(again.changes, "");
  EXPECT_FALSE(troubles_.regressed);
}

TEST_F(RunReportsTest, WhatIsWrongIsFoundFirst) {
  const std::string bad = Write("bad", "nonsense");
  for (std::string ScanOptions::*path :
       {&ScanOptions::waivers_path, &ScanOptions::baseline_path, &ScanOptions::spam_rate_path}) {
    ScanOptions options = options_;
    options.*path = bad;
    EXPECT_FALSE(RunReports(options, &run_, &troubles_).Open());
  }
  options_.outputs[0].path = (root_ / "nowhere/report.json").string();
  EXPECT_FALSE(RunReports(options_, &run_, &troubles_).Open());
}

TEST_F(RunReportsTest, RowsAndTheSumOfNights) {
  options_.cumulative_outputs = options_.outputs;
  options_.outputs[0].format = ReportFormat::kNdjson;
  options_.outputs[0].path = (root_ / "rows").string();
  RunReports reports(options_, &run_, &troubles_);
  ASSERT_TRUE(reports.Open());
  EXPECT_TRUE(reports.wants_records());
  EXPECT_TRUE(reports.AddRecords("{}\n"));
  reports.Write();
  EXPECT_EQ(fs::file_size(root_ / "rows"), 3u);
  EXPECT_FALSE(fs::exists(root_ / "report.json"));
  reports.WriteCumulative(run_);
  EXPECT_TRUE(fs::exists(root_ / "report.json"));
}

TEST_F(RunReportsTest, AFailedReportLeavesTheOthers) {
  OutputSpec full;
  full.format = ReportFormat::kNdjson;
  full.path = "/dev/full";
  options_.outputs.push_back(full);
  RunReports reports(options_, &run_, &troubles_);
  ASSERT_TRUE(reports.Open());
  const std::string much(1 << 20, 'x');
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(reports.AddRecords(much));
  reports.Write();
  EXPECT_TRUE(troubles_.output_failed);
  EXPECT_TRUE(fs::exists(root_ / "report.json"));
}

TEST_F(RunReportsTest, NobodyWantsWhatAllHaveFailedToWrite) {
  options_.outputs[0].format = ReportFormat::kNdjson;
  options_.outputs[0].path = "/dev/full";
  RunReports reports(options_, &run_, &troubles_);
  ASSERT_TRUE(reports.Open());
  const std::string much(1 << 20, 'x');
  bool wanted = true;
  for (int i = 0; i < 4; ++i) wanted = reports.AddRecords(much);
  EXPECT_FALSE(wanted);
  EXPECT_TRUE(troubles_.output_failed);
}

TEST(ColourOf, ByOption) {
  ScanOptions options;
  options.colour = ColourMode::kAlways;
  EXPECT_EQ(ColourOf(options, {}), TextColour::kOn);
  options.colour = ColourMode::kNever;
  EXPECT_EQ(ColourOf(options, {}), TextColour::kOff);
  options.colour = ColourMode::kAuto;
  OutputSpec file;
  file.path = "x";
  EXPECT_EQ(ColourOf(options, file), TextColour::kOff);
}

}  // namespace
}  // namespace kenpin
