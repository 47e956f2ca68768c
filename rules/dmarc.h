// The dmarc-* family: whether a DMARC record applies to the Author Domain, and what it asks for. What is
// judged is the record that DNS shows; where a receiver told that there was none, that decides.
#ifndef KENPIN_RULES_DMARC_H_
#define KENPIN_RULES_DMARC_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

Verdict CheckDmarcRecordPresent(const Evidence& evidence, Provider provider);
Verdict CheckDmarcRecordSingle(const Evidence& evidence);
Verdict CheckDmarcRecordValid(const Evidence& evidence);
Verdict CheckDmarcPolicy(const Evidence& evidence, Provider provider);
Verdict CheckDmarcReports(const Evidence& evidence);
Verdict CheckDmarcOldTags(const Evidence& evidence);
Verdict CheckDmarcRejectNeedsDkim(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> DmarcRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_DMARC_H_
