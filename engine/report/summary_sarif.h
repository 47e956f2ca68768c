// The summary as SARIF 2.1.0 (--out sarif), which code scanning reads: a result is a rule that fails, warns
// or is unknown for an Organizational Domain.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_SARIF_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_SARIF_H_

#include "engine/report/emit.h"
#include "engine/run_summary.h"

namespace kenpin {

// One log with one run. Failures of required rules are errors, of recommended ones warnings, other failures
// and remarks notes; unknown is of the kind "open" (§3.27.9). What --waivers and --max-fail let pass is
// suppressed. The samples are locations with their byteOffset. Inputs that failed are notifications.
void WriteSummarySarif(const RunSummary& run, const Emit& emit);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_SARIF_H_
