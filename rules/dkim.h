// The dkim-* family: what is required of signatures and keys. A function is a rule; each judges the best
// signature, but for dkim-algorithm, which asks about all of them.
#ifndef KENPIN_RULES_DKIM_H_
#define KENPIN_RULES_DKIM_H_

#include <cstdint>
#include <span>

#include "rules/rule.h"

namespace kenpin {

// A signature may claim to be made so much after its delivery: clocks differ.
inline constexpr int64_t kClockSkewSeconds = 5 * 60;
// Queues retry for days; an expiry below this is too short even for one.
inline constexpr int64_t kShortestExpirySeconds = 24 * 60 * 60;
inline constexpr int kRequiredRsaBits = 1024;
inline constexpr int kRecommendedRsaBits = 2048;
// RFC 8301 §3.2: verifiers are obliged up to here.
inline constexpr int kObligedRsaBits = 4096;

Verdict CheckDkimSignatureSyntax(const Evidence& evidence);
Verdict CheckDkimAlgorithm(const Evidence& evidence, Provider provider);
Verdict CheckDkimKeyLength(const Evidence& evidence);
Verdict CheckDkimKeyRecord(const Evidence& evidence);
Verdict CheckDkimVerify(const Evidence& evidence);
Verdict CheckDkimCoversFrom(const Evidence& evidence);
Verdict CheckDkimCoversCore(const Evidence& evidence);
Verdict CheckDkimNoBodyLimit(const Evidence& evidence);
Verdict CheckDkimTimestamps(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> DkimRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_DKIM_H_
