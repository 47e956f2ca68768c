#include "engine/exit_code.h"

#include <gtest/gtest.h>

#include <csignal>

#include "engine/corpus_judge.h"

namespace kenpin {
namespace {

// format-date is required of everybody, dkim-covers-core is only recommended.
constexpr RuleId kRequiredRule = RuleId::kFormatDate;
constexpr RuleId kRecommendedRule = RuleId::kDkimCoversCore;

RunSummary RunWith(RuleId rule, Outcome outcome) {
  RunSummary run;
  run.totals.messages = 1;
  run.totals.dns_asked = run.totals.dns_answered = 1;
  run.totals.direct_rules[static_cast<size_t>(rule)].Add(outcome);
  DomainSummary org;
  org.domain = "shop.example";
  org.counts.rules[static_cast<size_t>(rule)].outcomes.Add(outcome);
  DomainSummary news;
  news.domain = "news.shop.example";
  news.counts = org.counts;
  org.subdomains.push_back(std::move(news));
  run.domains.push_back(std::move(org));
  JudgeCorpora({}, CorpusExtent::kWhole, &run);
  return run;
}

Waiver WaiverFor(std::string domain, bool expired) {
  return {kRequiredRule, std::move(domain), "known", 0, expired, 0};
}

TEST(ExitCode, FindingsTable) {
  const struct {
    const char* name;
    RuleId rule;
    Outcome outcome;
    FailOn fail_on;
    bool fail_on_unknown;
    int code;
  } cases[] = {
      {"clean", kRequiredRule, Outcome::kPass, FailOn::kRequired, false, kExitClean},
      {"required rule fails", kRequiredRule, Outcome::kFail, FailOn::kRequired, false, kExitFindings},
      {"warning is no finding", kRequiredRule, Outcome::kWarn, FailOn::kRecommended, true, kExitClean},
      {"recommended rule fails", kRecommendedRule, Outcome::kFail, FailOn::kRequired, false, kExitClean},
      {"recommended rule counts when asked", kRecommendedRule, Outcome::kFail, FailOn::kRecommended, false,
       kExitFindings},
      {"never", kRequiredRule, Outcome::kFail, FailOn::kNever, false, kExitClean},
      {"unknown is no failure", kRequiredRule, Outcome::kUnknown, FailOn::kRequired, false, kExitClean},
      {"unknown counts when asked", kRequiredRule, Outcome::kUnknown, FailOn::kRequired, true, kExitFindings},
      {"unknown recommended rule never counts", kRecommendedRule, Outcome::kUnknown, FailOn::kRequired, true,
       kExitClean},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    ScanOptions options;
    options.fail_on = c.fail_on;
    options.fail_on_unknown = c.fail_on_unknown;
    EXPECT_EQ(DecideExitCode(RunWith(c.rule, c.outcome), options, {}), c.code);
  }
}

TEST(ExitCode, RegressionAloneCountsWhenAsked) {
  ScanOptions options;
  options.fail_on = FailOn::kRegression;
  const RunSummary run = RunWith(kRequiredRule, Outcome::kFail);
  RunTroubles troubles;
  EXPECT_EQ(DecideExitCode(run, options, troubles), kExitClean) << "it failed before, too";
  troubles.regressed = true;
  EXPECT_EQ(DecideExitCode(run, options, troubles), kExitFindings);
  options.fail_on = FailOn::kNever;
  EXPECT_EQ(DecideExitCode(run, options, troubles), kExitClean);
}

TEST(ExitCode, WaiversHoldUntilTheyExpire) {
  const struct {
    const char* name;
    std::vector<Waiver> waivers;
    int code;
  } cases[] = {
      {"none", {}, kExitFindings},
      {"holds", {WaiverFor("shop.example", false)}, kExitClean},
      {"of the subdomain", {WaiverFor("news.shop.example", false)}, kExitClean},
      {"of every domain", {WaiverFor("*", false)}, kExitClean},
      {"of another domain", {WaiverFor("other.example", false)}, kExitFindings},
      {"expired", {WaiverFor("shop.example", true)}, kExitFindings},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    RunSummary run = RunWith(kRequiredRule, Outcome::kFail);
    run.waivers = c.waivers;
    EXPECT_EQ(DecideExitCode(run, {}, {}), c.code);
    CountWaived(&run);
    if (!run.waivers.empty()) {
      EXPECT_EQ(run.waivers[0].messages, run.waivers[0].domain == "other.example" ? 0u : 1u);
    }
  }
}

TEST(ExitCode, WaiversOfRulesAboutTheWholeMail) {
  const struct {
    const char* name;
    std::vector<Waiver> waivers;
    int code;
    uint64_t covered;
  } cases[] = {
      {"none", {}, kExitFindings, 0},
      {"holds", {{CorpusRuleId::kSpamRate, "shop.example", "known", 0, false, 0}}, kExitClean, 7},
      {"of every domain", {{CorpusRuleId::kSpamRate, "*", "known", 0, false, 0}}, kExitClean, 7},
      {"of another rule", {{CorpusRuleId::kVolumeRamp, "*", "known", 0, false, 0}}, kExitFindings, 0},
      {"of a subdomain",
       {{CorpusRuleId::kSpamRate, "news.shop.example", "known", 0, false, 0}},
       kExitFindings,
       0},
      {"expired", {{CorpusRuleId::kSpamRate, "shop.example", "known", 0, true, 0}}, kExitFindings, 7},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    RunSummary run = RunWith(kRequiredRule, Outcome::kPass);
    run.domains[0].counts.messages = 7;
    run.domains[0].corpus.verdicts[static_cast<size_t>(CorpusRuleId::kSpamRate)].verdict.outcome =
        Outcome::kFail;
    run.waivers = c.waivers;
    EXPECT_EQ(DecideExitCode(run, {}, {}), c.code);
    CountWaived(&run);
    if (!run.waivers.empty()) {
      EXPECT_EQ(run.waivers[0].messages, c.covered);
    }
  }
}

TEST(ExitCode, SoManyPercentMayFail) {
  RunSummary run = RunWith(kRequiredRule, Outcome::kFail);
  for (int i = 0; i < 99; ++i) {
    run.domains[0].counts.rules[static_cast<size_t>(kRequiredRule)].outcomes.Add(Outcome::kPass);
  }
  run.max_fail = 0.9;
  EXPECT_EQ(DecideExitCode(run, {}, {}), kExitFindings);
  run.max_fail = 1;
  EXPECT_EQ(DecideExitCode(run, {}, {}), kExitClean);
}

TEST(ExitCode, Precedence) {
  RunSummary run = RunWith(kRequiredRule, Outcome::kFail);
  RunTroubles troubles;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitFindings);
  run.inputs.resize(1);
  run.inputs[0].errors = 1;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitOperational) << "a failed input outranks findings";
  troubles.stdout_closed = true;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitClosedPipe);
  troubles.signal = SIGINT;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitInterrupted);
  troubles.signal = SIGTERM;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitTerminated);
}

TEST(ExitCode, NoMessageOrMuteDnsIsOperational) {
  RunSummary run;
  EXPECT_EQ(DecideExitCode(run, {}, {}), kExitOperational) << "no message";
  run = RunWith(kRequiredRule, Outcome::kPass);
  run.totals.dns_answered = 0;
  RunTroubles troubles;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitClean) << "DNS is off";
  troubles.dns_used = true;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitOperational) << "no question was answered";
  run.totals.dns_asked = 0;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitClean) << "nothing was asked";
  run.totals.dns_asked = run.totals.dns_answered = 1;
  troubles.dns_silent = true;
  EXPECT_EQ(DecideExitCode(run, {}, troubles), kExitOperational) << "the resolver fell silent";
}

}  // namespace
}  // namespace kenpin
