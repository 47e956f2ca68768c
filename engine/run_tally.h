// The serial end of the pipeline: what must be counted in input order, and what is left to add up when all
// workers are done.
#ifndef KENPIN_ENGINE_RUN_TALLY_H_
#define KENPIN_ENGINE_RUN_TALLY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/partial/run_state.h"
#include "engine/pipeline.h"
#include "engine/run_summary.h"

namespace kenpin {

// One thread at a time.
class RunTally {
 public:
  // `report_error` is told every operational error as "path:offset: what".
  explicit RunTally(std::function<void(const std::string&)> report_error)
      : report_error_(std::move(report_error)) {}

  // Takes over a chunk's counts, errors and ambiguous lines. Chunks come in input order.
  void Add(const PendingChunk& chunk);

  // Octets read so far.
  uint64_t bytes() const { return bytes_; }

  // What the run has counted, taken out of here and out of `workers`. `inputs` as the corpus knows them at
  // the end.
  RunState Take(const std::vector<InputInfo>& inputs, const std::vector<std::unique_ptr<Worker>>& workers,
                size_t sample_limit);

 private:
  InputSummary& Input(uint32_t index);

  std::function<void(const std::string&)> report_error_;
  std::vector<InputSummary> inputs_;
  uint64_t bytes_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RUN_TALLY_H_
