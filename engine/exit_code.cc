#include "engine/exit_code.h"

#include <algorithm>
#include <csignal>

namespace kenpin {

bool HasFindings(const RunSummary& run, FailOn fail_on, bool fail_on_unknown) {
  return std::any_of(Rules().begin(), Rules().end(), [&](const RuleInfo& rule) {
    const OutcomeCounts& outcomes = run.totals.direct_rules[static_cast<size_t>(rule.id)];
    const bool required = IsRequired(rule.id, run.provider, run.sender_size);
    const bool counts = fail_on == FailOn::kRecommended || (fail_on == FailOn::kRequired && required);
    return (counts && outcomes[Outcome::kFail] > 0) ||
           (fail_on_unknown && required && outcomes[Outcome::kUnknown] > 0);
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
