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
#include "rules/language.h"
#include "rules/profile.h"

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
  kFormatIdn,
  kFromGmailImpersonation,
  kFromFreemail,
  kEspRewrittenFrom,
  kContentDisplayName,
  kContentSubjectHonest,
  kContentHiddenHtml,
  kContentLinks,
  kUnsubClass,
  kUnsubOneClick,
  kUnsubHeader,
  kUnsubHttps,
  kUnsubPost,
  kUnsubDkimCovered,
  kUnsubBodyLink,
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

enum class Level : uint8_t {
  kInfo,      // Told, never held against anybody.
  kShould,    // Recommended.
  kMustBulk,  // Required of bulk senders.
  kMustAll,   // Required of every sender.
};
inline constexpr size_t kLevelCount = 4;
std::string_view LevelName(Level level);  // "info", "should", "must/bulk", "must/all"

// What a provider does about mail that does not follow a rule.
enum class Consequence : uint8_t {
  kByLevel,              // In rows only: what the level implies, which is kNone, kAdvice or kNotStated.
  kNone,                 // Nothing, as far as is known.
  kAdvice,               // Nothing at once: the provider recommends the rule.
  kNotStated,            // The rule is required, and what happens otherwise is not published.
  kRejected,             // Rejected.
  kMayBeRejected,        // May be rejected.
  kThrottledOrRejected,  // Throttled, rejected or put into the spam folder.
  kSpamOrRejected,       // Put into the spam folder or rejected.
  kSupportLost,          // Delivered, but the sender loses the provider's support on delivery.
  kMayBeRejectedOrUnsupported,  // Google's pages differ: may be rejected, or only support is lost.
  kWarningShown,                // Shown with a warning, and perhaps not delivered.
  kMayBeFiltered,               // May be filtered or refused.
};
inline constexpr size_t kConsequenceCount = 12;
std::string_view ConsequenceName(Consequence consequence);  // "support_lost"
const Bilingual& ConsequenceText(Consequence consequence);  // "support lost"

using Levels = PerProvider<Level>;
using Consequences = PerProvider<Consequence>;
// As the provider states them, e.g. "421 4.7.27, 550 5.7.27", or empty.
using SmtpCodes = PerProvider<std::string_view>;

// Exactly one of the two checks is there: `check` where the outcome is the same for all providers,
// `check_for` where it is not.
struct RuleInfo {
  RuleId id;
  std::string_view name;         // "format-date"
  Bilingual title;               // "One valid Date"
  Levels level;                  // Constants in levels.h; {} is info for all.
  Consequences consequence;      // Likewise.
  SmtpCodes smtp_codes;          // {.gmail = "550 5.7.1"}
  std::string_view source;       // Where the requirement stands, for people.
  std::string_view source_keys;  // The dated pages among these, by their keys (source.h): "G-81126 Y-SRR".
  Bilingual remedy;              // What to do, in one sentence.
  Verdict (*check)(const Evidence&);
  Verdict (*check_for)(const Evidence&, Provider) = nullptr;
};

// The catalogue: one row for every RuleId, in that order. Static; any thread.
std::span<const RuleInfo> Rules();
const RuleInfo& GetRule(RuleId id);
std::optional<RuleId> FindRule(std::string_view name);

// Whom the rule binds under a profile; under kAll the highest level of its providers.
Level LevelFor(const RuleInfo& rule, Provider profile);

// What a provider does about mail that does not follow the rule; never kByLevel. `provider` is not kAll.
Consequence ConsequenceAt(const RuleInfo& rule, Provider provider);
Consequence ConsequenceAt(const Levels& level, const Consequences& stated, Provider provider);

// One rule's verdict. Under kAll it is the worst one (fail, unknown, warn, pass, na) of the providers whose
// level is above info, or of all four where there is none such.
Verdict JudgeRule(const RuleInfo& rule, const Evidence& evidence, Provider profile);

// Judges all rules. Pure: same evidence, same verdicts. Any thread; allocates nothing.
VerdictSet Judge(const Evidence& evidence, Provider profile);

}  // namespace kenpin

#endif  // KENPIN_RULES_RULE_H_
