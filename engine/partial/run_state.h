// A run before its corpus is folded and judged: all that is counted, as data that can be put together with
// that of other runs and be stored (state_tables.h).
//
// The state of a run over everything, and those of runs over its parts put together in the order of the
// parts, are the same: what is kept is a sum, or "the smallest k" of something that has a total order, or the
// first ones in the order of the input.
#ifndef KENPIN_ENGINE_PARTIAL_RUN_STATE_H_
#define KENPIN_ENGINE_PARTIAL_RUN_STATE_H_

#include <absl/status/status.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/run_summary.h"
#include "engine/summary.h"
#include "io/sorted_runs.h"

namespace kenpin {

// When and how long; no part of what is counted.
struct RunTimes {
  int64_t started_at = 0;  // Unix seconds; of several runs the first.
  double seconds = 0;      // Of several runs the sum.
  uint32_t threads = 0;    // Of several runs the largest number.
};

// Not thread-safe; movable. Memory: the domains, and what the fingerprints keep in memory (SortedRuns); the
// others are in unlinked temporary files.
struct RunState {
  explicit RunState(size_t samples) : sample_limit(samples) {}

  size_t sample_limit;               // --sample. States with different ones must not be put together.
  std::vector<InputSummary> inputs;  // By the index of the CORPUS argument, as in Ordinal::input.
  // bytes, dns_asked, dns_answered, second_looks, and unknown_because of messages. The rest is summed up by
  // FoldState().
  RunTotals totals;
  RunTimes times;
  DomainTree domains;
  std::vector<SortedRuns> fingerprints;  // Any number of them, which are one.

  uint64_t messages() const;
  // Puts a fingerprint into the last of `fingerprints`, which is made with kFingerprintMemoryBytes if there
  // is none.
  void AddFingerprint(const Fingerprint& fingerprint);
  // Adds the state of other messages, which stand behind those of this one. Inputs are put together by their
  // indexes: the paths must be the same.
  void Merge(RunState&& other);
};

// Keeps the place of an ambiguous line if it is one of the first.
void OfferAmbiguous(const PlaceInInput& place, InputSummary* input);

// Adds what else was read of the same input.
void MergeInput(InputSummary&& other, InputSummary* input);

// Adds the totals that a state has.
void MergeTotals(const RunTotals& other, RunTotals* totals);

void MergeTimes(const RunTimes& other, RunTimes* times);

// Fills run->inputs, totals and domains, all but what JudgeCorpora() adds. An error concerns the temporary
// files: distinct_bodies and the corpus facts are then left at 0.
absl::Status FoldState(RunState&& state, RunSummary* run);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_RUN_STATE_H_
