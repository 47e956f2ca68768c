#include "rules/spf.h"

#include <algorithm>

#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// What the receiver itself says of SPF, by whatever field.
bool ReceiverSays(const Evidence& evidence, SpfResult result) {
  const ResultBasis basis = evidence.spf.basis;
  return (basis == ResultBasis::kAuthResults || basis == ResultBasis::kReceivedSpf) &&
         evidence.spf.result == result;
}

// The receiver found no record: it says none, or that it guessed one.
bool ReceiverFoundNoRecord(const Evidence& evidence) {
  const bool guessed = HasTrustedResults(evidence) && evidence.delivery->results.spf_best_guess;
  return guessed || ReceiverSays(evidence, SpfResult::kNone);
}

// An answer against the record must rest on a known envelope and on DNS of that time, unless the receiver
// stumbled over it too.
Verdict Settle(const Evidence& evidence, Verdict verdict) {
  const bool against = verdict.outcome == Outcome::kFail || verdict.outcome == Outcome::kNotApplicable;
  if (!against || ReceiverSays(evidence, SpfResult::kPermerror)) return verdict;
  return MailFromIsWeak(evidence) ? Unknown(Reason::kWeakMailFrom) : IfContemporary(evidence, verdict);
}

// Why nobody could ask for the record.
Reason WhyNotAsked(const Evidence& evidence) {
  const EnvelopeFacts& envelope = evidence.delivery->envelope;
  if (envelope.mail_from_basis == EnvelopeBasis::kUnknown) return Reason::kMailFromUnknown;
  if (envelope.null_sender) return evidence.dns_off ? Reason::kDnsOff : Reason::kHeloUnknown;
  return evidence.dns_off ? Reason::kDnsOff : Reason::kMailFromUnknown;
}

Reason WhyUnknown(const SpfRecordFacts& record) {
  switch (record.unknown_because) {
    case SpfReason::kDnsOff:
      return Reason::kDnsOff;
    case SpfReason::kDnsNotRecorded:
      return Reason::kDnsNotRecorded;
    default:
      return Reason::kDnsFailure;
  }
}

// Whether there is a record: a pass if there is at least one, a fail if there is none, else unknown.
Verdict JudgePresence(const Evidence& evidence) {
  const SpfRecordFacts& record = evidence.spf_record;
  const bool seen = record.published == DnsFact::kYes && DnsIsContemporary(evidence);
  const bool guessed = HasTrustedResults(evidence) && evidence.delivery->results.spf_best_guess;
  if (guessed) return Fail(Reason::kSpfBestGuess);
  if (!seen && ReceiverFoundNoRecord(evidence)) return Fail(Reason::kSpfRecordMissing);
  switch (record.published) {
    case DnsFact::kYes:
      return Pass();
    case DnsFact::kNo:
      return Settle(evidence,
                    Fail(record.only_obsolete_type ? Reason::kSpfObsoleteType : Reason::kSpfRecordMissing));
    case DnsFact::kUnknown:
      return Unknown(WhyUnknown(record));
    case DnsFact::kNotAsked:
      break;
  }
  return Unknown(WhyNotAsked(evidence));
}

// The same for rules that judge what the record says: without one they do not apply.
Verdict JudgeRecord(const Evidence& evidence) {
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  const Verdict presence = JudgePresence(evidence);
  return presence.outcome == Outcome::kFail ? NotApplicable(presence.reason) : presence;
}

// And for those that judge the terms: of several records none applies (RFC 7208 §4.5), and that is another
// rule's.
Verdict JudgeOnlyRecord(const Evidence& evidence) {
  const Verdict record = JudgeRecord(evidence);
  const bool several = record.outcome == Outcome::kPass && evidence.spf_record.several;
  return several ? Settle(evidence, NotApplicable(Reason::kSpfSeveralRecords)) : record;
}

// RFC 7208 §4.6.4 over all that the record includes, for want of a client.
Verdict JudgeExpansion(const Evidence& evidence) {
  const SpfRecordFacts& record = evidence.spf_record;
  if (record.expansion_lookups > kSpfLookupLimit) return Settle(evidence, Fail(Reason::kSpfTooManyLookups));
  return record.mx_over_limit ? Settle(evidence, Fail(Reason::kSpfTooManyMxHosts)) : Pass();
}

// And for this client.
Verdict JudgeOwnLimits(const Evidence& evidence) {
  switch (evidence.spf.own_reason) {
    case SpfReason::kTooManyLookups:
      return Settle(evidence, Fail(Reason::kSpfTooManyLookups));
    case SpfReason::kTooManyVoidLookups:
      return Settle(evidence, Fail(Reason::kSpfTooManyVoidLookups));
    case SpfReason::kTooManyMxHosts:
      return Settle(evidence, Fail(Reason::kSpfTooManyMxHosts));
    default:
      return Pass();
  }
}

// What is met and not far from the limit, or over it for other clients.
Verdict RemarkOnLimits(const Evidence& evidence) {
  const SpfRecordFacts& record = evidence.spf_record;
  if (record.expansion_lookups > kSpfLookupLimit) return Warn(Reason::kSpfExpansionOverLimit);
  if (record.mx_over_limit) return Warn(Reason::kSpfTooManyMxHosts);
  if (std::max(record.expansion_lookups, evidence.spf.lookups) >= kSpfManyLookups)
    return Warn(Reason::kSpfNearLookupLimit);
  const bool voids = std::max(record.expansion_voids, evidence.spf.void_lookups) > 0;
  return voids ? Warn(Reason::kSpfVoidLookups) : Pass();
}

// Terms that work, and should not stand there.
Reason OddTerm(const SpfRecordFacts& record) {
  if (record.syntax_error_unreached) return Reason::kSpfSyntaxNotReached;
  if (record.include_without_record) return Reason::kSpfIncludeNotReached;
  if (record.uses_ptr) return Reason::kSpfUsesPtr;
  if (record.terms_after_all) return Reason::kSpfTermsAfterAll;
  if (record.odd_case) return Reason::kSpfOddCase;
  return record.long_answer ? Reason::kSpfLongAnswer : Reason::kNone;
}

// The identity whose SPF was judged is the domain in From, so that there is nothing more to ask.
bool EnvelopeIsAuthors(const Evidence& evidence) {
  const EnvelopeFacts& envelope = evidence.delivery->envelope;
  if (envelope.mail_from_basis == EnvelopeBasis::kUnknown || MailFromIsWeak(evidence)) return false;
  return envelope.mail_from_domain == evidence.author.domain;
}

// Of the author's domain: whether it has a record that authorizes this client.
Verdict JudgeAuthorSpf(const Evidence& evidence) {
  switch (evidence.spf.author_result) {
    case SpfResult::kPass:
      return Pass();
    case SpfResult::kTemperror:
      return Unknown(Reason::kDnsFailure);
    case SpfResult::kNone:
      return IfContemporary(evidence, Fail(Reason::kAuthorSpfMissing));
    default:
      return IfContemporary(evidence, Fail(Reason::kAuthorSpfNotPass));
  }
}

}  // namespace

// RFC 7208 §3.1, §4.4, §4.5: exactly one TXT record that begins with v=spf1.
Verdict CheckSpfRecordPresent(const Evidence& evidence) {
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  const Verdict presence = JudgePresence(evidence);
  const bool several = presence.outcome == Outcome::kPass && evidence.spf_record.several;
  return several ? Settle(evidence, Fail(Reason::kSpfSeveralRecords)) : presence;
}

// RFC 7208 §3.2, §4.5.
Verdict CheckSpfRecordSingle(const Evidence& evidence) {
  const Verdict record = JudgeRecord(evidence);
  if (record.outcome != Outcome::kPass) return record;
  return evidence.spf_record.several ? Settle(evidence, Fail(Reason::kSpfSeveralRecords)) : Pass();
}

// RFC 7208 §4.6: an error anywhere spoils the record, also behind the term that matches.
Verdict CheckSpfRecordValid(const Evidence& evidence) {
  const Verdict verdict = JudgeOnlyRecord(evidence);
  if (verdict.outcome != Outcome::kPass) return verdict;
  const SpfRecordFacts& record = evidence.spf_record;
  if (record.syntax_error) return Settle(evidence, Fail(Reason::kSpfSyntax));
  if (record.include_without_record_reached) return Settle(evidence, Fail(Reason::kSpfIncludeWithoutRecord));
  if (record.incomplete) return Unknown(WhyUnknown(record));
  const Reason odd = OddTerm(record);
  return odd == Reason::kNone ? Pass() : Warn(odd);
}

// RFC 7208 §4.6.4. The client decides how far the record is read; where it is not known, all of it counts.
Verdict CheckSpfLookupLimit(const Evidence& evidence) {
  const Verdict verdict = JudgeOnlyRecord(evidence);
  if (verdict.outcome != Outcome::kPass) return verdict;
  const bool counted = evidence.spf.computed && evidence.spf.own_result != SpfResult::kTemperror;
  const Verdict limits = evidence.spf.computed ? JudgeOwnLimits(evidence) : JudgeExpansion(evidence);
  if (limits.outcome != Outcome::kPass) return limits;
  if (!counted && evidence.spf_record.incomplete) return Unknown(WhyUnknown(evidence.spf_record));
  return RemarkOnLimits(evidence);
}

// RFC 7208 §8. Only the domain's own terms: the width of a provider's ranges is the provider's affair.
Verdict CheckSpfTooPermissive(const Evidence& evidence) {
  const Verdict verdict = JudgeOnlyRecord(evidence);
  if (verdict.outcome != Outcome::kPass) return verdict;
  const SpfRecordFacts& record = evidence.spf_record;
  if (record.plus_all) return Settle(evidence, Fail(Reason::kSpfPlusAll));
  if (record.whole_internet) return Settle(evidence, Fail(Reason::kSpfWholeInternet));
  if (record.neutral_all) return Warn(Reason::kSpfNeutralAll);
  if (record.no_all) return Warn(Reason::kSpfNoAll);
  return record.wide_range ? Warn(Reason::kSpfWideRange) : Pass();
}

// SPF itself asks nobody but MAIL FROM; docomo asks the domain in From as well.
Verdict CheckSpfHeaderFrom(const Evidence& evidence) {
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (EnvelopeIsAuthors(evidence)) return NotApplicable(Reason::kSameDomain);
  if (evidence.spf.author_computed) return JudgeAuthorSpf(evidence);
  if (evidence.delivery->clients_differ) return Unknown(Reason::kClientsDiffer);
  if (!evidence.delivery->envelope.client) return Unknown(Reason::kClientUnknown);
  return Unknown(evidence.dns_off ? Reason::kDnsOff : Reason::kDnsFailure);
}

namespace {

constexpr SmtpCodes kSpfCodes = {
    .gmail = "421 4.7.27, 550 5.7.27, and 550 5.7.26 where the record ends in -all",
    .microsoft = "550 5.7.515"};

constexpr RuleInfo kRules[] = {
    {RuleId::kSpfRecordPresent,
     "spf-record-present",
     {"The envelope's domain publishes SPF", "エンベロープのドメインに SPF がある"},
     kBulkButApple,
     kRefused,
     {.gmail = "421 4.7.27, 550 5.7.27"},
     "Google, Email sender guidelines, SPF; RFC 7208 §3.1, §4.4 (from memory), §4.5",
     "G-81126",
     {"Publish a TXT record at the envelope's domain, such as v=spf1 include:<your service> ~all.",
      "エンベロープのドメインに v=spf1 include:<配信サービス> ~all のような TXT レコードを公開する。"},
     CheckSpfRecordPresent},
    {RuleId::kSpfRecordSingle,
     "spf-record-single",
     {"There is only one SPF record", "SPF レコードは 1 つだけ"},
     kBulkButApple,
     kRefused,
     kSpfCodes,
     "RFC 7208 §3.2 (from memory), §4.5",
     "",
     {"Put all terms into one TXT record, and remove the others.",
      "すべての項を 1 つの TXT レコードにまとめ、残りを削除する。"},
     CheckSpfRecordSingle},
    {RuleId::kSpfRecordValid,
     "spf-record-valid",
     {"The SPF record can be read to its end", "SPF レコードを最後まで解釈できる"},
     kSpfAsked,
     kRefused,
     kSpfCodes,
     "RFC 7208 §4.6; §3.4, §5.2, §5.5 from memory",
     "",
     {"Correct the term that the evidence names, or the include that leads nowhere.",
      "判定の根拠に示された項、または参照先のない include を修正する。"},
     CheckSpfRecordValid},
    {RuleId::kSpfLookupLimit,
     "spf-lookup-limit",
     {"The SPF record stays within the limits on DNS", "SPF レコードが DNS 参照の上限内にある"},
     kBulkButApple,
     kRefused,
     kSpfCodes,
     "RFC 7208 §4.6.4: 10 terms, and 2 void lookups by default; Outlook.com, requirements for high-volume "
     "senders, FAQ",
     "M-BLOG",
     {"Remove includes that nobody needs, or send one stream from a subdomain with a record of its own.",
      "不要な include を削除するか、一部の配信を独自の SPF レコードを持つサブドメインに移す。"},
     CheckSpfLookupLimit},
    {RuleId::kSpfTooPermissive,
     "spf-too-permissive",
     {"The SPF record does not authorize everybody", "SPF レコードが誰でも許可していない"},
     kShouldGmail,
     kGmailMayRefuse,
     {.gmail = "451 4.7.24, 550 5.7.24"},
     "Google, Gmail SMTP errors and codes, 4.7.24; RFC 7208 §8 (from memory); ranges wider than /16 and /32: "
     "kenpin's own thresholds",
     "G-SMTP",
     {"Name the addresses and services that really send, and end the record with ~all or -all.",
      "実際に送信するアドレスとサービスだけを指定し、~all または -all で終える。"},
     CheckSpfTooPermissive},
    {RuleId::kSpfHeaderFrom,
     "spf-header-from",
     {"The domain in From has SPF for the client as well", "From のドメインの SPF も接続元を許可"},
     kMustDocomo,
     kRefused,
     {},
     "NTT docomo, notes on sending, which require it; no other provider is known to",
     "D-docomo",
     {"Add the sending service to the SPF record of the domain in From too.",
      "From のドメインの SPF レコードにも配信サービスを追加する。"},
     CheckSpfHeaderFrom},
};

}  // namespace

std::span<const RuleInfo> SpfRules() { return kRules; }

}  // namespace kenpin
