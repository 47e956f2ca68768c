#include "rules/spf.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void OldDns(B& m) { m.evidence.dns_contemporary = false; }
void FromLine(B& m) { m.delivery.envelope.mail_from_basis = EnvelopeBasis::kFromLine; }
void Notice(B& m) { m.delivery.receiver_notice = true; }
void NoRecord(B& m) { m.evidence.spf_record.published = DnsFact::kNo; }
void Several(B& m) { m.evidence.spf_record.several = true; }

void Unanswered(B& m, SpfReason reason) {
  m.evidence.spf_record.published = DnsFact::kUnknown;
  m.evidence.spf_record.unknown_because = reason;
}
void DnsFails(B& m) { Unanswered(m, SpfReason::kDnsFailed); }

void ReceiverSpf(B& m, SpfResult result) {
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.evidence.spf.basis = ResultBasis::kAuthResults;
  m.evidence.spf.result = result;
}

void BestGuess(B& m) {
  ReceiverSpf(m, SpfResult::kPass);
  m.delivery.results.spf_best_guess = true;
}

void NoClient(B& m) {
  m.delivery.envelope.client.reset();
  m.evidence.spf.computed = m.evidence.spf.author_computed = false;
  m.evidence.spf.lookups = 0;
}

void NoMailFrom(B& m) {
  m.delivery.envelope.mail_from_basis = EnvelopeBasis::kUnknown;
  m.evidence.spf_record.published = DnsFact::kNotAsked;
}

void OwnPermerror(B& m, SpfReason reason) {
  m.evidence.spf.result = m.evidence.spf.own_result = SpfResult::kPermerror;
  m.evidence.spf.own_reason = reason;
}

void Lookups(B& m, int own, int expansion) {
  m.evidence.spf.lookups = own;
  m.evidence.spf_record.expansion_lookups = expansion;
}

constexpr GoldenCase kRecordCases[] = {
    {kSpfRecordPresent, "one record", [](B&) {}, kPass},
    {kSpfRecordPresent, "none", NoRecord, kFail, Reason::kSpfRecordMissing},
    {kSpfRecordPresent, "only of the obsolete type",
     [](B& m) { NoRecord(m), m.evidence.spf_record.only_obsolete_type = true; }, kFail,
     Reason::kSpfObsoleteType},
    {kSpfRecordPresent, "several are not exactly one", Several, kFail, Reason::kSpfSeveralRecords},
    {kSpfRecordPresent, "the receiver guessed one", BestGuess, kFail, Reason::kSpfBestGuess},
    {kSpfRecordPresent, "none years later", [](B& m) { NoRecord(m), OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfRecordPresent, "none years later, and the receiver saw none",
     [](B& m) { NoRecord(m), OldDns(m), ReceiverSpf(m, SpfResult::kNone); }, kFail,
     Reason::kSpfRecordMissing},
    {kSpfRecordPresent, "no DNS, and the receiver saw none",
     [](B& m) { Unanswered(m, SpfReason::kDnsOff), ReceiverSpf(m, SpfResult::kNone); }, kFail,
     Reason::kSpfRecordMissing},
    {kSpfRecordPresent, "none before sending", [](B& m) { m.Presend(), NoRecord(m), OldDns(m); }, kFail,
     Reason::kSpfRecordMissing},
    {kSpfRecordPresent, "none, and MAIL FROM of the separator line", [](B& m) { NoRecord(m), FromLine(m); },
     kUnknown, Reason::kWeakMailFrom},
    {kSpfRecordPresent, "a notice of the receiver", [](B& m) { Notice(m), NoRecord(m); }, kNotApplicable,
     Reason::kReceiverNotice},
    {kSpfRecordPresent, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
    {kSpfRecordPresent, "the snapshot says nothing", [](B& m) { Unanswered(m, SpfReason::kDnsNotRecorded); },
     kUnknown, Reason::kDnsNotRecorded},
    {kSpfRecordPresent, "no DNS", [](B& m) { Unanswered(m, SpfReason::kDnsOff); }, kUnknown, Reason::kDnsOff},
    {kSpfRecordPresent, "no MAIL FROM", NoMailFrom, kUnknown, Reason::kMailFromUnknown},
    {kSpfRecordPresent, "null sender without HELO",
     [](B& m) {
       m.delivery.envelope.null_sender = true;
       m.delivery.envelope.helo = {};
       m.evidence.spf_record.published = DnsFact::kNotAsked;
     },
     kUnknown, Reason::kHeloUnknown},
    {kSpfRecordPresent, "null sender with HELO", [](B& m) { m.delivery.envelope.null_sender = true; }, kPass},
    {kSpfRecordPresent, "not asked for want of DNS",
     [](B& m) { m.evidence.spf_record.published = DnsFact::kNotAsked, m.evidence.dns_off = true; }, kUnknown,
     Reason::kDnsOff},

    {kSpfRecordSingle, "one record", [](B&) {}, kPass},
    {kSpfRecordSingle, "two", Several, kFail, Reason::kSpfSeveralRecords},
    {kSpfRecordSingle, "two years later", [](B& m) { Several(m), OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfRecordSingle, "none", NoRecord, kNotApplicable, Reason::kSpfRecordMissing},
    {kSpfRecordSingle, "none years later", [](B& m) { NoRecord(m), OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfRecordSingle, "the receiver guessed one", BestGuess, kNotApplicable, Reason::kSpfBestGuess},
    {kSpfRecordSingle, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
    {kSpfRecordSingle, "no MAIL FROM", NoMailFrom, kUnknown, Reason::kMailFromUnknown},
    {kSpfRecordSingle, "a notice of the receiver", Notice, kNotApplicable, Reason::kReceiverNotice},

    {kSpfRecordValid, "in order", [](B&) {}, kPass},
    {kSpfRecordValid, "a syntax error", [](B& m) { m.evidence.spf_record.syntax_error = true; }, kFail,
     Reason::kSpfSyntax},
    {kSpfRecordValid, "a syntax error years later",
     [](B& m) { m.evidence.spf_record.syntax_error = true, OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfRecordValid, "a syntax error years later, and the receiver said permerror",
     [](B& m) {
       m.evidence.spf_record.syntax_error = true;
       OldDns(m);
       ReceiverSpf(m, SpfResult::kPermerror);
     },
     kFail, Reason::kSpfSyntax},
    {kSpfRecordValid, "a syntax error, and MAIL FROM of the separator line",
     [](B& m) { m.evidence.spf_record.syntax_error = true, FromLine(m); }, kUnknown, Reason::kWeakMailFrom},
    {kSpfRecordValid, "a syntax error that is not reached",
     [](B& m) { m.evidence.spf_record.syntax_error_unreached = true; }, kWarn, Reason::kSpfSyntaxNotReached},
    {kSpfRecordValid, "an include without record",
     [](B& m) {
       m.evidence.spf_record.include_without_record = true;
       m.evidence.spf_record.include_without_record_reached = true;
     },
     kFail, Reason::kSpfIncludeWithoutRecord},
    {kSpfRecordValid, "an include without record that is not reached",
     [](B& m) { m.evidence.spf_record.include_without_record = true; }, kWarn, Reason::kSpfIncludeNotReached},
    {kSpfRecordValid, "DNS fails on an include", [](B& m) { m.evidence.spf_record.incomplete = true; },
     kUnknown, Reason::kDnsFailure},
    {kSpfRecordValid, "ptr", [](B& m) { m.evidence.spf_record.uses_ptr = true; }, kWarn, Reason::kSpfUsesPtr},
    {kSpfRecordValid, "terms behind all", [](B& m) { m.evidence.spf_record.terms_after_all = true; }, kWarn,
     Reason::kSpfTermsAfterAll},
    {kSpfRecordValid, "capitals", [](B& m) { m.evidence.spf_record.odd_case = true; }, kWarn,
     Reason::kSpfOddCase},
    {kSpfRecordValid, "a long answer", [](B& m) { m.evidence.spf_record.long_answer = true; }, kWarn,
     Reason::kSpfLongAnswer},
    {kSpfRecordValid, "none", NoRecord, kNotApplicable, Reason::kSpfRecordMissing},
    {kSpfRecordValid, "of several none applies", Several, kNotApplicable, Reason::kSpfSeveralRecords},
    {kSpfRecordValid, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
};

constexpr GoldenCase kOtherCases[] = {
    {kSpfLookupLimit, "few", [](B&) {}, kPass},
    {kSpfLookupLimit, "seven", [](B& m) { Lookups(m, 7, 7); }, kPass},
    {kSpfLookupLimit, "eight", [](B& m) { Lookups(m, 2, 8); }, kWarn, Reason::kSpfNearLookupLimit},
    {kSpfLookupLimit, "ten", [](B& m) { Lookups(m, 10, 10); }, kWarn, Reason::kSpfNearLookupLimit},
    {kSpfLookupLimit, "eleven", [](B& m) { Lookups(m, 11, 11), OwnPermerror(m, SpfReason::kTooManyLookups); },
     kFail, Reason::kSpfTooManyLookups},
    {kSpfLookupLimit, "eleven, and this client is matched in time", [](B& m) { Lookups(m, 3, 11); }, kWarn,
     Reason::kSpfExpansionOverLimit},
    {kSpfLookupLimit, "eleven for whatever client", [](B& m) { NoClient(m), Lookups(m, 0, 11); }, kFail,
     Reason::kSpfTooManyLookups},
    {kSpfLookupLimit, "ten for whatever client", [](B& m) { NoClient(m), Lookups(m, 0, 10); }, kWarn,
     Reason::kSpfNearLookupLimit},
    {kSpfLookupLimit, "a void lookup", [](B& m) { m.evidence.spf.void_lookups = 1; }, kWarn,
     Reason::kSpfVoidLookups},
    {kSpfLookupLimit, "two void lookups behind the match",
     [](B& m) { m.evidence.spf_record.expansion_voids = 2; }, kWarn, Reason::kSpfVoidLookups},
    {kSpfLookupLimit, "three void lookups", [](B& m) { OwnPermerror(m, SpfReason::kTooManyVoidLookups); },
     kFail, Reason::kSpfTooManyVoidLookups},
    {kSpfLookupLimit, "an mx of eleven hosts", [](B& m) { OwnPermerror(m, SpfReason::kTooManyMxHosts); },
     kFail, Reason::kSpfTooManyMxHosts},
    {kSpfLookupLimit, "an mx of eleven hosts behind the match",
     [](B& m) { m.evidence.spf_record.mx_over_limit = true; }, kWarn, Reason::kSpfTooManyMxHosts},
    {kSpfLookupLimit, "an mx of eleven hosts for whatever client",
     [](B& m) { NoClient(m), m.evidence.spf_record.mx_over_limit = true; }, kFail,
     Reason::kSpfTooManyMxHosts},
    {kSpfLookupLimit, "another permerror is another rule's",
     [](B& m) { OwnPermerror(m, SpfReason::kSyntax); }, kPass},
    {kSpfLookupLimit, "eleven years later",
     [](B& m) { OwnPermerror(m, SpfReason::kTooManyLookups), OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfLookupLimit, "eleven, and MAIL FROM of the separator line",
     [](B& m) { OwnPermerror(m, SpfReason::kTooManyLookups), FromLine(m); }, kUnknown, Reason::kWeakMailFrom},
    {kSpfLookupLimit, "DNS fails before the count could finish",
     [](B& m) { NoClient(m), m.evidence.spf_record.incomplete = true; }, kUnknown, Reason::kDnsFailure},
    {kSpfLookupLimit, "DNS fails behind the match", [](B& m) { m.evidence.spf_record.incomplete = true; },
     kPass},
    {kSpfLookupLimit, "none", NoRecord, kNotApplicable, Reason::kSpfRecordMissing},
    {kSpfLookupLimit, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kSpfTooPermissive, "narrow", [](B&) {}, kPass},
    {kSpfTooPermissive, "+all", [](B& m) { m.evidence.spf_record.plus_all = true; }, kFail,
     Reason::kSpfPlusAll},
    {kSpfTooPermissive, "the whole internet", [](B& m) { m.evidence.spf_record.whole_internet = true; },
     kFail, Reason::kSpfWholeInternet},
    {kSpfTooPermissive, "+all years later", [](B& m) { m.evidence.spf_record.plus_all = true, OldDns(m); },
     kUnknown, Reason::kDnsNotContemporary},
    {kSpfTooPermissive, "?all", [](B& m) { m.evidence.spf_record.neutral_all = true; }, kWarn,
     Reason::kSpfNeutralAll},
    {kSpfTooPermissive, "no all", [](B& m) { m.evidence.spf_record.no_all = true; }, kWarn,
     Reason::kSpfNoAll},
    {kSpfTooPermissive, "a wide range", [](B& m) { m.evidence.spf_record.wide_range = true; }, kWarn,
     Reason::kSpfWideRange},
    {kSpfTooPermissive, "none", NoRecord, kNotApplicable, Reason::kSpfRecordMissing},
    {kSpfTooPermissive, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},

    {kSpfHeaderFrom, "authorized", [](B&) {}, kPass},
    {kSpfHeaderFrom, "no record", [](B& m) { m.evidence.spf.author_result = SpfResult::kNone; }, kFail,
     Reason::kAuthorSpfMissing},
    {kSpfHeaderFrom, "not authorized", [](B& m) { m.evidence.spf.author_result = SpfResult::kSoftfail; },
     kFail, Reason::kAuthorSpfNotPass},
    {kSpfHeaderFrom, "not authorized years later",
     [](B& m) { m.evidence.spf.author_result = SpfResult::kFail, OldDns(m); }, kUnknown,
     Reason::kDnsNotContemporary},
    {kSpfHeaderFrom, "MAIL FROM does not matter",
     [](B& m) { m.evidence.spf.author_result = SpfResult::kFail, FromLine(m); }, kFail,
     Reason::kAuthorSpfNotPass},
    {kSpfHeaderFrom, "the same domain",
     [](B& m) { m.delivery.envelope.mail_from_domain = "news.example.com"; }, kNotApplicable,
     Reason::kSameDomain},
    {kSpfHeaderFrom, "DNS fails", [](B& m) { m.evidence.spf.author_result = SpfResult::kTemperror; },
     kUnknown, Reason::kDnsFailure},
    {kSpfHeaderFrom, "no client", NoClient, kUnknown, Reason::kClientUnknown},
    {kSpfHeaderFrom, "two clients", [](B& m) { NoClient(m), m.delivery.clients_differ = true; }, kUnknown,
     Reason::kClientsDiffer},
    {kSpfHeaderFrom, "no DNS",
     [](B& m) { m.evidence.spf.author_computed = false, m.evidence.dns_off = true; }, kUnknown,
     Reason::kDnsOff},
    {kSpfHeaderFrom, "From is unusable", [](B& m) { m.evidence.author.domain = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},
};

TEST(SpfRules, Golden) { RunGolden(SpfCases()); }

std::vector<GoldenCase> Collect() {
  std::vector<GoldenCase> all(std::begin(kRecordCases), std::end(kRecordCases));
  all.insert(all.end(), std::begin(kOtherCases), std::end(kOtherCases));
  return all;
}

}  // namespace

std::span<const GoldenCase> SpfCases() {
  static const std::vector<GoldenCase> all = Collect();
  return all;
}

}  // namespace kenpin
