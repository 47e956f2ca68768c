// A small run for the tests of report writers: one domain with one failing rule, one unknown and one remark.
#ifndef KENPIN_ENGINE_REPORT_TEST_RUN_H_
#define KENPIN_ENGINE_REPORT_TEST_RUN_H_

#include <string>
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

inline RunSummary TestRun(DomainSummary domain = TestDomain("shop.example")) {
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  run.totals.messages = domain.counts.messages;
  run.totals.bytes = domain.counts.bytes;
  for (size_t i = 0; i < kRuleCount; ++i) run.totals.rules[i] = domain.counts.rules[i].outcomes;
  run.domains.push_back(std::move(domain));
  return run;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_TEST_RUN_H_
