#include "rules/authentication.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void Trust(B& m) { m.delivery.results.basis = TrustBasis::kAboveBorder; }

// A trusted field says what SPF is.
void ReceiverSpf(B& m, SpfResult result) {
  Trust(m);
  m.evidence.spf.basis = ResultBasis::kAuthResults;
  m.evidence.spf.result = result;
}

// kenpin itself says so.
void OwnSpf(B& m, SpfResult result, SpfReason reason) {
  m.evidence.spf.result = m.evidence.spf.own_result = result;
  m.evidence.spf.own_reason = reason;
}

void SpfFails(B& m) { OwnSpf(m, SpfResult::kFail, SpfReason::kMatched); }

// Nobody says anything of SPF.
void NoSpf(B& m) {
  m.evidence.spf = {};
  m.evidence.spf.names = B::Relaxed();
}

void OldDns(B& m) { m.evidence.dns_contemporary = false; }
void FromLine(B& m) { m.delivery.envelope.mail_from_basis = EnvelopeBasis::kFromLine; }

void Says(B& m, ReceiverSays says) {
  Trust(m);
  m.signature().receiver = says;
}

void BodyDiffers(B& m) { m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch); }

void AddFailing(B& m) {
  m.signatures.push_back(B::ThirdPartySignature());
  m.signatures.back().result = DkimResult::kFail;
  m.signatures.back().reason = DkimReason::kBodyHashMismatch;
}

constexpr ReceiverDkim kNoKeyEntry = {AuthWord::kTempError, "example.com", "s2024", "", true, false, 0};

// The header of the stored copy has no signature, and the receiver saw one.
template <ReceiverSays kSays, AuthWord kWord>
void Stray(B& m) {
  static constexpr StrayDkim kStray = {
      {kWord, "example.com", "s2024", "", false, kWord == AuthWord::kTest, 0}, kSays, {}};
  Trust(m);
  m.Unsign();
  m.evidence.stray_dkim = {&kStray, 1};
}

void Dmarc(B& m, ResultBasis basis, DmarcResult result) {
  m.evidence.dmarc.basis = basis;
  m.evidence.dmarc.result = m.evidence.dmarc.provider_result = result;
}

void OwnDmarc(B& m, DmarcResult result) { Dmarc(m, ResultBasis::kComputed, result); }

// Both legs definitely fail.
void DmarcFails(B& m) {
  SpfFails(m);
  BodyDiffers(m);
  OwnDmarc(m, DmarcResult::kFail);
}

constexpr GoldenCase kEvidenceCases[] = {
    {kAuthEvidence, "computed from client, MAIL FROM and DNS", [](B&) {}, kPass},
    {kAuthEvidence, "a trusted field", [](B& m) { NoSpf(m), Trust(m); }, kPass},
    {kAuthEvidence, "in milter position, with --authserv-id",
     [](B& m) { NoSpf(m), m.delivery.results.basis = TrustBasis::kMilterGiven; }, kPass},
    {kAuthEvidence, "Gmail's own place",
     [](B& m) { NoSpf(m), m.delivery.results.basis = TrustBasis::kBelowBorder; }, kPass},
    {kAuthEvidence, "in milter position", [](B& m) { m.delivery.results.basis = TrustBasis::kMilter; }, kWarn,
     Reason::kMilterPosition},
    {kAuthEvidence, "without an id", [](B& m) { m.delivery.results.basis = TrustBasis::kWithoutId; }, kWarn,
     Reason::kResultsWithoutId},
    {kAuthEvidence, "only Received-SPF",
     [](B& m) { NoSpf(m), m.delivery.results.basis = TrustBasis::kReceivedSpf; }, kWarn,
     Reason::kOnlyReceivedSpf},
    {kAuthEvidence, "Received-SPF and computed",
     [](B& m) { m.delivery.results.basis = TrustBasis::kReceivedSpf; }, kPass},
    {kAuthEvidence, "only what an ARC set says",
     [](B& m) {
       NoSpf(m);
       m.delivery.envelope.client.reset();
       m.evidence.arc.result = ArcResult::kPass;
       m.evidence.arc.first_results = "mx.receiver.example; spf=pass";
     },
     kWarn, Reason::kOnlyArcResults},
    {kAuthEvidence, "MAIL FROM of the separator line", FromLine, kWarn, Reason::kWeakMailFrom},
    {kAuthEvidence, "no client", [](B& m) { NoSpf(m), m.delivery.envelope.client.reset(); }, kUnknown,
     Reason::kClientUnknown},
    {kAuthEvidence, "two clients",
     [](B& m) {
       NoSpf(m);
       m.delivery.envelope.client.reset();
       m.delivery.clients_differ = true;
     },
     kUnknown, Reason::kClientsDiffer},
    {kAuthEvidence, "no MAIL FROM", [](B& m) { NoSpf(m), m.delivery.envelope.mail_from_basis = {}; },
     kUnknown, Reason::kMailFromUnknown},
    {kAuthEvidence, "null sender without HELO",
     [](B& m) {
       NoSpf(m);
       m.delivery.envelope.null_sender = true;
       m.delivery.envelope.helo = {};
     },
     kUnknown, Reason::kHeloUnknown},
    {kAuthEvidence, "no DNS", [](B& m) { NoSpf(m), m.evidence.dns_off = true; }, kUnknown, Reason::kDnsOff},
    {kAuthEvidence, "the snapshot says nothing",
     [](B& m) { OwnSpf(m, SpfResult::kTemperror, SpfReason::kDnsNotRecorded); }, kUnknown,
     Reason::kDnsNotRecorded},
    {kAuthEvidence, "nobody says anything", [](B& m) { NoSpf(m); }, kUnknown, Reason::kNoTrustedResult},
    {kAuthEvidence, "before sending nothing is known", [](B& m) { m.Presend(), NoSpf(m); }, kUnknown,
     Reason::kClientUnknown},
};

constexpr GoldenCase kEitherCases[] = {
    {kAuthSpfOrDkim, "both", [](B&) {}, kPass},
    {kAuthSpfOrDkim, "only SPF", BodyDiffers, kWarn, Reason::kOnlySpfPasses},
    {kAuthSpfOrDkim, "only DKIM", SpfFails, kWarn, Reason::kOnlyDkimPasses},
    {kAuthSpfOrDkim, "DKIM, and another signature fails",
     [](B& m) {
       SpfFails(m);
       AddFailing(m);
     },
     kWarn, Reason::kOnlyDkimPasses},
    {kAuthSpfOrDkim, "DKIM, and SPF can not be told", [](B& m) { NoSpf(m); }, kPass},
    {kAuthSpfOrDkim, "SPF, and DKIM can not be told",
     [](B& m) { m.End(DkimResult::kTempError, DkimReason::kDnsFailure); }, kPass},
    {kAuthSpfOrDkim, "neither", [](B& m) { SpfFails(m), BodyDiffers(m); }, kFail, Reason::kNothingPasses},
    {kAuthSpfOrDkim, "neither, unsigned", [](B& m) { SpfFails(m), m.Unsign(); }, kFail,
     Reason::kNothingPasses},
    {kAuthSpfOrDkim, "SPF fails, and DKIM can not be told",
     [](B& m) { SpfFails(m), m.End(DkimResult::kTempError, DkimReason::kDnsFailure); }, kUnknown,
     Reason::kDnsFailure},
    {kAuthSpfOrDkim, "DKIM fails, and SPF can not be told",
     [](B& m) { BodyDiffers(m), OwnSpf(m, SpfResult::kTemperror, SpfReason::kDnsFailed); }, kUnknown,
     Reason::kDnsFailure},
    {kAuthSpfOrDkim, "SPF fails by DNS of another time", [](B& m) { SpfFails(m), BodyDiffers(m), OldDns(m); },
     kUnknown, Reason::kDnsNotContemporary},
    {kAuthSpfOrDkim, "not signed yet",
     [](B& m) {
       m.Presend();
       SpfFails(m);
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},
    {kAuthSpfOrDkim, "a notice of the receiver",
     [](B& m) {
       m.delivery.receiver_notice = true;
       SpfFails(m);
       m.Unsign();
     },
     kNotApplicable, Reason::kReceiverNotice},
};

constexpr GoldenCase kSpfCases[] = {
    {kAuthSpf, "passes", [](B&) {}, kPass},
    {kAuthSpf, "the receiver says pass",
     [](B& m) { SpfFails(m), ReceiverSpf(m, SpfResult::kPass), OldDns(m); }, kPass},
    {kAuthSpf, "the receiver says fail, and today it passes", [](B& m) { ReceiverSpf(m, SpfResult::kFail); },
     kFail, Reason::kSpfFail},
    {kAuthSpf, "the receiver says fail, years ago", [](B& m) { ReceiverSpf(m, SpfResult::kFail), OldDns(m); },
     kFail, Reason::kSpfFail},
    {kAuthSpf, "softfail", [](B& m) { ReceiverSpf(m, SpfResult::kSoftfail); }, kFail, Reason::kSpfSoftfail},
    {kAuthSpf, "neutral", [](B& m) { ReceiverSpf(m, SpfResult::kNeutral); }, kFail, Reason::kSpfNeutral},
    {kAuthSpf, "none is no pass", [](B& m) { ReceiverSpf(m, SpfResult::kNone); }, kFail, Reason::kSpfNone},
    {kAuthSpf, "permerror", [](B& m) { ReceiverSpf(m, SpfResult::kPermerror); }, kFail,
     Reason::kSpfPermerror},
    {kAuthSpf, "the receiver met an error that passes", [](B& m) { ReceiverSpf(m, SpfResult::kTemperror); },
     kUnknown, Reason::kReceiverTempError},
    {kAuthSpf, "by Received-SPF",
     [](B& m) {
       m.evidence.spf.basis = ResultBasis::kReceivedSpf;
       m.evidence.spf.result = SpfResult::kSoftfail;
     },
     kFail, Reason::kSpfSoftfail},
    {kAuthSpf, "a guessed record passes",
     [](B& m) { ReceiverSpf(m, SpfResult::kPass), m.delivery.results.spf_best_guess = true; }, kPass},
    {kAuthSpf, "only HELO, and MAIL FROM is not null",
     [](B& m) {
       NoSpf(m);
       ReceiverSpf(m, SpfResult::kPass);
       m.evidence.spf.identity = SpfIdentity::kHelo;
     },
     kUnknown, Reason::kNoTrustedResult},
    {kAuthSpf, "HELO stands for the null sender",
     [](B& m) {
       ReceiverSpf(m, SpfResult::kPass);
       m.evidence.spf.identity = SpfIdentity::kHelo;
       m.delivery.envelope.null_sender = true;
     },
     kPass},
    {kAuthSpf, "kenpin says fail", SpfFails, kFail, Reason::kSpfFail},
    {kAuthSpf, "kenpin says none", [](B& m) { OwnSpf(m, SpfResult::kNone, SpfReason::kNoRecord); }, kFail,
     Reason::kSpfNone},
    {kAuthSpf, "fail by DNS of another time", [](B& m) { SpfFails(m), OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kAuthSpf, "the same of what a sender keeps", [](B& m) { SpfFails(m), OldDns(m), m.Sent(); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kAuthSpf, "before sending any DNS counts", [](B& m) { m.Presend(), SpfFails(m), OldDns(m); }, kFail,
     Reason::kSpfFail},
    {kAuthSpf, "a pass holds at any age", OldDns, kPass},
    {kAuthSpf, "fail, and MAIL FROM of the separator line", [](B& m) { SpfFails(m), FromLine(m); }, kUnknown,
     Reason::kWeakMailFrom},
    {kAuthSpf, "pass, and MAIL FROM of the separator line", FromLine, kPass},
    {kAuthSpf, "by +all", [](B& m) { m.evidence.spf.matched_all = true; }, kWarn, Reason::kSpfMatchedAll},
    {kAuthSpf, "by ptr", [](B& m) { m.evidence.spf.matched_ptr = true; }, kWarn, Reason::kSpfMatchedPtr},
    {kAuthSpf, "a notice of the receiver", [](B& m) { NoSpf(m), m.delivery.receiver_notice = true; },
     kNotApplicable, Reason::kReceiverNotice},
    {kAuthSpf, "no client", [](B& m) { NoSpf(m), m.delivery.envelope.client.reset(); }, kUnknown,
     Reason::kClientUnknown},
    {kAuthSpf, "before sending, not told", [](B& m) { m.Presend(), NoSpf(m); }, kUnknown,
     Reason::kClientUnknown},
    {kAuthSpf, "no MAIL FROM", [](B& m) { NoSpf(m), m.delivery.envelope.mail_from_basis = {}; }, kUnknown,
     Reason::kMailFromUnknown},
    {kAuthSpf, "no DNS", [](B& m) { NoSpf(m), m.evidence.dns_off = true; }, kUnknown, Reason::kDnsOff},
    {kAuthSpf, "DNS fails", [](B& m) { OwnSpf(m, SpfResult::kTemperror, SpfReason::kDnsFailed); }, kUnknown,
     Reason::kDnsFailure},
    {kAuthSpf, "DNS was off", [](B& m) { OwnSpf(m, SpfResult::kTemperror, SpfReason::kDnsOff); }, kUnknown,
     Reason::kDnsOff},
    {kAuthSpf, "null sender, and HELO is no name",
     [](B& m) { OwnSpf(m, SpfResult::kNone, SpfReason::kNoIdentity); }, kUnknown, Reason::kHeloUnknown},
};

constexpr GoldenCase kDkimCases[] = {
    {kAuthDkim, "one passes", [](B&) {}, kPass},
    {kAuthDkim, "a third party's is enough", [](B& m) { m.signature() = B::ThirdPartySignature(); }, kPass},
    {kAuthDkim, "a pass is proof at any age", OldDns, kPass},
    {kAuthDkim, "unsigned", [](B& m) { m.Unsign(); }, kFail, Reason::kNoSignature},
    {kAuthDkim, "not signed yet",
     [](B& m) {
       m.Presend();
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},
    {kAuthDkim, "the rest of the header may hold one",
     [](B& m) { m.Unsign(), m.mail.flaws.Add(ParseFlaw::kHeaderTooLarge); }, kUnknown, Reason::kHeaderCut},
    {kAuthDkim, "the receiver saw the whole header",
     [](B& m) {
       Trust(m);
       m.Unsign();
       m.mail.flaws.Add(ParseFlaw::kHeaderTooLarge);
       m.delivery.results.dkim_none = true;
     },
     kFail, Reason::kNoSignature},
    {kAuthDkim, "another body", BodyDiffers, kFail, Reason::kBodyHashMismatch},
    {kAuthDkim, "a malformed one", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kSyntax); }, kFail,
     Reason::kSignatureSyntax},
    {kAuthDkim, "a short key", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kKeyTooShort); }, kFail,
     Reason::kKeyTooShort},
    {kAuthDkim, "a key too long to check", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kKeyTooLong); },
     kFail, Reason::kKeyTooLongToCheck},
    {kAuthDkim, "sha1", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kAlgorithmSha1); }, kFail,
     Reason::kAlgorithmSha1},
    {kAuthDkim, "expired", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kExpired); }, kFail,
     Reason::kExpiredAtDelivery},
    {kAuthDkim, "expires before it is made",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kTimestampOrder); }, kFail,
     Reason::kTimestampOrder},
    {kAuthDkim, "Ed25519 alone is not accepted",
     [](B& m) { m.signature().algorithm = DkimAlgorithm::kEd25519Sha256; }, kFail,
     Reason::kAlgorithmEd25519Only},
    {kAuthDkim, "Ed25519 beside RSA",
     [](B& m) {
       m.signatures.push_back(B::PerfectSignature());
       m.signatures.back().algorithm = DkimAlgorithm::kEd25519Sha256;
     },
     kPass},
    {kAuthDkim, "Ed25519 that the receiver ignores, beside RSA",
     [](B& m) {
       Says(m, ReceiverSays::kPass);
       m.signatures.push_back(B::PerfectSignature());
       m.signatures.back().algorithm = DkimAlgorithm::kEd25519Sha256;
       m.signatures.back().receiver = ReceiverSays::kNotPass;
     },
     kPass},
    {kAuthDkim, "Ed25519 that the receiver ignores",
     [](B& m) {
       Says(m, ReceiverSays::kNotPass);
       m.signature().algorithm = DkimAlgorithm::kEd25519Sha256;
     },
     kFail, Reason::kAlgorithmEd25519Only},
    {kAuthDkim, "the receiver lets an algorithm pass that the profile does not accept",
     [](B& m) {
       Says(m, ReceiverSays::kPass);
       m.signature().algorithm = DkimAlgorithm::kRsaSha1;
     },
     kFail, Reason::kAlgorithmSha1},
    {kAuthDkim, "key missing before sending",
     [](B& m) { m.Presend(), OldDns(m), m.End(DkimResult::kPermError, DkimReason::kKeyNotFound); }, kFail,
     Reason::kKeyNotFound},
    {kAuthDkim, "key missing with DNS of that time",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kKeyNotFound); }, kFail, Reason::kKeyNotFound},
    {kAuthDkim, "key missing years later",
     [](B& m) { OldDns(m), m.End(DkimResult::kPermError, DkimReason::kKeyNotFound); }, kUnknown,
     Reason::kKeyGone},
    {kAuthDkim, "key gone", [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyGone); }, kUnknown,
     Reason::kKeyGone},
    {kAuthDkim, "another key of the same selector, perhaps",
     [](B& m) { OldDns(m), m.End(DkimResult::kFail, DkimReason::kSignatureMismatch); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kAuthDkim, "DNS fails", [](B& m) { m.End(DkimResult::kTempError, DkimReason::kDnsFailure); }, kUnknown,
     Reason::kDnsFailure},
    {kAuthDkim, "no DNS", [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kUnknown,
     Reason::kDnsOff},
    {kAuthDkim, "the stored copy was altered",
     [](B& m) { BodyDiffers(m), m.mail.has_exchange_fields = true; }, kUnknown, Reason::kAlteredCopy},
    {kAuthDkim, "altered, and the receiver said pass",
     [](B& m) {
       BodyDiffers(m);
       m.mail.has_exchange_fields = true;
       Says(m, ReceiverSays::kPass);
     },
     kPass},
    {kAuthDkim, "not altered, and the receiver said pass",
     [](B& m) { BodyDiffers(m), Says(m, ReceiverSays::kPass); }, kPass},
    {kAuthDkim, "the receiver said fail, and it verifies here", [](B& m) { Says(m, ReceiverSays::kNotPass); },
     kFail, Reason::kReceiverSaysFail},
    {kAuthDkim, "the receiver found no key",
     [](B& m) {
       Says(m, ReceiverSays::kNotPass);
       m.delivery.results.dkim = {&kNoKeyEntry, 1};
     },
     kFail, Reason::kNoKey},
    {kAuthDkim, "the receiver could not tell", [](B& m) { Says(m, ReceiverSays::kUnknown); }, kUnknown,
     Reason::kReceiverTempError},
    {kAuthDkim, "the receiver saw none", [](B& m) { Trust(m), m.delivery.results.dkim_none = true; }, kFail,
     Reason::kReceiverSawNoSignature},
    {kAuthDkim, "a key in testing",
     [](B& m) { Says(m, ReceiverSays::kPass), m.signature().receiver_test_key = true; }, kWarn,
     Reason::kTestKey},
    {kAuthDkim, "a key in testing, and another passes",
     [](B& m) {
       Says(m, ReceiverSays::kPass);
       m.signature().receiver_test_key = true;
       m.signatures.push_back(B::ThirdPartySignature());
     },
     kPass},
    {kAuthDkim, "another one fails", AddFailing, kWarn, Reason::kAnotherSignature},
    {kAuthDkim, "another one can not be told",
     [](B& m) {
       m.signatures.push_back(B::ThirdPartySignature());
       m.signatures.back().result = DkimResult::kTempError;
       m.signatures.back().reason = DkimReason::kDnsFailure;
     },
     kPass},
    {kAuthDkim, "one fails, and another can not be told",
     [](B& m) {
       AddFailing(m);
       m.End(DkimResult::kTempError, DkimReason::kDnsFailure);
     },
     kUnknown, Reason::kDnsFailure},
    {kAuthDkim, "the reason is that of the best",
     [](B& m) {
       AddFailing(m);
       m.End(DkimResult::kPermError, DkimReason::kVersion);
       m.best = 1;
     },
     kFail, Reason::kBodyHashMismatch},
    {kAuthDkim, "only the receiver saw it", Stray<ReceiverSays::kPass, AuthWord::kPass>, kPass},
    {kAuthDkim, "only the receiver saw it, in testing", Stray<ReceiverSays::kPass, AuthWord::kTest>, kWarn,
     Reason::kTestKey},
    {kAuthDkim, "only the receiver saw it fail", Stray<ReceiverSays::kNotPass, AuthWord::kFail>, kFail,
     Reason::kReceiverSaysFail},
    {kAuthDkim, "only the receiver saw it, and could not tell",
     Stray<ReceiverSays::kUnknown, AuthWord::kTimeout>, kUnknown, Reason::kReceiverTempError},
    {kAuthDkim, "behind the limit on signatures",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kTooManySignatures); }, kUnknown,
     Reason::kTooManySignatures},
};

constexpr GoldenCase kDmarcCases[] = {
    {kAuthDmarcPass, "passes", [](B&) {}, kPass},
    {kAuthDmarcPass, "passes with DNS of another time", OldDns, kPass},
    {kAuthDmarcPass, "the receiver says pass",
     [](B& m) {
       DmarcFails(m);
       Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kPass);
     },
     kPass},
    {kAuthDmarcPass, "the receiver says fail",
     [](B& m) { OldDns(m), Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kFail); }, kFail,
     Reason::kDmarcFail},
    {kAuthDmarcPass, "the receiver says permerror",
     [](B& m) { OldDns(m), Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kPermError); }, kFail,
     Reason::kDmarcPermerror},
    {kAuthDmarcPass, "the receiver says temperror",
     [](B& m) { Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kTempError); }, kUnknown,
     Reason::kReceiverTempError},
    {kAuthDmarcPass, "the receiver says none",
     [](B& m) { OldDns(m), Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kNone); }, kNotApplicable,
     Reason::kDmarcNoneReported},
    {kAuthDmarcPass, "Outlook.com's best guess",
     [](B& m) {
       Dmarc(m, ResultBasis::kAuthResults, DmarcResult::kNone);
       m.evidence.dmarc.best_guess_pass = true;
     },
     kWarn, Reason::kBestGuessPass},
    {kAuthDmarcPass, "none inferred from Gmail",
     [](B& m) { OldDns(m), Dmarc(m, ResultBasis::kInferred, DmarcResult::kNone); }, kNotApplicable,
     Reason::kDmarcNoneInferred},
    {kAuthDmarcPass, "nothing is inferred where From is unusable",
     [](B& m) {
       Dmarc(m, ResultBasis::kInferred, DmarcResult::kNone);
       m.evidence.author.domain = {};
     },
     kUnknown, Reason::kAuthorDomainUnusable},
    {kAuthDmarcPass, "From is unusable", [](B& m) { m.evidence.author.domain = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},
    {kAuthDmarcPass, "no record", [](B& m) { OwnDmarc(m, DmarcResult::kNone); }, kNotApplicable,
     Reason::kNoDmarcRecord},
    {kAuthDmarcPass, "no record years later", [](B& m) { OldDns(m), OwnDmarc(m, DmarcResult::kNone); },
     kUnknown, Reason::kDnsNotContemporary},
    {kAuthDmarcPass, "both legs fail", DmarcFails, kFail, Reason::kDmarcFail},
    {kAuthDmarcPass, "both legs fail by DNS of another time", [](B& m) { DmarcFails(m), OldDns(m); },
     kUnknown, Reason::kDnsNotContemporary},
    {kAuthDmarcPass, "SPF fails for a weak MAIL FROM", [](B& m) { DmarcFails(m), FromLine(m); }, kUnknown,
     Reason::kWeakMailFrom},
    {kAuthDmarcPass, "DKIM fails in an altered copy",
     [](B& m) { DmarcFails(m), m.mail.has_exchange_fields = true; }, kUnknown, Reason::kSignatureUnknown},
    {kAuthDmarcPass, "only one leg is known, and it fails",
     [](B& m) { DmarcFails(m), OwnSpf(m, SpfResult::kTemperror, SpfReason::kDnsFailed); }, kUnknown,
     Reason::kDnsFailure},
    {kAuthDmarcPass, "the record can not be used", [](B& m) { OwnDmarc(m, DmarcResult::kPermError); }, kFail,
     Reason::kDmarcPermerror},
    {kAuthDmarcPass, "the two methods disagree",
     [](B& m) { OwnDmarc(m, DmarcResult::kTempError), m.evidence.dmarc.methods_differ = true; }, kUnknown,
     Reason::kOrgMethodDiffers},
    {kAuthDmarcPass, "DNS fails",
     [](B& m) {
       OwnDmarc(m, DmarcResult::kTempError);
       m.evidence.dmarc.reason = DmarcReason::kDnsFailure;
     },
     kUnknown, Reason::kDnsFailure},
    {kAuthDmarcPass, "the snapshot says nothing",
     [](B& m) {
       OwnDmarc(m, DmarcResult::kTempError);
       m.evidence.dmarc.reason = DmarcReason::kNotRecorded;
     },
     kUnknown, Reason::kDnsNotRecorded},
    {kAuthDmarcPass, "no DNS", [](B& m) { m.evidence.dmarc = {}; }, kUnknown, Reason::kDnsOff},
    {kAuthDmarcPass, "one of the methods can not tell", [](B& m) { OwnDmarc(m, DmarcResult::kTempError); },
     kUnknown, Reason::kOrgDomainUnknown},
    {kAuthDmarcPass, "a leg can not be told",
     [](B& m) { BodyDiffers(m), NoSpf(m), OwnDmarc(m, DmarcResult::kTempError); }, kUnknown,
     Reason::kNoTrustedResult},
};

TEST(AuthenticationRules, Golden) { RunGolden(AuthenticationCases()); }

// The table in which a sending service's manual shows all combinations.
TEST(AuthenticationRules, DmarcPassesByEitherLeg) {
  for (int bits = 0; bits < 16; ++bits) {
    const bool spf = bits & 1, spf_aligned = bits & 2, dkim = bits & 4, dkim_aligned = bits & 8;
    const bool passes = (spf && spf_aligned) || (dkim && dkim_aligned);
    EvidenceBuilder message;
    if (!spf) SpfFails(message);
    if (!dkim) BodyDiffers(message);
    if (!spf_aligned) message.evidence.spf.names.result = AlignmentResult::kNone;
    if (!dkim_aligned) message.signature().names.result = AlignmentResult::kNone;
    OwnDmarc(message, passes ? DmarcResult::kPass : DmarcResult::kFail);
    EXPECT_EQ(CheckAuthDmarcPass(message.Build()).outcome, passes ? Outcome::kPass : Outcome::kFail) << bits;
  }
}

TEST(AuthenticationRules, JudgeSpfNeverWarns) {
  for (const GoldenCase& c : kSpfCases) {
    EvidenceBuilder message;
    c.change(message);
    const Verdict verdict = JudgeSpf(message.Build());
    EXPECT_NE(verdict.outcome, Outcome::kWarn) << c.name;
    EXPECT_NE(verdict.outcome, Outcome::kNotApplicable) << c.name;
  }
}

std::vector<GoldenCase> Collect() {
  std::vector<GoldenCase> all;
  for (const std::span<const GoldenCase> cases :
       {std::span<const GoldenCase>(kEvidenceCases), std::span<const GoldenCase>(kEitherCases),
        std::span<const GoldenCase>(kSpfCases), std::span<const GoldenCase>(kDkimCases),
        std::span<const GoldenCase>(kDmarcCases)}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace

std::span<const GoldenCase> AuthenticationCases() {
  static const std::vector<GoldenCase> all = Collect();
  return all;
}

}  // namespace kenpin
