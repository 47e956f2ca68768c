// The auth-* family: what is known of SPF, DKIM and DMARC. The receiver's word comes first, in the fields
// that it wrote at the border; kenpin's own computation fills in, and where that says no, it must rest on an
// envelope that is known and on DNS of the time of the message.
#ifndef KENPIN_RULES_AUTHENTICATION_H_
#define KENPIN_RULES_AUTHENTICATION_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

// Whether SPF passes, as every rule asks it that builds on SPF: a pass, or a fail or unknown with its reason;
// never a warning.
Verdict JudgeSpf(const Evidence& evidence);

// Why the envelope or DNS does not let kenpin compute SPF, the first of what is missing; kNone if nothing is.
Reason MissingForSpf(const Evidence& evidence);

Verdict CheckAuthEvidence(const Evidence& evidence);
Verdict CheckAuthSpfOrDkim(const Evidence& evidence, Provider provider);
Verdict CheckAuthSpf(const Evidence& evidence);
Verdict CheckAuthDkim(const Evidence& evidence, Provider provider);
Verdict CheckAuthDmarcPass(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> AuthenticationRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_AUTHENTICATION_H_
