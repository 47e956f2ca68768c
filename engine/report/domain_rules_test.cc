#include "engine/report/domain_rules.h"

#include <gtest/gtest.h>

#include "engine/report/test_run.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

DomainRule LineOf(const RunSummary& run, RuleId rule) {
  return RulesOf(run, run.domains[0])[static_cast<size_t>(rule)];
}

TEST(DomainRules, TheWorstOutcomeAndItsSamples) {
  const RunSummary run = TestRun();
  const DomainRule date = LineOf(run, RuleId::kFormatDate);
  EXPECT_EQ(date.outcome, Outcome::kFail);
  EXPECT_EQ(date.affected, 1u);
  EXPECT_EQ(date.messages, 4u);
  EXPECT_EQ(date.reason, Reason::kDateMissing);
  ASSERT_EQ(date.samples.size(), 1u);
  EXPECT_EQ(date.samples[0]->ordinal.offset, 42u);
  EXPECT_FALSE(date.excused);
  EXPECT_EQ(LineOf(run, RuleId::kDkimVerify).outcome, Outcome::kUnknown);
  EXPECT_EQ(LineOf(run, RuleId::kAuthSpf).outcome, Outcome::kNotApplicable);
}

TEST(DomainRules, HeadsAreInTheOrderOfTheLines) {
  const RunSummary run = TestRun();
  const std::vector<RuleHead> heads = RuleHeads(run);
  ASSERT_EQ(heads.size(), RulesOf(run, run.domains[0]).size());
  EXPECT_EQ(heads[static_cast<size_t>(RuleId::kFormatDate)].name, "format-date");
  EXPECT_TRUE(heads[static_cast<size_t>(RuleId::kFormatDate)].required());
  EXPECT_TRUE(heads.back().of_corpus);
}

TEST(DomainRules, IndirectMailIsNotHeldAgainstTheDomain) {
  DomainSummary domain;
  AddOutcome(RuleId::kFormatDate, {{0, 0, 1}, Outcome::kFail, Reason::kDateMissing, Stream::kList, "a", ""},
             &domain);
  const DomainRule date = LineOf(TestRun(domain), RuleId::kFormatDate);
  EXPECT_EQ(date.outcome, Outcome::kNotApplicable);
  EXPECT_TRUE(date.samples.empty());
}

TEST(DomainRules, WaiversAndToleranceExcuse) {
  RunSummary run = TestRun();
  run.max_fail = 25;
  EXPECT_TRUE(LineOf(run, RuleId::kFormatDate).excused) << "one of four is no more than 25 %";
  run.max_fail = 24;
  EXPECT_FALSE(LineOf(run, RuleId::kFormatDate).excused);
  run.waivers.push_back({RuleId::kFormatDate, "shop.example", "known", 30000, false, 1});
  EXPECT_TRUE(LineOf(run, RuleId::kFormatDate).excused);
  run.waivers[0].expired = true;
  EXPECT_FALSE(LineOf(run, RuleId::kFormatDate).excused);
}

TEST(DomainRules, NamelessMailHasAName) {
  EXPECT_EQ(ShownName(DomainSummary(), Language::kEnglish), "(no usable From)");
  EXPECT_EQ(ShownName(DomainSummary(), Language::kJapanese), "(有効な From なし)");
  EXPECT_EQ(ShownName(TestDomain("a.example"), Language::kJapanese), "a.example");
  EXPECT_EQ(RuleWeightWord(RuleWeight::kInformation).text().en, "for information");
  EXPECT_EQ(RuleWeightWord(RuleWeight::kRequired).text().ja, "必須");
}

}  // namespace
}  // namespace kenpin
