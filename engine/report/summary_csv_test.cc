#include "engine/report/summary_csv.h"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

// Rows of cells; good for text without commas in quotes.
std::vector<std::vector<std::string>> Rows(const RunSummary& run) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(Collect([&](const Emit& emit) { WriteSummaryCsv(run, emit); }));
  for (std::string line; std::getline(in, line);) {
    EXPECT_EQ(line.back(), '\r');
    line.pop_back();
    rows.emplace_back();
    std::istringstream cells(line + ",");
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

std::string At(const std::vector<std::vector<std::string>>& rows, size_t row, const std::string& column) {
  for (size_t i = 0; i < rows[0].size(); ++i) {
    if (rows[0][i] == column) return rows[row][i];
  }
  return "no such column";
}

TEST(SummaryCsv, ARowForTheDomainAndItsSubdomains) {
  const std::vector<std::vector<std::string>> rows = Rows(TestRun());
  ASSERT_EQ(rows.size(), 3u);
  for (const std::vector<std::string>& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  EXPECT_EQ(At(rows, 1, "schema_version"), "1");
  EXPECT_EQ(At(rows, 1, "row"), "domain");
  EXPECT_EQ(At(rows, 2, "row"), "subdomain");
  EXPECT_EQ(At(rows, 1, "org_domain"), "shop.example");
  EXPECT_EQ(At(rows, 1, "messages"), "4");
  EXPECT_EQ(At(rows, 1, "format-date"), "1");
  EXPECT_EQ(At(rows, 1, "MESSAGE_FORMATTING"), "NEEDS_WORK");
  EXPECT_EQ(At(rows, 1, "worst_rule"), "format-date");
  EXPECT_EQ(At(rows, 1, "worst_rule_reason"), "date_missing");
  EXPECT_EQ(At(rows, 1, "sample_source"), "mail/a.mbox");
  EXPECT_EQ(At(rows, 1, "sample_offset"), "42");
  EXPECT_EQ(At(rows, 1, "volume-ramp"), "unknown");
  EXPECT_EQ(At(rows, 2, "volume-ramp"), "");
}

TEST(SummaryCsv, TextOfMailIsNoFormula) {
  const std::vector<std::vector<std::string>> rows =
      Rows(TestRun(TestDomain("shop.example", "=1+1", "@SUM(A1)\r\n")));
  EXPECT_EQ(At(rows, 1, "sample_source"), "\"'=1+1\"");
  EXPECT_EQ(At(rows, 1, "sample_message_id"), "\"'@SUM(A1)\\x0d\\x0a\"");
}

}  // namespace
}  // namespace kenpin
