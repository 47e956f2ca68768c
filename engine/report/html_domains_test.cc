#include "engine/report/html_domains.h"

#include <gtest/gtest.h>

#include <numeric>

#include <nlohmann/json.hpp>

#include "engine/report/html_data.h"
#include "engine/report/test_run.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

Json RowOf(HtmlDetail detail, ReasonMarks* reasons) {
  const RunSummary run = TestRun(1);
  return Json::parse(HtmlDomainRow(run.domains[0], run, detail, reasons));
}

TEST(HtmlDomains, RowOfTheTable) {
  ReasonMarks reasons{};
  const Json row = RowOf(HtmlDetail::kRow, &reasons);
  EXPECT_EQ(row["name"], "shop0.example");
  EXPECT_EQ(row["messages"], 12);
  EXPECT_EQ(row["failing"], 1);
  EXPECT_EQ(row["detail"], nullptr);
  const std::string states = row["states"];
  ASSERT_EQ(states.size(), Requirements().size());
  EXPECT_EQ(states[static_cast<size_t>(Requirement::kMessageFormatting)], 'N');
  EXPECT_EQ(states[static_cast<size_t>(Requirement::kSpf)], 'C');
  EXPECT_EQ(states[static_cast<size_t>(Requirement::kUserReportedSpamRate)], 'U');
}

TEST(HtmlDomains, BriefTellsWhatFailsAndOneSample) {
  ReasonMarks reasons{};
  const Json detail = RowOf(HtmlDetail::kBrief, &reasons)["detail"];
  ASSERT_EQ(detail["rules"].size(), 1u);
  EXPECT_EQ(detail["rules"][0], Json::array({static_cast<int>(RuleId::kFormatDate), 9, 0, 3, 0, 0}));
  EXPECT_EQ(detail["samples"].size(), 1u);
  EXPECT_TRUE(detail["days"].empty());
  EXPECT_TRUE(reasons[static_cast<size_t>(Reason::kDateMissing)]);
  EXPECT_FALSE(reasons[static_cast<size_t>(Reason::kDnsOff)]);
}

TEST(HtmlDomains, FullTellsDaysSelectorsAndSubdomains) {
  ReasonMarks reasons{};
  const Json detail = RowOf(HtmlDetail::kFull, &reasons)["detail"];
  EXPECT_EQ(detail["days"][0], Json::array({20000, 3, 3}));
  EXPECT_EQ(detail["days"][1], Json::array({20001, 1, 0}));
  EXPECT_EQ(detail["samples"].size(), 3u);
  EXPECT_EQ(detail["selectors"][0][3], 2048);
  EXPECT_EQ(detail["tls"], Json::array({Json::array({"plain", 12})}));
  EXPECT_EQ(detail["policies"], Json::array({Json::array({"no_record", 12})}));
  EXPECT_EQ(detail["subdomains"][0][0], "news.shop0.example");
}

TEST(HtmlDomains, OnlyTheLastDays) {
  RunSummary run = TestRun(1);
  for (int32_t day = 0; day < 1000; ++day) run.domains[0].counts.days[10000 + day] = 1;
  ReasonMarks reasons{};
  const Json row = Json::parse(HtmlDomainRow(run.domains[0], run, HtmlDetail::kFull, &reasons));
  EXPECT_EQ(row["detail"]["days"].size(), kMaxHtmlDays);
  EXPECT_EQ(row["detail"]["days"].back()[0], 20009);
}

TEST(HtmlDomains, IndirectMailIsNotHeldAgainstTheDomain) {
  RunSummary run = TestRun(1);
  RuleCounts& date = run.domains[0].counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
  for (int i = 0; i < 3; ++i) date.indirect.Add(Outcome::kFail);
  EXPECT_EQ(CountFailingRules(run.domains[0].counts, &run.domains[0], run), 0u);
}

TEST(HtmlDomains, LessRoomLessDetailButEveryRow) {
  const RunSummary run = TestRun(100);
  const auto size = [](const HtmlDomains& told) {
    return std::accumulate(told.rows.begin(), told.rows.end(), size_t{0},
                           [](size_t sum, const std::string& row) { return sum + row.size(); });
  };
  const HtmlDomains all = TellHtmlDomains(run, 10'000'000);
  EXPECT_EQ(all.without_detail + all.brief + all.left_out, 0u);
  const HtmlDomains rows = TellHtmlDomains(run, 0);
  EXPECT_EQ(rows.without_detail, 100u);
  const size_t between = (9 * size(all) + size(rows)) / 10;
  const HtmlDomains some = TellHtmlDomains(run, between);
  EXPECT_EQ(some.rows.size(), 100u);
  EXPECT_LE(size(some), between);
  EXPECT_GT(some.brief, 0u);
  EXPECT_EQ(some.without_detail, 0u) << "brief details of all come before full ones of some";
  EXPECT_NE(Json::parse(some.rows[0])["detail"]["days"].size(), 0u);
  EXPECT_EQ(Json::parse(some.rows[99])["detail"]["days"].size(), 0u);
}

TEST(HtmlDomains, DomainsBeyondTheLimitAreCounted) {
  const RunSummary run = TestRun(kMaxHtmlDomains + 5);
  const HtmlDomains told = TellHtmlDomains(run, 0);
  EXPECT_EQ(told.rows.size(), kMaxHtmlDomains);
  EXPECT_EQ(told.left_out, 5u);
}

}  // namespace
}  // namespace kenpin
