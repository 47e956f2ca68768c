// Puts states together whose messages get other places, so that states of several nights can be put together
// as if one run had read everything: a message's file has another rank among the files of all nights than
// among those of its own, and the CORPUS argument may have another index.
#ifndef KENPIN_ENGINE_NIGHTLY_RENUMBER_H_
#define KENPIN_ENGINE_NIGHTLY_RENUMBER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "engine/partial/run_state.h"

namespace kenpin {

struct NewPlaces {
  uint32_t input = 0;  // Instead of 0.
  // By the rank that a file had; ascending. Empty: ranks stay. A rank beyond the end stays, too.
  std::span<const uint32_t> ranks;
};

// Adds `part`, which has at most one input, to `all`, its messages standing at their new places. Returns an
// error of the temporary files behind the fingerprints of `part`.
absl::Status AddAt(const NewPlaces& places, RunState&& part, RunState* all);

// Calls `visit` with the source of every sample, which it may change.
void VisitSources(const std::function<void(std::string* source)>& visit, RunState* state);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_NIGHTLY_RENUMBER_H_
