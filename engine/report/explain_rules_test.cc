#include "engine/report/explain_rules.h"

#include <gtest/gtest.h>

#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

TEST(ExplainRules, FailingOnesFirstAndNoneLeftOut) {
  const TestExplanation test;
  const std::vector<RuleId> rules = RulesByOutcome(test.verdicts);
  ASSERT_EQ(rules.size(), kRuleCount);
  EXPECT_EQ(rules[0], RuleId::kDkimVerify);
  EXPECT_EQ(rules[1], RuleId::kAuthSpf);
}

TEST(ExplainRules, EvidenceIsWhatTheRuleLookedAt) {
  const TestExplanation test;
  EXPECT_EQ(RuleEvidence(test.told, RuleId::kFormatFromSingle), "From: a@shop.example");
  EXPECT_EQ(RuleEvidence(test.told, RuleId::kFeedbackId), "no Feedback-ID");
  EXPECT_EQ(RuleEvidence(test.told, RuleId::kDkimVerify),
            "d=shop.example s=shop.example fail (body_hash_mismatch)");
  EXPECT_EQ(RuleEvidence(test.told, RuleId::kAuthSpf), "SPF is not known");
}

TEST(ExplainRules, AFailureTellsReasonLevelAndRemedy) {
  const TestExplanation test;
  std::string out;
  PageWriter page(&out);
  WriteRules(test.told, page);
  const size_t fail = out.find("  fail     dkim-verify");
  ASSERT_NE(fail, out.npos) << out;
  EXPECT_NE(out.find("The DNS gave no answer.", fail), out.npos);
  EXPECT_NE(out.find("level: ", fail), out.npos);
  EXPECT_NE(out.find("do: ", fail), out.npos);
}

TEST(ExplainRules, CodesNameTheirProviderUnderAll) {
  for (const RuleInfo& rule : Rules()) {
    if (rule.smtp_codes[Provider::kGmail].empty()) continue;
    EXPECT_EQ(SmtpCodesOf(rule, Provider::kGmail), rule.smtp_codes[Provider::kGmail]);
    EXPECT_TRUE(SmtpCodesOf(rule, Provider::kAll).starts_with("gmail "));
    return;
  }
  FAIL() << "no rule has a code";
}

}  // namespace
}  // namespace kenpin
