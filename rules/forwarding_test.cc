#include "rules/forwarding.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

// By a forwarder that does all that it should.
void Relay(B& m) {
  m.evidence.indirect = IndirectProof::kForwarderSender;
  m.evidence.stream = Stream::kForwarded;
  m.mail.relay.x_forwarded = true;
  m.evidence.spf.domain = "forwarder.example";
  m.evidence.spf.names = B::Strangers();
  m.evidence.arc.result = ArcResult::kPass;
  m.evidence.arc.reason = ArcReason::kVerified;
  m.evidence.arc.instances = 1;
}

void Break(B& m, ArcReason reason) {
  Relay(m);
  m.evidence.arc.result = ArcResult::kFail;
  m.evidence.arc.reason = reason;
}

void BreakBy(B& m, ArcReason reason, DkimReason cause) {
  Break(m, reason);
  m.evidence.arc.cause = cause;
}

void ListMail(B& m) {
  m.mail.relay.list_id_count = 1;
  m.mail.relay.list_id_ok = true;
}

constexpr GoldenCase kCases[] = {
    {kFwdArc, "relayed and sealed", Relay, kPass},
    {kFwdArc, "older message signatures fail",
     [](B& m) {
       Relay(m);
       m.evidence.arc.instances = 3;
       m.evidence.arc.oldest_pass = 3;
     },
     kPass},
    {kFwdArc, "a member is missing", [](B& m) { Break(m, ArcReason::kMissingField); }, kFail,
     Reason::kArcStructure},
    {kFwdArc, "an instance twice", [](B& m) { Break(m, ArcReason::kDuplicateField); }, kFail,
     Reason::kArcStructure},
    {kFwdArc, "an illegal instance", [](B& m) { Break(m, ArcReason::kInstance); }, kFail,
     Reason::kArcStructure},
    {kFwdArc, "more than 50 sets", [](B& m) { Break(m, ArcReason::kTooManySets); }, kFail,
     Reason::kArcStructure},
    {kFwdArc, "cv= in the wrong place", [](B& m) { Break(m, ArcReason::kChainStatus); }, kFail,
     Reason::kArcStructure},
    {kFwdArc, "cv=fail", [](B& m) { Break(m, ArcReason::kSealedAsFailed); }, kFail, Reason::kArcChainFailed},
    {kFwdArc, "the newest message signature fails",
     [](B& m) { BreakBy(m, ArcReason::kMessageSignatureFailed, DkimReason::kBodyHashMismatch); }, kFail,
     Reason::kArcSignatureFailed},
    {kFwdArc, "the newest message signature fails in an altered copy",
     [](B& m) {
       BreakBy(m, ArcReason::kMessageSignatureFailed, DkimReason::kBodyHashMismatch);
       m.mail.has_exchange_fields = true;
     },
     kUnknown, Reason::kAlteredCopy},
    {kFwdArc, "a seal fails",
     [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kSignatureMismatch); }, kFail,
     Reason::kArcSealFailed},
    {kFwdArc, "no key", [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kKeyNotFound); }, kFail,
     Reason::kArcSealFailed},
    {kFwdArc, "another key today",
     [](B& m) {
       BreakBy(m, ArcReason::kSealFailed, DkimReason::kKeySyntax);
       m.evidence.dns_contemporary = false;
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kFwdArc, "the key is gone", [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kKeyGone); },
     kUnknown, Reason::kKeyGone},
    {kFwdArc, "the key is gone, and the receiver saw it pass",
     [](B& m) {
       BreakBy(m, ArcReason::kSealFailed, DkimReason::kKeyGone);
       m.delivery.results.basis = TrustBasis::kAboveBorder;
       m.delivery.results.arc = AuthWord::kPass;
     },
     kPass},
    {kFwdArc, "DNS off", [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kDnsOff); }, kUnknown,
     Reason::kDnsOff},
    {kFwdArc, "DNS fails", [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kDnsFailure); },
     kUnknown, Reason::kDnsFailure},
    {kFwdArc, "not recorded", [](B& m) { BreakBy(m, ArcReason::kSealFailed, DkimReason::kKeyNotRecorded); },
     kUnknown, Reason::kKeyNotRecorded},
    {kFwdArc, "only the beginning was read", [](B& m) { Break(m, ArcReason::kMessageTooLarge); }, kUnknown,
     Reason::kMessageTooLarge},
    {kFwdArc, "relayed without",
     [](B& m) {
       Relay(m);
       m.evidence.arc = {};
     },
     kWarn, Reason::kArcMissing},
    {kFwdArc, "direct, sealed where it starts",
     [](B& m) {
       Relay(m);
       m.evidence.indirect = IndirectProof::kNone;
     },
     kNotApplicable, Reason::kDirectMail},
    {kFwdArc, "direct, with a broken chain",
     [](B& m) {
       Break(m, ArcReason::kChainStatus);
       m.evidence.indirect = IndirectProof::kNone;
     },
     kNotApplicable, Reason::kDirectMail},
    {kFwdArc, "a sender's archive of relayed mail",
     [](B& m) {
       Relay(m);
       m.Sent();
     },
     kPass},
    {kFwdArc, "before sending",
     [](B& m) {
       Relay(m);
       m.Presend();
     },
     kNotApplicable, Reason::kNotDelivered},

    {kFwdListId, "one", ListMail, kPass},
    {kFwdListId, "one, before sending",
     [](B& m) {
       m.Presend();
       ListMail(m);
     },
     kPass},
    {kFwdListId, "two",
     [](B& m) {
       ListMail(m);
       m.mail.relay.list_id_count = 2;
     },
     kWarn, Reason::kListIdRepeated},
    {kFwdListId, "bad syntax", [](B& m) { m.mail.relay.list_id_count = 1; }, kWarn, Reason::kListIdSyntax},
    {kFwdListId, "List-Post without", [](B& m) { m.mail.relay.list_post = true; }, kWarn,
     Reason::kListIdMissing},
    {kFwdListId, "Precedence: list without", [](B& m) { m.mail.relay.precedence_list = true; }, kWarn,
     Reason::kListIdMissing},
    {kFwdListId, "Mailman without", [](B& m) { m.mail.relay.list_software = true; }, kWarn,
     Reason::kListIdMissing},
    {kFwdListId, "perhaps behind the limit",
     [](B& m) {
       m.mail.relay.list_post = true;
       m.mail.flaws.Add(ParseFlaw::kTooManyFields);
     },
     kUnknown, Reason::kHeaderCut},
    {kFwdListId, "no list", [](B&) {}, kNotApplicable, Reason::kNotAList},

    {kFwdMarkers, "marked, with an envelope of its own", Relay, kPass},
    {kFwdMarkers, "not marked",
     [](B& m) {
       Relay(m);
       m.mail.relay.x_forwarded = false;
     },
     kWarn, Reason::kForwardNotMarked},
    {kFwdMarkers, "the author's envelope",
     [](B& m) {
       Relay(m);
       m.evidence.spf.names = B::Relaxed();
     },
     kWarn, Reason::kEnvelopeNotRewritten},
    {kFwdMarkers, "altered",
     [](B& m) {
       Relay(m);
       m.evidence.indirect = IndirectProof::kBrokenSignature;
     },
     kWarn, Reason::kForwardAltered},
    {kFwdMarkers, "SPF fails for the forwarder",
     [](B& m) {
       Relay(m);
       m.evidence.spf.result = m.evidence.spf.own_result = SpfResult::kSoftfail;
     },
     kWarn, Reason::kForwarderSpf},
    {kFwdMarkers, "MAIL FROM is not known",
     [](B& m) {
       Relay(m);
       m.evidence.spf = {};
       m.delivery.envelope = {};
     },
     kUnknown, Reason::kMailFromUnknown},
    {kFwdMarkers, "X-Forwarded-For alone proves nothing", [](B& m) { m.mail.relay.x_forwarded = true; },
     kNotApplicable, Reason::kDirectMail},
    {kFwdMarkers, "before sending",
     [](B& m) {
       Relay(m);
       m.Presend();
     },
     kNotApplicable, Reason::kNotDelivered},
};

TEST(ForwardingRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> ForwardingCases() { return kCases; }

}  // namespace kenpin
