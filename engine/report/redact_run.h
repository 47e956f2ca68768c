// --redact for a whole run: its samples and the streams of its domains.
#ifndef KENPIN_ENGINE_REPORT_REDACT_RUN_H_
#define KENPIN_ENGINE_REPORT_REDACT_RUN_H_

#include "engine/report/redactor.h"
#include "engine/run_summary.h"

namespace kenpin {

// Replaces what is personal in `run`, once, after everything has been judged: which samples and streams are
// kept depends on their texts.
void RedactRun(Redactor& redactor, RunSummary* run);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACT_RUN_H_
