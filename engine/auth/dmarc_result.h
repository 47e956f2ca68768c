// The words in which DMARC answers: plain data, without a domain or a record.
#ifndef KENPIN_ENGINE_AUTH_DMARC_RESULT_H_
#define KENPIN_ENGINE_AUTH_DMARC_RESULT_H_

#include <cstdint>
#include <string_view>

namespace kenpin {

// RFC 7489 §3.1, RFC 9989 §4.4: whether two domains belong together.
enum class AlignmentResult : uint8_t {
  kUnknown,  // The Author Domain is unusable or the Organizational Domain can not be told.
  kNone,     // Different Organizational Domains.
  kRelaxed,  // The same Organizational Domain.
  kStrict,   // The same name.
};

constexpr bool IsAligned(AlignmentResult result) {
  return result == AlignmentResult::kRelaxed || result == AlignmentResult::kStrict;
}

// p=, sp=, np=: what the Domain Owner wants done with mail that fails.
enum class DmarcPolicy : uint8_t {
  kNone,        // No preference.
  kQuarantine,  // Such mail is suspicious.
  kReject,      // Such mail is not valid use of the domain.
};
std::string_view DmarcPolicyName(DmarcPolicy policy);  // "none", "quarantine", "reject"

// psd=.
enum class DmarcPsd : uint8_t {
  kUndefined,  // u, the default: the tree walk decides.
  kYes,        // y: the domain is a Public Suffix Domain.
  kNo,         // n: the domain is the Organizational Domain for itself and its subdomains.
};
std::string_view DmarcPsdName(DmarcPsd psd);  // "u", "y", "n"

// adkim=, aspf=.
enum class AlignmentMode : uint8_t {
  kRelaxed,  // r, the default: the Organizational Domains are the same.
  kStrict,   // s: the names are the same.
};
std::string_view AlignmentModeName(AlignmentMode mode);  // "r", "s"

// What is wrong with a record, or worth a remark. The word in reports is the name in snake case without k.
enum class DmarcFlaw : uint8_t {
  kPolicyMissing,             // No p=.
  kPolicyInvalid,             // p= is none of none, quarantine, reject.
  kSubdomainPolicyInvalid,    // sp= is none of them.
  kNonexistentPolicyInvalid,  // np= is none of them.
  kPolicyNotSecond,           // p= does not follow v= at once, which RFC 7489 §6.4 asks for.
  kUnknownTag,                // A tag that no standard knows; ignored.
  kDuplicateTag,              // A tag stands twice: the first counts. RFC 6376 §3.2 refuses the whole list.
  kTagNameCase,      // A tag name has capitals; readers that follow RFC 6376 §3.2 do not see the tag.
  kBadTag,           // A part without '=', with a bad name, without a value, or with octets outside ASCII.
  kInvalidValue,     // psd=, t=, adkim=, aspf=, fo=, pct=, rf= or ri= has no legal value: its default holds.
  kInvalidUri,       // An entry of rua= or ruf= is no URI, or a mailto: without a domain.
  kReportSizeLimit,  // An entry of rua= or ruf= has a "!size", which RFC 9989 removed.
  kObsoleteTag,      // pct=, rf= or ri=, which RFC 9989 removed.
  kTooManyTags,      // More than kMaxDmarcTags; the rest was not read.
  kTooManyUris,      // More than kMaxReportUris in rua= or ruf=; the rest was not read.
  kCount,
};
std::string_view DmarcFlawName(DmarcFlaw flaw);

// A set of DmarcFlaw.
class DmarcFlaws {
 public:
  void Add(DmarcFlaw flaw) { bits_ |= Bit(flaw); }
  bool Has(DmarcFlaw flaw) const { return (bits_ & Bit(flaw)) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  static uint32_t Bit(DmarcFlaw flaw) { return uint32_t{1} << static_cast<uint32_t>(flaw); }
  uint32_t bits_ = 0;
};

// --org-method.
enum class OrgMethod : uint8_t {
  kTreeWalk,          // RFC 9989.
  kPublicSuffixList,  // RFC 7489.
};
std::string_view OrgMethodName(OrgMethod method);  // "treewalk", "psl"

// How a search in DNS ended.
enum class DmarcLookup : uint8_t {
  kPending,    // Questions are open.
  kFound,      // There is an answer.
  kNone,       // Definitely nothing.
  kTempError,  // It can not be told; DmarcReason says why.
  kPermError,  // What was found can not be used.
};
std::string_view DmarcLookupName(DmarcLookup lookup);  // "pending", "found", "none", "temperror", "permerror"

// Why. The word in reports is the name in snake case without k.
enum class DmarcReason : uint8_t {
  kOk,              // A record was found and can be used.
  kFallbackToNone,  // A record with a broken policy acts as p=none, because it names an address for reports.
  kNoRecord,        // No name that was asked has a record.
  kSeveralRecords,  // Nothing applies, and at least one name has several records, which are discarded.
  kUnusableRecord,  // The record's policy is broken, and it names no address for reports.
  kDnsFailure,      // A question failed: SERVFAIL, timeout, loop.
  kNotRecorded,     // The snapshot says nothing about a name that counts.
  kDnsOff,          // --dns off.
  kUnusableDomain,  // The domain is empty.
  kPending,         // Questions are open.
  kCount,
};
std::string_view DmarcReasonName(DmarcReason reason);
std::string_view DmarcReasonText(DmarcReason reason);  // One sentence for people.

// Where the record that applies was found.
enum class DmarcLevel : uint8_t {
  kAuthorDomain,          // At the Author Domain itself: p= holds.
  kOrganizationalDomain,  // sp= or np=, else p=.
  kPublicSuffixDomain,    // At the PSD above the Organizational Domain: likewise.
};
std::string_view DmarcLevelName(DmarcLevel level);  // "author_domain", ...

// Which tag the policy was taken from.
enum class PolicyTag : uint8_t { kP, kSp, kNp };
std::string_view PolicyTagName(PolicyTag tag);  // "p", "sp", "np"

// The words of RFC 7489 §11.2.
enum class DmarcResult : uint8_t {
  kNone,       // No record applies.
  kPass,       // An aligned identifier passed.
  kFail,       // Neither leg did, definitely.
  kTempError,  // It can not be told: DNS (§5.3.6), or a leg is unknown and the other does not pass.
  kPermError,  // The record can not be used.
};
std::string_view DmarcResultName(DmarcResult result);  // "none", "pass", ...

// A leg of DMARC: pass and aligned in the mode that the record asks for.
enum class DmarcLeg : uint8_t { kNo, kYes, kUnknown };
std::string_view DmarcLegName(DmarcLeg leg);  // "no", "yes", "unknown"

// Whether the domain of a report address wants the reports.
enum class ReportConsent : uint8_t {
  kPending,        // Questions are open.
  kNotNeeded,      // The address is in the Organizational Domain of the record.
  kGiven,          // The stranger publishes the record.
  kMissing,        // Definitely not.
  kUnknown,        // DNS can not tell.
  kNoMailAddress,  // Not a mailto: URI; nobody has to support it.
};
std::string_view ReportConsentName(ReportConsent consent);  // "not_needed", "given", ...
std::string_view ReportConsentText(ReportConsent consent);  // A few words for people.

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_RESULT_H_
