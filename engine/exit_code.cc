#include "engine/exit_code.h"

#include <algorithm>
#include <csignal>

#include "engine/report/domain_rules.h"

namespace kenpin {

namespace {

uint64_t Failing(const DomainSummary& domain, RuleId rule) {
  return domain.counts.rules[static_cast<size_t>(rule)].direct()[Outcome::kFail];
}

bool Fails(const DomainSummary& org, CorpusRuleId rule) {
  return org.corpus.verdicts[static_cast<size_t>(rule)].verdict.outcome == Outcome::kFail;
}

void CountFailing(uint64_t messages, WaivableRule rule, std::string_view domain, RunSummary* run) {
  const Waiver* waiver = messages == 0 ? nullptr : FindWaiver(*run, rule, domain);
  if (waiver != nullptr) run->waivers[static_cast<size_t>(waiver - run->waivers.data())].messages += messages;
}

}  // namespace

void CountWaived(RunSummary* run) {
  for (const DomainSummary& org : run->domains) {
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      if (Fails(org, rule.id)) CountFailing(org.counts.messages, rule.id, org.domain, run);
    }
    for (const DomainSummary& domain : org.subdomains) {
      for (const RuleInfo& rule : Rules()) {
        CountFailing(Failing(domain, rule.id), rule.id, domain.domain, run);
      }
    }
  }
}

namespace {

// The same of rules about the whole corpus, which are judged once a domain. Outside data that nobody gave
// make no finding.
bool HasCorpusFindings(const RunSummary& run, FailOn fail_on, bool fail_on_unknown) {
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    const bool required = IsRequired(rule.id, run.provider, run.sender_size);
    const bool counts = fail_on == FailOn::kRecommended || (fail_on == FailOn::kRequired && required);
    for (const DomainSummary& domain : run.domains) {
      const Verdict verdict = domain.corpus.verdicts[static_cast<size_t>(rule.id)].verdict;
      if (counts && Fails(domain, rule.id) && !IsWaived(run, domain, rule.id)) return true;
      const bool missing = rule.outside_data && verdict.reason == Reason::kNoPostmasterData;
      if (fail_on_unknown && required && verdict.outcome == Outcome::kUnknown && !missing) return true;
    }
  }
  return false;
}

}  // namespace

bool HasFindings(const RunSummary& run, FailOn fail_on, bool fail_on_unknown) {
  return HasCorpusFindings(run, fail_on, fail_on_unknown) ||
         std::any_of(Rules().begin(), Rules().end(), [&](const RuleInfo& rule) {
           const bool required = IsRequired(rule.id, run.provider, run.sender_size);
           const bool counts = fail_on == FailOn::kRecommended || (fail_on == FailOn::kRequired && required);
           const bool fails =
               counts && std::any_of(run.domains.begin(), run.domains.end(), [&](const DomainSummary& org) {
                 return FailsTooOften(run, org, rule.id);
               });
           const OutcomeCounts& outcomes = run.totals.direct_rules[static_cast<size_t>(rule.id)];
           return fails || (fail_on_unknown && required && outcomes[Outcome::kUnknown] > 0);
         });
}

int DecideExitCode(const RunSummary& run, const ScanOptions& options, const RunTroubles& troubles) {
  if (troubles.signal == SIGINT) return kExitInterrupted;
  if (troubles.signal == SIGTERM) return kExitTerminated;
  if (troubles.stdout_closed) return kExitClosedPipe;
  const bool input_failed = std::any_of(run.inputs.begin(), run.inputs.end(),
                                        [](const InputSummary& input) { return input.errors > 0; });
  const bool dns_mute = troubles.dns_used && run.totals.dns_asked > 0 && run.totals.dns_answered == 0;
  const bool dns_failed = dns_mute || troubles.dns_silent;
  const bool nothing = run.totals.messages == 0 && !troubles.nothing_new;
  if (troubles.output_failed || input_failed || dns_failed || nothing) return kExitOperational;
  const bool regressed = options.fail_on == FailOn::kRegression && troubles.regressed;
  return regressed || HasFindings(run, options.fail_on, options.fail_on_unknown) ? kExitFindings : kExitClean;
}

}  // namespace kenpin
