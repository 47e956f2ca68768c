// What somebody can do about unknowns: which input would have settled them.
#ifndef KENPIN_RULES_SETTLE_H_
#define KENPIN_RULES_SETTLE_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/reason.h"

namespace kenpin {

// One sentence that names the input, e.g. "Give --client-ip, ..."; the same sentence for reasons that the
// same input settles. Empty for reasons that nothing can settle. Static; any thread.
std::string_view SettledBy(Reason unknown_because);

// An input to give, and how many verdicts that are unknown would be known by it.
struct NextStep {
  uint64_t verdicts = 0;
  std::string_view text;  // SettledBy(); static.
};

// What to give next, the input that settles most first. `unknown_because`: unknown verdicts by Reason.
std::vector<NextStep> NextSteps(std::span<const uint64_t, kReasonCount> unknown_because);

}  // namespace kenpin

#endif  // KENPIN_RULES_SETTLE_H_
