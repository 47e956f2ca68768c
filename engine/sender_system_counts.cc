#include "engine/sender_system_counts.h"

#include <algorithm>

namespace kenpin {

uint64_t SenderSystemCounts::messages() const {
  uint64_t sum = 0;
  for (const uint64_t count : certainty) sum += count;
  return sum;
}

SenderSystemCounts& SenderSystemTable::Get(SenderSystem system) {
  const std::vector<SenderSystemCounts>::iterator place = std::lower_bound(
      systems_.begin(), systems_.end(), system,
      [](const SenderSystemCounts& counts, SenderSystem wanted) { return counts.system < wanted; });
  if (place != systems_.end() && place->system == system) return *place;
  SenderSystemCounts fresh;
  fresh.system = system;
  return *systems_.insert(place, fresh);
}

void SenderSystemTable::Add(const Evidence& evidence, const VerdictSet& verdicts) {
  const SenderSystemFinding& finding = evidence.sender_system;
  if (finding.system == SenderSystem::kNone) return;
  SenderSystemCounts& counts = Get(finding.system);
  ++counts.certainty[static_cast<size_t>(finding.certainty)];
  if (evidence.stream != Stream::kDirect) return;
  for (size_t i = 0; i < kRuleCount; ++i) counts.failing[i] += verdicts[i].outcome == Outcome::kFail ? 1 : 0;
}

void SenderSystemTable::Merge(const SenderSystemTable& other) {
  for (const SenderSystemCounts& theirs : other.systems_) Merge(theirs);
}

void SenderSystemTable::Merge(const SenderSystemCounts& counts) {
  if (counts.system == SenderSystem::kNone) return;
  SenderSystemCounts& mine = Get(counts.system);
  for (size_t i = 0; i < mine.certainty.size(); ++i) mine.certainty[i] += counts.certainty[i];
  for (size_t i = 0; i < kRuleCount; ++i) mine.failing[i] += counts.failing[i];
}

}  // namespace kenpin
