#include "rules/signature.h"

#include <iterator>

#include "rules/verdict.h"

namespace kenpin {
namespace {

// What a reason of the protocol means for the question "does it verify over the stored message?".
enum class Meaning : uint8_t {
  kVerifies,      // Body and header are what was signed.
  kMismatch,      // They are not: definite, unless the store may have changed them after the receiver looked.
  kUncounted,     // The algorithm, the key's length or the times forbid to count it, whatever body and header
                  // say.
  kNotSignature,  // The field itself is no signature by RFC 6376 §6.1.1.
  kNotValid,      // It is one, and can not verify.
  kAbsentKey,     // No key today, which says nothing about the time of an old message: keys rotate.
  kWrongKey,      // Nor does today's record, when it does not fit the signature.
  kCannotTell,    // The input lacks something.
};

struct ReasonMeaning {
  DkimReason dkim;
  Meaning meaning;
  Reason reason;
};

// One row for every DkimReason, in that order.
constexpr ReasonMeaning kMeanings[] = {
    {DkimReason::kVerified, Meaning::kVerifies, Reason::kNone},
    {DkimReason::kBodyHashMismatch, Meaning::kMismatch, Reason::kBodyHashMismatch},
    {DkimReason::kSignatureMismatch, Meaning::kMismatch, Reason::kSignatureMismatch},
    {DkimReason::kBothMismatch, Meaning::kMismatch, Reason::kBothMismatch},
    {DkimReason::kAlgorithmSha1, Meaning::kUncounted, Reason::kNone},
    {DkimReason::kKeyTooShort, Meaning::kUncounted, Reason::kNone},
    {DkimReason::kKeyTooLong, Meaning::kCannotTell, Reason::kKeyTooLongToCheck},
    {DkimReason::kSyntax, Meaning::kNotSignature, Reason::kSignatureSyntax},
    {DkimReason::kDuplicateTag, Meaning::kNotSignature, Reason::kSignatureDuplicateTag},
    {DkimReason::kMissingTag, Meaning::kNotSignature, Reason::kSignatureMissingTag},
    {DkimReason::kVersion, Meaning::kNotSignature, Reason::kSignatureVersion},
    {DkimReason::kUnknownAlgorithm, Meaning::kNotValid, Reason::kAlgorithmUnknown},
    {DkimReason::kUnknownCanonicalization, Meaning::kNotSignature, Reason::kSignatureCanonicalization},
    {DkimReason::kUnknownQueryMethod, Meaning::kNotSignature, Reason::kSignatureQueryMethod},
    {DkimReason::kFromNotSigned, Meaning::kNotValid, Reason::kFromNotSigned},
    {DkimReason::kDomainMismatch, Meaning::kNotSignature, Reason::kSignatureDomain},
    {DkimReason::kBodyLimitTooLarge, Meaning::kNotValid, Reason::kBodyLimitTooLarge},
    {DkimReason::kExpired, Meaning::kUncounted, Reason::kNone},
    {DkimReason::kTimestampOrder, Meaning::kUncounted, Reason::kNone},
    {DkimReason::kTooManySignatures, Meaning::kCannotTell, Reason::kTooManySignatures},
    {DkimReason::kKeyNotFound, Meaning::kAbsentKey, Reason::kKeyNotFound},
    {DkimReason::kKeySyntax, Meaning::kWrongKey, Reason::kKeySyntax},
    {DkimReason::kKeyRevoked, Meaning::kAbsentKey, Reason::kKeyRevoked},
    {DkimReason::kKeyUndecodable, Meaning::kWrongKey, Reason::kKeyUndecodable},
    {DkimReason::kKeyAlgorithmMismatch, Meaning::kWrongKey, Reason::kKeyAlgorithmMismatch},
    {DkimReason::kKeyHashMismatch, Meaning::kWrongKey, Reason::kKeyHashMismatch},
    {DkimReason::kKeyServiceMismatch, Meaning::kWrongKey, Reason::kKeyServiceMismatch},
    {DkimReason::kKeyStrictDomain, Meaning::kWrongKey, Reason::kKeyStrictDomain},
    {DkimReason::kDnsFailure, Meaning::kCannotTell, Reason::kDnsFailure},
    {DkimReason::kKeyNotRecorded, Meaning::kCannotTell, Reason::kKeyNotRecorded},
    {DkimReason::kKeyGone, Meaning::kCannotTell, Reason::kKeyGone},
    {DkimReason::kDnsOff, Meaning::kCannotTell, Reason::kDnsOff},
    {DkimReason::kMessageTooLarge, Meaning::kCannotTell, Reason::kMessageTooLarge},
    {DkimReason::kTooManyKeys, Meaning::kCannotTell, Reason::kTooManyKeys},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kMeanings); ++i) {
    if (static_cast<size_t>(kMeanings[i].dkim) != i) return false;
  }
  return std::size(kMeanings) == static_cast<size_t>(DkimReason::kCount);
}
static_assert(InOrder());

const ReasonMeaning& MeaningOf(const SignatureEvidence& signature) {
  return kMeanings[static_cast<size_t>(signature.reason)];
}

// The body is the one that was signed, and the header does not verify under a key of another time, which may
// have been replaced under the same selector.
bool KeyMayBeAnother(const Evidence& evidence, const SignatureEvidence& signature) {
  return signature.reason == DkimReason::kSignatureMismatch && !DnsIsContemporary(evidence);
}

// By the stored copy and kenpin's own DNS. As a leg of DMARC the signature counts alike
// (engine/auth/receiver_word.cc); a test holds both together.
Standing OwnStanding(const Evidence& evidence, const SignatureEvidence& signature) {
  switch (signature.result) {
    case DkimResult::kPass:
      return Standing::kPasses;
    case DkimResult::kPolicy:
      return Standing::kFails;
    case DkimResult::kNone:
    case DkimResult::kTempError:
      return Standing::kCannotTell;
    case DkimResult::kFail:
    case DkimResult::kNeutral:
    case DkimResult::kPermError:
      break;
  }
  if (MeaningOf(signature).meaning == Meaning::kUncounted) return Standing::kFails;
  if (KeyMayBeAnother(evidence, signature)) return Standing::kCannotTell;
  return JudgeVerification(evidence, signature).outcome == Outcome::kUnknown ? Standing::kCannotTell
                                                                             : Standing::kFails;
}

// What forbids to count a signature that verifies.
Reason WhyUncounted(DkimReason reason) {
  switch (reason) {
    case DkimReason::kAlgorithmSha1:
      return Reason::kAlgorithmSha1;
    case DkimReason::kKeyTooShort:
      return Reason::kKeyTooShort;
    case DkimReason::kTimestampOrder:
      return Reason::kTimestampOrder;
    default:
      return Reason::kExpiredAtDelivery;
  }
}

// A body or header that is not what was signed. In delivered mail the copy may have been changed after the
// receiver looked, so that its word counts.
Verdict JudgeMismatch(const Evidence& evidence, const SignatureEvidence& signature, Reason reason) {
  if (signature.receiver == ReceiverSays::kPass) return Warn(Reason::kReceiverSaysPass);
  if (signature.receiver == ReceiverSays::kNotPass) return Fail(reason);
  return LooksAltered(evidence) ? Unknown(Reason::kAlteredCopy) : Fail(reason);
}

// A signature that verifies here.
Verdict JudgeVerified(const SignatureEvidence& signature) {
  return signature.receiver == ReceiverSays::kNotPass ? Warn(Reason::kReceiverSaysFail) : Pass();
}

// The receiver saw no signature at all: what stands here was added later, or is nothing that it knows.
bool ReceiverSawNone(const Evidence& evidence) {
  const ReceiverResults& results = evidence.delivery->results;
  return HasTrustedResults(evidence) && results.dkim_none && results.dkim.empty();
}

}  // namespace

Standing StandingOf(const Evidence& evidence, const SignatureEvidence& signature) {
  switch (signature.receiver) {
    case ReceiverSays::kPass:
      return Standing::kPasses;
    case ReceiverSays::kNotPass:
      return Standing::kFails;
    case ReceiverSays::kUnknown:
      return Standing::kCannotTell;
    case ReceiverSays::kSilent:
      break;
  }
  return ReceiverSawNone(evidence) ? Standing::kFails : OwnStanding(evidence, signature);
}

Reason WhyNotPassing(const Evidence& evidence, const SignatureEvidence& signature) {
  if (signature.receiver == ReceiverSays::kNotPass) {
    const ReceiverDkim* entry = FindReceiverEntry(evidence, signature);
    return entry != nullptr && entry->no_key ? Reason::kNoKey : Reason::kReceiverSaysFail;
  }
  if (signature.receiver == ReceiverSays::kUnknown) return Reason::kReceiverTempError;
  if (ReceiverSawNone(evidence)) return Reason::kReceiverSawNoSignature;
  const ReasonMeaning& row = MeaningOf(signature);
  if (row.meaning == Meaning::kUncounted) return WhyUncounted(row.dkim);
  if (KeyMayBeAnother(evidence, signature) && !LooksAltered(evidence)) return Reason::kDnsNotContemporary;
  const Reason reason = JudgeVerification(evidence, signature).reason;
  return reason == Reason::kNone ? Reason::kNoPassingSignature : reason;
}

const ReceiverDkim* FindReceiverEntry(const Evidence& evidence, const SignatureEvidence& signature) {
  for (const ReceiverDkim& entry : evidence.delivery->results.dkim) {
    const bool same_selector =
        entry.selector.empty() || signature.selector.empty() || entry.selector == signature.selector;
    if (entry.domain == signature.domain && same_selector) return &entry;
  }
  return nullptr;
}

Verdict JudgeVerification(const Evidence& evidence, const SignatureEvidence& signature) {
  const ReasonMeaning& row = MeaningOf(signature);
  switch (row.meaning) {
    case Meaning::kVerifies:
      return JudgeVerified(signature);
    case Meaning::kMismatch:
      return JudgeMismatch(evidence, signature, row.reason);
    case Meaning::kUncounted:
      // Where it does not verify, the key could not be had: a mismatch would have been named instead.
      return signature.body_hash_ok && signature.header_ok ? JudgeVerified(signature)
                                                           : Unknown(Reason::kKeyNotFetched);
    case Meaning::kAbsentKey:
      return DnsIsContemporary(evidence) ? Fail(row.reason) : Unknown(Reason::kKeyGone);
    case Meaning::kWrongKey:
      return IfContemporary(evidence, Fail(row.reason));
    case Meaning::kNotSignature:
    case Meaning::kNotValid:
      return Fail(row.reason);
    case Meaning::kCannotTell:
      break;
  }
  return Unknown(row.reason);
}

Reason SyntaxFault(const SignatureEvidence& signature) {
  const ReasonMeaning& row = MeaningOf(signature);
  return row.meaning == Meaning::kNotSignature ? row.reason : Reason::kNone;
}

bool AcceptsEd25519(Provider provider) {
  return provider != Provider::kGmail && provider != Provider::kYahoo && provider != Provider::kMicrosoft;
}

bool LooksAltered(const Evidence& evidence) {
  if (evidence.mode != Mode::kArchive) return false;
  const MailFacts& mail = *evidence.mail;
  LineEndCounts line_ends = mail.header_line_ends;
  line_ends += mail.body_line_ends;
  // The signature was already tried under every reading of line ends and of mbox quoting: if none matched,
  // more was lost than those.
  return mail.has_exchange_fields || mail.encoded_words.in_structured || line_ends.mixed() ||
         mail.mbox_quoted_lines > 0;
}

bool IsAligned(const SignatureEvidence& signature) {
  return signature.alignment == AlignmentResult::kRelaxed || signature.alignment == AlignmentResult::kStrict;
}

Verdict JudgeUnsigned(const Evidence& evidence) {
  if (AddedLater(evidence, &MtaAdds::dkim_signature)) return Unknown(Reason::kNotSignedYet);
  return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : NotApplicable(Reason::kNoSignature);
}

Verdict JudgeBestSignature(const Evidence& evidence, SignatureCheck check) {
  if (!evidence.best_signature) return JudgeUnsigned(evidence);
  const Verdict best = check(evidence, evidence.signatures[*evidence.best_signature]);
  if (best.outcome != Outcome::kPass && best.outcome != Outcome::kNotApplicable) return best;
  for (size_t i = 0; i < evidence.signatures.size(); ++i) {
    const SignatureEvidence& other = evidence.signatures[i];
    // Behind the limit nothing of a signature is known.
    if (i == *evidence.best_signature || other.reason == DkimReason::kTooManySignatures) continue;
    const Outcome outcome = check(evidence, other).outcome;
    if (outcome == Outcome::kFail || outcome == Outcome::kWarn) return Warn(Reason::kAnotherSignature);
  }
  return best;
}

}  // namespace kenpin
