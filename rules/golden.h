// For tests of the rules: what each rule must say of a message that differs from the perfect one in what a
// case names. Every family keeps its cases beside it; golden_test.cc sees to it that none is forgotten.
#ifndef KENPIN_RULES_GOLDEN_H_
#define KENPIN_RULES_GOLDEN_H_

#include <gtest/gtest.h>

#include <span>

#include "rules/evidence_builder.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

struct GoldenCase {
  RuleId rule;
  const char* name;
  void (*change)(EvidenceBuilder&);
  Outcome outcome;
  Reason reason = Reason::kNone;
};

// Each in the test of its family.
std::span<const GoldenCase> AuthenticationCases();
std::span<const GoldenCase> SpfCases();
std::span<const GoldenCase> DkimCases();
std::span<const GoldenCase> DmarcRecordCases();
std::span<const GoldenCase> DmarcPolicyCases();
std::span<const GoldenCase> AlignmentCases();
std::span<const GoldenCase> InfrastructureCases();
std::span<const GoldenCase> FormatHeaderCases();
std::span<const GoldenCase> FormatOtherCases();
std::span<const GoldenCase> IdentityCases();
std::span<const GoldenCase> ContentCases();
std::span<const GoldenCase> UnsubscribeCases();
std::span<const GoldenCase> ForwardingCases();
std::span<const GoldenCase> FeedbackCases();

inline void RunGolden(std::span<const GoldenCase> cases) {
  for (const GoldenCase& c : cases) {
    EvidenceBuilder message;
    c.change(message);
    const RuleInfo& rule = GetRule(c.rule);
    const Verdict verdict = JudgeRule(rule, message.Build(), Provider::kGmail);
    EXPECT_EQ(OutcomeName(verdict.outcome), OutcomeName(c.outcome)) << rule.name << ": " << c.name;
    EXPECT_EQ(ReasonName(verdict.reason), ReasonName(c.reason)) << rule.name << ": " << c.name;
  }
}

}  // namespace kenpin

#endif  // KENPIN_RULES_GOLDEN_H_
