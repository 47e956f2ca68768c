#include "engine/run_tally.h"

#include <fmt/format.h>

#include <utility>

namespace kenpin {

InputSummary& RunTally::Input(uint32_t index) {
  if (inputs_.size() <= index) inputs_.resize(index + 1);
  return inputs_[index];
}

void RunTally::Add(const PendingChunk& chunk) {
  InputSummary& input = Input(chunk.input);
  input.messages += chunk.read_messages;
  input.bytes += chunk.bytes_read;
  bytes_ += chunk.bytes_read;
  for (const InputError& error : chunk.errors) {
    const std::string text = fmt::format("{}:{}: {}", error.path, error.offset, error.what);
    InputSummary& failed = Input(error.input);
    if (failed.errors++ == 0) failed.error = text;
    report_error_(text);
  }
  for (const AmbiguousLine& line : chunk.ambiguous) {
    InputSummary& ambiguous = Input(line.input);
    ++ambiguous.ambiguous_lines;
    OfferAmbiguous({line.file, line.offset}, &ambiguous);
  }
}

RunState RunTally::Take(const std::vector<InputInfo>& inputs,
                        const std::vector<std::unique_ptr<Worker>>& workers, size_t sample_limit) {
  RunState state(sample_limit);
  for (size_t i = 0; i < inputs.size(); ++i) {
    InputSummary& input = Input(static_cast<uint32_t>(i));
    input.path = inputs[i].path;
    if (inputs[i].format) input.format = InputFormatName(*inputs[i].format);
    input.compression = CompressionName(inputs[i].compression);
    input.archive = ArchiveName(inputs[i].archive);
  }
  state.inputs = std::move(inputs_);
  inputs_.clear();
  for (const std::unique_ptr<Worker>& worker : workers) {
    const WorkerCounts& counts = worker->counts();
    state.totals.bytes += counts.bytes;
    state.totals.dns_asked += counts.dns_asked;
    state.totals.dns_answered += counts.dns_answered;
    state.totals.second_looks += counts.second_looks;
    for (size_t i = 0; i < kReasonCount; ++i) state.totals.unknown_because[i] += counts.unknown_because[i];
    worker->summary().MoveInto(&state.domains);
    state.fingerprints.push_back(std::move(worker->summary().fingerprints()));
  }
  return state;
}

}  // namespace kenpin
