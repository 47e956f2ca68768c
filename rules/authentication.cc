#include "rules/authentication.h"

#include "rules/alignment.h"
#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// RFC 7208 §2.6: the results that are definitely no pass.
Reason SpfFailure(SpfResult result) {
  switch (result) {
    case SpfResult::kFail:
      return Reason::kSpfFail;
    case SpfResult::kSoftfail:
      return Reason::kSpfSoftfail;
    case SpfResult::kNeutral:
      return Reason::kSpfNeutral;
    case SpfResult::kPermerror:
      return Reason::kSpfPermerror;
    default:
      return Reason::kSpfNone;
  }
}

Reason SpfDnsFailure(SpfReason reason) {
  switch (reason) {
    case SpfReason::kDnsOff:
      return Reason::kDnsOff;
    case SpfReason::kDnsNotRecorded:
      return Reason::kDnsNotRecorded;
    default:
      return Reason::kDnsFailure;
  }
}

bool NullSender(const EnvelopeFacts& envelope) {
  return envelope.mail_from_basis != EnvelopeBasis::kUnknown && envelope.null_sender;
}

// RFC 7208 §2.4: HELO stands for MAIL FROM only where that is null.
bool ReceiverSpeaksOfSpf(const Evidence& evidence) {
  const SpfEvidence& spf = evidence.spf;
  if (spf.basis != ResultBasis::kAuthResults && spf.basis != ResultBasis::kReceivedSpf) return false;
  return spf.identity == SpfIdentity::kMailFrom || NullSender(evidence.delivery->envelope);
}

Verdict JudgeReceiversSpf(SpfResult result) {
  if (result == SpfResult::kPass) return Pass();
  if (result == SpfResult::kTemperror) return Unknown(Reason::kReceiverTempError);
  return Fail(SpfFailure(result));
}

// A pass is proof; anything else must rest on an envelope and on DNS that can be relied on.
Verdict JudgeOwnSpf(const Evidence& evidence) {
  const SpfEvidence& spf = evidence.spf;
  if (spf.own_result == SpfResult::kPass) return Pass();
  if (spf.own_result == SpfResult::kTemperror) return Unknown(SpfDnsFailure(spf.own_reason));
  if (spf.own_reason == SpfReason::kNoIdentity) return Unknown(Reason::kHeloUnknown);
  if (MailFromIsWeak(evidence)) return Unknown(Reason::kWeakMailFrom);
  return IfContemporary(evidence, Fail(SpfFailure(spf.own_result)));
}

// kenpin computed something that is worth to be called evidence.
bool ComputedSpf(const Evidence& evidence) {
  return evidence.spf.computed && evidence.spf.own_result != SpfResult::kTemperror;
}

// What kenpin can say by itself, where no Authentication-Results is trusted.
Verdict JudgeOwnEvidence(const Evidence& evidence) {
  if (ComputedSpf(evidence)) return MailFromIsWeak(evidence) ? Warn(Reason::kWeakMailFrom) : Pass();
  if (evidence.delivery->results.basis == TrustBasis::kReceivedSpf) return Warn(Reason::kOnlyReceivedSpf);
  const bool arc_tells = evidence.arc.result == ArcResult::kPass && !evidence.arc.first_results.empty();
  if (arc_tells) return Warn(Reason::kOnlyArcResults);
  const Reason missing = MissingForSpf(evidence);
  return Unknown(missing == Reason::kNone ? Reason::kNoTrustedResult : missing);
}

// What the signatures of a message add up to, those included that only the receiver saw.
struct DkimTally {
  bool passing = false;
  bool passing_in_test = false;  // Only because the receiver verified with a key in testing.
  bool failing = false;
  Reason refused = Reason::kNone;  // A signature verifies whose algorithm does not count,
  Reason failed = Reason::kNone;   // another fails,
  Reason open = Reason::kNone;     // another can not be told: why, of the best or else the first one.
};

void Note(Reason reason, bool is_best, Reason* noted) {
  if (is_best || *noted == Reason::kNone) *noted = reason;
}

// Why a signature that verifies does not count: receivers of the profile do not know or do not want its
// algorithm. Behind the limit on signatures the algorithm is not known, and the receiver's pass counts.
Reason RefusalOf(const SignatureEvidence& signature, Provider provider) {
  if (signature.reason == DkimReason::kTooManySignatures) return Reason::kNone;
  switch (signature.algorithm) {
    case DkimAlgorithm::kRsaSha256:
      break;
    case DkimAlgorithm::kRsaSha1:
      return Reason::kAlgorithmSha1;
    case DkimAlgorithm::kEd25519Sha256:
      return AcceptsEd25519(provider) ? Reason::kNone : Reason::kAlgorithmEd25519Only;
    case DkimAlgorithm::kUnknown:
      return Reason::kAlgorithmUnknown;
  }
  return Reason::kNone;
}

// A receiver that does not know Ed25519 says neutral or fail of a signature that is in order.
bool IsIgnoredEd25519(const SignatureEvidence& signature, Provider provider) {
  return !AcceptsEd25519(provider) && signature.algorithm == DkimAlgorithm::kEd25519Sha256 &&
         signature.result == DkimResult::kPass && signature.receiver == ReceiverSays::kNotPass;
}

void AddPassing(const SignatureEvidence& signature, Provider provider, bool is_best, DkimTally* tally) {
  const Reason refusal = RefusalOf(signature, provider);
  if (refusal != Reason::kNone) return Note(refusal, is_best, &tally->refused);
  const bool in_test = signature.receiver == ReceiverSays::kPass && signature.receiver_test_key;
  tally->passing |= !in_test;
  tally->passing_in_test |= in_test;
}

void AddSignature(const Evidence& evidence, Provider provider, size_t index, DkimTally* tally) {
  const SignatureEvidence& signature = evidence.signatures[index];
  const bool is_best = evidence.best_signature == index;
  const Standing standing = StandingOf(evidence, signature);
  if (standing == Standing::kPasses) return AddPassing(signature, provider, is_best, tally);
  if (IsIgnoredEd25519(signature, provider))
    return Note(Reason::kAlgorithmEd25519Only, is_best, &tally->refused);
  const Reason why = WhyNotPassing(evidence, signature);
  if (standing == Standing::kCannotTell) return Note(why, is_best, &tally->open);
  tally->failing = true;
  Note(why, is_best, &tally->failed);
}

// A signature that only the receiver saw: its word is all there is.
void AddStray(const StrayDkim& stray, DkimTally* tally) {
  switch (stray.says) {
    case ReceiverSays::kPass: {
      const bool in_test = stray.entry.word == AuthWord::kTest;
      tally->passing |= !in_test;
      tally->passing_in_test |= in_test;
      return;
    }
    case ReceiverSays::kNotPass:
      tally->failing = true;
      return Note(stray.entry.no_key ? Reason::kNoKey : Reason::kReceiverSaysFail, false, &tally->failed);
    case ReceiverSays::kUnknown:
      return Note(Reason::kReceiverTempError, false, &tally->open);
    case ReceiverSays::kSilent:
      break;
  }
}

// No signature is no pass, unless a later system signs or the rest of the header is not known.
Verdict JudgeNoSignature(const Evidence& evidence) {
  if (HasTrustedResults(evidence) && evidence.delivery->results.dkim_none) return Fail(Reason::kNoSignature);
  const Verdict verdict = JudgeUnsigned(evidence);
  return verdict.outcome == Outcome::kNotApplicable ? Fail(verdict.reason) : verdict;
}

Verdict JudgeReceiversDmarc(const DmarcEvidence& dmarc) {
  if (dmarc.best_guess_pass) return Warn(Reason::kBestGuessPass);
  switch (dmarc.result) {
    case DmarcResult::kPass:
      return Pass();
    case DmarcResult::kFail:
      return Fail(Reason::kDmarcFail);
    case DmarcResult::kPermError:
      return Fail(Reason::kDmarcPermerror);
    case DmarcResult::kNone:
      return NotApplicable(Reason::kDmarcNoneReported);
    case DmarcResult::kTempError:
      break;
  }
  return Unknown(Reason::kReceiverTempError);
}

// Why a leg of DMARC can not be told, kNone if both can.
Reason OpenLeg(const Evidence& evidence) {
  for (const Leg& leg : {SpfLeg(evidence), DkimLeg(evidence)}) {
    if (leg.state == LegState::kUnknown) return leg.reason;
  }
  return Reason::kNone;
}

// RFC 9989 §5.3.6: an error of DNS is neither pass nor fail.
Reason WhyDmarcIsOpen(const Evidence& evidence) {
  if (evidence.dmarc.methods_differ) return Reason::kOrgMethodDiffers;
  switch (evidence.dmarc.reason) {
    case DmarcReason::kDnsOff:
      return Reason::kDnsOff;
    case DmarcReason::kNotRecorded:
      return Reason::kDnsNotRecorded;
    case DmarcReason::kDnsFailure:
    case DmarcReason::kPending:
      return Reason::kDnsFailure;
    default:
      break;
  }
  // Both legs are known, so that one method can not tell what they add up to.
  const Reason open = OpenLeg(evidence);
  return open == Reason::kNone ? Reason::kOrgDomainUnknown : open;
}

// DMARC passes exactly when SPF passes and is aligned, or DKIM passes and is aligned.
Verdict JudgeOwnDmarc(const Evidence& evidence) {
  switch (evidence.dmarc.provider_result) {
    case DmarcResult::kPass:
      return Pass();
    case DmarcResult::kNone:
      return IfContemporary(evidence, NotApplicable(Reason::kNoDmarcRecord));
    case DmarcResult::kPermError:
      return IfContemporary(evidence, Fail(Reason::kDmarcPermerror));
    case DmarcResult::kFail: {
      // The protocol may call a leg definite that rests on an altered copy or a weak envelope.
      const Reason open = OpenLeg(evidence);
      return open == Reason::kNone ? IfContemporary(evidence, Fail(Reason::kDmarcFail)) : Unknown(open);
    }
    case DmarcResult::kTempError:
      break;
  }
  return Unknown(WhyDmarcIsOpen(evidence));
}

}  // namespace

Reason MissingForSpf(const Evidence& evidence) {
  const DeliveryFacts& delivery = *evidence.delivery;
  if (delivery.clients_differ) return Reason::kClientsDiffer;
  if (!delivery.envelope.client) return Reason::kClientUnknown;
  if (delivery.envelope.mail_from_basis == EnvelopeBasis::kUnknown) return Reason::kMailFromUnknown;
  if (delivery.envelope.null_sender && delivery.envelope.helo.empty()) return Reason::kHeloUnknown;
  if (evidence.dns_off) return Reason::kDnsOff;
  if (evidence.spf.computed && evidence.spf.own_result == SpfResult::kTemperror)
    return SpfDnsFailure(evidence.spf.own_reason);
  return Reason::kNone;
}

Verdict JudgeSpf(const Evidence& evidence) {
  if (ReceiverSpeaksOfSpf(evidence)) return JudgeReceiversSpf(evidence.spf.result);
  if (evidence.spf.computed) return JudgeOwnSpf(evidence);
  const Reason missing = MissingForSpf(evidence);
  return Unknown(missing == Reason::kNone ? Reason::kNoTrustedResult : missing);
}

// RFC 8601 §5: what is not certain to come from the receiver is said to be so.
Verdict CheckAuthEvidence(const Evidence& evidence) {
  switch (evidence.delivery->results.basis) {
    case TrustBasis::kAboveBorder:
    case TrustBasis::kMilterGiven:
    case TrustBasis::kBelowBorder:
      return Pass();
    case TrustBasis::kWithoutId:
      return Warn(Reason::kResultsWithoutId);
    case TrustBasis::kMilter:
      return Warn(Reason::kMilterPosition);
    case TrustBasis::kNone:
    case TrustBasis::kReceivedSpf:
      break;
  }
  return JudgeOwnEvidence(evidence);
}

// One is enough for small senders; bulk senders need both, which is what the two rules below ask.
Verdict CheckAuthSpfOrDkim(const Evidence& evidence, Provider provider) {
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  const Verdict spf = JudgeSpf(evidence);
  const Verdict dkim = CheckAuthDkim(evidence, provider);
  if (spf.outcome == Outcome::kPass)
    return dkim.outcome == Outcome::kFail ? Warn(Reason::kOnlySpfPasses) : Pass();
  if (dkim.outcome == Outcome::kPass || dkim.outcome == Outcome::kWarn)
    return spf.outcome == Outcome::kFail ? Warn(Reason::kOnlyDkimPasses) : Pass();
  if (spf.outcome == Outcome::kUnknown) return spf;
  return dkim.outcome == Outcome::kUnknown ? dkim : Fail(Reason::kNothingPasses);
}

// RFC 7208 §2.4, §2.6, §8.
Verdict CheckAuthSpf(const Evidence& evidence) {
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  const Verdict verdict = JudgeSpf(evidence);
  const SpfEvidence& spf = evidence.spf;
  const bool know_the_match = spf.computed && spf.own_result == SpfResult::kPass;
  if (verdict.outcome != Outcome::kPass || !know_the_match) return verdict;
  if (spf.matched_all) return Warn(Reason::kSpfMatchedAll);
  return spf.matched_ptr ? Warn(Reason::kSpfMatchedPtr) : verdict;
}

// RFC 6376 §6.1: one good signature is enough, if the provider knows its algorithm.
Verdict CheckAuthDkim(const Evidence& evidence, Provider provider) {
  if (evidence.signatures.empty() && evidence.stray_dkim.empty()) return JudgeNoSignature(evidence);
  DkimTally tally;
  for (size_t i = 0; i < evidence.signatures.size(); ++i) AddSignature(evidence, provider, i, &tally);
  for (const StrayDkim& stray : evidence.stray_dkim) AddStray(stray, &tally);
  if (tally.passing) return tally.failing ? Warn(Reason::kAnotherSignature) : Pass();
  if (tally.passing_in_test) return Warn(Reason::kTestKey);
  if (tally.open != Reason::kNone) return Unknown(tally.open);
  if (tally.refused != Reason::kNone) return Fail(tally.refused);
  return tally.failed == Reason::kNone ? JudgeNoSignature(evidence) : Fail(tally.failed);
}

// RFC 9989 §5.3.5, RFC 7489 §6.6.2.
Verdict CheckAuthDmarcPass(const Evidence& evidence) {
  if (evidence.dmarc.basis == ResultBasis::kAuthResults) return JudgeReceiversDmarc(evidence.dmarc);
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (evidence.dmarc.basis == ResultBasis::kInferred) return NotApplicable(Reason::kDmarcNoneInferred);
  if (evidence.dmarc.basis == ResultBasis::kComputed) return JudgeOwnDmarc(evidence);
  return Unknown(WhyDmarcIsOpen(evidence));
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kAuthEvidence,
     "auth-evidence",
     {"There is evidence of authentication that can be used", "認証の判定に使える情報がある"},
     kNobody,
     kUnenforced,
     {},
     "RFC 8601 §5",
     "",
     {"Export mail with its full header from where it was delivered, or tell --client-ip and --mail-from and "
      "let DNS be asked.",
      "配送先のメールをヘッダー全体とともにエクスポートするか、--client-ip と --mail-from を指定して DNS "
      "に問い合わせる。"},
     CheckAuthEvidence},
    {RuleId::kAuthSpfOrDkim,
     "auth-spf-or-dkim",
     {"SPF or DKIM passes", "SPF または DKIM に合格"},
     kOneOfBoth,
     kRefusedButMicrosoft,
     {.gmail = "421 4.7.26, 550 5.7.26", .yahoo = "553, 554 (no number of its own)"},
     "Google, Email sender guidelines, all senders; Yahoo, Sender Hub, all senders",
     "G-81126 Y-SRR YJ",
     {"Publish an SPF record for the envelope's domain, and let the sending service sign with DKIM.",
      "エンベロープのドメインに SPF レコードを公開し、配信サービスで DKIM 署名を行う。"},
     nullptr,
     CheckAuthSpfOrDkim},
    {RuleId::kAuthSpf,
     "auth-spf",
     {"SPF passes", "SPF に合格"},
     kSpfAsked,
     kRefused,
     {.gmail = "421 4.7.27, 550 5.7.27, and 550 5.7.26 where the record ends in -all",
      .microsoft = "550 5.7.515"},
     "Google, Email sender guidelines, 5,000 messages or more; Yahoo, Sender Hub; Outlook.com, requirements "
     "for "
     "high-volume senders; iCloud Mail, Postmaster information; RFC 7208 §2.6, §8 (from memory)",
     "G-81126 Y-SRR M-BLOG A-102322 D-docomo AU",
     {"Add the sending service to the SPF record of the envelope's domain.",
      "エンベロープのドメインの SPF レコードに配信サービスを追加する。"},
     CheckAuthSpf},
    {RuleId::kAuthDkim,
     "auth-dkim",
     {"DKIM passes", "DKIM に合格"},
     kDkimAsked,
     kRefused,
     {.gmail = "421 4.7.30, 550 5.7.30", .microsoft = "550 5.7.515"},
     "Google, Email sender guidelines; Yahoo, Sender Hub and its FAQ; Outlook.com, requirements for "
     "high-volume "
     "senders; iCloud Mail, Postmaster information; RFC 6376 §6.1, §6.1.2",
     "G-81126 Y-SRR Y-FAQ M-BLOG A-102322 D-docomo",
     {"Switch on DKIM for your own domain at the sending service, and publish the selector's record.",
      "配信サービスで自社ドメインの DKIM を有効にし、セレクタのレコードを公開する。"},
     nullptr,
     CheckAuthDkim},
    {RuleId::kAuthDmarcPass,
     "auth-dmarc-pass",
     {"DMARC passes", "DMARC に合格"},
     kDmarcPassAsked,
     kRefused,
     {.gmail = "550 5.7.26 and, for DNS trouble, 451 4.7.26",
      .yahoo = "554 5.7.9 (from memory, unconfirmed)",
      .microsoft = "550 5.7.509 under p=reject, 550 5.7.515"},
     "RFC 9989 §5.3.5, §5.3.6 (read as its last draft); RFC 7489 §6.6.2 (from memory); Yahoo, Sender Hub; "
     "Microsoft, NDR 550 5.7.515",
     "Y-SRR M-515 D-docomo YJ",
     {"Let the signing domain or the envelope's domain belong to the domain in From.",
      "署名ドメインまたはエンベロープのドメインを、From のドメインと整列させる。"},
     CheckAuthDmarcPass},
};

}  // namespace

std::span<const RuleInfo> AuthenticationRules() { return kRules; }

}  // namespace kenpin
