// The summary as JSON (--out json). Its JSON Schema is summary.schema.json beside this file.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_JSON_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_JSON_H_

#include <string>

#include "engine/report/emit.h"
#include "engine/run_summary.h"

namespace kenpin {

// One JSON object, indented, with a final newline, in pieces of a row at most. The same run gives the same
// bytes, whatever the number of threads (run.seconds, run.threads and a run.at that is now excepted).
void WriteSummaryJson(const RunSummary& run, const Emit& emit);

// The same as one string.
std::string SummaryAsJson(const RunSummary& run);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_JSON_H_
