#include "rules/compliance.h"

#include <iterator>

namespace kenpin {
namespace {

constexpr RuleId kSpfRules[] = {RuleId::kAuthSpf};
constexpr RuleId kDkimRules[] = {RuleId::kAuthDkim};
constexpr RuleId kSpfAndDkimRules[] = {RuleId::kAuthSpf, RuleId::kAuthDkim};
constexpr RuleId kDmarcPolicyRules[] = {RuleId::kDmarcRecordPresent, RuleId::kDmarcRecordSingle,
                                        RuleId::kDmarcRecordValid, RuleId::kDmarcPolicy};
constexpr RuleId kDmarcAlignmentRules[] = {RuleId::kAlignFrom};
constexpr RuleId kDnsRecordsRules[] = {RuleId::kInfraPtr, RuleId::kInfraFcrdns};
constexpr RuleId kEncryptionRules[] = {RuleId::kInfraTls};
constexpr RuleId kFormattingRules[] = {
    RuleId::kFormatParse,
    RuleId::kFormatDate,
    RuleId::kFormatFromPresent,
    RuleId::kFormatFromSingle,
    RuleId::kFormatFromOneAddress,
    RuleId::kFormatFromDomain,
    RuleId::kFormatSender,
    RuleId::kFormatMessageId,
    RuleId::kFormatSingleInstance,
    RuleId::kFormatLineLength,
    RuleId::kFormatBareCrlf,
    RuleId::kFormat8bitHeader,
    RuleId::kFormatEncodedWord,
    RuleId::kFormatHeaderSize,
    RuleId::kFormatMime,
    RuleId::kFormatHops,
    RuleId::kFormatIdn,
};
constexpr RuleId kOneClickRules[] = {RuleId::kUnsubOneClick};

// The names are those of the Postmaster Tools API v2 (domains.getComplianceStatus). A requirement gets its
// rules with their family.
constexpr RequirementInfo kRequirements[] = {
    {Requirement::kSpf, "SPF", kSpfRules},
    {Requirement::kDkim, "DKIM", kDkimRules},
    {Requirement::kSpfAndDkim, "SPF_AND_DKIM", kSpfAndDkimRules},
    {Requirement::kDmarcPolicy, "DMARC_POLICY", kDmarcPolicyRules},
    {Requirement::kDmarcAlignment, "DMARC_ALIGNMENT", kDmarcAlignmentRules},
    {Requirement::kMessageFormatting, "MESSAGE_FORMATTING", kFormattingRules,
     CorpusRuleId::kFormatMessageIdUnique},
    {Requirement::kDnsRecords, "DNS_RECORDS", kDnsRecordsRules},
    {Requirement::kEncryption, "ENCRYPTION", kEncryptionRules},
    {Requirement::kUserReportedSpamRate, "USER_REPORTED_SPAM_RATE", {}, CorpusRuleId::kSpamRate},
    {Requirement::kOneClickUnsubscribe, "ONE_CLICK_UNSUBSCRIBE", kOneClickRules},
    {Requirement::kHonorUnsubscribe, "HONOR_UNSUBSCRIBE", {}, CorpusRuleId::kUnsubHonoured},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kRequirements); ++i) {
    if (static_cast<size_t>(kRequirements[i].id) != i) return false;
  }
  return std::size(kRequirements) == static_cast<size_t>(Requirement::kCount);
}
static_assert(InOrder());

// The rule that has an outcome most often; of equals the first of the catalogue.
struct Worst {
  std::optional<RuleId> rule;
  uint64_t count = 0;

  void Offer(RuleId candidate, uint64_t n) {
    if (n <= count) return;
    rule = candidate;
    count = n;
  }
};

// Takes the corpus rule's side where it is worse than what messages say: of two failures a message's is told.
void AddCorpusRule(CorpusRuleId rule, Verdict verdict, std::optional<RuleId> failing,
                   std::optional<RuleId> open, Compliance* compliance) {
  if (failing) return;
  const bool fails = verdict.outcome == Outcome::kFail;
  if (!fails && (open || verdict.outcome != Outcome::kUnknown)) return;
  compliance->corpus_rule = rule;
  compliance->state = fails ? ComplianceState::kNeedsWork : ComplianceState::kUnknown;
}

}  // namespace

bool IsRequired(Level level, SenderSize size) {
  return level == Level::kMustAll || (level == Level::kMustBulk && size == SenderSize::kBulk);
}

bool IsRequired(RuleId rule, Provider provider, SenderSize size) {
  return IsRequired(LevelFor(GetRule(rule), provider), size);
}

bool IsRequired(CorpusRuleId rule, Provider provider, SenderSize size) {
  return IsRequired(LevelFor(GetCorpusRule(rule), provider), size);
}

RuleMarks RequiredRules(Provider provider, SenderSize size) {
  RuleMarks required{};
  for (const RuleInfo& rule : Rules()) {
    required[static_cast<size_t>(rule.id)] = IsRequired(LevelFor(rule, provider), size);
  }
  return required;
}

bool AnyFails(const VerdictSet& verdicts, const RuleMarks& rules) {
  for (size_t i = 0; i < kRuleCount; ++i) {
    if (rules[i] && verdicts[i].outcome == Outcome::kFail) return true;
  }
  return false;
}

uint64_t OutcomeCounts::total() const {
  uint64_t sum = 0;
  for (const uint64_t count : counts) sum += count;
  return sum;
}

OutcomeCounts& OutcomeCounts::operator+=(const OutcomeCounts& other) {
  for (size_t i = 0; i < kOutcomeCount; ++i) counts[i] += other.counts[i];
  return *this;
}

std::span<const RequirementInfo> Requirements() { return kRequirements; }

std::string_view ComplianceStateName(ComplianceState state) {
  switch (state) {
    case ComplianceState::kCompliant:
      return "COMPLIANT";
    case ComplianceState::kNeedsWork:
      return "NEEDS_WORK";
    case ComplianceState::kUnknown:
      break;
  }
  return "UNKNOWN";
}

Compliance FoldCompliance(const RequirementInfo& requirement,
                          std::span<const OutcomeCounts, kRuleCount> direct_mail, Provider provider,
                          SenderSize size, const CorpusVerdicts* corpus) {
  Compliance compliance;
  if (requirement.rules.empty() && corpus == nullptr) {
    compliance.reason = Reason::kNotJudged;
    return compliance;
  }
  Worst failing;
  Worst open;
  bool required = false;
  bool applies = false;
  for (const RuleId rule : requirement.rules) {
    if (!IsRequired(rule, provider, size)) continue;
    const OutcomeCounts& counts = direct_mail[static_cast<size_t>(rule)];
    required = true;
    applies |= counts.total() > counts[Outcome::kNotApplicable];
    failing.Offer(rule, counts[Outcome::kFail]);
    open.Offer(rule, counts[Outcome::kUnknown]);
  }
  if (corpus != nullptr && requirement.corpus_rule && IsRequired(*requirement.corpus_rule, provider, size)) {
    const Verdict verdict = (*corpus)[static_cast<size_t>(*requirement.corpus_rule)].verdict;
    required = true;
    applies |= verdict.outcome != Outcome::kNotApplicable;
    AddCorpusRule(*requirement.corpus_rule, verdict, failing.rule, open.rule, &compliance);
  }
  compliance.applies = applies;
  if (!required) compliance.reason = Reason::kNotRequired;
  if (compliance.corpus_rule) return compliance;
  const Worst& worst = failing.rule ? failing : open;
  compliance.state = failing.rule ? ComplianceState::kNeedsWork
                     : open.rule  ? ComplianceState::kUnknown
                                  : ComplianceState::kCompliant;
  compliance.rule = worst.rule;
  compliance.affected = worst.count;
  if (worst.rule) compliance.messages = direct_mail[static_cast<size_t>(*worst.rule)].total();
  return compliance;
}

}  // namespace kenpin
