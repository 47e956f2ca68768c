#include "rules/dkim.h"

#include <optional>

#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

Verdict JudgeSyntax(const Evidence&, const SignatureEvidence& signature) {
  const Reason fault = SyntaxFault(signature);
  return fault == Reason::kNone ? Pass() : Fail(fault);
}

Verdict JudgeKeyLength(const Evidence&, const SignatureEvidence& signature) {
  if (signature.reason == DkimReason::kKeyTooLong) return Warn(Reason::kKeyAbove4096);
  if (signature.key_type == KeyType::kEd25519) return Pass();
  if (signature.key_bits == 0) return Unknown(Reason::kKeyNotFetched);
  if (signature.key_bits < kRequiredRsaBits) return Fail(Reason::kKeyTooShort);
  if (signature.key_bits < kRecommendedRsaBits) return Warn(Reason::kKeyBelow2048);
  return signature.key_bits > kObligedRsaBits ? Warn(Reason::kKeyAbove4096) : Pass();
}

// The reasons that speak of the record itself have the same verdict here as in dkim-verify.
bool IsAboutTheKey(DkimReason reason) {
  return (reason >= DkimReason::kKeyNotFound && reason <= DkimReason::kKeyStrictDomain) ||
         reason == DkimReason::kDnsFailure || reason == DkimReason::kKeyNotRecorded ||
         reason == DkimReason::kKeyGone || reason == DkimReason::kDnsOff;
}

// RFC 6376 §3.6.1, and §6.1.2 step 4 for several records.
Verdict JudgeKeyRecord(const Evidence& evidence, const SignatureEvidence& signature) {
  if (IsAboutTheKey(signature.reason)) return JudgeVerification(evidence, signature);
  // The key does not matter to a body that differs, and may be gone.
  if (signature.key_bits == 0 && signature.reason != DkimReason::kKeyTooLong)
    return Unknown(Reason::kKeyNotFetched);
  if (signature.key_records > 1) {
    const bool one_verifies = signature.header_ok || signature.reason == DkimReason::kKeyTooLong;
    if (one_verifies) return Warn(Reason::kSeveralKeys);
    if (LooksAltered(evidence)) return Unknown(Reason::kAlteredCopy);
    return KeyIsContemporary(evidence) ? Fail(Reason::kNoKeyVerifies) : Unknown(Reason::kDnsNotContemporary);
  }
  return signature.key_testing ? Warn(Reason::kKeyTesting) : Pass();
}

Verdict JudgeCoversFrom(const Evidence&, const SignatureEvidence& signature) {
  return signature.coverage.from_listed > 0 ? Pass() : Fail(Reason::kFromNotSigned);
}

// RFC 6376 §5.4.1; §8.15 for a second From that nobody signed.
Verdict JudgeCoversCore(const Evidence&, const SignatureEvidence& signature) {
  if (signature.coverage.missing_core != 0) return Warn(Reason::kCoreNotSigned);
  return signature.coverage.from_listed > signature.coverage.from_present ? Pass()
                                                                          : Warn(Reason::kFromNotOversigned);
}

// RFC 6376 §3.5, §8.2.
Verdict JudgeBodyLimit(const Evidence&, const SignatureEvidence& signature) {
  if (!signature.body_limit) return Pass();
  if (*signature.body_limit == 0) return Fail(Reason::kBodyLimitZero);
  const bool too_large = signature.hashed && *signature.body_limit > signature.canonical_body_length;
  if (too_large || signature.reason == DkimReason::kBodyLimitTooLarge)
    return Fail(Reason::kBodyLimitTooLarge);
  return Warn(Reason::kBodyLimit);
}

// When the message met, or will meet, a receiver: now before sending, the date of the message in a sender's
// archive (its topmost Received, else its Date), the topmost Received in delivered mail.
std::optional<int64_t> DeliveryTime(const Evidence& evidence) {
  if (evidence.mode == Mode::kPresend) return evidence.judged_at;
  if (evidence.delivered_at) return evidence.delivered_at;
  const DateFacts& date = evidence.mail->date;
  if (evidence.mode == Mode::kSent && date.form == DateFacts::Form::kOk) return date.time;
  return std::nullopt;
}

// RFC 6376 §3.5 (t, x).
Verdict JudgeTimestamps(const Evidence& evidence, const SignatureEvidence& signature) {
  const std::optional<int64_t> t = signature.signed_at;
  const std::optional<int64_t> x = signature.expires_at;
  if (!t && !x) return NotApplicable(Reason::kNoTimestamps);
  if (t && x && *x <= *t) return Fail(Reason::kTimestampOrder);
  const std::optional<int64_t> delivery = DeliveryTime(evidence);
  if (!delivery) return Unknown(Reason::kNoDeliveryTime);
  if (x && *x < *delivery) return Fail(Reason::kExpiredAtDelivery);
  if (t && *t - kClockSkewSeconds > *delivery) return Warn(Reason::kSignedInFuture);
  if (t && x && *x - *t < kShortestExpirySeconds) return Warn(Reason::kShortExpiry);
  return Pass();
}

// Which algorithms the signatures of a message name.
struct NamedAlgorithms {
  bool rsa_sha256 = false;
  bool rsa_sha1 = false;
  bool ed25519 = false;
  bool unknown = false;
};

NamedAlgorithms CollectAlgorithms(const Evidence& evidence) {
  NamedAlgorithms named;
  for (const SignatureEvidence& signature : evidence.signatures) {
    if (signature.reason == DkimReason::kTooManySignatures) continue;
    named.rsa_sha256 |= signature.algorithm == DkimAlgorithm::kRsaSha256;
    named.rsa_sha1 |= signature.algorithm == DkimAlgorithm::kRsaSha1;
    named.ed25519 |= signature.algorithm == DkimAlgorithm::kEd25519Sha256;
    named.unknown |= signature.algorithm == DkimAlgorithm::kUnknown;
  }
  return named;
}

}  // namespace

// RFC 6376 §3.2, §3.5, §6.1.1.
Verdict CheckDkimSignatureSyntax(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeSyntax);
}

// RFC 8301 §3.1; RFC 8463 §3. Gmail was seen to give ed25519-sha256 alone a neutral result.
Verdict CheckDkimAlgorithm(const Evidence& evidence) {
  if (evidence.signatures.empty()) return JudgeUnsigned(evidence);
  const NamedAlgorithms named = CollectAlgorithms(evidence);
  if (named.rsa_sha256) return named.rsa_sha1 || named.unknown ? Warn(Reason::kAlgorithmIgnored) : Pass();
  if (named.ed25519) return Fail(Reason::kAlgorithmEd25519Only);
  return Fail(named.rsa_sha1 ? Reason::kAlgorithmSha1 : Reason::kAlgorithmUnknown);
}

Verdict CheckDkimKeyLength(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeKeyLength); }

Verdict CheckDkimKeyRecord(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeKeyRecord); }

Verdict CheckDkimVerify(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeVerification); }

// RFC 6376 §5.4.
Verdict CheckDkimCoversFrom(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeCoversFrom);
}

Verdict CheckDkimCoversCore(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeCoversCore);
}

Verdict CheckDkimNoBodyLimit(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeBodyLimit);
}

Verdict CheckDkimTimestamps(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeTimestamps);
}

}  // namespace kenpin
