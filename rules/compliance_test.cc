#include "rules/compliance.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace kenpin {
namespace {

const RequirementInfo& Formatting() {
  return Requirements()[static_cast<size_t>(Requirement::kMessageFormatting)];
}
const RequirementInfo& OneClick() {
  return Requirements()[static_cast<size_t>(Requirement::kOneClickUnsubscribe)];
}

// Ten messages of which every rule says pass.
OutcomeTable TenGoodMessages() {
  OutcomeTable table;
  for (OutcomeCounts& counts : table) counts.counts[static_cast<size_t>(Outcome::kPass)] = 10;
  return table;
}

// Moves `n` of a rule's passes to another outcome.
void Move(OutcomeTable& table, RuleId rule, Outcome to, uint64_t n) {
  OutcomeCounts& counts = table[static_cast<size_t>(rule)];
  counts.counts[static_cast<size_t>(Outcome::kPass)] -= n;
  counts.counts[static_cast<size_t>(to)] += n;
}

TEST(Compliance, TheElevenNames) {
  const char* names[] = {"SPF",
                         "DKIM",
                         "SPF_AND_DKIM",
                         "DMARC_POLICY",
                         "DMARC_ALIGNMENT",
                         "MESSAGE_FORMATTING",
                         "DNS_RECORDS",
                         "ENCRYPTION",
                         "USER_REPORTED_SPAM_RATE",
                         "ONE_CLICK_UNSUBSCRIBE",
                         "HONOR_UNSUBSCRIBE"};
  ASSERT_EQ(Requirements().size(), std::size(names));
  for (size_t i = 0; i < std::size(names); ++i) EXPECT_EQ(Requirements()[i].name, names[i]);
}

TEST(Compliance, FormattingRestsOnTheWholeFamily) {
  std::set<RuleId> mapped(Formatting().rules.begin(), Formatting().rules.end());
  for (const RuleInfo& rule : Rules()) {
    EXPECT_EQ(mapped.count(rule.id) == 1, rule.name.starts_with("format-")) << rule.name;
  }
}

TEST(Compliance, WhatRestsOnWhichRules) {
  struct Row {
    Requirement requirement;
    std::vector<RuleId> rules;
  };
  const Row rows[] = {
      {Requirement::kSpf, {RuleId::kAuthSpf}},
      {Requirement::kDkim, {RuleId::kAuthDkim}},
      {Requirement::kSpfAndDkim, {RuleId::kAuthSpf, RuleId::kAuthDkim}},
      {Requirement::kDmarcPolicy,
       {RuleId::kDmarcRecordPresent, RuleId::kDmarcRecordSingle, RuleId::kDmarcRecordValid,
        RuleId::kDmarcPolicy}},
      {Requirement::kDmarcAlignment, {RuleId::kAlignFrom}},
      {Requirement::kDnsRecords, {RuleId::kInfraPtr, RuleId::kInfraFcrdns}},
      {Requirement::kEncryption, {RuleId::kInfraTls}},
      {Requirement::kOneClickUnsubscribe, {RuleId::kUnsubOneClick}},
      {Requirement::kUserReportedSpamRate, {}},
      {Requirement::kHonorUnsubscribe, {}},
  };
  for (const Row& row : rows) {
    const RequirementInfo& info = Requirements()[static_cast<size_t>(row.requirement)];
    EXPECT_EQ(std::vector<RuleId>(info.rules.begin(), info.rules.end()), row.rules) << info.name;
    // A requirement of bulk senders must not be lost because Gmail's column binds nobody.
    for (const RuleId rule : row.rules)
      EXPECT_TRUE(IsRequired(rule, Provider::kGmail, SenderSize::kBulk)) << GetRule(rule).name;
  }
}

TEST(Compliance, WithoutRulesUnknown) {
  for (const RequirementInfo& requirement : Requirements()) {
    const Compliance folded =
        FoldCompliance(requirement, TenGoodMessages(), Provider::kGmail, SenderSize::kBulk);
    const bool judged = !requirement.rules.empty();
    EXPECT_EQ(folded.state, judged ? ComplianceState::kCompliant : ComplianceState::kUnknown)
        << requirement.name;
    EXPECT_EQ(folded.reason, judged ? Reason::kNone : Reason::kNotJudged) << requirement.name;
  }
}

TEST(Compliance, OneFailureOutweighsEverything) {
  OutcomeTable table = TenGoodMessages();
  Move(table, RuleId::kFormatDate, Outcome::kFail, 1);
  Move(table, RuleId::kFormatMime, Outcome::kFail, 3);
  Move(table, RuleId::kFormatHops, Outcome::kUnknown, 9);
  const Compliance folded = FoldCompliance(Formatting(), table, Provider::kGmail, SenderSize::kSmall);
  EXPECT_EQ(folded.state, ComplianceState::kNeedsWork);
  EXPECT_EQ(folded.rule, RuleId::kFormatMime);
  EXPECT_EQ(folded.affected, 3u);
  EXPECT_EQ(folded.messages, 10u);
  EXPECT_DOUBLE_EQ(folded.share(), 0.3);
}

TEST(Compliance, UnknownIsNotCompliant) {
  OutcomeTable table = TenGoodMessages();
  Move(table, RuleId::kFormatHops, Outcome::kUnknown, 1);
  const Compliance folded = FoldCompliance(Formatting(), table, Provider::kGmail, SenderSize::kBulk);
  EXPECT_EQ(folded.state, ComplianceState::kUnknown);
  EXPECT_EQ(folded.rule, RuleId::kFormatHops);
  EXPECT_EQ(folded.reason, Reason::kNone);
}

TEST(Compliance, WarningsDoNotBreakIt) {
  OutcomeTable table = TenGoodMessages();
  for (const RuleInfo& rule : Rules()) Move(table, rule.id, Outcome::kWarn, 10);
  const Compliance folded = FoldCompliance(Formatting(), table, Provider::kGmail, SenderSize::kBulk);
  EXPECT_EQ(folded.state, ComplianceState::kCompliant);
  EXPECT_TRUE(folded.applies);
  EXPECT_EQ(folded.rule, std::nullopt);
  EXPECT_EQ(folded.share(), 0);
}

TEST(Compliance, NotApplicableThroughout) {
  OutcomeTable table = TenGoodMessages();
  Move(table, RuleId::kUnsubOneClick, Outcome::kNotApplicable, 10);
  const Compliance folded = FoldCompliance(OneClick(), table, Provider::kGmail, SenderSize::kBulk);
  EXPECT_EQ(folded.state, ComplianceState::kCompliant);
  EXPECT_FALSE(folded.applies);
}

TEST(Compliance, OnlyWhatIsRequiredCounts) {
  OutcomeTable table = TenGoodMessages();
  Move(table, RuleId::kUnsubOneClick, Outcome::kFail, 10);
  EXPECT_EQ(FoldCompliance(OneClick(), table, Provider::kGmail, SenderSize::kBulk).state,
            ComplianceState::kNeedsWork);
  const Compliance small = FoldCompliance(OneClick(), table, Provider::kGmail, SenderSize::kSmall);
  EXPECT_EQ(small.state, ComplianceState::kCompliant);
  EXPECT_FALSE(small.applies);
  EXPECT_EQ(small.reason, Reason::kNotRequired);
  // Outlook.com only recommends it.
  EXPECT_FALSE(FoldCompliance(OneClick(), table, Provider::kMicrosoft, SenderSize::kBulk).applies);
}

TEST(Compliance, NoMessageAtAll) {
  const Compliance folded = FoldCompliance(Formatting(), OutcomeTable{}, Provider::kGmail, SenderSize::kBulk);
  EXPECT_EQ(folded.state, ComplianceState::kCompliant);
  EXPECT_FALSE(folded.applies);
}

TEST(Compliance, RequiredByLevelAndSize) {
  EXPECT_TRUE(IsRequired(Level::kMustAll, SenderSize::kSmall));
  EXPECT_TRUE(IsRequired(Level::kMustBulk, SenderSize::kBulk));
  EXPECT_FALSE(IsRequired(Level::kMustBulk, SenderSize::kSmall));
  EXPECT_FALSE(IsRequired(Level::kShould, SenderSize::kBulk));
  EXPECT_FALSE(IsRequired(Level::kInfo, SenderSize::kBulk));
  EXPECT_TRUE(IsRequired(RuleId::kFormatHeaderSize, Provider::kGmail, SenderSize::kSmall));
  EXPECT_FALSE(IsRequired(RuleId::kFormatHeaderSize, Provider::kYahoo, SenderSize::kBulk));
}

TEST(Compliance, Counts) {
  OutcomeCounts counts;
  counts.Add(Outcome::kFail);
  counts.Add(Outcome::kFail);
  counts.Add(Outcome::kPass);
  OutcomeCounts sum = counts;
  sum += counts;
  EXPECT_EQ(sum[Outcome::kFail], 4u);
  EXPECT_EQ(sum.total(), 6u);
  EXPECT_EQ(ComplianceStateName(ComplianceState::kCompliant), "COMPLIANT");
  EXPECT_EQ(ComplianceStateName(ComplianceState::kNeedsWork), "NEEDS_WORK");
  EXPECT_EQ(ComplianceStateName(ComplianceState::kUnknown), "UNKNOWN");
}

TEST(Compliance, CorpusRulesDecideWhereTheyAreJudged) {
  CorpusVerdicts verdicts;
  for (CorpusVerdict& judged : verdicts) judged.verdict = {Outcome::kPass, Reason::kNone};
  const auto fold = [&verdicts](Requirement requirement) {
    return FoldCompliance(Requirements()[static_cast<size_t>(requirement)], OutcomeTable{}, Provider::kGmail,
                          SenderSize::kBulk, &verdicts);
  };
  EXPECT_EQ(fold(Requirement::kUserReportedSpamRate).state, ComplianceState::kCompliant);
  Verdict& rate = verdicts[static_cast<size_t>(CorpusRuleId::kSpamRate)].verdict;
  rate.outcome = Outcome::kUnknown;
  EXPECT_EQ(fold(Requirement::kUserReportedSpamRate).state, ComplianceState::kUnknown);
  rate.outcome = Outcome::kFail;
  EXPECT_EQ(fold(Requirement::kUserReportedSpamRate).state, ComplianceState::kNeedsWork);
  EXPECT_EQ(fold(Requirement::kUserReportedSpamRate).corpus_rule, CorpusRuleId::kSpamRate);
  EXPECT_EQ(fold(Requirement::kHonorUnsubscribe).state, ComplianceState::kCompliant);
  verdicts[static_cast<size_t>(CorpusRuleId::kFormatMessageIdUnique)].verdict.outcome = Outcome::kFail;
  EXPECT_EQ(fold(Requirement::kMessageFormatting).state, ComplianceState::kNeedsWork);
}

}  // namespace
}  // namespace kenpin
