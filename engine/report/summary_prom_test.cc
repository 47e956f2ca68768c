#include "engine/report/summary_prom.h"

#include <gtest/gtest.h>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

std::string Prom(const RunSummary& run) {
  return Collect([&](const Emit& emit) { WriteSummaryProm(run, emit); });
}

bool HasLine(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(SummaryProm, Series) {
  const std::string text = Prom(TestRun());
  EXPECT_TRUE(HasLine(text, "kenpin_messages 4")) << text;
  EXPECT_TRUE(HasLine(text, "kenpin_rule_messages{rule=\"format-date\",outcome=\"pass\"} 3"));
  EXPECT_TRUE(HasLine(text, "kenpin_domain_messages{domain=\"shop.example\"} 4"));
  EXPECT_TRUE(HasLine(text, "kenpin_domain_messages{domain=\"(other)\"} 0"));
  EXPECT_TRUE(
      HasLine(text, "kenpin_domain_rule_failing_messages{domain=\"shop.example\",rule=\"format-date\"} 1"));
  EXPECT_TRUE(HasLine(
      text, "kenpin_domain_compliance{domain=\"shop.example\",requirement=\"MESSAGE_FORMATTING\"} 0"));
  EXPECT_TRUE(
      HasLine(text, "kenpin_compliance_domains{requirement=\"MESSAGE_FORMATTING\",state=\"NEEDS_WORK\"} 1"));
}

TEST(SummaryProm, ManyDomainsAreSummedUp) {
  RunSummary run = TestRun();
  for (size_t i = 0; i < kMaxPromDomains + 4; ++i)
    run.domains.push_back(TestDomain("d" + std::to_string(i) + ".example"));
  run.domains.push_back(TestDomain(""));
  const std::string text = Prom(run);
  EXPECT_TRUE(HasLine(text, "kenpin_domain_messages{domain=\"(other)\"} 24"))
      << "six domains of four messages";
  EXPECT_TRUE(
      HasLine(text, "kenpin_domain_rule_failing_messages{domain=\"(other)\",rule=\"format-date\"} 6"));
  EXPECT_EQ(text.find("{domain=\"(none)\""), std::string::npos);
}

TEST(SummaryProm, LabelsAreEscaped) {
  const std::string text = Prom(TestRun(TestDomain("a\"b\\\n.example")));
  EXPECT_TRUE(HasLine(text, "kenpin_domain_messages{domain=\"a\\\"b\\\\\\\\x0a.example\"} 4")) << text;
  EXPECT_TRUE(HasLine(Prom(TestRun(TestDomain(""))), "kenpin_domain_messages{domain=\"(none)\"} 4"));
}

}  // namespace
}  // namespace kenpin
