// The summary as metrics (--out prom) in the text format that Prometheus reads, for the textfile collector of
// its node exporter.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_PROM_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_PROM_H_

#include <cstddef>

#include "engine/report/emit.h"
#include "engine/run_summary.h"

namespace kenpin {

// So many domains, those with most messages, have series of their own; all others are summed up under the
// domain "(other)".
inline constexpr size_t kMaxPromDomains = 20;

// Gauges without timestamps, each with HELP and TYPE; the same series for every run of the same domains.
// About 1,900 series with kMaxPromDomains. schema_version is a label of kenpin_info.
void WriteSummaryProm(const RunSummary& run, const Emit& emit);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_PROM_H_
