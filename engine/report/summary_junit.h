// The summary as JUnit XML (--out junit), which CI servers read: a suite is an Organizational Domain, a case
// is a rule.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_JUNIT_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_JUNIT_H_

#include "engine/report/emit.h"
#include "engine/run_summary.h"

namespace kenpin {

// A case fails where the rule is required and fails for more direct mail than --max-fail and --waivers let
// pass: the same that makes the exit code 1 by default. It is skipped where the rule is unknown. Failures
// that do not count and remarks stand in <system-out> of a case that passes. Rules that concern none of the
// domain's direct mail have no case.
void WriteSummaryJunit(const RunSummary& run, const Emit& emit);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_JUNIT_H_
