#include "rules/feedback.h"

#include <algorithm>

#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// A signature that does not definitely fail covers the field: that it is signed at all is what the rule asks.
bool IsSigned(const Evidence& evidence) {
  return std::any_of(
      evidence.signatures.begin(), evidence.signatures.end(), [&](const SignatureEvidence& signature) {
        return signature.coverage.covers_feedback_id && StandingOf(evidence, signature) != Standing::kFails;
      });
}

}  // namespace

Verdict CheckFeedbackId(const Evidence& evidence) {
  const FeedbackIdFacts& field = evidence.mail->feedback_id;
  if (field.count == 0)
    return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : NotApplicable(Reason::kNoFeedbackId);
  if (field.count > 1) return Warn(Reason::kFeedbackIdRepeated);
  if (field.sender_id_length < kShortestSenderId || field.sender_id_length > kLongestSenderId) {
    return Warn(Reason::kFeedbackIdSender);
  }
  if (!IsSigned(evidence)) {
    const bool signed_later = evidence.signatures.empty() && AddedLater(evidence, &MtaAdds::dkim_signature);
    return signed_later ? Unknown(Reason::kNotSignedYet) : Warn(Reason::kFeedbackIdNotSigned);
  }
  return field.parts > kFeedbackIdParts ? Pass(Reason::kFeedbackIdExtraParts) : Pass();
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kFeedbackId,
     "feedback-id",
     {"Gmail's feedback loop can use the Feedback-ID", "Gmail がフィードバックループに利用できる"},
     kNobody,
     kUnenforced,
     {},
     "Google, Feedback Loop",
     "G-FBL",
     {"Write Campaign:Customer:Type:SenderId, of which the first three may be left out, and sign it.",
      "Campaign:Customer:Type:SenderId の形（前の 3 つは省略可）で書き、署名の対象にする。"},
     CheckFeedbackId},
};

}  // namespace

std::span<const RuleInfo> FeedbackRules() { return kRules; }

}  // namespace kenpin
