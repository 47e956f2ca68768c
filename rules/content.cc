#include "rules/content.h"

#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

Reason NameFault(const IdentityFacts& identity) {
  if (identity.name_has_control) return Reason::kNameControl;
  if (identity.name_has_gmail) return Reason::kNameGmail;
  return identity.name_domain.empty() ? Reason::kNone : Reason::kNameOtherAddress;
}

Reason NameRemark(const IdentityFacts& identity) {
  if (identity.name_has_symbol) return Reason::kNameSymbol;
  if (identity.name_has_counter) return Reason::kNameCounter;
  return identity.name_has_reply_prefix ? Reason::kNameReplyPrefix : Reason::kNone;
}

}  // namespace

Verdict CheckContentDisplayName(const Evidence& evidence) {
  const IdentityFacts& identity = evidence.mail->identity;
  if (!identity.has_display_name) return NotApplicable(Reason::kNoDisplayName);
  const Reason fault = NameFault(identity);
  if (fault != Reason::kNone) return Fail(fault);
  const Reason remark = NameRemark(identity);
  return remark == Reason::kNone ? Pass() : Warn(remark);
}

Verdict CheckContentSubjectHonest(const Evidence& evidence) {
  const IdentityFacts& identity = evidence.mail->identity;
  if (!identity.subject_has_reply_prefix || identity.is_reply) return Pass();
  // The fields of a reply may stand in the rest.
  return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Warn(Reason::kSubjectReplyPrefix);
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kContentDisplayName,
     "content-display-name",
     "The display name names the sender, and nothing else",
     kMustGmail,
     kSupportLost,
     {},
     "Google, Email sender guidelines (display names)",
     "G-81126",
     "Use only the name of your brand or of a person.",
     CheckContentDisplayName},
    {RuleId::kContentSubjectHonest,
     "content-subject-honest",
     "Only replies begin like replies",
     kShouldGmail,
     kUnenforced,
     {},
     "Google, Email sender guidelines; Yahoo, Sender Hub",
     "G-81126 Y-SRR",
     "Leave Re: and Fwd: to replies and forwarded mail.",
     CheckContentSubjectHonest},
};

}  // namespace

std::span<const RuleInfo> ContentRules() { return kRules; }

}  // namespace kenpin
