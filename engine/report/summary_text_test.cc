#include "engine/report/summary_text.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(SummaryText, PrintableTable) {
  const struct {
    const char* name;
    std::string text;
    size_t columns;
    std::string printed;
  } cases[] = {
      {"plain", "shop.example", 20, "shop.example"},
      {"escape sequence", "\x1b[31mred", 40, "\\x1b[31mred"},
      {"newline and NUL", std::string("a\n\0b", 4), 40, "a\\x0a\\x00b"},
      {"C1 control", "\xC2\x9B" "31m", 40, "\\xc2\\x9b31m"},
      {"bidi override", "a\xE2\x80\xAE" "b", 40, "a\\xe2\\x80\\xaeb"},
      {"zero-width space", "a\xE2\x80\x8B" "b", 40, "a\\xe2\\x80\\x8bb"},
      {"invalid octet", "caf\xE9", 40, "caf\\xe9"},
      {"fits exactly", "abcd", 4, "abcd"},
      {"cut", "abcde", 4, "abc…"},
      {"wide characters count two", "検品検品", 5, "検品…"},
      {"cut before an escape, never inside", "abc\x1b", 5, "abc…"},
      {"nothing fits", "abc", 0, "…"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(PrintableText(c.text, c.columns), c.printed);
  }
}

TEST(SummaryText, GroupDigits) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1000), "1,000");
  EXPECT_EQ(GroupDigits(1234567), "1,234,567");
}

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
  counts.samples.Offer({{0, 0, 42}, outcome, Reason::kDateMissing, "a\x1b.mbox", "id"}, 3);
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
