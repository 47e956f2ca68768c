// From rules to requirements: what the verdicts on a domain's mail add up to in the words of Gmail's
// Postmaster Tools (API v2). A requirement rests on rules; a domain needs work as soon as one message fails a
// rule that is required of a sender of its size.
#ifndef KENPIN_RULES_COMPLIANCE_H_
#define KENPIN_RULES_COMPLIANCE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/corpus_rule.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

// Whose must-level counts (--sender-size).
enum class SenderSize : uint8_t {
  kBulk,   // Everything that is required of anybody.
  kSmall,  // Only what is required of every sender.
};

// Whether a rule at this level is required of a sender of this size.
bool IsRequired(Level level, SenderSize size);
// Whether `provider` requires the rule.
bool IsRequired(RuleId rule, Provider provider, SenderSize size);
bool IsRequired(CorpusRuleId rule, Provider provider, SenderSize size);

// Which rules `provider` requires, by RuleId: to be asked for message after message.
using RuleMarks = std::array<bool, kRuleCount>;
RuleMarks RequiredRules(Provider provider, SenderSize size);
// Whether one of these rules fails.
bool AnyFails(const VerdictSet& verdicts, const RuleMarks& rules);

// How often a rule said what.
struct OutcomeCounts {
  std::array<uint64_t, kOutcomeCount> counts{};

  void Add(Outcome outcome) { ++counts[static_cast<size_t>(outcome)]; }
  uint64_t operator[](Outcome outcome) const { return counts[static_cast<size_t>(outcome)]; }
  uint64_t total() const;
  OutcomeCounts& operator+=(const OutcomeCounts& other);
  bool operator==(const OutcomeCounts&) const = default;
};
using OutcomeTable = std::array<OutcomeCounts, kRuleCount>;

// The requirements as the API names them.
enum class Requirement : uint8_t {
  kSpf,                   // SPF passes.
  kDkim,                  // DKIM passes.
  kSpfAndDkim,            // Both do.
  kDmarcPolicy,           // The domain publishes a DMARC policy.
  kDmarcAlignment,        // From is aligned with what passes.
  kMessageFormatting,     // The message is well formed.
  kDnsRecords,            // The client has forward and reverse DNS.
  kEncryption,            // Delivered over TLS.
  kUserReportedSpamRate,  // Few recipients call it spam.
  kOneClickUnsubscribe,   // One-click unsubscribe is offered.
  kHonorUnsubscribe,      // Unsubscribing is honoured in time.
  kCount,
};

struct RequirementInfo {
  Requirement id;
  std::string_view name;                                   // "MESSAGE_FORMATTING"
  std::span<const RuleId> rules;                           // What it rests on, message by message,
  std::optional<CorpusRuleId> corpus_rule = std::nullopt;  // and by the whole corpus.
};

// One row for every Requirement, in that order. Static; any thread.
std::span<const RequirementInfo> Requirements();

enum class ComplianceState : uint8_t {
  kCompliant,  // Nothing that is required fails, and nothing is left open.
  kNeedsWork,  // A required rule fails for at least one message.
  kUnknown,    // No failure, but the input could not decide everything.
};
std::string_view ComplianceStateName(ComplianceState state);  // "COMPLIANT", "NEEDS_WORK", "UNKNOWN"

struct Compliance {
  ComplianceState state = ComplianceState::kUnknown;
  bool applies = true;                      // False: the requirement concerns none of the messages.
  Reason reason = Reason::kNone;            // kNotJudged or kNotRequired; otherwise the rules say why.
  std::optional<RuleId> rule;               // What fails (or is unknown) most often; absent when compliant.
  std::optional<CorpusRuleId> corpus_rule;  // The same of the corpus, where no `rule` says it.
  uint64_t affected = 0;                    // Messages of which `rule` says so ...
  uint64_t messages = 0;                    // ... among so many.
  // Between 0 and 1.
  double share() const {
    return messages == 0 ? 0 : static_cast<double>(affected) / static_cast<double>(messages);
  }
};

// Folds the outcomes of a domain's direct mail (Stream::kDirect; indirect mail is not held against the
// domain). Only rules that are required count: NEEDS_WORK if one fails; else UNKNOWN if one is unknown; else
// COMPLIANT, which does not apply if all are not-applicable. `corpus` is null for rows for which corpus rules
// are not judged (subdomains); a requirement that rests on them alone is then UNKNOWN. Pure; any thread.
Compliance FoldCompliance(const RequirementInfo& requirement,
                          std::span<const OutcomeCounts, kRuleCount> direct_mail, Provider provider,
                          SenderSize size, const CorpusVerdicts* corpus = nullptr);

}  // namespace kenpin

#endif  // KENPIN_RULES_COMPLIANCE_H_
