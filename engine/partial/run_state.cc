#include "engine/partial/run_state.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kenpin {

void OfferAmbiguous(const PlaceInInput& place, InputSummary* input) {
  std::vector<PlaceInInput>& first = input->ambiguous_at;
  first.insert(std::upper_bound(first.begin(), first.end(), place), place);
  if (first.size() > kMaxAmbiguousOffsets) first.pop_back();
}

uint64_t RunState::messages() const {
  uint64_t sum = 0;
  for (const auto& [org_domain, subdomains] : domains) {
    for (const auto& [domain, counts] : subdomains) sum += counts.messages;
  }
  return sum;
}

void RunState::AddFingerprint(const Fingerprint& fingerprint) {
  if (fingerprints.empty()) fingerprints.emplace_back(kFingerprintMemoryBytes);
  fingerprints.back().Add(fingerprint);
}

void RunState::Merge(RunState&& other) {
  if (inputs.size() < other.inputs.size()) inputs.resize(other.inputs.size());
  for (size_t i = 0; i < other.inputs.size(); ++i) MergeInput(std::move(other.inputs[i]), &inputs[i]);
  MergeTotals(other.totals, &totals);
  MergeTimes(other.times, &times);
  MergeTrees(std::move(other.domains), sample_limit, &domains);
  std::move(other.fingerprints.begin(), other.fingerprints.end(), std::back_inserter(fingerprints));
  other.fingerprints.clear();
}

void MergeInput(InputSummary&& other, InputSummary* input) {
  if (input->path.empty()) input->path = std::move(other.path);
  if (input->format.empty()) input->format = std::move(other.format);
  if (input->compression.empty()) input->compression = std::move(other.compression);
  if (input->archive.empty()) input->archive = std::move(other.archive);
  input->messages += other.messages;
  input->bytes += other.bytes;
  if (input->error.empty()) input->error = std::move(other.error);
  input->errors += other.errors;
  input->ambiguous_lines += other.ambiguous_lines;
  for (const PlaceInInput& place : other.ambiguous_at) OfferAmbiguous(place, input);
}

void MergeTotals(const RunTotals& other, RunTotals* totals) {
  totals->bytes += other.bytes;
  totals->dns_asked += other.dns_asked;
  totals->dns_answered += other.dns_answered;
  totals->second_looks += other.second_looks;
  for (size_t i = 0; i < kReasonCount; ++i) totals->unknown_because[i] += other.unknown_because[i];
}

void MergeTimes(const RunTimes& other, RunTimes* times) {
  const bool earlier = other.started_at != 0 && other.started_at < times->started_at;
  if (times->started_at == 0 || earlier) times->started_at = other.started_at;
  times->seconds += other.seconds;
  times->threads = std::max(times->threads, other.threads);
}

absl::Status FoldState(RunState&& state, RunSummary* run) {
  run->inputs = std::move(state.inputs);
  run->totals = state.totals;
  std::vector<SortedRuns*> fingerprints;
  fingerprints.reserve(state.fingerprints.size());
  for (SortedRuns& runs : state.fingerprints) fingerprints.push_back(&runs);
  const absl::Status status =
      RollUp(std::move(state.domains), fingerprints, state.sample_limit, &run->domains);
  RunTotals& totals = run->totals;
  for (const DomainSummary& domain : run->domains) {
    totals.messages += domain.counts.messages;
    totals.unsigned_messages += domain.counts.unsigned_messages;
    for (size_t i = 0; i < kRuleCount; ++i) {
      totals.rules[i] += domain.counts.rules[i].outcomes;
      totals.direct_rules[i] += domain.counts.rules[i].direct();
    }
  }
  return status;
}

}  // namespace kenpin
