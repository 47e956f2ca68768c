#include "engine/corpus_judge.h"

#include <gtest/gtest.h>

#include "engine/exit_code.h"

namespace kenpin {
namespace {

RunSummary OneDomain() {
  RunSummary run;
  run.inputs.resize(1);
  run.inputs[0].path = "a.mbox";
  run.domains.emplace_back();
  run.domains[0].domain = "shop.example";
  run.domains[0].corpus.facts.ids = {2, 1, 2, 0};
  run.domains[0].corpus.samples[0].Offer(
      {{0, 0, 42}, Outcome::kFail, Reason::kMessageIdReused, Stream::kDirect, "", ""}, 3);
  return run;
}

const Verdict& VerdictOf(const RunSummary& run, CorpusRuleId rule) {
  return run.domains[0].corpus.verdicts[static_cast<size_t>(rule)].verdict;
}

TEST(CorpusJudge, VerdictsTotalsAndSources) {
  RunSummary run = OneDomain();
  OutsideData outside;
  outside.AddRate("shop.example", 20000, 100);
  JudgeCorpora(outside, CorpusExtent::kSample, &run);
  EXPECT_EQ(VerdictOf(run, CorpusRuleId::kFormatMessageIdUnique).outcome, Outcome::kFail);
  EXPECT_EQ(VerdictOf(run, CorpusRuleId::kSpamRate).outcome, Outcome::kPass);
  EXPECT_EQ(VerdictOf(run, CorpusRuleId::kVolumeBulkStatus).reason, Reason::kCorpusIsSample);
  EXPECT_EQ(run.totals.corpus_rules[0][Outcome::kFail], 1u);
  EXPECT_EQ(run.domains[0].corpus.samples[0].samples()[0].source, "a.mbox");
}

TEST(CorpusJudge, RequiredCorpusRulesMakeFindings) {
  RunSummary run = OneDomain();
  JudgeCorpora({}, CorpusExtent::kWhole, &run);
  EXPECT_TRUE(HasFindings(run, FailOn::kRequired, false));
  EXPECT_FALSE(HasFindings(run, FailOn::kNever, false));
  run.provider = Provider::kMicrosoft;  // Which says nothing of Message-IDs.
  EXPECT_FALSE(HasFindings(run, FailOn::kRequired, false));
}

TEST(CorpusJudge, DataThatNobodyGaveAreNoFinding) {
  RunSummary run = OneDomain();
  run.domains[0].corpus.facts.ids = {};
  JudgeCorpora({}, CorpusExtent::kWhole, &run);
  EXPECT_EQ(VerdictOf(run, CorpusRuleId::kSpamRate).outcome, Outcome::kUnknown);
  EXPECT_EQ(run.totals.unknown_because[static_cast<size_t>(Reason::kNoPostmasterData)], 2u)
      << "the spam rate, and whether unsubscribing is honoured";
  EXPECT_FALSE(HasFindings(run, FailOn::kRequired, true));
  OutsideData gaps;
  gaps.AddRate("shop.example", 20000, 100);
  gaps.AddRate("shop.example", 20003, 100);
  JudgeCorpora(gaps, CorpusExtent::kWhole, &run);
  EXPECT_TRUE(HasFindings(run, FailOn::kRequired, true));
  EXPECT_FALSE(HasFindings(run, FailOn::kRequired, false));
}

}  // namespace
}  // namespace kenpin
