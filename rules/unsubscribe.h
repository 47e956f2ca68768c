// The unsub-* family: List-Unsubscribe (RFC 2369) and one-click unsubscribing (RFC 8058), which marketing and
// subscribed mail owes.
#ifndef KENPIN_RULES_UNSUBSCRIBE_H_
#define KENPIN_RULES_UNSUBSCRIBE_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

Verdict CheckUnsubClass(const Evidence& evidence);
Verdict CheckUnsubOneClick(const Evidence& evidence, Provider provider);
Verdict CheckUnsubHeader(const Evidence& evidence);
Verdict CheckUnsubHttps(const Evidence& evidence);
Verdict CheckUnsubPost(const Evidence& evidence);
Verdict CheckUnsubDkimCovered(const Evidence& evidence);
Verdict CheckUnsubBodyLink(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> UnsubscribeRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_UNSUBSCRIBE_H_
