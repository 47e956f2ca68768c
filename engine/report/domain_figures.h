// Small things that every report tells in the same way.
#ifndef KENPIN_ENGINE_REPORT_DOMAIN_FIGURES_H_
#define KENPIN_ENGINE_REPORT_DOMAIN_FIGURES_H_

#include <cstdint>
#include <optional>

#include "engine/summary.h"

namespace kenpin {

struct PeakDay {
  int32_t day = 0;  // Since 1970, UTC.
  uint64_t messages = 0;
};

// The day with the most messages, the earliest of several; absent when no message has a usable date.
std::optional<PeakDay> FindPeakDay(const DomainCounts& counts);

// What the rules say of direct mail, as FoldCompliance() wants it.
OutcomeTable DirectOutcomesOf(const DomainCounts& counts);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_DOMAIN_FIGURES_H_
