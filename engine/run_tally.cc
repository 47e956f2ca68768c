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
    if (ambiguous.ambiguous_offsets.size() < kMaxAmbiguousOffsets)
      ambiguous.ambiguous_offsets.push_back(line.offset);
  }
}

absl::Status RunTally::Finish(const std::vector<InputInfo>& inputs,
                              const std::vector<std::unique_ptr<Worker>>& workers, RunSummary* run) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    InputSummary& input = Input(static_cast<uint32_t>(i));
    input.path = inputs[i].path;
    if (inputs[i].format) input.format = InputFormatName(*inputs[i].format);
  }
  run->inputs = std::move(inputs_);
  std::vector<SummaryTable*> tables;
  for (const std::unique_ptr<Worker>& worker : workers) {
    const WorkerCounts& counts = worker->counts();
    run->totals.bytes += counts.bytes;
    run->totals.dns_asked += counts.dns_asked;
    run->totals.dns_answered += counts.dns_answered;
    run->totals.second_looks += counts.second_looks;
    for (size_t i = 0; i < kReasonCount; ++i) run->totals.unknown_because[i] += counts.unknown_because[i];
    tables.push_back(&worker->summary());
  }
  const absl::Status status = SummaryTable::Finish(tables, &run->domains);
  for (const DomainSummary& domain : run->domains) {
    run->totals.messages += domain.counts.messages;
    run->totals.unsigned_messages += domain.counts.unsigned_messages;
    for (size_t i = 0; i < kRuleCount; ++i) {
      run->totals.rules[i] += domain.counts.rules[i].outcomes;
      run->totals.direct_rules[i] += domain.counts.rules[i].direct();
    }
  }
  return status;
}

}  // namespace kenpin
