#include "engine/report/summary_text.h"

#include <gtest/gtest.h>

#include "rules/reason.h"

namespace kenpin {
namespace {

RunSummary RunWith(Outcome outcome, RuleId rule) {
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  run.totals.messages = 1;
  run.totals.rules[static_cast<size_t>(rule)].Add(outcome);
  DomainSummary domain;
  domain.domain = "shop.example";
  domain.counts.messages = 1;
  RuleCounts& counts = domain.counts.rules[static_cast<size_t>(rule)];
  counts.outcomes.Add(outcome);
  counts.samples.Offer({{0, 0, 42}, outcome, Reason::kDateMissing, Stream::kDirect, "a\x1b.mbox", "id"}, 3);
  run.domains.push_back(domain);
  return run;
}

TEST(SummaryText, FailureIsNamedWithPlaceAndRemedy) {
  const std::string text = SummaryAsText(RunWith(Outcome::kFail, RuleId::kFormatDate));
  EXPECT_NE(text.find("1 of 1 domains need work"), std::string::npos) << text;
  EXPECT_NE(text.find("format-date"), std::string::npos);
  EXPECT_NE(text.find("a\\x1b.mbox:42"), std::string::npos) << "escaped source and offset";
  EXPECT_NE(text.find(GetRule(RuleId::kFormatDate).remedy), std::string::npos);
}

TEST(SummaryText, UnknownIsNeverAVerdict) {
  const std::string text = SummaryAsText(RunWith(Outcome::kUnknown, RuleId::kFormatDate));
  EXPECT_NE(text.find("nothing that is required fails"), std::string::npos) << text;
  EXPECT_NE(text.find("1 rules unknown"), std::string::npos);
}

}  // namespace
}  // namespace kenpin
