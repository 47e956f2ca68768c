#include "rules/dmarc.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void Lookup(B& m, DmarcLookup lookup, DmarcReason reason) {
  m.evidence.dmarc.lookup = lookup;
  m.evidence.dmarc.reason = reason;
}

void NoRecord(B& m) {
  m.evidence.dmarc = {};
  m.evidence.dmarc.basis = ResultBasis::kComputed;
  Lookup(m, DmarcLookup::kNone, DmarcReason::kNoRecord);
}

// Nobody can say, for this reason.
void NoAnswer(B& m, DmarcReason reason) {
  m.evidence.dmarc = {};
  Lookup(m, DmarcLookup::kTempError, reason);
}

void DnsFails(B& m) { NoAnswer(m, DmarcReason::kDnsFailure); }

void DnsOff(B& m) {
  NoAnswer(m, DmarcReason::kDnsOff);
  m.evidence.dns_off = true;
}

void OldDns(B& m) { m.evidence.dns_contemporary = false; }

void ReceiverSays(B& m, DmarcResult result) {
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.evidence.dmarc.basis = ResultBasis::kAuthResults;
  m.evidence.dmarc.result = result;
}

// Gmail writes no dmarc= where there is no record.
void GmailIsSilent(B& m) {
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.delivery.results.gmail = true;
  m.evidence.dmarc.basis = ResultBasis::kInferred;
  m.evidence.dmarc.result = DmarcResult::kNone;
}

void BestGuess(B& m) {
  ReceiverSays(m, DmarcResult::kNone);
  m.evidence.dmarc.best_guess_pass = true;
}

void NoAuthor(B& m) {
  m.evidence.author = {};
  NoAnswer(m, DmarcReason::kUnusableDomain);
}

void TwoRecords(B& m) {
  NoRecord(m);
  m.evidence.dmarc.reason = DmarcReason::kSeveralRecords;
  m.evidence.dmarc.several_records = true;
}

// The domain has two, and the walk goes on to that of the Organizational Domain.
void TwoRecordsBelowAnother(B& m) {
  m.evidence.dmarc.several_records = true;
  m.evidence.dmarc.level = DmarcLevel::kOrganizationalDomain;
}

void Flaw(B& m, DmarcFlaw flaw) { m.evidence.dmarc.flaws.Add(flaw); }

// With an address for reports the record acts as p=none.
void FallsBack(B& m, DmarcFlaw flaw) {
  Flaw(m, flaw);
  m.evidence.dmarc.reason = DmarcReason::kFallbackToNone;
  m.evidence.dmarc.policy = DmarcPolicy::kNone;
  if (flaw == DmarcFlaw::kPolicyMissing || flaw == DmarcFlaw::kPolicyInvalid) m.evidence.dmarc.p.reset();
}

// Without one there is no DMARC.
void Unusable(B& m, DmarcFlaw flaw) {
  FallsBack(m, flaw);
  Lookup(m, DmarcLookup::kPermError, DmarcReason::kUnusableRecord);
  m.evidence.dmarc.policy.reset();
  m.evidence.dmarc.has_rua = false;
  m.evidence.dmarc.consent = ReportConsent::kNoMailAddress;
}

// v=DMARC1; p=none;
void BareNone(B& m) {
  m.evidence.dmarc.p = m.evidence.dmarc.policy = DmarcPolicy::kNone;
  m.evidence.dmarc.has_rua = false;
  m.evidence.dmarc.consent = ReportConsent::kNoMailAddress;
}

constexpr GoldenCase kRecordCases[] = {
    {kDmarcRecordPresent, "at the Author Domain", [](B&) {}, kPass},
    {kDmarcRecordPresent, "at the Organizational Domain",
     [](B& m) { m.evidence.dmarc.level = DmarcLevel::kOrganizationalDomain; }, kWarn,
     Reason::kDmarcAtOrgDomain},
    {kDmarcRecordPresent, "at a public suffix domain",
     [](B& m) { m.evidence.dmarc.level = DmarcLevel::kPublicSuffixDomain; }, kWarn,
     Reason::kDmarcAtPublicSuffix},
    {kDmarcRecordPresent, "nowhere", NoRecord, kFail, Reason::kNoDmarcRecord},
    {kDmarcRecordPresent, "nowhere, today",
     [](B& m) {
       NoRecord(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcRecordPresent, "nowhere, before sending",
     [](B& m) {
       m.Presend();
       NoRecord(m);
       OldDns(m);
     },
     kFail, Reason::kNoDmarcRecord},
    {kDmarcRecordPresent, "found, today", OldDns, kPass},
    {kDmarcRecordPresent, "the receiver says none", [](B& m) { ReceiverSays(m, DmarcResult::kNone); }, kFail,
     Reason::kDmarcNoneReported},
    {kDmarcRecordPresent, "the receiver says none, whatever DNS says today",
     [](B& m) {
       ReceiverSays(m, DmarcResult::kNone);
       OldDns(m);
     },
     kFail, Reason::kDmarcNoneReported},
    {kDmarcRecordPresent, "Microsoft guesses", BestGuess, kFail, Reason::kBestGuessPass},
    {kDmarcRecordPresent, "Gmail is silent", GmailIsSilent, kFail, Reason::kDmarcNoneInferred},
    {kDmarcRecordPresent, "Gmail is silent, and From is not usable",
     [](B& m) {
       NoAuthor(m);
       m.delivery.results.basis = TrustBasis::kAboveBorder;
       m.delivery.results.gmail = true;
     },
     kUnknown, Reason::kAuthorDomainUnusable},
    {kDmarcRecordPresent, "the receiver saw it pass, and DNS is off",
     [](B& m) {
       DnsOff(m);
       ReceiverSays(m, DmarcResult::kPass);
     },
     kPass},
    {kDmarcRecordPresent, "the receiver saw it fail, and DNS has none today",
     [](B& m) {
       NoRecord(m);
       ReceiverSays(m, DmarcResult::kFail);
     },
     kPass},
    {kDmarcRecordPresent, "the receiver could not tell, and DNS has one",
     [](B& m) { ReceiverSays(m, DmarcResult::kTempError); }, kPass},
    {kDmarcRecordPresent, "two are none", TwoRecords, kFail, Reason::kDmarcSeveralRecords},
    {kDmarcRecordPresent, "there, and broken", [](B& m) { Unusable(m, DmarcFlaw::kPolicyMissing); }, kPass},
    {kDmarcRecordPresent, "no usable From", NoAuthor, kNotApplicable, Reason::kAuthorDomainUnusable},
    {kDmarcRecordPresent, "a domain outside the public DNS",
     [](B& m) {
       NoRecord(m);
       m.evidence.author.suffix_known = false;
     },
     kNotApplicable, Reason::kAuthorDomainUnusable},
    {kDmarcRecordPresent, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
    {kDmarcRecordPresent, "not recorded", [](B& m) { NoAnswer(m, DmarcReason::kNotRecorded); }, kUnknown,
     Reason::kDnsNotRecorded},
    {kDmarcRecordPresent, "DNS off", DnsOff, kUnknown, Reason::kDnsOff},

    {kDmarcRecordSingle, "one", [](B&) {}, kPass},
    {kDmarcRecordSingle, "one that is broken", [](B& m) { Unusable(m, DmarcFlaw::kPolicyMissing); }, kPass},
    {kDmarcRecordSingle, "two", TwoRecords, kFail, Reason::kDmarcSeveralRecords},
    {kDmarcRecordSingle, "two, and one above", TwoRecordsBelowAnother, kFail, Reason::kDmarcSeveralRecords},
    {kDmarcRecordSingle, "two, so that the receiver says none",
     [](B& m) {
       TwoRecords(m);
       ReceiverSays(m, DmarcResult::kNone);
     },
     kFail, Reason::kDmarcSeveralRecords},
    {kDmarcRecordSingle, "two, today",
     [](B& m) {
       TwoRecords(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcRecordSingle, "none", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcRecordSingle, "none, today",
     [](B& m) {
       NoRecord(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcRecordSingle, "none, says the receiver", [](B& m) { ReceiverSays(m, DmarcResult::kNone); },
     kNotApplicable, Reason::kDmarcNoneReported},
    {kDmarcRecordSingle, "the receiver saw one that is gone",
     [](B& m) {
       NoRecord(m);
       ReceiverSays(m, DmarcResult::kPass);
     },
     kUnknown, Reason::kDmarcRecordGone},
    {kDmarcRecordSingle, "no usable From", NoAuthor, kNotApplicable, Reason::kAuthorDomainUnusable},
    {kDmarcRecordSingle, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kDmarcRecordValid, "in order", [](B&) {}, kPass},
    {kDmarcRecordValid, "v= wrong or not first",
     [](B& m) {
       NoRecord(m);
       m.evidence.dmarc.near_record = true;
     },
     kFail, Reason::kDmarcVersion},
    {kDmarcRecordValid, "v= wrong, today",
     [](B& m) {
       NoRecord(m);
       m.evidence.dmarc.near_record = true;
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcRecordValid, "v= wrong, and another record applies",
     [](B& m) { m.evidence.dmarc.near_record = true; }, kWarn, Reason::kDmarcVersion},
    {kDmarcRecordValid, "p missing, no rua", [](B& m) { Unusable(m, DmarcFlaw::kPolicyMissing); }, kFail,
     Reason::kDmarcPolicyMissing},
    {kDmarcRecordValid, "p invalid, no rua", [](B& m) { Unusable(m, DmarcFlaw::kPolicyInvalid); }, kFail,
     Reason::kDmarcPolicyInvalid},
    {kDmarcRecordValid, "sp invalid, no rua", [](B& m) { Unusable(m, DmarcFlaw::kSubdomainPolicyInvalid); },
     kFail, Reason::kDmarcSubdomainPolicyInvalid},
    {kDmarcRecordValid, "np invalid, no rua", [](B& m) { Unusable(m, DmarcFlaw::kNonexistentPolicyInvalid); },
     kFail, Reason::kDmarcSubdomainPolicyInvalid},
    {kDmarcRecordValid, "p missing, today",
     [](B& m) {
       Unusable(m, DmarcFlaw::kPolicyMissing);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcRecordValid, "the receiver says permerror", [](B& m) { ReceiverSays(m, DmarcResult::kPermError); },
     kFail, Reason::kDmarcPermerror},
    {kDmarcRecordValid, "p missing, with rua", [](B& m) { FallsBack(m, DmarcFlaw::kPolicyMissing); }, kWarn,
     Reason::kDmarcPolicyMissing},
    {kDmarcRecordValid, "p invalid, with rua", [](B& m) { FallsBack(m, DmarcFlaw::kPolicyInvalid); }, kWarn,
     Reason::kDmarcPolicyInvalid},
    {kDmarcRecordValid, "sp invalid, with rua",
     [](B& m) { FallsBack(m, DmarcFlaw::kSubdomainPolicyInvalid); }, kWarn,
     Reason::kDmarcSubdomainPolicyInvalid},
    {kDmarcRecordValid, "p not second", [](B& m) { Flaw(m, DmarcFlaw::kPolicyNotSecond); }, kWarn,
     Reason::kDmarcPolicyNotSecond},
    {kDmarcRecordValid, "unknown tag", [](B& m) { Flaw(m, DmarcFlaw::kUnknownTag); }, kWarn,
     Reason::kDmarcUnknownTag},
    {kDmarcRecordValid, "tag twice", [](B& m) { Flaw(m, DmarcFlaw::kDuplicateTag); }, kWarn,
     Reason::kDmarcDuplicateTag},
    {kDmarcRecordValid, "capital tag name", [](B& m) { Flaw(m, DmarcFlaw::kTagNameCase); }, kWarn,
     Reason::kDmarcBadTag},
    {kDmarcRecordValid, "no tag=value", [](B& m) { Flaw(m, DmarcFlaw::kBadTag); }, kWarn,
     Reason::kDmarcBadTag},
    {kDmarcRecordValid, "illegal value", [](B& m) { Flaw(m, DmarcFlaw::kInvalidValue); }, kWarn,
     Reason::kDmarcValueInvalid},
    {kDmarcRecordValid, "rua is no URI", [](B& m) { Flaw(m, DmarcFlaw::kInvalidUri); }, kWarn,
     Reason::kDmarcUriInvalid},
    {kDmarcRecordValid, "too many tags", [](B& m) { Flaw(m, DmarcFlaw::kTooManyTags); }, kWarn,
     Reason::kDmarcTooLong},
    {kDmarcRecordValid, "at the domain itself",
     [](B& m) {
       NoRecord(m);
       m.evidence.dmarc.misplaced_record = true;
     },
     kWarn, Reason::kDmarcMisplaced},
    {kDmarcRecordValid, "at the domain itself as well",
     [](B& m) { m.evidence.dmarc.misplaced_record = true; }, kWarn, Reason::kDmarcMisplaced},
    {kDmarcRecordValid, "old tags are another rule", [](B& m) { Flaw(m, DmarcFlaw::kObsoleteTag); }, kPass},
    {kDmarcRecordValid, "no rua is another rule", BareNone, kPass},
    {kDmarcRecordValid, "none", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcRecordValid, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
};

constexpr GoldenCase kPolicyCases[] = {
    {kDmarcPolicy, "reject", [](B&) {}, kPass},
    {kDmarcPolicy, "quarantine",
     [](B& m) { m.evidence.dmarc.p = m.evidence.dmarc.policy = DmarcPolicy::kQuarantine; }, kPass},
    {kDmarcPolicy, "none, with reports",
     [](B& m) { m.evidence.dmarc.p = m.evidence.dmarc.policy = DmarcPolicy::kNone; }, kPass},
    {kDmarcPolicy, "none, without reports", BareNone, kWarn, Reason::kDmarcNoRua},
    {kDmarcPolicy, "p missing, without rua", [](B& m) { Unusable(m, DmarcFlaw::kPolicyMissing); }, kFail,
     Reason::kDmarcPolicyMissing},
    {kDmarcPolicy, "p missing, with rua", [](B& m) { FallsBack(m, DmarcFlaw::kPolicyMissing); }, kFail,
     Reason::kDmarcPolicyMissing},
    {kDmarcPolicy, "p invalid, with rua", [](B& m) { FallsBack(m, DmarcFlaw::kPolicyInvalid); }, kFail,
     Reason::kDmarcPolicyInvalid},
    {kDmarcPolicy, "p missing, today",
     [](B& m) {
       FallsBack(m, DmarcFlaw::kPolicyMissing);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDmarcPolicy, "p missing today, and Gmail saw one",
     [](B& m) {
       FallsBack(m, DmarcFlaw::kPolicyMissing);
       OldDns(m);
       ReceiverSays(m, DmarcResult::kPass);
       m.delivery.results.dmarc_policy = "reject";
     },
     kPass},
    {kDmarcPolicy, "DNS off, and Gmail saw it",
     [](B& m) {
       DnsOff(m);
       ReceiverSays(m, DmarcResult::kPass);
       m.delivery.results.dmarc_policy = "none";
     },
     kPass},
    {kDmarcPolicy, "DNS off, and Gmail saw something else",
     [](B& m) {
       DnsOff(m);
       ReceiverSays(m, DmarcResult::kPass);
       m.delivery.results.dmarc_policy = "monitor";
     },
     kUnknown, Reason::kDnsOff},
    {kDmarcPolicy, "sp weaker", [](B& m) { m.evidence.dmarc.sp = DmarcPolicy::kQuarantine; }, kWarn,
     Reason::kDmarcSubdomainsWeaker},
    {kDmarcPolicy, "np weaker", [](B& m) { m.evidence.dmarc.np = DmarcPolicy::kNone; }, kWarn,
     Reason::kDmarcSubdomainsWeaker},
    {kDmarcPolicy, "sp the same", [](B& m) { m.evidence.dmarc.sp = DmarcPolicy::kReject; }, kPass},
    {kDmarcPolicy, "sp invalid", [](B& m) { FallsBack(m, DmarcFlaw::kSubdomainPolicyInvalid); }, kWarn,
     Reason::kDmarcSubdomainPolicyInvalid},
    {kDmarcPolicy, "np invalid", [](B& m) { FallsBack(m, DmarcFlaw::kNonexistentPolicyInvalid); }, kWarn,
     Reason::kDmarcSubdomainPolicyInvalid},
    {kDmarcPolicy, "testing", [](B& m) { m.evidence.dmarc.testing = true; }, kWarn, Reason::kDmarcTesting},
    {kDmarcPolicy, "none found", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcPolicy, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kDmarcReports, "to the same domain", [](B&) {}, kPass},
    {kDmarcReports, "to a stranger who agrees",
     [](B& m) { m.evidence.dmarc.consent = ReportConsent::kGiven; }, kPass},
    {kDmarcReports, "to a stranger who does not",
     [](B& m) { m.evidence.dmarc.consent = ReportConsent::kMissing; }, kWarn, Reason::kReportsNotAccepted},
    {kDmarcReports, "nobody can tell", [](B& m) { m.evidence.dmarc.consent = ReportConsent::kUnknown; },
     kUnknown, Reason::kReportConsentUnknown},
    {kDmarcReports, "no address", BareNone, kWarn, Reason::kDmarcNoRua},
    {kDmarcReports, "no mail address", [](B& m) { m.evidence.dmarc.consent = ReportConsent::kNoMailAddress; },
     kWarn, Reason::kReportsNotByMail},
    {kDmarcReports, "with a size", [](B& m) { Flaw(m, DmarcFlaw::kReportSizeLimit); }, kWarn,
     Reason::kReportSizeLimit},
    {kDmarcReports, "no record", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcReports, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kDmarcOldTags, "none", [](B&) {}, kPass},
    {kDmarcOldTags, "rf or ri", [](B& m) { Flaw(m, DmarcFlaw::kObsoleteTag); }, kWarn, Reason::kDmarcOldTag},
    {kDmarcOldTags, "pct=100",
     [](B& m) {
       Flaw(m, DmarcFlaw::kObsoleteTag);
       m.evidence.dmarc.pct = 100;
     },
     kWarn, Reason::kDmarcOldTag},
    {kDmarcOldTags, "pct=25",
     [](B& m) {
       Flaw(m, DmarcFlaw::kObsoleteTag);
       m.evidence.dmarc.pct = 25;
     },
     kWarn, Reason::kDmarcPct},
    {kDmarcOldTags, "no record", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcOldTags, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kDmarcRejectNeedsDkim, "reject, and DKIM is aligned", [](B&) {}, kPass},
    {kDmarcRejectNeedsDkim, "reject, and only SPF is",
     [](B& m) { m.signatures = {B::ThirdPartySignature()}; }, kWarn, Reason::kRejectLeansOnSpf},
    {kDmarcRejectNeedsDkim, "quarantine, and only SPF is",
     [](B& m) {
       m.Unsign();
       m.evidence.dmarc.p = m.evidence.dmarc.policy = DmarcPolicy::kQuarantine;
     },
     kWarn, Reason::kRejectLeansOnSpf},
    {kDmarcRejectNeedsDkim, "reject, and nothing is",
     [](B& m) {
       m.Unsign();
       m.evidence.spf.names = B::Strangers();
     },
     kWarn, Reason::kRejectWithoutDkim},
    {kDmarcRejectNeedsDkim, "none",
     [](B& m) {
       m.Unsign();
       m.evidence.dmarc.p = m.evidence.dmarc.policy = DmarcPolicy::kNone;
     },
     kNotApplicable, Reason::kDmarcPolicyNone},
    {kDmarcRejectNeedsDkim, "reject for the domain, none for this subdomain",
     [](B& m) {
       m.Unsign();
       m.evidence.dmarc.policy = DmarcPolicy::kNone;
     },
     kNotApplicable, Reason::kDmarcPolicyNone},
    {kDmarcRejectNeedsDkim, "the signature can not be told",
     [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyGone); }, kUnknown, Reason::kSignatureUnknown},
    {kDmarcRejectNeedsDkim, "no record", NoRecord, kNotApplicable, Reason::kNoDmarcRecord},
    {kDmarcRejectNeedsDkim, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
};

TEST(DmarcRules, GoldenRecord) { RunGolden(kRecordCases); }

TEST(DmarcRules, GoldenPolicy) { RunGolden(kPolicyCases); }

// A tutorial's record, "v=DMARC1; p=none;": it is there and valid, and no report ever comes.
TEST(DmarcRules, TheBareRecordIsNotEnough) {
  EvidenceBuilder message;
  BareNone(message);
  const Evidence& evidence = message.Build();
  EXPECT_EQ(CheckDmarcRecordPresent(evidence, Provider::kGmail).outcome, kPass);
  EXPECT_EQ(CheckDmarcRecordValid(evidence).outcome, kPass);
  EXPECT_EQ(CheckDmarcPolicy(evidence, Provider::kGmail).outcome, kWarn);
  EXPECT_EQ(CheckDmarcReports(evidence).outcome, kWarn);
}

}  // namespace

std::span<const GoldenCase> DmarcRecordCases() { return kRecordCases; }

std::span<const GoldenCase> DmarcPolicyCases() { return kPolicyCases; }

}  // namespace kenpin
