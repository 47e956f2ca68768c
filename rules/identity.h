// Whose name a message bears: addresses that belong to mail providers, and From fields that a sending service
// rewrote.
#ifndef KENPIN_RULES_IDENTITY_H_
#define KENPIN_RULES_IDENTITY_H_

#include <span>
#include <string_view>

#include "rules/rule.h"

namespace kenpin {

// Whether anybody can have an address in `domain` (lower case): mailbox providers and mobile carriers.
// `org_domain` is its registrable domain, or empty. Not complete.
bool IsFreemail(std::string_view domain, std::string_view org_domain);

// Whether `domain` (lower case) is one that a sending service puts into From for customers without a domain
// of their own. Not complete.
bool IsServiceManaged(std::string_view domain);

Verdict CheckFromGmailImpersonation(const Evidence& evidence);
Verdict CheckFromFreemail(const Evidence& evidence);
Verdict CheckEspRewrittenFrom(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> IdentityRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_IDENTITY_H_
