#include "engine/report/report_format.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(ReportFormat, RowsStandInTheOrderOfTheEnum) {
  size_t place = 0;
  for (const ReportFormatInfo& format : ReportFormats()) {
    EXPECT_EQ(static_cast<size_t>(format.id), place++) << format.name;
    EXPECT_EQ(FindReportFormat(format.name), format.id);
    EXPECT_EQ(GetReportFormat(format.id).name, format.name);
  }
  EXPECT_EQ(FindReportFormat("xml"), std::nullopt);
  EXPECT_EQ(ReportFormatNames(), "text, json, ndjson, ndjson.zst, csv, html, junit, sarif, prom and sqlite");
}

TEST(ReportFormat, EveryWriterTellsARunWithoutDomains) {
  RunSummary run;
  run.profile = "gmail";
  for (const ReportFormatInfo& format : ReportFormats()) {
    if (format.write == nullptr) continue;
    EXPECT_NE(Collect([&](const Emit& emit) { format.write(run, {}, emit); }), "") << format.name;
  }
}

TEST(ReportFormat, WritersStopWhenNobodyWantsMore) {
  RunSummary run;
  run.profile = "gmail";
  run.domains.resize(50);
  for (const ReportFormatInfo& format : ReportFormats()) {
    if (format.write == nullptr) continue;
    int pieces = 0;
    format.write(run, {}, [&pieces](std::string_view) {
      ++pieces;
      return false;
    });
    EXPECT_EQ(pieces, 1) << format.name;
  }
}

}  // namespace
}  // namespace kenpin
