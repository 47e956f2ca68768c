// For tests: a run whose domains have one of everything.
#ifndef KENPIN_ENGINE_REPORT_TEST_RUN_SUMMARY_H_
#define KENPIN_ENGINE_REPORT_TEST_RUN_SUMMARY_H_

#include <string>
#include <string_view>

#include "engine/run_summary.h"
#include "rules/reason.h"

namespace kenpin {

// A domain of 12 messages, 3 of which lack a Date; `hostile` stands wherever mail chooses the text.
inline DomainSummary TestDomain(std::string_view name, std::string_view hostile) {
  DomainSummary domain;
  domain.domain = name;
  DomainCounts& counts = domain.counts;
  counts.messages = 12;
  counts.bytes = 34567;
  for (int32_t day = 0; day < 10; ++day) counts.days[20000 + day] = day == 0 ? 3 : 1;
  counts.failing_days[20000] = 3;
  for (RuleCounts& rule : counts.rules) {
    for (int i = 0; i < 12; ++i) rule.outcomes.Add(Outcome::kPass);
  }
  RuleCounts& date = counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
  date.outcomes = {};
  for (int i = 0; i < 12; ++i) date.outcomes.Add(i < 3 ? Outcome::kFail : Outcome::kPass);
  for (uint64_t i = 0; i < 3; ++i) {
    date.samples.Offer({{0, 0, 40 + i},
                        Outcome::kFail,
                        Reason::kDateMissing,
                        Stream::kDirect,
                        std::string(hostile),
                        std::string(hostile)},
                       3);
  }
  counts.selectors[{std::string(hostile), std::string(hostile), "rsa-sha256", 2048}] = {12, 11};
  counts.tls.plain = 12;
  counts.policies.no_record = 12;
  DomainSummary news = domain;
  news.domain = "news." + domain.domain;
  domain.subdomains = {news};
  return domain;
}

inline RunSummary TestRun(size_t domains, std::string_view hostile = "mail.mbox") {
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  run.dns = hostile;
  run.started_at = 1'700'000'000;
  run.inputs.resize(1);
  run.inputs[0].path = hostile;
  run.inputs[0].error = hostile;
  run.totals.unknown_because[static_cast<size_t>(Reason::kClassUnknown)] = 7;
  for (size_t i = 0; i < domains; ++i) {
    run.domains.push_back(TestDomain("shop" + std::to_string(i) + ".example", hostile));
    run.totals.messages += 12;
    for (size_t rule = 0; rule < kRuleCount; ++rule) {
      run.totals.rules[rule] += run.domains.back().counts.rules[rule].outcomes;
      run.totals.direct_rules[rule] += run.domains.back().counts.rules[rule].direct();
    }
  }
  return run;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_TEST_RUN_SUMMARY_H_
