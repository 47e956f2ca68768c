#include "rules/alignment.h"

#include "rules/authentication.h"
#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

constexpr AlignmentFacts kSameName = {AlignmentResult::kStrict, false, false, AlignmentResult::kStrict,
                                      AlignmentResult::kStrict};
constexpr AlignmentFacts kNobodyKnows = {};

void Names(SignatureEvidence& signature, const AlignmentFacts& names) {
  signature.names = names;
  signature.alignment = names.result;
}

void SignatureNames(B& m, const AlignmentFacts& names) { Names(m.signature(), names); }
void SpfNames(B& m, const AlignmentFacts& names) { m.evidence.spf.names = names; }

void OnlyThirdParty(B& m) { m.signatures = {B::ThirdPartySignature()}; }

// The author's signature first, then the service's, which passes.
void AddThirdParty(B& m) { m.signatures.push_back(B::ThirdPartySignature()); }

void Spf(B& m, SpfResult result) {
  m.evidence.spf.result = m.evidence.spf.own_result = result;
  m.evidence.spf.own_reason = SpfReason::kNoMatch;
}

void SpfFails(B& m) { Spf(m, SpfResult::kFail); }

// Neither a receiver's word nor a client to compute it for.
void SpfUnknown(B& m) {
  m.evidence.spf.basis = ResultBasis::kNone;
  m.evidence.spf.computed = false;
  m.evidence.spf.result = m.evidence.spf.own_result = SpfResult::kNone;
  m.delivery.envelope.client.reset();
  m.delivery.envelope.client_basis = EnvelopeBasis::kUnknown;
}

void NoMailFrom(B& m) {
  SpfUnknown(m);
  m.evidence.spf.domain = {};
  m.evidence.spf.names = kNobodyKnows;
  m.delivery.envelope = {};
}

void DkimFails(B& m) { m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch); }
void DkimUnknown(B& m) { m.End(DkimResult::kNone, DkimReason::kKeyGone); }

void StrictDkim(B& m) { m.evidence.dmarc.adkim = AlignmentMode::kStrict; }
void StrictSpf(B& m) { m.evidence.dmarc.aspf = AlignmentMode::kStrict; }

void NoRecord(B& m) {
  m.evidence.dmarc = {};
  m.evidence.dmarc.lookup = DmarcLookup::kNone;
  m.evidence.dmarc.reason = DmarcReason::kNoRecord;
}

// The mode can not be told where the record can not be had.
void RecordUnknown(B& m) {
  m.evidence.dmarc = {};
  m.evidence.dmarc.reason = DmarcReason::kDnsFailure;
}

void NoAuthor(B& m) {
  m.evidence.author.domain = {};
  SignatureNames(m, kNobodyKnows);
  SpfNames(m, kNobodyKnows);
}

void ReceiverSays(B& m, DmarcResult result) {
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.evidence.dmarc.basis = ResultBasis::kAuthResults;
  m.evidence.dmarc.result = result;
}

// A signature that the receiver saw and that is not in the message any more.
constexpr StrayDkim kStrayPass[] = {
    {{AuthWord::kPass, "example.com", "s2024", "abcdefgh"},
     ReceiverSays::kPass,
     {AlignmentResult::kRelaxed, false, false, AlignmentResult::kRelaxed, AlignmentResult::kRelaxed}}};
constexpr StrayDkim kStrayUnknown[] = {
    {{AuthWord::kTempError, "example.com", "s2024", "abcdefgh"},
     ReceiverSays::kUnknown,
     {AlignmentResult::kRelaxed, false, false, AlignmentResult::kRelaxed, AlignmentResult::kRelaxed}}};
constexpr StrayDkim kStrayFail[] = {
    {{AuthWord::kFail, "example.com", "s2024", "abcdefgh"},
     ReceiverSays::kNotPass,
     {AlignmentResult::kRelaxed, false, false, AlignmentResult::kRelaxed, AlignmentResult::kRelaxed}}};

constexpr GoldenCase kCases[] = {
    {kAlignFrom, "both", [](B&) {}, kPass},
    {kAlignFrom, "by DKIM only", SpfFails, kPass},
    {kAlignFrom, "by SPF only", [](B& m) { m.Unsign(); }, kWarn, Reason::kAlignedBySpfOnly},
    {kAlignFrom, "by SPF, DKIM unknown", DkimUnknown, kPass},
    {kAlignFrom, "by DKIM, SPF unknown", SpfUnknown, kPass},
    {kAlignFrom, "no record, SPF is the only leg",
     [](B& m) {
       NoRecord(m);
       m.Unsign();
     },
     kWarn, Reason::kAlignedBySpfOnly},
    {kAlignFrom, "SPF passes for the service, no DKIM",
     [](B& m) {
       m.Unsign();
       SpfNames(m, B::Strangers());
     },
     kFail, Reason::kNothingAligned},
    {kAlignFrom, "SPF passes for the service, DKIM for the author", [](B& m) { SpfNames(m, B::Strangers()); },
     kPass},
    {kAlignFrom, "List-Id, and the service's names only",
     [](B& m) {
       OnlyThirdParty(m);
       SpfNames(m, B::Strangers());
       m.mail.relay.list_id_count = 1;
       m.mail.relay.list_id_ok = m.mail.relay.x_forwarded = true;
       m.evidence.arc.result = ArcResult::kPass;
     },
     kFail, Reason::kNothingAligned},
    {kAlignFrom, "nothing passes",
     [](B& m) {
       SpfFails(m);
       DkimFails(m);
     },
     kFail, Reason::kNothingPasses},
    {kAlignFrom, "strict for DKIM, and SPF fails",
     [](B& m) {
       SpfFails(m);
       StrictDkim(m);
     },
     kFail, Reason::kStrictModeMismatch},
    {kAlignFrom, "strict for SPF, and no DKIM",
     [](B& m) {
       m.Unsign();
       StrictSpf(m);
     },
     kFail, Reason::kStrictModeMismatch},
    {kAlignFrom, "strict for DKIM, relaxed for SPF", StrictDkim, kWarn, Reason::kAlignedBySpfOnly},
    {kAlignFrom, "relayed, and nothing is aligned any more",
     [](B& m) {
       SpfNames(m, B::Strangers());
       DkimFails(m);
       m.evidence.indirect = IndirectProof::kBrokenSignature;
     },
     kNotApplicable, Reason::kIndirectMail},
    {kAlignFrom, "relayed, and still aligned",
     [](B& m) {
       SpfFails(m);
       m.evidence.indirect = IndirectProof::kForwarderSender;
     },
     kPass},
    {kAlignFrom, "neither is known",
     [](B& m) {
       SpfUnknown(m);
       DkimUnknown(m);
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignFrom, "unsigned, and SPF is not known",
     [](B& m) {
       m.Unsign();
       SpfUnknown(m);
     },
     kUnknown, Reason::kClientUnknown},
    {kAlignFrom, "a third party's key is gone, and SPF fails",
     [](B& m) {
       OnlyThirdParty(m);
       DkimUnknown(m);
       SpfFails(m);
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignFrom, "a third party's key is gone, and SPF passes for another",
     [](B& m) {
       OnlyThirdParty(m);
       DkimUnknown(m);
       SpfNames(m, B::Strangers());
     },
     kFail, Reason::kNothingAligned},
    {kAlignFrom, "the methods disagree",
     [](B& m) {
       SpfFails(m);
       SignatureNames(m, B::Disputed());
     },
     kUnknown, Reason::kOrgMethodDiffers},
    {kAlignFrom, "the methods disagree about SPF",
     [](B& m) {
       m.Unsign();
       SpfNames(m, B::Disputed());
     },
     kUnknown, Reason::kOrgMethodDiffers},
    {kAlignFrom, "the methods disagree, and the receiver says pass",
     [](B& m) {
       SpfFails(m);
       SignatureNames(m, B::Disputed());
       ReceiverSays(m, DmarcResult::kPass);
     },
     kPass},
    {kAlignFrom, "the keys are gone, and the receiver says fail",
     [](B& m) {
       SpfFails(m);
       DkimUnknown(m);
       ReceiverSays(m, DmarcResult::kFail);
     },
     kFail, Reason::kDmarcFail},
    {kAlignFrom, "the receiver guesses that it would pass",
     [](B& m) {
       SpfFails(m);
       DkimUnknown(m);
       ReceiverSays(m, DmarcResult::kNone);
       m.evidence.dmarc.best_guess_pass = true;
     },
     kPass},
    {kAlignFrom, "the receiver says pass, and only SPF is left",
     [](B& m) {
       m.Unsign();
       ReceiverSays(m, DmarcResult::kPass);
     },
     kWarn, Reason::kAlignedBySpfOnly},
    {kAlignFrom, "From is not usable", NoAuthor, kUnknown, Reason::kAuthorDomainUnusable},

    {kAlignSpf, "relaxed", [](B&) {}, kPass},
    {kAlignSpf, "relaxed, no record", NoRecord, kPass},
    {kAlignSpf, "the same name in strict mode",
     [](B& m) {
       StrictSpf(m);
       SpfNames(m, kSameName);
     },
     kPass},
    {kAlignSpf, "a relative in strict mode", StrictSpf, kFail, Reason::kStrictModeMismatch},
    {kAlignSpf, "adkim=s does not matter", StrictDkim, kPass},
    {kAlignSpf, "strict today",
     [](B& m) {
       StrictSpf(m);
       m.evidence.dns_contemporary = false;
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kAlignSpf, "another domain", [](B& m) { SpfNames(m, B::Strangers()); }, kFail,
     Reason::kEnvelopeOtherDomain},
    {kAlignSpf, "SPF itself fails", SpfFails, kPass},
    {kAlignSpf, "SPF itself is unknown", SpfUnknown, kPass},
    {kAlignSpf, "MAIL FROM is not known", NoMailFrom, kUnknown, Reason::kMailFromUnknown},
    {kAlignSpf, "null sender, HELO of the author's",
     [](B& m) {
       m.delivery.envelope.null_sender = true;
       m.evidence.spf.identity = SpfIdentity::kHelo;
       m.evidence.spf.domain = "out.example.com";
     },
     kPass},
    {kAlignSpf, "null sender, HELO is not known",
     [](B& m) {
       NoMailFrom(m);
       m.delivery.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
       m.delivery.envelope.null_sender = true;
     },
     kUnknown, Reason::kHeloUnknown},
    {kAlignSpf, "null sender, HELO is no domain",
     [](B& m) {
       NoMailFrom(m);
       m.delivery.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
       m.delivery.envelope.null_sender = true;
       m.delivery.envelope.helo = "localhost";
     },
     kFail, Reason::kEnvelopeOtherDomain},
    {kAlignSpf, "a sender without a domain",
     [](B& m) {
       NoMailFrom(m);
       m.delivery.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
       m.delivery.envelope.mail_from = "bounce";
     },
     kFail, Reason::kEnvelopeOtherDomain},
    {kAlignSpf, "a notice of the receiver",
     [](B& m) {
       NoMailFrom(m);
       m.delivery.envelope.null_sender = m.delivery.receiver_notice = true;
     },
     kNotApplicable, Reason::kReceiverNotice},
    {kAlignSpf, "another domain in the separator line",
     [](B& m) {
       SpfNames(m, B::Strangers());
       m.delivery.envelope.mail_from_basis = EnvelopeBasis::kFromLine;
     },
     kUnknown, Reason::kWeakMailFrom},
    {kAlignSpf, "the author's in the separator line",
     [](B& m) { m.delivery.envelope.mail_from_basis = EnvelopeBasis::kFromLine; }, kPass},
    {kAlignSpf, "the methods disagree", [](B& m) { SpfNames(m, B::Disputed()); }, kUnknown,
     Reason::kOrgMethodDiffers},
    {kAlignSpf, "the methods disagree in strict mode",
     [](B& m) {
       StrictSpf(m);
       SpfNames(m, B::Disputed());
     },
     kFail, Reason::kStrictModeMismatch},
    {kAlignSpf, "the record can not be had", RecordUnknown, kUnknown, Reason::kAlignmentModeUnknown},
    {kAlignSpf, "the record can not be had, and the names are the same",
     [](B& m) {
       RecordUnknown(m);
       SpfNames(m, kSameName);
     },
     kPass},
    {kAlignSpf, "DNS off, by the list",
     [](B& m) {
       RecordUnknown(m);
       m.evidence.dmarc.reason = DmarcReason::kDnsOff;
       m.evidence.dns_off = m.evidence.spf.names.by_list_only = true;
     },
     kPass},
    {kAlignSpf, "From is not usable", NoAuthor, kUnknown, Reason::kAuthorDomainUnusable},

    {kAlignDkim, "relaxed", [](B&) {}, kPass},
    {kAlignDkim, "relaxed, no record", NoRecord, kPass},
    {kAlignDkim, "the same name", [](B& m) { SignatureNames(m, kSameName); }, kPass},
    {kAlignDkim, "the same name in strict mode",
     [](B& m) {
       StrictDkim(m);
       SignatureNames(m, kSameName);
     },
     kPass},
    {kAlignDkim, "a relative in strict mode", StrictDkim, kFail, Reason::kStrictModeMismatch},
    {kAlignDkim, "aspf=s does not matter", StrictSpf, kPass},
    {kAlignDkim, "a relative in strict mode, today",
     [](B& m) {
       StrictDkim(m);
       m.evidence.dns_contemporary = false;
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kAlignDkim, "the author's and the service's", AddThirdParty, kPass},
    {kAlignDkim, "a List-Id and a third party's signature is no proof of indirect mail",
     [](B& m) {
       OnlyThirdParty(m);
       m.mail.signs.list_id = true;
     },
     kFail, Reason::kThirdPartySignature},
    {kAlignDkim, "a tenant's name of Microsoft 365, sealed there",
     [](B& m) {
       OnlyThirdParty(m);
       m.signature().domain = "tenant.onmicrosoft.com";
       m.evidence.arc.result = ArcResult::kPass;
       m.evidence.arc.instances = 1;
     },
     kFail, Reason::kThirdPartySignature},
    {kAlignDkim, "nothing passes", DkimFails, kFail, Reason::kNoPassingSignature},
    {kAlignDkim, "nothing counts", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kAlgorithmSha1); },
     kFail, Reason::kNoPassingSignature},
    {kAlignDkim, "expired", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kExpired); }, kFail,
     Reason::kNoPassingSignature},
    {kAlignDkim, "the author's fails, the service's passes",
     [](B& m) {
       AddThirdParty(m);
       DkimFails(m);
       m.best = 1;
     },
     kWarn, Reason::kAlignedSignatureFailed},
    {kAlignDkim, "the author's can not be told, the service's passes",
     [](B& m) {
       AddThirdParty(m);
       DkimUnknown(m);
       m.best = 1;
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignDkim, "no DNS", [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kUnknown,
     Reason::kSignatureUnknown},
    {kAlignDkim, "an altered copy",
     [](B& m) {
       m.mail.has_exchange_fields = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignDkim, "an altered copy that passed at the receiver",
     [](B& m) {
       m.mail.has_exchange_fields = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.signature().receiver = ReceiverSays::kPass;
     },
     kPass},
    {kAlignDkim, "it passes here, and failed at the receiver",
     [](B& m) { m.signature().receiver = ReceiverSays::kNotPass; }, kFail, Reason::kNoPassingSignature},
    {kAlignDkim, "only the receiver saw it, and it passed",
     [](B& m) {
       m.Unsign();
       m.evidence.stray_dkim = kStrayPass;
     },
     kPass},
    {kAlignDkim, "only the receiver saw it, and it failed",
     [](B& m) {
       OnlyThirdParty(m);
       m.evidence.stray_dkim = kStrayFail;
     },
     kWarn, Reason::kAlignedSignatureFailed},
    {kAlignDkim, "only the receiver saw it, and could not tell",
     [](B& m) {
       OnlyThirdParty(m);
       m.evidence.stray_dkim = kStrayUnknown;
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignDkim, "nobody knows whose mail it is", NoAuthor, kUnknown, Reason::kAuthorDomainUnusable},
    {kAlignDkim, "the Organizational Domain is not known", [](B& m) { SignatureNames(m, kNobodyKnows); },
     kUnknown, Reason::kOrgDomainUnknown},
    {kAlignDkim, "the methods disagree", [](B& m) { SignatureNames(m, B::Disputed()); }, kUnknown,
     Reason::kOrgMethodDiffers},
    {kAlignDkim, "the record can not be had", RecordUnknown, kUnknown, Reason::kAlignmentModeUnknown},
    {kAlignDkim, "unsigned", [](B& m) { m.Unsign(); }, kNotApplicable, Reason::kNoSignature},
    {kAlignDkim, "signed later",
     [](B& m) {
       m.Presend();
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},

    {kAlignBoth, "both", [](B&) {}, kPass},
    {kAlignBoth, "only DKIM", [](B& m) { SpfNames(m, B::Strangers()); }, kWarn, Reason::kAlignedByDkimOnly},
    {kAlignBoth, "only DKIM passes", SpfFails, kWarn, Reason::kAlignedByDkimOnly},
    {kAlignBoth, "only SPF", OnlyThirdParty, kWarn, Reason::kAlignedBySpfOnly},
    {kAlignBoth, "only SPF in strict mode", StrictDkim, kWarn, Reason::kAlignedBySpfOnly},
    {kAlignBoth, "neither",
     [](B& m) {
       OnlyThirdParty(m);
       SpfFails(m);
     },
     kWarn, Reason::kNothingAligned},
    {kAlignBoth, "SPF is not known", SpfUnknown, kUnknown, Reason::kClientUnknown},
    {kAlignBoth, "DKIM is not known", DkimUnknown, kUnknown, Reason::kSignatureUnknown},
    {kAlignBoth, "relayed",
     [](B& m) {
       SpfFails(m);
       m.evidence.indirect = IndirectProof::kForwarderSender;
     },
     kNotApplicable, Reason::kIndirectMail},
};

TEST(AlignmentRules, Golden) { RunGolden(kCases); }

// The four truths that DMARC is made of, each with what it makes of the message; the first five rows are
// those of a sending service's help pages.
struct TableRow {
  bool spf;
  bool spf_aligned;
  bool dkim;
  bool dkim_aligned;
  bool dmarc;
};
constexpr TableRow kTable[] = {
    {true, true, true, true, true},     {true, true, false, false, true},
    {true, false, false, false, false}, {false, false, true, true, true},
    {true, false, true, false, false},  {false, true, true, true, true},
    {false, true, false, false, false}, {true, true, true, false, true},
    {true, true, false, true, true},    {true, false, true, true, true},
    {true, false, false, true, false},  {false, true, true, true, true},
    {false, true, true, false, false},  {false, true, false, true, false},
    {false, true, false, false, false}, {false, false, true, false, false},
    {false, false, false, true, false}, {false, false, false, false, false},
};

void Apply(const TableRow& row, B& m) {
  if (!row.spf) SpfFails(m);
  if (!row.spf_aligned) SpfNames(m, B::Strangers());
  if (!row.dkim_aligned) SignatureNames(m, B::Strangers());
  if (!row.dkim) DkimFails(m);
}

TEST(AlignmentRules, FromIsAlignedExactlyWhereDmarcPasses) {
  for (const TableRow& row : kTable) {
    EvidenceBuilder message;
    Apply(row, message);
    const Evidence& evidence = message.Build();
    const Outcome outcome = CheckAlignFrom(evidence).outcome;
    const ptrdiff_t index = &row - kTable;
    EXPECT_EQ(outcome == kPass || outcome == kWarn, row.dmarc) << index;
    EXPECT_EQ(outcome == kFail, !row.dmarc) << index;
    EXPECT_EQ(SpfLeg(evidence).state == LegState::kAligned, row.spf && row.spf_aligned) << index;
    EXPECT_EQ(DkimLeg(evidence).state == LegState::kAligned, row.dkim && row.dkim_aligned) << index;
    EXPECT_EQ(CheckAlignBoth(evidence).outcome == kPass,
              row.spf && row.spf_aligned && row.dkim && row.dkim_aligned)
        << index;
  }
}

// The service's set-up is not done: its envelope, no signature.
TEST(AlignmentRules, AServiceWithoutSetUp) {
  EvidenceBuilder message;
  message.Unsign();
  message.evidence.spf.domain = "bounce.service.example";
  SpfNames(message, B::Strangers());
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckAuthSpf(evidence).outcome, kPass);
  EXPECT_EQ(CheckAlignFrom(evidence).outcome, kFail);
  EXPECT_EQ(CheckAlignSpf(evidence).outcome, kFail);
}

// The service's envelope, and the author's signature.
TEST(AlignmentRules, AnAuthorSignatureAtAService) {
  EvidenceBuilder message;
  SpfNames(message, B::Strangers());
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckAlignFrom(evidence).outcome, kPass);
  EXPECT_EQ(CheckAlignBoth(evidence).outcome, kWarn);
}

// The service signs with its own name only.
TEST(AlignmentRules, AThirdPartySignatureAtAService) {
  EvidenceBuilder message;
  OnlyThirdParty(message);
  SpfNames(message, B::Strangers());
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckAuthDkim(evidence, Provider::kGmail).outcome, kPass);
  EXPECT_EQ(CheckAlignDkim(evidence).outcome, kFail);
}

// A forwarded copy does not always fail DMARC.
TEST(AlignmentRules, AForwardedCopyWithItsSignature) {
  EvidenceBuilder message;
  SpfFails(message);
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckAuthSpf(evidence).outcome, kFail);
  EXPECT_EQ(CheckAlignFrom(evidence).outcome, kPass);
  EXPECT_EQ(CheckAuthDmarcPass(evidence).outcome, kPass);
}

// No record anywhere, and SPF alone speaks for the author.
TEST(AlignmentRules, NoRecordAndSpfAlone) {
  EvidenceBuilder message;
  NoRecord(message);
  message.evidence.dmarc.basis = ResultBasis::kComputed;
  message.Unsign();
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckAlignFrom(evidence).outcome, kWarn);
  EXPECT_EQ(CheckAuthDmarcPass(evidence).outcome, kNotApplicable);
  EXPECT_EQ(JudgeRule(GetRule(kDmarcRecordPresent), evidence, Provider::kGmail).outcome, kFail);
}

// Without a record the DMARC column is not asked, and the alignment keeps its own verdict.
TEST(AlignmentRules, AlignmentNeedsNoRecord) {
  for (const TableRow& row : kTable) {
    EvidenceBuilder message;
    NoRecord(message);
    Apply(row, message);
    const Outcome outcome = CheckAlignFrom(message.Build()).outcome;
    EXPECT_EQ(outcome == kPass || outcome == kWarn, row.dmarc) << &row - kTable;
  }
}

}  // namespace

std::span<const GoldenCase> AlignmentCases() { return kCases; }

}  // namespace kenpin
