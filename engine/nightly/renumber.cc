#include "engine/nightly/renumber.h"

#include <utility>
#include <vector>

namespace kenpin {
namespace {

// Changes every sample of the state. Their order stays: what is changed is ascending.
void ChangeSamples(const std::function<void(Sample*)>& change, RunState* state) {
  const auto change_list = [&change](SampleList& list) {
    SampleList changed;
    for (const Sample& sample : list.samples()) {
      Sample copy = sample;
      change(&copy);
      changed.Offer(std::move(copy), list.samples().size());
    }
    list = std::move(changed);
  };
  for (auto& [org_domain, subdomains] : state->domains) {
    for (auto& [domain, counts] : subdomains) {
      for (RuleCounts& rule : counts.rules) change_list(rule.samples);
      for (SampleList& list : counts.corpus.samples) change_list(list);
    }
  }
}

bool IsIdentity(const NewPlaces& places) {
  if (places.input != 0) return false;
  for (size_t i = 0; i < places.ranks.size(); ++i) {
    if (places.ranks[i] != i) return false;
  }
  return true;
}

}  // namespace

absl::Status AddAt(const NewPlaces& places, RunState&& part, RunState* all) {
  const bool stays = IsIdentity(places);
  const auto move = [&places](Ordinal ordinal) {
    ordinal.input = places.input;
    if (ordinal.file < places.ranks.size()) ordinal.file = places.ranks[ordinal.file];
    return ordinal;
  };
  for (size_t i = 0; !stays && i < part.inputs.size(); ++i) {
    for (PlaceInInput& place : part.inputs[i].ambiguous_at) {
      if (place.file < places.ranks.size()) place.file = places.ranks[place.file];
    }
  }
  if (!stays) ChangeSamples([&move](Sample* sample) { sample->ordinal = move(sample->ordinal); }, &part);
  if (places.input > 0 && !part.inputs.empty()) {
    InputSummary input = std::move(part.inputs.front());
    part.inputs.clear();
    part.inputs.resize(places.input + 1);
    part.inputs.back() = std::move(input);
  }
  // All in one: a state of hundreds of nights would else keep as many buffers.
  std::vector<SortedRuns> fingerprints = std::exchange(part.fingerprints, {});
  all->Merge(std::move(part));
  if (stays && all->fingerprints.empty()) {
    all->fingerprints = std::move(fingerprints);
    return absl::OkStatus();
  }
  std::vector<SortedRuns*> sources;
  sources.reserve(fingerprints.size());
  for (SortedRuns& runs : fingerprints) sources.push_back(&runs);
  return SortedRuns::Merge(sources, [&move, all](const Fingerprint& fingerprint) {
    Fingerprint moved = fingerprint;
    if (const std::optional<Ordinal> place = PlaceOf(fingerprint)) SetPlace(move(*place), &moved);
    all->AddFingerprint(moved);
  });
}

void VisitSources(const std::function<void(std::string* source)>& visit, RunState* state) {
  ChangeSamples(
      [&visit](Sample* sample) {
        if (!sample->source.empty()) visit(&sample->source);
      },
      state);
}

}  // namespace kenpin
