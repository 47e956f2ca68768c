#include "rules/alignment.h"

#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// What the signatures of a message offer for alignment.
struct Offers {
  bool passing = false;
  bool passing_undecided = false;  // A passing signature whose alignment can not be told.
  bool aligned_passing = false;
  bool aligned_failing = false;  // Of an aligned signature: the result is a definite non-pass.
  bool aligned_open = false;     // ... the result can not be told.
  bool open = false;
};

Offers CollectOffers(const Evidence& evidence) {
  Offers offers;
  for (const SignatureEvidence& signature : evidence.signatures) {
    const Standing standing = StandingOf(evidence, signature);
    const bool aligned = IsAligned(signature);
    const bool passes = standing == Standing::kPasses;
    const bool is_open = standing == Standing::kCannotTell;
    offers.passing |= passes;
    offers.passing_undecided |= passes && signature.alignment == AlignmentResult::kUnknown;
    offers.aligned_passing |= passes && aligned;
    offers.aligned_failing |= standing == Standing::kFails && aligned;
    offers.aligned_open |= is_open && aligned;
    offers.open |= is_open;
  }
  return offers;
}

}  // namespace

// RFC 7489 §3.1.1, RFC 9989 §4.4.1: the SDID of some passing signature is aligned with the Author Domain.
Verdict CheckAlignDkim(const Evidence& evidence) {
  if (evidence.signatures.empty()) return JudgeUnsigned(evidence);
  const Offers offers = CollectOffers(evidence);
  if (offers.aligned_passing) return Pass();
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (offers.aligned_open) return Unknown(Reason::kSignatureUnknown);
  if (!offers.passing)
    return offers.open ? Unknown(Reason::kSignatureUnknown) : Fail(Reason::kNoPassingSignature);
  if (offers.passing_undecided) return Unknown(Reason::kOrgDomainUnknown);
  return offers.aligned_failing ? Warn(Reason::kAlignedSignatureFailed) : Fail(Reason::kThirdPartySignature);
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kAlignDkim, "align-dkim", "A passing signature is by the author's domain", kShouldGmail,
     "Gmail 421 4.7.32, 421 5.7.32; Outlook.com 550 5.7.515",
     "RFC 9989 §3.2.10.2, §4.4 (read as its last draft), RFC 7489 §3.1.1 (from memory)",
     "Register a DKIM key of your own domain with the sending service.", CheckAlignDkim},
};

}  // namespace

std::span<const RuleInfo> AlignmentRules() { return kRules; }

}  // namespace kenpin
