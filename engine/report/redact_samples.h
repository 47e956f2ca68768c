// --redact for what a run has counted: its samples. The streams of domains are redacted where they are
// collected (CorpusCollector), since which of them are kept depends on their texts.
#ifndef KENPIN_ENGINE_REPORT_REDACT_SAMPLES_H_
#define KENPIN_ENGINE_REPORT_REDACT_SAMPLES_H_

#include "engine/report/redactor.h"
#include "engine/summary.h"

namespace kenpin {

// Replaces what is personal in the samples of all domains, once.
void RedactSamples(Redactor& redactor, DomainTree* domains);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACT_SAMPLES_H_
