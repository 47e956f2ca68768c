#include "engine/report/summary_diff.h"

#include <gtest/gtest.h>

#include "engine/report/summary_json.h"
#include "engine/report/test_run.h"

namespace kenpin {
namespace {

SummaryDiff Diff(const RunSummary& before, const RunSummary& after) {
  const absl::StatusOr<SummaryDiff> diff =
      DiffSummaries(SummaryAsJson(before), "before", SummaryAsJson(after), "after");
  EXPECT_TRUE(diff.ok()) << diff.status();
  return diff.ok() ? *diff : SummaryDiff();
}

// Of 1,000 messages so many fail format-date.
void SetDateFailures(RunSummary* run, size_t domain, int failing) {
  RuleCounts& date = run->domains[domain].counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
  date.outcomes = {};
  for (int i = 0; i < 1000; ++i) date.outcomes.Add(i < failing ? Outcome::kFail : Outcome::kPass);
}

TEST(SummaryDiff, NothingChanged) {
  const SummaryDiff diff = Diff(TestRun(3), TestRun(3));
  EXPECT_TRUE(diff.empty());
  EXPECT_TRUE(diff.same_rules);
  EXPECT_EQ(diff.regressions(), 0u);
}

TEST(SummaryDiff, WhatIsWorseAndBetter) {
  const struct {
    const char* name;
    int before;
    int after;
    size_t worse;
    size_t better;
  } kCases[] = {
      {"same", 100, 100, 0, 0},       {"noise", 100, 104, 0, 0}, {"a step", 100, 106, 1, 0},
      {"begins to fail", 0, 1, 1, 0}, {"less", 106, 100, 0, 1},  {"fails no more", 1, 0, 0, 1},
  };
  for (const auto& c : kCases) {
    RunSummary before = TestRun(1);
    RunSummary after = TestRun(1);
    SetDateFailures(&before, 0, c.before);
    SetDateFailures(&after, 0, c.after);
    const SummaryDiff diff = Diff(before, after);
    EXPECT_EQ(diff.worse.size(), c.worse) << c.name;
    EXPECT_EQ(diff.better.size(), c.better) << c.name;
    EXPECT_EQ(diff.regressions(), c.worse) << c.name;
  }
}

TEST(SummaryDiff, SharesAreOfDirectMail) {
  RunSummary after = TestRun(1);
  RuleCounts& date = after.domains[0].counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
  for (int i = 0; i < 100; ++i) {
    date.outcomes.Add(Outcome::kFail);
    date.indirect.Add(Outcome::kFail);
  }
  EXPECT_TRUE(Diff(TestRun(1), after).worse.empty());
}

TEST(SummaryDiff, RecommendedRulesAreToldAndDoNotCount) {
  RunSummary after = TestRun(1);
  RuleCounts& reports = after.domains[0].counts.rules[static_cast<size_t>(RuleId::kDmarcReports)];
  for (int i = 0; i < 9; ++i) reports.outcomes.Add(Outcome::kFail);
  const SummaryDiff diff = Diff(TestRun(1), after);
  ASSERT_EQ(diff.worse.size(), 1u);
  EXPECT_FALSE(diff.worse[0].required);
  EXPECT_EQ(diff.regressions(), 0u);
}

TEST(SummaryDiff, NewDomainsFailedNothingBefore) {
  const SummaryDiff diff = Diff(TestRun(1), TestRun(2));
  ASSERT_EQ(diff.appeared.size(), 1u);
  EXPECT_EQ(diff.appeared[0].domain, "shop1.example");
  EXPECT_EQ(diff.appeared[0].messages, 12u);
  ASSERT_EQ(diff.worse.size(), 1u);
  EXPECT_TRUE(diff.worse[0].new_domain);
  EXPECT_EQ(diff.worse[0].rule, "format-date");
  EXPECT_EQ(diff.worse[0].failing, 3u);
  EXPECT_EQ(diff.regressions(), 1u);
  const SummaryDiff back = Diff(TestRun(2), TestRun(1));
  ASSERT_EQ(back.vanished.size(), 1u);
  EXPECT_EQ(back.regressions(), 0u);
}

TEST(SummaryDiff, NewerRulesAreNoRegression) {
  RunSummary after = TestRun(1);
  after.profile_date = "2027-01-01";
  SetDateFailures(&after, 0, 900);
  const SummaryDiff diff = Diff(TestRun(1), after);
  EXPECT_FALSE(diff.same_rules);
  EXPECT_EQ(diff.worse.size(), 1u) << "told all the same";
  EXPECT_EQ(diff.regressions(), 0u);
}

TEST(SummaryDiff, RuleThatTheOldSummaryDoesNotKnow) {
  std::string before = SummaryAsJson(TestRun(1));
  for (size_t at = 0; (at = before.find("\"format-date\"", at)) != std::string::npos;) {
    before.replace(at, 13, "\"format-gone\"");
  }
  const absl::StatusOr<SummaryDiff> diff =
      DiffSummaries(before, "before", SummaryAsJson(TestRun(1)), "after");
  ASSERT_TRUE(diff.ok());
  EXPECT_TRUE(diff->worse.empty());
}

TEST(SummaryDiff, StatesAndKeys) {
  RunSummary after = TestRun(1);
  SetDateFailures(&after, 0, 0);
  DomainCounts& counts = after.domains[0].counts;
  counts.selectors.clear();
  counts.selectors[{"shop.example", "new", "rsa-sha256", 2048}] = {1, 1};
  const SummaryDiff diff = Diff(TestRun(1), after);
  ASSERT_EQ(diff.states.size(), 1u);
  EXPECT_EQ(diff.states[0].requirement, "MESSAGE_FORMATTING");
  EXPECT_EQ(diff.states[0].before, "NEEDS_WORK");
  EXPECT_EQ(diff.states[0].after, "UNKNOWN") << "nobody judged the mail as a whole";
  ASSERT_EQ(diff.keys.size(), 2u);
  EXPECT_TRUE(diff.keys[0].added);
  EXPECT_EQ(diff.keys[0].selector, "new");
  EXPECT_FALSE(diff.keys[1].added);
}

TEST(SummaryDiff, TextsThatAreNoSummary) {
  const std::string good = SummaryAsJson(TestRun(1));
  const struct {
    const char* name;
    std::string text;
    const char* says;
  } kCases[] = {
      {"empty", "", "is no summary"},
      {"no JSON", "From a@b", "is no summary"},
      {"an array", "[]", "is no summary"},
      {"another object", "{\"domains\": 3}", "is no summary"},
      {"cut", good.substr(0, good.size() / 2), "is no summary"},
      {"newer", "{\"schema_version\": 99, \"run\": {}, \"domains\": []}", "newer kenpin"},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<SummaryDiff> diff = DiffSummaries(good, "last.json", c.text, "tonight.json");
    ASSERT_FALSE(diff.ok()) << c.name;
    EXPECT_NE(std::string(diff.status().message()).find("tonight.json"), std::string::npos) << c.name;
    EXPECT_NE(std::string(diff.status().message()).find(c.says), std::string::npos) << c.name;
    EXPECT_FALSE(DiffSummaries(c.text, "last.json", good, "tonight.json").ok()) << c.name;
  }
}

TEST(SummaryDiff, MembersOfOtherTypesAreNothing) {
  const char odd[] =
      R"({"schema_version": 1, "run": {"profile": 3}, "domains": [1, "x", {"org_domain": 7, "messages": "x",
      "rules": [], "selectors": {"d": 1}, "compliance": 4}, {"org_domain": "a", "rules": {"format-date": 3}}]})";
  EXPECT_TRUE(DiffSummaries(odd, "a", odd, "b").ok());
  EXPECT_TRUE(DiffSummaries(odd, "a", SummaryAsJson(TestRun(2)), "b").ok());
}

}  // namespace
}  // namespace kenpin
