#include "rules/alignment.h"

#include "rules/authentication.h"
#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// How an authenticated name stands to the Author Domain.
enum class Match : uint8_t {
  kAligned,
  kStrictMismatch,  // Only in relaxed mode, and the record asks for strict.
  kOther,
  kUnknown,
};
struct NameMatch {
  Match match;
  Reason reason = Reason::kNone;  // With kUnknown.
};

// Where the names are the same, neither the mode nor the Organizational Domain matters. Strict alignment
// compares names only (RFC 9989 §4.4), so that it does not matter what the two methods say.
NameMatch MatchNames(const Evidence& evidence, const AlignmentFacts& names, AlignmentMode asked) {
  if (evidence.author.domain.empty()) return {Match::kUnknown, Reason::kAuthorDomainUnusable};
  if (names.result == AlignmentResult::kStrict) return {Match::kAligned};
  if (names.result == AlignmentResult::kNone) return {Match::kOther};
  const DmarcLookup lookup = evidence.dmarc.lookup;
  if (lookup == DmarcLookup::kFound && asked == AlignmentMode::kStrict) {
    // The record is that of today, and may have asked for less when the message was sent.
    if (!DnsIsContemporary(evidence)) return {Match::kUnknown, Reason::kDnsNotContemporary};
    return {Match::kStrictMismatch};
  }
  if (names.result == AlignmentResult::kUnknown)
    return {Match::kUnknown, names.methods_differ ? Reason::kOrgMethodDiffers : Reason::kOrgDomainUnknown};
  // Without DNS the public suffix list speaks alone, and the mode is the default.
  const bool mode_known = lookup != DmarcLookup::kTempError || names.by_list_only;
  return mode_known ? NameMatch{Match::kAligned} : NameMatch{Match::kUnknown, Reason::kAlignmentModeUnknown};
}

// What the signatures of a message offer for alignment, those that only the receiver saw among them.
struct Offers {
  bool passing = false;
  bool passing_strict_mismatch = false;
  Reason passing_undecided = Reason::kNone;  // Why the alignment of a passing one can not be told.
  bool aligned_passing = false;
  bool aligned_failing = false;  // Of an aligned signature: the result is a definite non-pass.
  bool aligned_open = false;     // ... or perhaps aligned: the result can not be told.
  bool open = false;

  void Add(Standing standing, const NameMatch& names) {
    const bool passes = standing == Standing::kPasses;
    const bool is_open = standing == Standing::kCannotTell;
    passing |= passes;
    open |= is_open;
    aligned_passing |= passes && names.match == Match::kAligned;
    passing_strict_mismatch |= passes && names.match == Match::kStrictMismatch;
    aligned_failing |= standing == Standing::kFails && names.match == Match::kAligned;
    aligned_open |= is_open && (names.match == Match::kAligned || names.match == Match::kUnknown);
    if (passes && names.match == Match::kUnknown && passing_undecided == Reason::kNone)
      passing_undecided = names.reason;
  }
};

Standing StandingOfStray(const StrayDkim& stray) {
  if (stray.says == ReceiverSays::kPass) return Standing::kPasses;
  return stray.says == ReceiverSays::kNotPass ? Standing::kFails : Standing::kCannotTell;
}

Offers CollectOffers(const Evidence& evidence) {
  const AlignmentMode mode = evidence.dmarc.adkim;
  Offers offers;
  for (const SignatureEvidence& signature : evidence.signatures)
    offers.Add(StandingOf(evidence, signature), MatchNames(evidence, signature.names, mode));
  for (const StrayDkim& stray : evidence.stray_dkim)
    offers.Add(StandingOfStray(stray), MatchNames(evidence, stray.names, mode));
  return offers;
}

bool HasSignatures(const Evidence& evidence) {
  return !evidence.signatures.empty() || !evidence.stray_dkim.empty();
}

// RFC 7489 §3.1.1, RFC 9989 §4.4.1, for a message that has signatures.
Verdict JudgeOffers(const Evidence& evidence, const Offers& offers) {
  if (offers.aligned_passing) return Pass();
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (offers.aligned_open) return Unknown(Reason::kSignatureUnknown);
  if (!offers.passing)
    return offers.open ? Unknown(Reason::kSignatureUnknown) : Fail(Reason::kNoPassingSignature);
  if (offers.passing_undecided != Reason::kNone) return Unknown(offers.passing_undecided);
  if (offers.aligned_failing) return Warn(Reason::kAlignedSignatureFailed);
  return Fail(offers.passing_strict_mismatch ? Reason::kStrictModeMismatch : Reason::kThirdPartySignature);
}

// The sender, or HELO in its place, is known and holds no domain: it is nobody's.
bool EnvelopeIsNameless(const Evidence& evidence) {
  const EnvelopeFacts& envelope = evidence.delivery->envelope;
  if (envelope.mail_from_basis == EnvelopeBasis::kUnknown || !evidence.spf.domain.empty()) return false;
  return envelope.null_sender ? !envelope.helo.empty() : !envelope.mail_from.empty();
}

// Why the domain of the envelope is not known.
Reason EnvelopeLack(const Evidence& evidence) {
  return evidence.delivery->envelope.null_sender ? Reason::kHeloUnknown : Reason::kMailFromUnknown;
}

// What a trusted receiver says of DMARC: the sum of both legs, whatever kenpin can still see of them.
enum class DmarcWord : uint8_t { kSilent, kPass, kFail };
DmarcWord ReceiverDmarc(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (dmarc.basis != ResultBasis::kAuthResults) return DmarcWord::kSilent;
  if (dmarc.result == DmarcResult::kPass || dmarc.best_guess_pass) return DmarcWord::kPass;
  return dmarc.result == DmarcResult::kFail ? DmarcWord::kFail : DmarcWord::kSilent;
}

// The answer where no leg is aligned.
Verdict JudgeUnaligned(const Evidence& evidence, const Leg& spf, const Leg& dkim) {
  if (evidence.indirect != IndirectProof::kNone) return NotApplicable(Reason::kIndirectMail);
  if (ReceiverDmarc(evidence) == DmarcWord::kFail) return Fail(Reason::kDmarcFail);
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (dkim.state == LegState::kUnknown) return Unknown(dkim.reason);
  if (spf.state == LegState::kUnknown) return Unknown(spf.reason);
  if (!spf.passing && !dkim.passing) {
    if (dkim.open) return Unknown(Reason::kSignatureUnknown);
    return spf.open ? Unknown(JudgeSpf(evidence).reason) : Fail(Reason::kNothingPasses);
  }
  const bool strict = spf.reason == Reason::kStrictModeMismatch || dkim.reason == Reason::kStrictModeMismatch;
  return Fail(strict ? Reason::kStrictModeMismatch : Reason::kNothingAligned);
}

}  // namespace

// RFC 9989 §3.2.4, §4.4.2.
Leg SpfLeg(const Evidence& evidence) {
  const Verdict spf = JudgeSpf(evidence);
  Leg leg;
  leg.passing = spf.outcome == Outcome::kPass || spf.outcome == Outcome::kWarn;
  leg.open = spf.outcome == Outcome::kUnknown;
  if (!leg.passing && !leg.open) {
    leg.state = LegState::kNotAligned;
    leg.reason = spf.reason;
    return leg;
  }
  if (evidence.spf.domain.empty()) {
    leg.reason = leg.open ? spf.reason : EnvelopeLack(evidence);
    return leg;
  }
  const NameMatch names = MatchNames(evidence, evidence.spf.names, evidence.dmarc.aspf);
  switch (names.match) {
    case Match::kAligned:
      leg.state = leg.passing ? LegState::kAligned : LegState::kUnknown;
      leg.reason = spf.reason;
      break;
    case Match::kStrictMismatch:
      leg.state = LegState::kNotAligned;
      leg.reason = Reason::kStrictModeMismatch;
      break;
    case Match::kOther:
      leg.state = LegState::kNotAligned;
      leg.reason = Reason::kEnvelopeOtherDomain;
      break;
    case Match::kUnknown:
      leg.reason = leg.open ? spf.reason : names.reason;
      break;
  }
  // An envelope of such a source does not prove that another domain was used.
  const bool by_name = names.match == Match::kOther || names.match == Match::kStrictMismatch;
  if (by_name && MailFromIsWeak(evidence)) {
    leg.state = LegState::kUnknown;
    leg.reason = Reason::kWeakMailFrom;
  }
  return leg;
}

Leg DkimLeg(const Evidence& evidence) {
  Leg leg;
  if (!HasSignatures(evidence)) {
    const Verdict unsigned_mail = JudgeUnsigned(evidence);
    leg.open = unsigned_mail.outcome == Outcome::kUnknown;
    leg.state = leg.open ? LegState::kUnknown : LegState::kNotAligned;
    leg.reason = unsigned_mail.reason;
    return leg;
  }
  const Offers offers = CollectOffers(evidence);
  leg.passing = offers.passing;
  leg.open = offers.open;
  const Verdict verdict = JudgeOffers(evidence, offers);
  leg.reason = verdict.reason;
  // A third party's signature can not be aligned, however it ends.
  const bool undecided =
      offers.aligned_open || offers.passing_undecided != Reason::kNone || evidence.author.domain.empty();
  leg.state = verdict.outcome == Outcome::kPass ? LegState::kAligned
              : undecided                       ? LegState::kUnknown
                                                : LegState::kNotAligned;
  return leg;
}

// RFC 9989 §3.2.10.2, §4.4. A receiver's dmarc= is the sum of both legs as it saw them, and outranks what can
// be computed from a stored copy.
Verdict CheckAlignFrom(const Evidence& evidence) {
  const Leg spf = SpfLeg(evidence);
  const Leg dkim = DkimLeg(evidence);
  const DmarcWord receiver = ReceiverDmarc(evidence);
  const bool aligned = spf.state == LegState::kAligned || dkim.state == LegState::kAligned;
  if (receiver != DmarcWord::kPass && (!aligned || receiver == DmarcWord::kFail))
    return JudgeUnaligned(evidence, spf, dkim);
  // Whether SPF stands alone is only known if DKIM's leg is.
  const bool by_spf_only = spf.state == LegState::kAligned && dkim.state == LegState::kNotAligned;
  return by_spf_only ? Warn(Reason::kAlignedBySpfOnly) : Pass();
}

// RFC 9989 §3.2.4, §4.4.2; RFC 7489 §3.1.2. About the names alone: whether SPF passes is another rule.
Verdict CheckAlignSpf(const Evidence& evidence) {
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  const bool nameless = EnvelopeIsNameless(evidence);
  if (evidence.spf.domain.empty() && !nameless) return Unknown(EnvelopeLack(evidence));
  const NameMatch names =
      nameless ? NameMatch{Match::kOther} : MatchNames(evidence, evidence.spf.names, evidence.dmarc.aspf);
  if (names.match == Match::kAligned) return Pass();
  if (names.match == Match::kUnknown) return Unknown(names.reason);
  if (MailFromIsWeak(evidence)) return Unknown(Reason::kWeakMailFrom);
  return Fail(names.match == Match::kStrictMismatch ? Reason::kStrictModeMismatch
                                                    : Reason::kEnvelopeOtherDomain);
}

Verdict CheckAlignDkim(const Evidence& evidence) {
  return HasSignatures(evidence) ? JudgeOffers(evidence, CollectOffers(evidence)) : JudgeUnsigned(evidence);
}

// Gmail's FAQ recommends both and announces that it may become a requirement.
Verdict CheckAlignBoth(const Evidence& evidence) {
  const Leg spf = SpfLeg(evidence);
  const Leg dkim = DkimLeg(evidence);
  const bool by_spf = spf.state == LegState::kAligned;
  const bool by_dkim = dkim.state == LegState::kAligned;
  if (by_spf && by_dkim) return Pass();
  if (evidence.indirect != IndirectProof::kNone) return NotApplicable(Reason::kIndirectMail);
  if (dkim.state == LegState::kUnknown) return Unknown(dkim.reason);
  if (spf.state == LegState::kUnknown) return Unknown(spf.reason);
  if (by_spf) return Warn(Reason::kAlignedBySpfOnly);
  return Warn(by_dkim ? Reason::kAlignedByDkimOnly : Reason::kNothingAligned);
}

namespace {

constexpr SmtpCodes kAlignmentCodes = {
    .gmail = "421 4.7.32, 421 5.7.32 (so printed), 550 5.7.26 under the domain's own policy",
    .microsoft = "550 5.7.515"};

constexpr RuleInfo kRules[] = {
    {RuleId::kAlignFrom,
     "align-from",
     {"The domain in From is that of SPF or of DKIM", "From が SPF または DKIM と整列"},
     kBulkButApple,
     kRefused,
     kAlignmentCodes,
     "Google, Email sender guidelines and their FAQ; Yahoo, Sender Hub; Microsoft, Fix NDR 550 5.7.515; RFC "
     "9989 §3.2.10.2, §4.4, §4.10.2 (read as its last draft); Google's pages speak only of relaxed alignment",
     "G-81126 G-FAQ Y-SRR M-515",
     {"Let the sending service sign with your own domain, or give it a bounce domain below yours.",
      "配信サービスに自社ドメインで署名させるか、自社ドメインの下にバウンス用ドメインを設ける。"},
     CheckAlignFrom},
    {RuleId::kAlignSpf,
     "align-spf",
     {"The envelope is in the author's domain", "エンベロープと From のドメインが整列"},
     kShouldGmail,
     kUnenforced,
     kAlignmentCodes,
     "RFC 9989 §3.2.4, §3.2.10.2, §4.4, §4.4.2 (read as its last draft), RFC 7489 §3.1.2 (from memory)",
     "",
     {"Set up a bounce domain (custom return-path) below the domain in From.",
      "From のドメインの下にバウンス用ドメイン（カスタム Return-Path）を設定する。"},
     CheckAlignSpf},
    {RuleId::kAlignDkim,
     "align-dkim",
     {"A passing signature is by the author's domain", "有効な署名と From のドメインが整列"},
     kShouldGmail,
     kUnenforced,
     kAlignmentCodes,
     "RFC 9989 §3.2.10.2, §4.4, §4.4.1 (read as its last draft), RFC 7489 §3.1.1 (from memory)",
     "",
     {"Register a DKIM key of your own domain with the sending service.",
      "自社ドメインの DKIM 鍵を配信サービスに登録する。"},
     CheckAlignDkim},
    {RuleId::kAlignBoth,
     "align-both",
     {"SPF and DKIM are both aligned", "SPF と DKIM の両方が整列"},
     kShouldGmailMicrosoft,
     kUnenforced,
     {},
     "Google, Email sender guidelines and their FAQ (recommended, and likely to be required later); "
     "Microsoft, Outlook's requirements for high-volume senders (preferably both)",
     "G-81126 G-FAQ M-BLOG",
     {"Align the other mechanism, too.", "もう一方の方式も整列させる。"},
     CheckAlignBoth},
};

}  // namespace

std::span<const RuleInfo> AlignmentRules() { return kRules; }

}  // namespace kenpin
