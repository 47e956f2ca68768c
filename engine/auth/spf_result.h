// The words in which check_host() answers: plain data, without a domain or a record.
#ifndef KENPIN_ENGINE_AUTH_SPF_RESULT_H_
#define KENPIN_ENGINE_AUTH_SPF_RESULT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// RFC 7208 §2.6, in the words of RFC 8601.
enum class SpfResult : uint8_t {
  kNone,       // No domain that could be asked, or one without a record.
  kNeutral,    // The domain says nothing about this client.
  kPass,       // The client is authorized.
  kFail,       // The client is not authorized.
  kSoftfail,   // The client is probably not authorized.
  kTemperror,  // DNS did not tell: unknown, see the reason.
  kPermerror,  // The domain's records cannot be understood.
};
std::string_view SpfResultName(SpfResult result);  // "none", "neutral", ...

// Why the result is what it is.
enum class SpfReason : uint8_t {
  kMatched,                // A mechanism matched.
  kNoMatch,                // No mechanism matched, and there is no redirect.
  kNoIdentity,             // The null sender, and no HELO name.
  kBadDomain,              // The domain is no fully qualified name, or one that DNS cannot carry.
  kSenderTooLong,          // The local part is longer than kMaxSpfLocalPartOctets.
  kNoDomain,               // The domain does not exist.
  kNoRecord,               // The domain has no SPF record.
  kSeveralRecords,         // The domain has more than one SPF record.
  kSyntax,                 // A term of the record has a syntax error.
  kTooManyLookups,         // More terms that ask DNS than SpfLimits allows.
  kTooManyVoidLookups,     // More terms without an answer than SpfLimits allows.
  kTooManyMxHosts,         // An mx with more than kMaxMxHosts hosts.
  kIncludeWithoutRecord,   // The target of an include has no SPF record.
  kRedirectWithoutRecord,  // The target of a redirect has no SPF record.
  kDnsFailed,              // A question that had to be answered failed.
  kDnsNotRecorded,         // The DNS snapshot says nothing about a name that had to be asked for.
  kDnsOff,                 // DNS is switched off.
};
inline constexpr size_t kSpfReasonCount = static_cast<size_t>(SpfReason::kDnsOff) + 1;
std::string_view SpfReasonName(SpfReason reason);  // "matched", "no_match", ...
std::string_view SpfReasonText(SpfReason reason);  // One sentence for people.

// Whose domain was judged (RFC 7208 §2.3, §2.4).
enum class SpfIdentity : uint8_t { kMailFrom, kHelo };
std::string_view SpfIdentityName(SpfIdentity identity);  // "mailfrom", "helo"

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_RESULT_H_
