// Rules about a whole corpus: what no single message can tell. They are judged once for each Organizational
// Domain, when all messages are counted, and appear in the summary only.
#ifndef KENPIN_RULES_CORPUS_RULE_H_
#define KENPIN_RULES_CORPUS_RULE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/levels.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

// One row a rule, in the order of their table. Ids are stable.
enum class CorpusRuleId : uint8_t {
  kFormatMessageIdUnique,
  kUnsubUriOpaque,
  kUnsubHonoured,
  kSpamRate,
  kVolumeBulkStatus,
  kVolumeRamp,
  kStreamConsistency,
  kCount,
};
inline constexpr size_t kCorpusRuleCount = static_cast<size_t>(CorpusRuleId::kCount);

// From so many messages in 24 hours on, Gmail takes a domain for a bulk sender, for ever; "close to" is ours.
inline constexpr uint64_t kBulkMessages = 5000;
inline constexpr uint64_t kNearBulkMessages = 4000;
// A day this many times above the mean of the seven days before it is a jump (ours). Days with fewer messages
// than the second figure are noise.
inline constexpr uint64_t kRampFactor = 2;
inline constexpr uint64_t kMinRampMessages = 10;
inline constexpr uint32_t kRampHistoryDays = 7;
// A token of an unsubscribe URI that cannot be guessed (ours).
inline constexpr uint32_t kOpaqueTokenLength = 16;
// More From addresses than this in one class are no stable From (ours).
inline constexpr uint64_t kManyFromAddresses = 10;
// User-reported spam in parts per million: 0.10 % and 0.30 %.
inline constexpr uint32_t kSpamRateWarn = 1000;
inline constexpr uint32_t kSpamRateFail = 3000;
inline constexpr uint32_t kSpamRateDays = 7;

// What a message is for, as its stream is told or looks.
enum class TrafficClass : uint8_t {
  kUnknown,        // Neither told nor a sign.
  kMarketing,      // Told, or by its signs.
  kTransactional,  // Told.
  kList,           // A mailing list; told.
};
inline constexpr size_t kTrafficClassCount = 4;
std::string_view TrafficClassName(TrafficClass traffic);  // "unknown", "marketing", ...

// Message-IDs of direct mail.
struct MessageIdReuse {
  uint64_t messages = 0;         // With a Message-ID.
  uint64_t reused_ids = 0;       // On messages whose Subject, Date or body differ.
  uint64_t reused_messages = 0;  // That bear one of them.
  uint64_t shared_ids = 0;       // On equal messages to several recipients.
};

// https URIs of List-Unsubscribe.
struct UnsubscribeUris {
  uint64_t messages = 0;       // With one.
  uint64_t distinct = 0;       // Different ones.
  uint64_t streams = 0;        // From addresses with two or more such messages to more than one recipient.
  uint64_t same_streams = 0;   // Those of them with the same URI in every message.
  uint64_t landing_pages = 0;  // Messages whose URI looks like a page to log in or to set preferences.
  uint64_t addresses = 0;      // With an address in the URI and no token beside it.
  uint64_t short_tokens = 0;   // Without token of kOpaqueTokenLength, and without address.
};

// Mail per 24 hours. Recipients that are not known may all be personal accounts at Gmail.
struct VolumeFacts {
  uint64_t gmail = 0;               // Messages to gmail.com or googlemail.com.
  uint64_t elsewhere = 0;           // Messages to others only.
  uint64_t recipients_unknown = 0;  // Neither Delivered-To nor To nor Cc names one.
  uint64_t undated = 0;             // Without a usable time: counted in no window.
  uint64_t peak = 0;                // Most messages in any 24 hours, without those that go elsewhere.
  int64_t peak_end = 0;             // The time of the last message of the first such window, Unix seconds.
};

// Days above the mean of the seven before them.
struct RampFacts {
  uint64_t days = 0;          // From the first to the last day with mail.
  uint64_t jumps = 0;         // Days of the domain.
  uint64_t client_jumps = 0;  // Days of one client address.
  // The first jump of the domain, else the first one of a client.
  int32_t day = 0;  // Since 1970, UTC.
  uint64_t messages = 0;
  uint64_t week_before = 0;  // Messages of the seven days before.
  uint64_t client = 0;       // ClientCode() of a client's jump; 0: the domain's.
};

// Who sends what.
struct StreamFacts {
  std::array<uint64_t, kTrafficClassCount> messages{};   // By TrafficClass; direct mail only.
  std::array<uint64_t, kTrafficClassCount> addresses{};  // Different From addresses in each.
  uint64_t shared = 0;  // Triples of From, d= and client address that occur in several classes.
};

// What the provider itself says, from files that the user exported.
struct OutsideFacts {
  bool spam_rate_known = false;
  uint32_t worst_recent = 0;  // Parts per million, of the last kSpamRateDays days with data.
  uint32_t worst = 0;         // Of all days.
  int32_t worst_day = 0;      // Of `worst_recent` while that fails, else of `worst`; days since 1970.
  uint32_t days = 0;          // With data.
  bool days_missing = false;  // Between the last kSpamRateDays days with data.
  uint32_t good_days = 0;     // Consecutive days below kSpamRateFail at the end.
  // HONOR_UNSUBSCRIBE.
  bool honour_known = false;
  bool honoured = false;
};

// All that is known of one Organizational Domain.
struct CorpusFacts {
  bool has_domain = true;  // False: mail without a usable author, of which no domain is responsible.
  bool is_sample = false;  // The run took only a part of the corpus (--limit, --since, --until).
  uint64_t messages = 0;
  MessageIdReuse ids;
  UnsubscribeUris uris;
  VolumeFacts volume;
  RampFacts ramp;
  StreamFacts streams;
  OutsideFacts outside;
};

// How a figure is to be written.
enum class FigureUnit : uint8_t {
  kCount,   // A number.
  kTime,    // Unix seconds.
  kDay,     // Days since 1970.
  kRate,    // Parts per million; written as a share.
  kClient,  // A ClientCode().
};

// A number behind a verdict.
struct Figure {
  std::string_view name;
  uint64_t value = 0;
  FigureUnit unit = FigureUnit::kCount;
};
inline constexpr size_t kMaxFigures = 8;

struct Figures {
  std::array<Figure, kMaxFigures> all{};
  size_t count = 0;
  void Add(const Figure& figure) {
    if (count < kMaxFigures) all[count++] = figure;
  }
  std::span<const Figure> list() const { return {all.data(), count}; }
};

struct CorpusVerdict {
  Verdict verdict;
  Figures figures;
};
using CorpusVerdicts = std::array<CorpusVerdict, kCorpusRuleCount>;

struct CorpusRuleInfo {
  CorpusRuleId id;
  std::string_view name;  // "volume-ramp"
  Bilingual title;
  Levels level;
  std::string_view smtp_codes;  // Gmail's.
  std::string_view source;
  Bilingual remedy;
  Verdict (*check)(const CorpusFacts&, Figures*);
  bool outside_data;             // Decided by files of the provider only: unknown without them is no finding.
  Consequences consequence;      // As in RuleInfo.
  std::string_view source_keys;  // Likewise.
};

// One row for every CorpusRuleId, in that order. Static; any thread.
std::span<const CorpusRuleInfo> CorpusRules();
const CorpusRuleInfo& GetCorpusRule(CorpusRuleId id);

// Whom the rule binds under a profile; under kAll the highest level of its providers.
Level LevelFor(const CorpusRuleInfo& rule, Provider profile);

// Judges all of them. Pure; any thread; allocates nothing.
CorpusVerdicts JudgeCorpus(const CorpusFacts& facts);

// Whether the domain is a bulk sender: true from kBulkMessages on, false where that is shown not to be so,
// absent where it is open. Pure.
std::optional<bool> IsBulkSender(const CorpusFacts& facts);

// The checks, each of the row of its name. They append what they rest on to `figures`. Pure.
Verdict CheckFormatMessageIdUnique(const CorpusFacts& facts, Figures* figures);
Verdict CheckUnsubUriOpaque(const CorpusFacts& facts, Figures* figures);
Verdict CheckUnsubHonoured(const CorpusFacts& facts, Figures* figures);
Verdict CheckSpamRate(const CorpusFacts& facts, Figures* figures);
Verdict CheckVolumeBulkStatus(const CorpusFacts& facts, Figures* figures);
Verdict CheckVolumeRamp(const CorpusFacts& facts, Figures* figures);
Verdict CheckStreamConsistency(const CorpusFacts& facts, Figures* figures);

}  // namespace kenpin

#endif  // KENPIN_RULES_CORPUS_RULE_H_
