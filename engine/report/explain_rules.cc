#include "engine/report/explain_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/report/explain_identity.h"
#include "engine/report/printable_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr size_t kMaxFieldsShown = 3;
constexpr size_t kFieldColumns = 160;
constexpr size_t kMaxSignaturesShown = 4;

// Which header fields a rule judges.
struct FieldRow {
  RuleId rule;
  std::array<FieldId, 3> fields;  // kOther: none.
};

constexpr FieldRow kFields[] = {
    {RuleId::kFormatDate, {FieldId::kDate}},
    {RuleId::kFormatFromPresent, {FieldId::kFrom}},
    {RuleId::kFormatFromSingle, {FieldId::kFrom}},
    {RuleId::kFormatFromOneAddress, {FieldId::kFrom}},
    {RuleId::kFormatFromDomain, {FieldId::kFrom}},
    {RuleId::kFormatSender, {FieldId::kFrom, FieldId::kSender}},
    {RuleId::kFormatMessageId, {FieldId::kMessageId}},
    {RuleId::kFormatEncodedWord, {FieldId::kSubject, FieldId::kFrom}},
    {RuleId::kFormat8bitHeader, {FieldId::kSubject, FieldId::kFrom}},
    {RuleId::kFormatMime, {FieldId::kMimeVersion, FieldId::kContentType, FieldId::kContentTransferEncoding}},
    {RuleId::kUnsubOneClick, {FieldId::kListUnsubscribe, FieldId::kListUnsubscribePost}},
    {RuleId::kUnsubHeader, {FieldId::kListUnsubscribe}},
    {RuleId::kUnsubHttps, {FieldId::kListUnsubscribe}},
    {RuleId::kUnsubPost, {FieldId::kListUnsubscribePost}},
    {RuleId::kUnsubDkimCovered, {FieldId::kListUnsubscribe, FieldId::kListUnsubscribePost}},
    {RuleId::kFwdListId, {FieldId::kListId}},
    {RuleId::kFeedbackId, {FieldId::kFeedbackId}},
};

void Add(std::string_view text, std::string* out) {
  if (!out->empty()) *out += "; ";
  *out += text;
}

void AddFields(const MessageView& view, FieldId id, std::string* out) {
  if (id == FieldId::kOther) return;
  size_t shown = 0;
  for (uint32_t i = view.First(id); i != HeaderField::kNoField && shown < kMaxFieldsShown; i = view.Next(i)) {
    const HeaderField& field = view.fields()[i];
    Add(fmt::format("{}: {}", PrintableText(view.Name(field), 40),
                    PrintableText(OneLine(view.Body(field)), kFieldColumns)),
        out);
    ++shown;
  }
  if (shown == 0) Add(fmt::format("no {}", FieldName(id)), out);
}

std::string SignatureEvidenceText(const Evidence& evidence) {
  std::string text;
  size_t shown = 0;
  for (const SignatureEvidence& signature : evidence.signatures) {
    if (++shown > kMaxSignaturesShown) break;
    Add(fmt::format("d={} s={} {} ({}){}", signature.domain, signature.selector,
                    DkimResultName(signature.result), DkimReasonName(signature.reason),
                    signature.key_bits > 0 ? fmt::format(" {} bits", signature.key_bits) : ""),
        &text);
  }
  return text.empty() ? "no signature" : text;
}

std::string SpfText(const Evidence& evidence) {
  const SpfEvidence& spf = evidence.spf;
  if (spf.basis == ResultBasis::kNone) return "SPF is not known";
  return fmt::format("SPF {} for {} ({})", SpfResultName(spf.result),
                     spf.domain.empty() ? "no domain" : spf.domain, ResultBasisName(spf.basis));
}

std::string DmarcText(const Evidence& evidence) {
  const DmarcEvidence& dmarc = evidence.dmarc;
  std::string text =
      fmt::format("DMARC {}, record {}", DmarcResultName(dmarc.result), DmarcLookupName(dmarc.lookup));
  if (!dmarc.record_domain.empty()) text += fmt::format(" at _dmarc.{}", dmarc.record_domain);
  if (dmarc.policy) text += fmt::format(", policy {}", DmarcPolicyName(*dmarc.policy));
  return text;
}

std::string AlignmentText(const Explanation& e) {
  std::string text = fmt::format("From {}", e.evidence->author.domain);
  for (const ExplainedName& name : e.names)
    Add(fmt::format("{} {} {}", name.label, name.domain, name.result), &text);
  return text;
}

std::string ClientText(const Evidence& evidence) {
  const DeliveryFacts& delivery = *evidence.delivery;
  const EnvelopeFacts& envelope = delivery.envelope;
  std::string text =
      fmt::format("client {}, HELO {}", envelope.client ? FormatIpAddress(*envelope.client) : "unknown",
                  envelope.helo.empty() ? "unknown" : envelope.helo);
  if (delivery.border && delivery.border_hop.tls.mark != TlsMark::kNone)
    text += fmt::format(", TLS {} {}", TlsVersionName(delivery.border_hop.tls.version),
                        delivery.border_hop.tls.cipher);
  return text;
}

std::string FormText(const Evidence& evidence, RuleId rule) {
  const MailFacts& mail = *evidence.mail;
  switch (rule) {
    case RuleId::kFormatLineLength:
      return fmt::format("longest line {} octets in the header, {} in the body", mail.longest_header_line,
                         mail.longest_body_line);
    case RuleId::kFormatBareCrlf:
      return fmt::format("body: {} CRLF, {} lone LF, {} lone CR", mail.body_line_ends.crlf,
                         mail.body_line_ends.lone_lf, mail.body_line_ends.lone_cr);
    case RuleId::kFormatHeaderSize:
      return fmt::format("{} octets in {} fields", mail.sizes.section_bytes, mail.sizes.fields);
    case RuleId::kFormatHops:
      return fmt::format("{} Received fields", mail.received.count);
    default:
      return "";
  }
}

void WriteRule(const Explanation& e, const RuleInfo& rule, PageWriter& page) {
  const Verdict verdict = (*e.verdicts)[static_cast<size_t>(rule.id)];
  page.Plain(2, fmt::format("{:<8} {}: {}", OutcomeName(verdict.outcome), rule.name, rule.title.en));
  const bool told = verdict.outcome == Outcome::kFail || verdict.outcome == Outcome::kUnknown ||
                    verdict.outcome == Outcome::kWarn;
  if (verdict.reason != Reason::kNone) page.Plain(11, ReasonText(verdict.reason).en);
  if (!told) return;
  if (const std::string evidence = RuleEvidence(e, rule.id); !evidence.empty())
    page.Plain(11, "seen: " + evidence);
  const Level asked = LevelFor(rule, e.profile);
  std::string level = fmt::format("level: {}", LevelName(asked));
  if (asked == Level::kInfo) {
    level += fmt::format("; {} {} not ask for it", GetProfile(e.profile).title,
                         e.profile == Provider::kAll ? "do" : "does");
  } else if (e.profile != Provider::kAll) {
    level += fmt::format("; {}", ConsequenceText(ConsequenceAt(rule, e.profile)).en);
  }
  const std::string codes = SmtpCodesOf(rule, e.profile);
  page.Plain(11, codes.empty() ? level : level + "; SMTP " + codes);
  page.Plain(11, fmt::format("do: {}", rule.remedy.en));
}

}  // namespace

std::vector<RuleId> RulesByOutcome(const VerdictSet& verdicts) {
  constexpr Outcome kOrder[] = {Outcome::kFail, Outcome::kUnknown, Outcome::kWarn, Outcome::kPass,
                                Outcome::kNotApplicable};
  std::vector<RuleId> rules;
  for (const Outcome outcome : kOrder) {
    for (const RuleInfo& rule : Rules()) {
      if (verdicts[static_cast<size_t>(rule.id)].outcome == outcome) rules.push_back(rule.id);
    }
  }
  return rules;
}

std::string RuleEvidence(const Explanation& explanation, RuleId rule) {
  std::string text;
  for (const FieldRow& row : kFields) {
    if (row.rule != rule) continue;
    for (const FieldId field : row.fields) AddFields(*explanation.view, field, &text);
    return text;
  }
  const Evidence& evidence = *explanation.evidence;
  const std::string_view name = GetRule(rule).name;
  if (name == "auth-evidence") return IdentityEvidence(explanation, rule);
  if (name == "auth-spf-or-dkim") return SpfText(evidence) + "; " + SignatureEvidenceText(evidence);
  if (name.starts_with("spf-") || name == "auth-spf") return SpfText(evidence);
  if (name.starts_with("dkim-") || name == "auth-dkim") return SignatureEvidenceText(evidence);
  if (name.starts_with("dmarc-") || name == "auth-dmarc-pass") return DmarcText(evidence);
  if (name.starts_with("align-")) return AlignmentText(explanation);
  if (name.starts_with("infra-")) return ClientText(evidence);
  const std::string form = FormText(evidence, rule);
  return form.empty() ? IdentityEvidence(explanation, rule) : form;
}

std::string SmtpCodesOf(const RuleInfo& rule, Provider profile) {
  std::string text;
  for (const Provider provider : ProvidersOf(profile)) {
    const std::string_view codes = rule.smtp_codes[provider];
    if (codes.empty()) continue;
    if (!text.empty()) text += "; ";
    text +=
        profile == Provider::kAll ? fmt::format("{} {}", ProfileName(provider), codes) : std::string(codes);
  }
  return text;
}

void WriteRules(const Explanation& explanation, PageWriter& page) {
  page.Heading(fmt::format("Rules of {}", GetProfile(explanation.profile).title));
  for (const RuleId rule : RulesByOutcome(*explanation.verdicts)) {
    WriteRule(explanation, GetRule(rule), page);
  }
}

}  // namespace kenpin
