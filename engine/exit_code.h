// The exit code of a run, decided in one expression.
#ifndef KENPIN_ENGINE_EXIT_CODE_H_
#define KENPIN_ENGINE_EXIT_CODE_H_

#include "engine/options/options.h"
#include "engine/run_summary.h"

namespace kenpin {

// What the run met besides mail.
struct RunTroubles {
  int signal = 0;  // SIGINT, SIGTERM, or 0.
  bool output_failed = false;
  bool stdout_closed = false;  // The reader of stdout went away.
  bool dns_used = false;       // --dns is not off.
  bool dns_silent = false;     // The resolver was given up, because it was silent.
  bool regressed = false;      // A required rule got worse since --baseline.
  bool state_failed = false;   // --state could not be read or written.
  bool nothing_new = false;    // --state: there is no message, because all were read before.
};

// Fills in how many failing messages each waiver of the run covers, expired ones included: direct mail that
// fails its rule, or all mail of a domain that fails a rule about its whole mail. Of several waivers that
// cover a message the first counts.
void CountWaived(RunSummary* run);

// Whether the run has findings, apart from what a waiver that holds covers: a rule at or above --fail-on that
// fails for more than --max-fail percent of the direct mail of an Organizational Domain, or that the domain's
// whole mail fails; or, with --fail-on-unknown, a required rule that is unknown.
bool HasFindings(const RunSummary& run, FailOn fail_on, bool fail_on_unknown);

// 130 or 143 > 141 > 2 > 1 > 0; see ExitCode.
int DecideExitCode(const RunSummary& run, const ScanOptions& options, const RunTroubles& troubles);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXIT_CODE_H_
