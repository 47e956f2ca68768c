#include "engine/exit_code.h"

#include <algorithm>
#include <csignal>

namespace kenpin {

namespace {

// The first waiver that speaks of the rule and the domain, or null.
template <typename Waivers>
auto FindWaiver(Waivers& waivers, RuleId rule, std::string_view author_domain) -> decltype(waivers.data()) {
  for (auto& waiver : waivers) {
    if (waiver.Covers(rule, author_domain)) return &waiver;
  }
  return nullptr;
}

uint64_t Failing(const DomainSummary& domain, RuleId rule) {
  return domain.counts.rules[static_cast<size_t>(rule)].direct()[Outcome::kFail];
}

// Whether more of the domain's direct mail fails the rule than the run lets pass.
bool FailsTooOften(const RunSummary& run, const DomainSummary& org, RuleId rule) {
  uint64_t failing = 0;
  for (const DomainSummary& domain : org.subdomains) {
    const Waiver* waiver = FindWaiver(run.waivers, rule, domain.domain);
    if (waiver == nullptr || waiver->expired) failing += Failing(domain, rule);
  }
  const uint64_t messages = org.counts.rules[static_cast<size_t>(rule)].direct().total();
  return failing > 0 && static_cast<double>(failing) * 100 > run.max_fail * static_cast<double>(messages);
}

}  // namespace

void CountWaived(RunSummary* run) {
  for (const DomainSummary& org : run->domains) {
    for (const DomainSummary& domain : org.subdomains) {
      for (const RuleInfo& rule : Rules()) {
        const uint64_t failing = Failing(domain, rule.id);
        Waiver* waiver = failing == 0 ? nullptr : FindWaiver(run->waivers, rule.id, domain.domain);
        if (waiver != nullptr) waiver->messages += failing;
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
      if (counts && verdict.outcome == Outcome::kFail) return true;
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
  if (troubles.output_failed || input_failed || dns_mute || run.totals.messages == 0) return kExitOperational;
  return HasFindings(run, options.fail_on, options.fail_on_unknown) ? kExitFindings : kExitClean;
}

}  // namespace kenpin
