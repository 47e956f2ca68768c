#include "engine/report/rule_totals.h"

#include <algorithm>

namespace kenpin {
namespace {

void AddDomain(const DomainSummary& domain, uint64_t messages, RuleTotal* total) {
  ++total->domains;
  if (total->worst != nullptr && messages <= total->worst_messages) return;
  total->worst = &domain;
  total->worst_messages = messages;
}

RuleTotal OfMessages(const RunSummary& run, RuleId rule, Outcome outcome) {
  RuleTotal total;
  total.head = static_cast<size_t>(rule);
  for (const DomainSummary& domain : run.domains) {
    const RuleCounts& counts = domain.counts.rules[static_cast<size_t>(rule)];
    const uint64_t messages = counts.direct()[outcome];
    if (messages == 0) continue;
    total.messages += messages;
    AddDomain(domain, messages, &total);
    for (const Sample& sample : counts.samples.samples()) {
      if (sample.outcome != outcome || sample.stream != Stream::kDirect) continue;
      if (total.sample != nullptr && total.sample->ordinal < sample.ordinal) continue;
      total.sample = &sample;
      total.reason = sample.reason;
    }
  }
  return total;
}

RuleTotal OfCorpus(const RunSummary& run, CorpusRuleId rule, Outcome outcome) {
  RuleTotal total;
  total.head = kRuleCount + static_cast<size_t>(rule);
  for (const DomainSummary& domain : run.domains) {
    const Verdict verdict = domain.corpus.verdicts[static_cast<size_t>(rule)].verdict;
    if (verdict.outcome != outcome) continue;
    AddDomain(domain, domain.counts.messages, &total);
    if (total.worst != &domain) continue;
    total.reason = verdict.reason;
    const std::vector<Sample>& samples = domain.corpus.samples[static_cast<size_t>(rule)].samples();
    total.sample = samples.empty() ? nullptr : &samples.front();
  }
  return total;
}

}  // namespace

std::vector<RuleTotal> TotalsOf(const RunSummary& run, const std::vector<RuleHead>& heads, Outcome outcome) {
  std::vector<RuleTotal> totals;
  for (const RuleInfo& rule : Rules()) {
    const RuleTotal total = OfMessages(run, rule.id, outcome);
    if (total.domains > 0) totals.push_back(total);
  }
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    const RuleTotal total = OfCorpus(run, rule.id, outcome);
    if (total.domains > 0) totals.push_back(total);
  }
  std::stable_sort(totals.begin(), totals.end(), [&heads](const RuleTotal& a, const RuleTotal& b) {
    if (heads[a.head].weight != heads[b.head].weight) return heads[a.head].weight > heads[b.head].weight;
    return a.messages != b.messages ? a.messages > b.messages : a.domains > b.domains;
  });
  return totals;
}

}  // namespace kenpin
