// The format-* family: what RFC 5322, MIME and the providers ask of a message's form. A function is a rule.
#ifndef KENPIN_RULES_FORMAT_H_
#define KENPIN_RULES_FORMAT_H_

#include <cstdint>
#include <span>

#include "rules/rule.h"

namespace kenpin {

inline constexpr int64_t kMaxDateAheadSeconds = 24 * 60 * 60;
inline constexpr int64_t kMaxDateBehindSeconds = 7 * 24 * 60 * 60;

// RFC 5322 §2.1.1.
inline constexpr uint64_t kMaxLineOctets = 998;

// Gmail's limits on the header. The page does not say what a KB is: 1024 here, so that nothing fails that may
// be accepted.
inline constexpr uint32_t kMaxHeaderSectionBytes = 500 * 1024;
inline constexpr uint32_t kMaxHeaderFields = 5000;
inline constexpr uint32_t kMaxValueBytes = 32 * 1024;
inline constexpr uint32_t kMaxNameBytes = 1024;
inline constexpr uint32_t kMaxSubjectCharacters = 998;
inline constexpr uint32_t kMaxMessageIdCharacters = 500;

inline constexpr uint32_t kMaxReceivedFields = 50;
inline constexpr uint32_t kManyReceivedFields = 25;

Verdict CheckFormatParse(const Evidence& evidence);
Verdict CheckFormatDate(const Evidence& evidence);
Verdict CheckFormatFromPresent(const Evidence& evidence);
Verdict CheckFormatFromSingle(const Evidence& evidence);
Verdict CheckFormatFromOneAddress(const Evidence& evidence);
Verdict CheckFormatFromDomain(const Evidence& evidence);
Verdict CheckFormatSender(const Evidence& evidence);
Verdict CheckFormatMessageId(const Evidence& evidence);
Verdict CheckFormatSingleInstance(const Evidence& evidence);
Verdict CheckFormatLineLength(const Evidence& evidence);
Verdict CheckFormatBareCrlf(const Evidence& evidence);
Verdict CheckFormat8bitHeader(const Evidence& evidence);
Verdict CheckFormatEncodedWord(const Evidence& evidence);
Verdict CheckFormatHeaderSize(const Evidence& evidence);
Verdict CheckFormatMime(const Evidence& evidence);
Verdict CheckFormatHops(const Evidence& evidence);
Verdict CheckFormatIdn(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> FormatRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_FORMAT_H_
