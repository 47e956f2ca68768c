// What the summary tells of the rules about the whole corpus.
#ifndef KENPIN_ENGINE_REPORT_CORPUS_JSON_H_
#define KENPIN_ENGINE_REPORT_CORPUS_JSON_H_

#include <nlohmann/json.hpp>

#include "engine/run_summary.h"

namespace kenpin {

// {rule id: {outcome, reason, figures, samples}}; with stream-consistency the matrix of who sends what.
nlohmann::ordered_json CorpusRulesAsJson(const DomainSummary& domain);

// A sample of a rule, of messages or of the corpus.
nlohmann::ordered_json SampleAsJson(const Sample& sample);

// A figure as its unit wants it: a number, a share, a time, a day or an address.
nlohmann::ordered_json FigureAsJson(const Figure& figure);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_CORPUS_JSON_H_
