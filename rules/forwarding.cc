#include "rules/forwarding.h"

#include <optional>

#include "rules/authentication.h"
#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// What keeps a rule about relayed mail from being asked. Neither List-Id nor X-Forwarded-* nor the ARC set of
// the system that the mail started from proves that it was relayed.
std::optional<Verdict> NotRelayed(const Evidence& evidence) {
  if (evidence.mode == Mode::kPresend) return NotApplicable(Reason::kNotDelivered);
  if (evidence.indirect == IndirectProof::kNone) return NotApplicable(Reason::kDirectMail);
  return std::nullopt;
}

// Why keys or bytes are missing to tell what a chain is worth; kNone if something is definitely wrong with
// it. By protocol a chain whose keys can not be had fails (RFC 8617 §5.2.1).
Reason ChainLack(const ArcEvidence& arc) {
  if (arc.reason == ArcReason::kMessageTooLarge) return Reason::kMessageTooLarge;
  if (!arc.cause) return Reason::kNone;
  switch (*arc.cause) {
    case DkimReason::kDnsFailure:
      return Reason::kDnsFailure;
    case DkimReason::kKeyNotRecorded:
      return Reason::kKeyNotRecorded;
    case DkimReason::kKeyGone:
      return Reason::kKeyGone;
    case DkimReason::kDnsOff:
      return Reason::kDnsOff;
    case DkimReason::kMessageTooLarge:
      return Reason::kMessageTooLarge;
    case DkimReason::kTooManyKeys:
      return Reason::kTooManyKeys;
    default:
      return Reason::kNone;
  }
}

Reason ChainFault(ArcReason reason) {
  switch (reason) {
    case ArcReason::kSealedAsFailed:
      return Reason::kArcChainFailed;
    case ArcReason::kMessageSignatureFailed:
      return Reason::kArcSignatureFailed;
    case ArcReason::kSealFailed:
      return Reason::kArcSealFailed;
    default:
      return Reason::kArcStructure;
  }
}

// The newest AMS does not match a copy that the store may have changed.
bool MayBeTheStore(const Evidence& evidence) {
  const ArcEvidence& arc = evidence.arc;
  if (arc.reason != ArcReason::kMessageSignatureFailed || !arc.cause) return false;
  const bool mismatch = *arc.cause == DkimReason::kBodyHashMismatch ||
                        *arc.cause == DkimReason::kSignatureMismatch ||
                        *arc.cause == DkimReason::kBothMismatch;
  return mismatch && LooksAltered(evidence);
}

// A key that does not fit today may have fitted then.
bool RestsOnKey(const ArcEvidence& arc) {
  return arc.cause && *arc.cause >= DkimReason::kKeyNotFound && *arc.cause <= DkimReason::kKeyStrictDomain;
}

// A chain that does not validate.
Verdict JudgeBrokenChain(const Evidence& evidence) {
  const ArcEvidence& arc = evidence.arc;
  const Reason lack = ChainLack(arc);
  const bool from_store = MayBeTheStore(evidence);
  const Verdict fail = Fail(ChainFault(arc.reason));
  if (lack == Reason::kNone && !from_store) return RestsOnKey(arc) ? IfContemporary(evidence, fail) : fail;
  const bool receiver_passed =
      HasTrustedResults(evidence) && evidence.delivery->results.arc == AuthWord::kPass;
  if (receiver_passed) return Pass();
  return Unknown(lack == Reason::kNone ? Reason::kAlteredCopy : lack);
}

bool HasListSign(const RelayFacts& relay) {
  return relay.list_id_count > 0 || relay.list_post || relay.precedence_list || relay.list_software;
}

bool IsAuthorsEnvelope(const AlignmentFacts& names) {
  return names.result == AlignmentResult::kRelaxed || names.result == AlignmentResult::kStrict;
}

}  // namespace

// RFC 8617 §4.1.3, §5.2. Older message signatures need not verify: every forwarder may change the message.
Verdict CheckFwdArc(const Evidence& evidence) {
  if (const std::optional<Verdict> direct = NotRelayed(evidence)) return *direct;
  switch (evidence.arc.result) {
    case ArcResult::kPass:
      return Pass();
    case ArcResult::kNone:
      return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Warn(Reason::kArcMissing);
    case ArcResult::kFail:
      break;
  }
  return JudgeBrokenChain(evidence);
}

// RFC 2919 §3. Asks for the field wherever a list speaks, relayed or not.
Verdict CheckFwdListId(const Evidence& evidence) {
  const RelayFacts& relay = evidence.mail->relay;
  if (relay.list_id_count > 1) return Warn(Reason::kListIdRepeated);
  if (relay.list_id_count == 1) return relay.list_id_ok ? Pass() : Warn(Reason::kListIdSyntax);
  if (HeaderCut(evidence)) return Unknown(Reason::kHeaderCut);
  return HasListSign(relay) ? Warn(Reason::kListIdMissing) : NotApplicable(Reason::kNotAList);
}

// Google's practices for forwarders.
Verdict CheckFwdMarkers(const Evidence& evidence) {
  if (const std::optional<Verdict> direct = NotRelayed(evidence)) return *direct;
  if (!evidence.mail->relay.x_forwarded)
    return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Warn(Reason::kForwardNotMarked);
  if (evidence.indirect == IndirectProof::kBrokenSignature) return Warn(Reason::kForwardAltered);
  if (evidence.spf.domain.empty()) return Unknown(Reason::kMailFromUnknown);
  if (IsAuthorsEnvelope(evidence.spf.names)) return Warn(Reason::kEnvelopeNotRewritten);
  const Verdict spf = JudgeSpf(evidence);
  return spf.outcome == Outcome::kFail ? Warn(Reason::kForwarderSpf) : spf;
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kFwdArc,
     "fwd-arc",
     {"Relayed mail has a valid ARC chain", "転送メールに有効な ARC チェーンがある"},
     kArcAsked,
     kRefusedButMicrosoft,
     {},
     "RFC 8617 §4.1.3, §5.1, §5.2, §5.2.1 (§4.1.3 and §5.1 from memory); Apple, Postmaster information; "
     "Yahoo, "
     "Sender Hub; Microsoft, Outlook's requirements for high-volume senders; Google asked for it from "
     "October "
     "2023 to March 2026; an IETF draft moves ARC to Historic",
     "A-102322 Y-SRR M-BLOG",
     {"Seal what is forwarded to iCloud and Yahoo; for Gmail rewrite the envelope, and keep signatures "
      "intact.",
      "iCloud と Yahoo への転送では ARC を付ける。Gmail "
      "への転送ではエンベロープを書き換え、署名を壊さない。"},
     CheckFwdArc},
    {RuleId::kFwdListId,
     "fwd-list-id",
     {"List mail has a List-Id", "メーリングリストのメールに List-Id がある"},
     kNobody,
     kUnenforced,
     {},
     "RFC 2919 §3 (section from memory); Google, Email sender guidelines up to April 2025",
     "G-81126",
     {"Let the list software write a List-Id.", "メーリングリストのソフトウェアで List-Id を付ける。"},
     CheckFwdListId},
    {RuleId::kFwdMarkers,
     "fwd-markers",
     {"Relayed mail is marked and has the forwarder's envelope", "転送の印と転送元のエンベロープがある"},
     kShouldGmail,
     kUnenforced,
     {.gmail = "421 4.7.27, 550 5.7.27; 550 5.7.26 where the SPF record ends in -all"},
     "Google, Best practices for forwarding to Gmail",
     "G-FWD",
     {"Forward with an envelope of your own domain (SRS), and add X-Forwarded-For and X-Forwarded-To.",
      "自社ドメインのエンベロープで転送（SRS）し、X-Forwarded-For と X-Forwarded-To を付ける。"},
     CheckFwdMarkers},
};

}  // namespace

std::span<const RuleInfo> ForwardingRules() { return kRules; }

}  // namespace kenpin
