// Rules: what somebody requires of the facts. A rule is a row of the catalogue; its check is a pure function
// from Evidence to a Verdict.
#ifndef KENPIN_RULES_RULE_H_
#define KENPIN_RULES_RULE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/auth/evidence.h"

namespace kenpin {

// One row a rule, in the order of the catalogue. Ids are stable: they appear in reports and scripts.
enum class RuleId : uint8_t {
  kAuthEvidence,
  kAuthSpfOrDkim,
  kAuthSpf,
  kAuthDkim,
  kAuthDmarcPass,
  kSpfRecordPresent,
  kSpfRecordSingle,
  kSpfRecordValid,
  kSpfLookupLimit,
  kSpfTooPermissive,
  kSpfHeaderFrom,
  kDkimSignatureSyntax,
  kDkimAlgorithm,
  kDkimKeyLength,
  kDkimKeyRecord,
  kDkimVerify,
  kDkimCoversFrom,
  kDkimCoversCore,
  kDkimNoBodyLimit,
  kDkimTimestamps,
  kDmarcRecordPresent,
  kDmarcRecordSingle,
  kDmarcRecordValid,
  kDmarcPolicy,
  kDmarcReports,
  kDmarcOldTags,
  kDmarcRejectNeedsDkim,
  kAlignFrom,
  kAlignSpf,
  kAlignDkim,
  kAlignBoth,
  kInfraPtr,
  kInfraFcrdns,
  kInfraTls,
  kInfraTlsVersion,
  kInfraHelo,
  kInfraDomainResolves,
  kFormatParse,
  kFormatDate,
  kFormatFromPresent,
  kFormatFromSingle,
  kFormatFromOneAddress,
  kFormatFromDomain,
  kFormatSender,
  kFormatMessageId,
  kFormatSingleInstance,
  kFormatLineLength,
  kFormatBareCrlf,
  kFormat8bitHeader,
  kFormatEncodedWord,
  kFormatHeaderSize,
  kFormatMime,
  kFormatHops,
  kUnsubClass,
  kUnsubOneClick,
  kUnsubHeader,
  kUnsubHttps,
  kUnsubPost,
  kUnsubDkimCovered,
  kFwdArc,
  kFwdListId,
  kFwdMarkers,
  kFeedbackId,
  kCount,
};
inline constexpr size_t kRuleCount = static_cast<size_t>(RuleId::kCount);

// What a rule says of one message. Unknown is never folded into pass or fail.
enum class Outcome : uint8_t {
  kPass,           // The requirement is met.
  kWarn,           // Met, and worth a remark; does not break compliance.
  kFail,           // Not met.
  kNotApplicable,  // The requirement does not concern this message, for a positive reason.
  kUnknown,        // The input can not decide it; the reason says what it lacked.
};
inline constexpr size_t kOutcomeCount = 5;
std::string_view OutcomeName(Outcome outcome);  // "pass", "warn", "fail", "na", "unknown"

// Why, as a word for reports. A closed enum with one list for all rules (reason.h); kNone for a plain pass.
enum class Reason : uint16_t;

struct Verdict {
  Outcome outcome = Outcome::kUnknown;
  Reason reason{};
};

// One verdict a rule; no strings.
using VerdictSet = std::array<Verdict, kRuleCount>;

// Whose requirement. The foundation judges by Gmail's; the others get their columns with their families.
enum class Provider : uint8_t { kGmail, kYahoo, kMicrosoft, kApple, kCount };

enum class Level : uint8_t {
  kInfo,      // Told, never held against anybody.
  kShould,    // Recommended.
  kMustBulk,  // Required of bulk senders.
  kMustAll,   // Required of every sender.
};
std::string_view LevelName(Level level);  // "info", "should", "must/bulk", "must/all"

struct RuleInfo {
  RuleId id;
  std::string_view name;   // "format-date"
  std::string_view title;  // "One valid Date"
  std::array<Level, static_cast<size_t>(Provider::kCount)> level;
  std::string_view smtp_codes;  // As the provider states them, or empty.
  std::string_view source;      // Where the requirement stands.
  std::string_view remedy;      // What to do, in one sentence.
  Verdict (*check)(const Evidence&);
};

// The catalogue: one row for every RuleId, in that order. Static; any thread.
std::span<const RuleInfo> Rules();
const RuleInfo& GetRule(RuleId id);
std::optional<RuleId> FindRule(std::string_view name);

// Judges all rules. Pure: same evidence, same verdicts. Any thread; allocates nothing.
VerdictSet Judge(const Evidence& evidence);

}  // namespace kenpin

#endif  // KENPIN_RULES_RULE_H_
