// The spf-* family: what the SPF records say whoever sends, and whether they would carry every sender that
// they are meant for.
#ifndef KENPIN_RULES_SPF_H_
#define KENPIN_RULES_SPF_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

// RFC 7208 §4.6.4: terms that ask DNS, over the whole recursion.
inline constexpr int kSpfLookupLimit = 10;
// From here on the next include may break the record.
inline constexpr int kSpfManyLookups = 8;

Verdict CheckSpfRecordPresent(const Evidence& evidence);
Verdict CheckSpfRecordSingle(const Evidence& evidence);
Verdict CheckSpfRecordValid(const Evidence& evidence);
Verdict CheckSpfLookupLimit(const Evidence& evidence);
Verdict CheckSpfTooPermissive(const Evidence& evidence);
Verdict CheckSpfHeaderFrom(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> SpfRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_SPF_H_
