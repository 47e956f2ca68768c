#include "rules/dmarc.h"

#include <optional>

#include "rules/alignment.h"
#include "rules/format.h"
#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// The word of a trusted receiver on whether there is a record; it outranks the DNS of another day.
enum class ReceiverSaw : uint8_t { kNothing, kRecord, kNoRecord };

ReceiverSaw WhatReceiverSaw(const DmarcEvidence& dmarc) {
  if (dmarc.best_guess_pass || dmarc.basis == ResultBasis::kInferred) return ReceiverSaw::kNoRecord;
  if (dmarc.basis != ResultBasis::kAuthResults) return ReceiverSaw::kNothing;
  switch (dmarc.result) {
    case DmarcResult::kNone:
      return ReceiverSaw::kNoRecord;
    case DmarcResult::kPass:
    case DmarcResult::kFail:
    case DmarcResult::kPermError:
      return ReceiverSaw::kRecord;
    case DmarcResult::kTempError:
      break;
  }
  return ReceiverSaw::kNothing;
}

Reason NoRecordReason(const DmarcEvidence& dmarc) {
  if (dmarc.best_guess_pass) return Reason::kBestGuessPass;
  return dmarc.basis == ResultBasis::kInferred ? Reason::kDmarcNoneInferred : Reason::kDmarcNoneReported;
}

// Why DNS does not tell.
Reason DnsLack(const Evidence& evidence) {
  switch (evidence.dmarc.reason) {
    case DmarcReason::kDnsOff:
      return Reason::kDnsOff;
    case DmarcReason::kNotRecorded:
      return Reason::kDnsNotRecorded;
    default:
      return evidence.dns_off ? Reason::kDnsOff : Reason::kDnsFailure;
  }
}

bool HasRecord(const DmarcEvidence& dmarc) {
  return dmarc.lookup == DmarcLookup::kFound || dmarc.lookup == DmarcLookup::kPermError;
}

// The answer of the rules on what stands in a record where there is none to look at; nothing if there is one.
std::optional<Verdict> WithoutRecord(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (evidence.author.domain.empty()) return NotApplicable(Reason::kAuthorDomainUnusable);
  const ReceiverSaw receiver = WhatReceiverSaw(dmarc);
  if (receiver == ReceiverSaw::kNoRecord) return NotApplicable(NoRecordReason(dmarc));
  if (HasRecord(dmarc)) return std::nullopt;
  if (dmarc.lookup != DmarcLookup::kNone) return Unknown(DnsLack(evidence));
  if (receiver == ReceiverSaw::kRecord) return Unknown(Reason::kDmarcRecordGone);
  return IfContemporary(evidence, NotApplicable(Reason::kNoDmarcRecord));
}

// Found at another name than the Author Domain's own: worth a remark. At a public suffix domain that holds
// under Gmail, which is not known to look there; elsewhere it is a plain pass.
Verdict JudgeLevel(const DmarcEvidence& dmarc, Provider provider) {
  if (dmarc.level == DmarcLevel::kOrganizationalDomain) return Warn(Reason::kDmarcAtOrgDomain);
  const bool remark = dmarc.level == DmarcLevel::kPublicSuffixDomain && provider == Provider::kGmail;
  return remark ? Warn(Reason::kDmarcAtPublicSuffix) : Pass();
}

// What is wrong with p=; kNone if nothing.
Reason PolicyFault(const DmarcEvidence& dmarc) {
  if (dmarc.flaws.Has(DmarcFlaw::kPolicyMissing)) return Reason::kDmarcPolicyMissing;
  return dmarc.flaws.Has(DmarcFlaw::kPolicyInvalid) ? Reason::kDmarcPolicyInvalid : Reason::kNone;
}

// Whether the provider takes a record whose p= can not be read for one without policy, although an address
// for reports makes it act as p=none (RFC 9989 §4.7).
bool WantsReadablePolicy(Provider provider) {
  return provider == Provider::kGmail || provider == Provider::kYahoo;
}

bool SubdomainPolicyInvalid(const DmarcEvidence& dmarc) {
  return dmarc.flaws.Has(DmarcFlaw::kSubdomainPolicyInvalid) ||
         dmarc.flaws.Has(DmarcFlaw::kNonexistentPolicyInvalid);
}

// Some policy for subdomains asks for less than that of the domain.
bool SubdomainsWeaker(const DmarcEvidence& dmarc) {
  if (!dmarc.p) return false;
  return (dmarc.sp && *dmarc.sp < *dmarc.p) || (dmarc.np && *dmarc.np < *dmarc.p);
}

struct FlawRemark {
  DmarcFlaw flaw;
  Reason reason;
};

// Flaws that leave the record in use, the worst first. Those of report addresses' sizes and of removed tags
// have rules of their own.
constexpr FlawRemark kRemarks[] = {
    {DmarcFlaw::kDuplicateTag, Reason::kDmarcDuplicateTag},
    {DmarcFlaw::kTagNameCase, Reason::kDmarcBadTag},
    {DmarcFlaw::kBadTag, Reason::kDmarcBadTag},
    {DmarcFlaw::kInvalidValue, Reason::kDmarcValueInvalid},
    {DmarcFlaw::kInvalidUri, Reason::kDmarcUriInvalid},
    {DmarcFlaw::kPolicyNotSecond, Reason::kDmarcPolicyNotSecond},
    {DmarcFlaw::kTooManyTags, Reason::kDmarcTooLong},
    {DmarcFlaw::kTooManyUris, Reason::kDmarcTooLong},
    {DmarcFlaw::kUnknownTag, Reason::kDmarcUnknownTag},
};

// The answer of dmarc-record-valid where no record applies.
std::optional<Verdict> JudgeBrokenText(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (HasRecord(dmarc) || evidence.author.domain.empty()) return std::nullopt;
  if (dmarc.near_record) return IfContemporary(evidence, Fail(Reason::kDmarcVersion));
  if (dmarc.misplaced_record) return Warn(Reason::kDmarcMisplaced);
  return std::nullopt;
}

// Gmail's word for the p= that it saw, where that is a policy.
bool ReceiverTellsPolicy(const Evidence& evidence) {
  const std::string_view policy = evidence.delivery->results.dmarc_policy;
  return HasTrustedResults(evidence) && (policy == "none" || policy == "quarantine" || policy == "reject");
}

// From is not usable, so that no record can apply; Gmail's silence then has two possible causes.
Verdict JudgeUnusableAuthor(const Evidence& evidence) {
  const ReceiverResults& results = evidence.delivery->results;
  const bool silent_gmail = HasTrustedResults(evidence) && results.gmail && !results.dmarc;
  return silent_gmail ? Unknown(Reason::kAuthorDomainUnusable) : NotApplicable(Reason::kAuthorDomainUnusable);
}

}  // namespace

// RFC 9989 §4.10, §4.10.1.
Verdict CheckDmarcRecordPresent(const Evidence& evidence, Provider provider) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (evidence.author.domain.empty()) return JudgeUnusableAuthor(evidence);
  const ReceiverSaw receiver = WhatReceiverSaw(dmarc);
  const bool unusable = !HasRecord(dmarc) && receiver != ReceiverSaw::kRecord &&
                        CheckFormatFromDomain(evidence).outcome == Outcome::kFail;
  if (unusable) return NotApplicable(Reason::kAuthorDomainUnusable);
  if (receiver == ReceiverSaw::kNoRecord) return Fail(NoRecordReason(dmarc));
  if (HasRecord(dmarc)) return JudgeLevel(dmarc, provider);
  if (receiver == ReceiverSaw::kRecord) return Pass();
  if (dmarc.lookup != DmarcLookup::kNone) return Unknown(DnsLack(evidence));
  return IfContemporary(evidence,
                        Fail(dmarc.several_records ? Reason::kDmarcSeveralRecords : Reason::kNoDmarcRecord));
}

// RFC 9989 §4.10 steps 2 and 6 discard several records and walk on; RFC 7489 §6.6.3 stops there. Which record
// applies then depends on the method, and neither is what the owner wanted.
Verdict CheckDmarcRecordSingle(const Evidence& evidence) {
  const bool usable = !evidence.author.domain.empty();
  if (usable && evidence.dmarc.several_records)
    return IfContemporary(evidence, Fail(Reason::kDmarcSeveralRecords));
  return WithoutRecord(evidence).value_or(Pass());
}

// RFC 9989 §4.7, §4.8, §4.10.1. Of a tag that stands twice, RFC 9989 §4.8 drops only the faulty part, while
// by RFC 6376 §3.2 the whole tag-list is invalid.
Verdict CheckDmarcRecordValid(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  const bool receiver_refused =
      dmarc.basis == ResultBasis::kAuthResults && dmarc.result == DmarcResult::kPermError;
  if (receiver_refused) return Fail(Reason::kDmarcPermerror);
  if (const std::optional<Verdict> broken = JudgeBrokenText(evidence)) return *broken;
  if (const std::optional<Verdict> none = WithoutRecord(evidence)) return *none;
  Reason fault = PolicyFault(dmarc);
  if (fault == Reason::kNone && SubdomainPolicyInvalid(dmarc)) fault = Reason::kDmarcSubdomainPolicyInvalid;
  if (dmarc.lookup == DmarcLookup::kPermError)
    return IfContemporary(evidence, Fail(fault == Reason::kNone ? Reason::kDmarcPermerror : fault));
  // With an address for reports the record acts as p=none.
  if (fault != Reason::kNone) return Warn(fault);
  for (const FlawRemark& remark : kRemarks) {
    if (dmarc.flaws.Has(remark.flaw)) return Warn(remark.reason);
  }
  if (dmarc.near_record) return Warn(Reason::kDmarcVersion);
  return dmarc.misplaced_record ? Warn(Reason::kDmarcMisplaced) : Pass();
}

// RFC 9989 §4.7, §4.10.1. Gmail and Yahoo want a p= that can be read, also where an address for reports makes
// the record act as p=none; elsewhere such a record is a warning, and a failure only without an address.
Verdict CheckDmarcPolicy(const Evidence& evidence, Provider provider) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  const bool told = ReceiverTellsPolicy(evidence);
  if (const std::optional<Verdict> none = WithoutRecord(evidence))
    return told && none->outcome == Outcome::kUnknown ? Pass() : *none;
  const Reason fault = PolicyFault(dmarc);
  if (fault != Reason::kNone) {
    if (told && !DnsIsContemporary(evidence)) return Pass();
    const bool acts_as_none = dmarc.lookup == DmarcLookup::kFound && !WantsReadablePolicy(provider);
    return acts_as_none ? Warn(fault) : IfContemporary(evidence, Fail(fault));
  }
  if (SubdomainPolicyInvalid(dmarc)) return Warn(Reason::kDmarcSubdomainPolicyInvalid);
  if (dmarc.p == DmarcPolicy::kNone && !dmarc.has_rua) return Warn(Reason::kDmarcNoRua);
  if (SubdomainsWeaker(dmarc)) return Warn(Reason::kDmarcSubdomainsWeaker);
  return dmarc.testing ? Warn(Reason::kDmarcTesting) : Pass();
}

// RFC 9990 and RFC 7489 §7.1: a stranger must say that it wants the reports.
Verdict CheckDmarcReports(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (const std::optional<Verdict> none = WithoutRecord(evidence)) return *none;
  if (!dmarc.has_rua) return Warn(Reason::kDmarcNoRua);
  if (dmarc.consent == ReportConsent::kMissing) return Warn(Reason::kReportsNotAccepted);
  if (dmarc.flaws.Has(DmarcFlaw::kReportSizeLimit)) return Warn(Reason::kReportSizeLimit);
  if (dmarc.consent == ReportConsent::kNoMailAddress) return Warn(Reason::kReportsNotByMail);
  const bool known = dmarc.consent == ReportConsent::kNotNeeded || dmarc.consent == ReportConsent::kGiven;
  return known ? Pass() : Unknown(Reason::kReportConsentUnknown);
}

// RFC 9989 has no pct=, rf= and ri= any more. Staging by percentages is the dangerous one.
Verdict CheckDmarcOldTags(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (const std::optional<Verdict> none = WithoutRecord(evidence)) return *none;
  if (dmarc.pct && *dmarc.pct < 100) return Warn(Reason::kDmarcPct);
  return dmarc.pct || dmarc.flaws.Has(DmarcFlaw::kObsoleteTag) ? Warn(Reason::kDmarcOldTag) : Pass();
}

// RFC 9989 §7.4.
Verdict CheckDmarcRejectNeedsDkim(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  if (const std::optional<Verdict> none = WithoutRecord(evidence)) return *none;
  if (!dmarc.policy || *dmarc.policy == DmarcPolicy::kNone) return NotApplicable(Reason::kDmarcPolicyNone);
  const Leg dkim = DkimLeg(evidence);
  if (dkim.state == LegState::kAligned) return Pass();
  if (dkim.state == LegState::kUnknown) return Unknown(dkim.reason);
  const bool by_spf = SpfLeg(evidence).state == LegState::kAligned;
  return Warn(by_spf ? Reason::kRejectLeansOnSpf : Reason::kRejectWithoutDkim);
}

namespace {

// Google's two pages number the same cause differently.
constexpr SmtpCodes kDmarcCodes = {.gmail = "4.7.31 (FAQ), 421 4.7.40, 550 5.7.40 (list of codes)",
                                   .microsoft = "550 5.7.515"};

constexpr RuleInfo kRules[] = {
    {RuleId::kDmarcRecordPresent,
     "dmarc-record-present",
     {"A DMARC record applies to the domain in From", "From のドメインに DMARC がある"},
     kDmarcRecordAsked,
     kPolicyMissed,
     kDmarcCodes,
     "Google, Email sender guidelines and their FAQ; Yahoo, Sender Hub; Microsoft, Outlook's requirements "
     "for "
     "high-volume senders; Apple, Postmaster information; RFC 9989 §4.10, §4.10.1 (read as its last draft)",
     "G-81126 G-FAQ G-SMTP Y-SRR M-BLOG A-102322 D-docomo",
     {"Publish a TXT record at _dmarc under the domain in From; v=DMARC1; p=none; with a rua= is enough to "
      "start.",
      "From のドメインの _dmarc に TXT レコードを公開する。まずは v=DMARC1; p=none; と rua= で十分である。"},
     nullptr,
     CheckDmarcRecordPresent},
    {RuleId::kDmarcRecordSingle,
     "dmarc-record-single",
     {"There is one DMARC record", "DMARC レコードは 1 つだけ"},
     kDmarcRecordAsked,
     kPolicyMissed,
     kDmarcCodes,
     "RFC 9989 §4.10 steps 2 and 6 (read as its last draft); RFC 7489 §6.6.3 (from memory)",
     "",
     {"Delete the TXT records that are too many.", "余分な TXT レコードを削除する。"},
     CheckDmarcRecordSingle},
    {RuleId::kDmarcRecordValid,
     "dmarc-record-valid",
     {"The DMARC record can be parsed", "DMARC レコードを解析できる"},
     kDmarcRecordAsked,
     kPolicyMissed,
     {.gmail = "421 4.7.40, 550 5.7.40"},
     "RFC 9989 §4.7, §4.8, §4.10.1 (read as its last draft); RFC 7489 §6.3 (from memory); RFC 6376 §3.2",
     "G-SMTP",
     {"Write the record anew, beginning with v=DMARC1; and the policy.",
      "v=DMARC1; とポリシーで始まるレコードに書き直す。"},
     CheckDmarcRecordValid},
    {RuleId::kDmarcPolicy,
     "dmarc-policy",
     {"The DMARC record states a policy", "DMARC レコードにポリシーがある"},
     kBulkButApple,
     kPolicyMissed,
     kDmarcCodes,
     "Google, Email sender guidelines; Yahoo, Sender Hub; Outlook.com Postmaster, Policies (p=reject "
     "recommended); RFC 9989 §4.7, §4.10.1 (read as its last draft)",
     "G-81126 Y-SRR M-POL",
     {"State p=none at least, and move on to quarantine or reject once the reports show no mail of yours "
      "that "
      "fails.",
      "少なくとも p=none を指定し、正規のメールの失敗がレポートからなくなったら quarantine、reject に進む。"},
     nullptr,
     CheckDmarcPolicy},
    {RuleId::kDmarcReports,
     "dmarc-reports",
     {"DMARC reports have an address that takes them", "DMARC レポートの送信先が受け取れる"},
     kShouldGmailYahoo,
     kUnenforced,
     {},
     "Yahoo, Sender Hub; Google, Email sender guidelines; RFC 9990 (from memory) and RFC 7489 §7.1 (from "
     "memory)",
     "G-81126 Y-SRR",
     {"Add rua= with a mailto: address that somebody reads.",
      "実際に確認している mailto: アドレスを rua= に追加する。"},
     CheckDmarcReports},
    {RuleId::kDmarcOldTags,
     "dmarc-old-tags",
     {"The DMARC record has no removed tags", "DMARC レコードに廃止されたタグがない"},
     kNobody,
     kUnenforced,
     {},
     "RFC 9989, which obsoletes RFC 7489 and RFC 9091; Google's Postmaster FAQ still names pct=0",
     "G-PMT",
     {"Remove pct=, rf= and ri=; t=y is the way to test.",
      "pct=、rf=、ri= を削除する。試験運用には t=y を使う。"},
     CheckDmarcOldTags},
    {RuleId::kDmarcRejectNeedsDkim,
     "dmarc-reject-needs-dkim",
     {"A strict policy does not rest on SPF alone", "厳しいポリシーを SPF だけに頼らない"},
     kEverybodyShould,
     kUnenforced,
     {},
     "RFC 9989 §7.4 (read as its last draft); Google, Best practices for forwarding; NTT docomo's notes on "
     "sending",
     "G-FWD D-docomo",
     {"Sign with your own domain, so that forwarded copies still pass.",
      "転送されても合格するよう、自社ドメインで署名する。"},
     CheckDmarcRejectNeedsDkim},
};

}  // namespace

std::span<const RuleInfo> DmarcRules() { return kRules; }

}  // namespace kenpin
