// Runs for the tests of report writers: a small one, of which a test can count everything by hand, and one of
// any size whose domains have one of everything.
#ifndef KENPIN_ENGINE_REPORT_TEST_RUN_H_
#define KENPIN_ENGINE_REPORT_TEST_RUN_H_

#include <string>
#include <string_view>
#include <utility>

#include "engine/run_summary.h"
#include "rules/reason.h"

namespace kenpin {

inline void AddOutcome(RuleId rule, const Sample& sample, DomainSummary* domain) {
  RuleCounts& counts = domain->counts.rules[static_cast<size_t>(rule)];
  counts.outcomes.Add(sample.outcome);
  if (sample.stream != Stream::kDirect) counts.indirect.Add(sample.outcome);
  counts.samples.Offer(sample, 3);
}

// Four messages: format-date fails for one of them and passes for three; dkim-verify is unknown for one;
// format-line-length is a remark on one.
inline DomainSummary TestDomain(std::string name, std::string source = "mail/a.mbox",
                                std::string message_id = "1@shop.example") {
  DomainSummary domain;
  domain.domain = std::move(name);
  domain.counts.messages = 4;
  domain.counts.bytes = 4000;
  AddOutcome(RuleId::kFormatDate,
             {{0, 0, 42}, Outcome::kFail, Reason::kDateMissing, Stream::kDirect, source, message_id},
             &domain);
  for (int i = 0; i < 3; ++i) {
    AddOutcome(RuleId::kFormatDate, {{}, Outcome::kPass, Reason::kNone, Stream::kDirect, "", ""}, &domain);
  }
  AddOutcome(RuleId::kDkimVerify,
             {{0, 0, 7}, Outcome::kUnknown, Reason::kDnsFailure, Stream::kDirect, source, message_id},
             &domain);
  AddOutcome(RuleId::kFormatLineLength,
             {{0, 0, 9}, Outcome::kWarn, Reason::kDateMissing, Stream::kDirect, source, message_id}, &domain);
  domain.subdomains.push_back(domain);
  return domain;
}

// Twelve messages in ten days, 3 of which lack a Date; all other rules pass. `hostile` stands wherever mail
// chooses the text.
inline DomainSummary FullTestDomain(const std::string& name, std::string_view hostile) {
  const std::string text(hostile);
  DomainSummary domain;
  domain.domain = name;
  DomainCounts& counts = domain.counts;
  counts.messages = 12;
  counts.bytes = 34567;
  for (int32_t day = 0; day < 10; ++day) counts.days[20000 + day] = day == 0 ? 3 : 1;
  counts.failing_days[20000] = 3;
  for (size_t rule = 0; rule < kRuleCount; ++rule) {
    const uint64_t failing = rule == static_cast<size_t>(RuleId::kFormatDate) ? 3 : 0;
    for (uint64_t i = 0; i < 12; ++i) {
      const Outcome outcome = i < failing ? Outcome::kFail : Outcome::kPass;
      AddOutcome(static_cast<RuleId>(rule),
                 {{0, 0, 40 + i}, outcome, Reason::kDateMissing, Stream::kDirect, text, text}, &domain);
    }
  }
  counts.selectors[{text, text, "rsa-sha256", 2048}] = {12, 11};
  counts.tls.plain = 12;
  counts.policies.no_record = 12;
  DomainSummary news = domain;
  news.domain = "news." + domain.domain;
  domain.subdomains = {news};
  return domain;
}

// Adds a domain and its part of the totals.
inline void AddDomain(DomainSummary domain, RunSummary* run) {
  run->totals.messages += domain.counts.messages;
  run->totals.bytes += domain.counts.bytes;
  for (size_t rule = 0; rule < kRuleCount; ++rule) {
    run->totals.rules[rule] += domain.counts.rules[rule].outcomes;
    run->totals.direct_rules[rule] += domain.counts.rules[rule].direct();
  }
  run->domains.push_back(std::move(domain));
}

inline RunSummary TestRun(DomainSummary domain = TestDomain("shop.example")) {
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  AddDomain(std::move(domain), &run);
  return run;
}

// shop0.example, shop1.example and so on, each a FullTestDomain(); at least one.
inline RunSummary TestRun(size_t domains, std::string_view hostile = "mail.mbox") {
  RunSummary run = TestRun(FullTestDomain("shop0.example", hostile));
  for (size_t i = 1; i < domains; ++i) {
    AddDomain(FullTestDomain("shop" + std::to_string(i) + ".example", hostile), &run);
  }
  run.dns = hostile;
  run.started_at = 1'700'000'000;
  run.inputs.resize(1);
  run.inputs[0].path = hostile;
  run.inputs[0].error = hostile;
  run.totals.unknown_because[static_cast<size_t>(Reason::kClassUnknown)] = 7;
  return run;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_TEST_RUN_H_
