#include "rules/inputs.h"

#include <gtest/gtest.h>

#include <set>

#include "rules/evidence_builder.h"

namespace kenpin {
namespace {

TEST(Inputs, EveryRuleNeedsSomething) {
  for (const RuleInfo& rule : Rules()) {
    EXPECT_FALSE(InputsOf(rule.id).needs.empty()) << rule.name;
    EXPECT_FALSE(InputsOf(rule.id).needs.Has(Input::kCorpus)) << rule.name;
    EXPECT_EQ(SupportIn(Mode::kArchive, InputsOf(rule.id)), ModeSupport::kJudged) << rule.name;
  }
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    const InputSet needs = InputsOf(rule.id).needs;
    EXPECT_TRUE(needs.Has(Input::kCorpus) || needs.Has(Input::kOutsideData)) << rule.name;
    EXPECT_EQ(needs.Has(Input::kOutsideData), rule.outside_data) << rule.name;
  }
}

TEST(Inputs, NothingIsNeededAndUsedAtOnce) {
  for (const RuleInfo& rule : Rules()) {
    const RuleInputs& inputs = InputsOf(rule.id);
    for (size_t i = 0; i < kInputCount; ++i) {
      const Input input = static_cast<Input>(i);
      EXPECT_FALSE(inputs.needs.Has(input) && inputs.uses.Has(input)) << rule.name << " " << InputName(input);
    }
  }
}

TEST(Inputs, NamesAreUnique) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kInputCount; ++i) {
    EXPECT_TRUE(names.insert(InputName(static_cast<Input>(i))).second);
    EXPECT_FALSE(InputText(static_cast<Input>(i)).empty());
  }
  for (size_t i = 0; i < kModeSupportCount; ++i) {
    EXPECT_TRUE(names.insert(ModeSupportName(static_cast<ModeSupport>(i))).second);
  }
}

// Whatever the message is like.
void ExpectSupport(const Evidence& evidence) {
  for (const RuleInfo& rule : Rules()) {
    const Outcome outcome = JudgeRule(rule, evidence, Provider::kGmail).outcome;
    const ModeSupport support = SupportIn(evidence.mode, InputsOf(rule.id));
    if (support == ModeSupport::kNotApplicable) {
      EXPECT_EQ(outcome, Outcome::kNotApplicable) << rule.name;
    }
    if (support == ModeSupport::kUnknown) {
      EXPECT_EQ(outcome, Outcome::kUnknown) << rule.name;
    }
  }
}

TEST(Inputs, ModesAreAsTheRulesJudge) {
  EvidenceBuilder presend;
  presend.Presend();
  ExpectSupport(presend.Build());
  EvidenceBuilder sent;
  sent.Sent();
  ExpectSupport(sent.Build());
}

}  // namespace
}  // namespace kenpin
