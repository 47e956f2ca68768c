// The fwd-* family: what forwarders and mailing lists owe to the mail that they relay.
#ifndef KENPIN_RULES_FORWARDING_H_
#define KENPIN_RULES_FORWARDING_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

Verdict CheckFwdArc(const Evidence& evidence);
Verdict CheckFwdListId(const Evidence& evidence);
Verdict CheckFwdMarkers(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> ForwardingRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_FORWARDING_H_
