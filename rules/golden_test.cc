// What holds for the catalogue as a whole: every rule is shown to pass and to fail, and no verdict depends on
// anything but the evidence.
#include "rules/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string_view>
#include <vector>

namespace kenpin {
namespace {

std::vector<GoldenCase> AllCases() {
  std::vector<GoldenCase> all;
  for (const std::span<const GoldenCase> cases :
       {AuthenticationCases(), SpfCases(), DkimCases(), DmarcRecordCases(), DmarcPolicyCases(),
        AlignmentCases(), InfrastructureCases(), FormatHeaderCases(), FormatOtherCases(), IdentityCases(),
        ContentCases(), UnsubscribeCases(), ForwardingCases(), FeedbackCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

bool Shows(std::span<const GoldenCase> cases, RuleId rule, Outcome outcome) {
  return std::any_of(cases.begin(), cases.end(),
                     [&](const GoldenCase& c) { return c.rule == rule && c.outcome == outcome; });
}

// Rules that never fail, each with the reason.
struct NeverFails {
  RuleId rule;
  const char* why;
};
constexpr NeverFails kNeverFail[] = {
    {RuleId::kAuthEvidence, "it explains why others are unknown"},
    {RuleId::kDkimCoversCore, "which fields matter is advice"},
    {RuleId::kDmarcReports, "reports are for the owner's own good"},
    {RuleId::kDmarcOldTags, "receivers ignore what was removed"},
    {RuleId::kDmarcRejectNeedsDkim, "the policy is met, and only too fragile"},
    {RuleId::kAlignBoth, "one of both is enough today"},
    {RuleId::kEspRewrittenFrom, "the mail arrives, under another name"},
    {RuleId::kContentSubjectHonest, "it is advice"},
    {RuleId::kContentHiddenHtml, "there are good reasons to hide text, too"},
    {RuleId::kContentLinks, "services that count clicks rewrite links"},
    {RuleId::kUnsubClass, "what cannot be told is unknown, and nothing else can be wrong"},
    {RuleId::kFwdListId, "providers ask for it no longer"},
    {RuleId::kFwdMarkers, "the practices of forwarders are advice"},
    {RuleId::kFeedbackId, "the field is optional"},
};

bool CanFail(RuleId rule) {
  return std::none_of(std::begin(kNeverFail), std::end(kNeverFail),
                      [&](const NeverFails& row) { return row.rule == rule; });
}

TEST(Golden, EveryRulePassesSomewhereAndFailsSomewhere) {
  const std::vector<GoldenCase> cases = AllCases();
  for (const RuleInfo& rule : Rules()) {
    EXPECT_TRUE(Shows(cases, rule.id, Outcome::kPass)) << rule.name;
    EXPECT_EQ(Shows(cases, rule.id, Outcome::kFail), CanFail(rule.id)) << rule.name;
    const bool shows_more = Shows(cases, rule.id, Outcome::kWarn) ||
                            Shows(cases, rule.id, Outcome::kUnknown) ||
                            Shows(cases, rule.id, Outcome::kNotApplicable);
    // There either is a From address or not.
    EXPECT_EQ(shows_more, rule.id != RuleId::kFormatFromPresent) << rule.name;
  }
}

TEST(Golden, NamesOfCasesAreUnique) {
  const std::vector<GoldenCase> cases = AllCases();
  for (size_t i = 0; i < cases.size(); ++i) {
    for (size_t j = i + 1; j < cases.size(); ++j) {
      EXPECT_FALSE(cases[i].rule == cases[j].rule && std::string_view(cases[i].name) == cases[j].name)
          << cases[i].name;
    }
  }
}

// Rules that ask nothing of a newsletter that comes directly from one author, under an ASCII name.
bool IsAboutOthers(RuleId rule) {
  return rule == RuleId::kFormatSender || rule == RuleId::kFormatIdn || rule == RuleId::kFwdArc ||
         rule == RuleId::kFwdListId || rule == RuleId::kFwdMarkers;
}

TEST(Golden, NothingIsWrongWithThePerfectMessage) {
  EvidenceBuilder message;
  const VerdictSet verdicts = Judge(message.Build(), Provider::kGmail);
  for (const RuleInfo& rule : Rules()) {
    const Outcome expected = IsAboutOthers(rule.id) ? Outcome::kNotApplicable : Outcome::kPass;
    EXPECT_EQ(verdicts[static_cast<size_t>(rule.id)].outcome, expected) << rule.name;
  }
}

TEST(Golden, JudgeIsEveryRulesOwnVerdict) {
  for (const GoldenCase& c : AllCases()) {
    EvidenceBuilder message;
    c.change(message);
    const Evidence& evidence = message.Build();
    const VerdictSet verdicts = Judge(evidence, Provider::kGmail);
    for (const RuleInfo& rule : Rules()) {
      const Verdict alone = JudgeRule(rule, evidence, Provider::kGmail);
      EXPECT_EQ(verdicts[static_cast<size_t>(rule.id)].outcome, alone.outcome) << rule.name << ": " << c.name;
      EXPECT_EQ(verdicts[static_cast<size_t>(rule.id)].reason, alone.reason) << rule.name << ": " << c.name;
    }
  }
}

// Spoils the perfect message in several of the cases' ways at once, whatever nonsense results.
void SpoilAtRandom(EvidenceBuilder& message, const std::vector<GoldenCase>& cases, std::mt19937& random) {
  message.signatures.push_back(EvidenceBuilder::ThirdPartySignature());
  for (int n = static_cast<int>(random() % 6); n > 0; --n) {
    if (message.signatures.empty()) message.signatures.push_back(EvidenceBuilder::PerfectSignature());
    cases[random() % cases.size()].change(message);
  }
  if (message.best >= message.signatures.size()) message.best = 0;
}

bool SameVerdicts(const VerdictSet& a, const VerdictSet& b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](const Verdict& x, const Verdict& y) {
    return x.outcome == y.outcome && x.reason == y.reason;
  });
}

TEST(Golden, PureAndAlwaysWithAReason) {
  const std::vector<GoldenCase> cases = AllCases();
  for (uint32_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    EvidenceBuilder message;
    SpoilAtRandom(message, cases, random);
    const VerdictSet verdicts = Judge(message.Build(), Provider::kGmail);
    EXPECT_TRUE(SameVerdicts(verdicts, Judge(message.Build(), Provider::kGmail))) << "seed " << seed;
    for (const RuleInfo& rule : Rules()) {
      const Verdict verdict = verdicts[static_cast<size_t>(rule.id)];
      if (verdict.outcome == Outcome::kPass) continue;
      EXPECT_NE(verdict.reason, Reason::kNone) << rule.name << " seed " << seed;
      EXPECT_LT(static_cast<size_t>(verdict.reason), kReasonCount) << rule.name << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace kenpin
