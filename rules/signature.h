// What several families ask about DKIM signatures: whether one verifies, whether it counts, and which of them
// is judged.
#ifndef KENPIN_RULES_SIGNATURE_H_
#define KENPIN_RULES_SIGNATURE_H_

#include "rules/rule.h"

namespace kenpin {

// What a signature is worth to a rule that wants a passing one.
enum class Standing : uint8_t {
  kPasses,      // The DKIM result is pass.
  kFails,       // It is definitely something else.
  kCannotTell,  // No key, no DNS, or a stored copy that was altered after delivery.
};
// Where a trusted receiver speaks of the signature, it decides, whatever the stored copy and today's DNS say.
Standing StandingOf(const Evidence& evidence, const SignatureEvidence& signature);

// Why a signature does not pass, for one that StandingOf() calls failing or open.
Reason WhyNotPassing(const Evidence& evidence, const SignatureEvidence& signature);

// The receiver's entry about the signature, for what SignatureEvidence does not hold; null if there is none.
const ReceiverDkim* FindReceiverEntry(const Evidence& evidence, const SignatureEvidence& signature);

// Whether one signature verifies over the stored message: the verdict of dkim-verify on it alone. A receiver
// that says otherwise is a warning, unless both say no.
Verdict JudgeVerification(const Evidence& evidence, const SignatureEvidence& signature);

// Why the field itself is no signature (RFC 6376 §6.1.1), kNone if it is one.
Reason SyntaxFault(const SignatureEvidence& signature);

// Whether the provider counts signatures by ed25519-sha256 (RFC 8463). Gmail, Yahoo and Outlook.com were seen
// not to; of the others nothing is known.
bool AcceptsEd25519(Provider provider);

// Whether the stored copy differs from what was delivered in ways that break signatures. Only delivered mail
// has a reason to.
bool LooksAltered(const Evidence& evidence);

// The signature's SDID is aligned with the Author Domain, relaxed or strict.
bool IsAligned(const SignatureEvidence& signature);

// The answer when there is no signature: not-applicable, or unknown if a later system signs.
Verdict JudgeUnsigned(const Evidence& evidence);

// Judges by the best signature; the others can only add a remark to a pass or a not-applicable. Without
// signatures: JudgeUnsigned().
using SignatureCheck = Verdict (*)(const Evidence&, const SignatureEvidence&);
Verdict JudgeBestSignature(const Evidence& evidence, SignatureCheck check);

}  // namespace kenpin

#endif  // KENPIN_RULES_SIGNATURE_H_
