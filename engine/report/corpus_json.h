// What the summary tells of the rules about the whole corpus.
#ifndef KENPIN_ENGINE_REPORT_CORPUS_JSON_H_
#define KENPIN_ENGINE_REPORT_CORPUS_JSON_H_

#include "engine/report/json_text.h"
#include "engine/run_summary.h"

namespace kenpin {

// Each writes one value.

// {rule id: {outcome, reason, figures, samples}}; with stream-consistency the matrix of who sends what.
void WriteCorpusRules(const DomainSummary& domain, JsonWriter& json);

// The samples of a rule, of messages or of the corpus.
void WriteSamples(const SampleList& samples, JsonWriter& json);

// A figure as its unit wants it: a number, a share, a time, a day or an address.
void WriteFigure(const Figure& figure, JsonWriter& json);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_CORPUS_JSON_H_
