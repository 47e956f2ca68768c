#include "engine/report/rule_totals.h"

#include <gtest/gtest.h>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

TEST(RuleTotals, MessagesDomainsAndTheWorst) {
  RunSummary run = TestRun();
  run.domains.push_back(TestDomain("bank.example", "mail/b.mbox"));
  AddOutcome(RuleId::kFormatDate,
             {{0, 0, 3}, Outcome::kFail, Reason::kDateRepeated, Stream::kDirect, "mail/c.mbox", ""},
             &run.domains[1]);
  AddOutcome(RuleId::kAuthSpf, {{0, 0, 1}, Outcome::kFail, Reason::kNone, Stream::kList, "x", ""},
             &run.domains[1]);
  const std::vector<RuleTotal> totals = TotalsOf(run, RuleHeads(run), Outcome::kFail);
  ASSERT_EQ(totals.size(), 1u) << "relayed mail is not held against the domain";
  EXPECT_EQ(totals[0].head, static_cast<size_t>(RuleId::kFormatDate));
  EXPECT_EQ(totals[0].messages, 3u);
  EXPECT_EQ(totals[0].domains, 2u);
  EXPECT_EQ(totals[0].worst, &run.domains[1]);
  EXPECT_EQ(totals[0].worst_messages, 2u);
  ASSERT_NE(totals[0].sample, nullptr);
  EXPECT_EQ(totals[0].sample->source, "mail/c.mbox");
  EXPECT_EQ(totals[0].reason, Reason::kDateRepeated);
}

TEST(RuleTotals, CorpusRulesCountDomains) {
  RunSummary run = TestRun();
  CorpusVerdict& verdict =
      run.domains[0].corpus.verdicts[static_cast<size_t>(CorpusRuleId::kFormatMessageIdUnique)];
  verdict.verdict = {Outcome::kFail, Reason::kNone};
  const std::vector<RuleHead> heads = RuleHeads(run);
  const std::vector<RuleTotal> totals = TotalsOf(run, heads, Outcome::kFail);
  ASSERT_EQ(totals.size(), 2u);
  const RuleTotal& last = totals.back();
  EXPECT_TRUE(heads[last.head].of_corpus);
  EXPECT_EQ(last.messages, 0u);
  EXPECT_EQ(last.domains, 1u);
}

}  // namespace
}  // namespace kenpin
