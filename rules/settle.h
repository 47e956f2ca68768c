// What somebody can do about unknowns: which input would have settled them.
#ifndef KENPIN_RULES_SETTLE_H_
#define KENPIN_RULES_SETTLE_H_

#include <string_view>

#include "rules/reason.h"

namespace kenpin {

// One sentence that names the input, e.g. "Give --client-ip, ..."; the same sentence for reasons that the
// same input settles. Empty for reasons that nothing can settle. Static; any thread.
std::string_view SettledBy(Reason unknown_because);

}  // namespace kenpin

#endif  // KENPIN_RULES_SETTLE_H_
