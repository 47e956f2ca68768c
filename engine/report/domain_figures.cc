#include "engine/report/domain_figures.h"

namespace kenpin {

std::optional<PeakDay> FindPeakDay(const DomainCounts& counts) {
  std::optional<PeakDay> peak;
  for (const auto& [day, messages] : counts.days) {
    if (!peak || messages > peak->messages) peak = PeakDay{day, messages};
  }
  return peak;
}

OutcomeTable DirectOutcomesOf(const DomainCounts& counts) {
  OutcomeTable table;
  for (size_t i = 0; i < kRuleCount; ++i) table[i] = counts.rules[i].direct();
  return table;
}

}  // namespace kenpin
