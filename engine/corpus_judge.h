// The last step of a run: the rules about the whole corpus are judged, domain by domain.
#ifndef KENPIN_ENGINE_CORPUS_JUDGE_H_
#define KENPIN_ENGINE_CORPUS_JUDGE_H_

#include "engine/outside_data.h"
#include "engine/run_summary.h"

namespace kenpin {

// Whether the run looked at all of its corpus.
enum class CorpusExtent : uint8_t { kWhole, kSample };

// Fills the verdicts of all domains of `run`, names the inputs of their samples, and sums up
// run->totals.corpus_rules and, beside those of messages, run->totals.unknown_because.
void JudgeCorpora(const OutsideData& outside, CorpusExtent extent, RunSummary* run);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CORPUS_JUDGE_H_
