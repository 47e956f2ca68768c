// What a rule says of the whole run, for reports that list rules: how often, of how many domains, and where
// it is worst.
#ifndef KENPIN_ENGINE_REPORT_RULE_TOTALS_H_
#define KENPIN_ENGINE_REPORT_RULE_TOTALS_H_

#include <cstdint>
#include <vector>

#include "engine/report/domain_rules.h"
#include "engine/run_summary.h"

namespace kenpin {

// One rule and one outcome. Pointers live as long as the run.
struct RuleTotal {
  size_t head = 0;        // Index into RuleHeads().
  uint64_t messages = 0;  // Direct messages with the outcome; of a rule about the corpus 0.
  size_t domains = 0;     // Domains with such a message, or of which the rule about the corpus says so.
  const DomainSummary* worst = nullptr;  // The domain with most of them, the first of several.
  uint64_t worst_messages = 0;
  const Sample* sample = nullptr;  // The first sample in input order; null: none was kept.
  Reason reason{};                 // Of the sample, or of the worst domain's corpus.
};

// Rules that say `outcome` of any direct mail: required ones first, then recommended ones, then by messages,
// then by domains.
std::vector<RuleTotal> TotalsOf(const RunSummary& run, const std::vector<RuleHead>& heads, Outcome outcome);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_RULE_TOTALS_H_
