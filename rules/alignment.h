// The align-* family: whether the domain that the reader sees is one that the message's proofs speak for.
#ifndef KENPIN_RULES_ALIGNMENT_H_
#define KENPIN_RULES_ALIGNMENT_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

Verdict CheckAlignDkim(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> AlignmentRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_ALIGNMENT_H_
