#include "rules/content.h"

#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

struct BodyLack {
  ParseFlaw flaw;
  Reason reason;
};

constexpr BodyLack kBodyLacks[] = {
    {ParseFlaw::kTruncated, Reason::kTruncated},   {ParseFlaw::kTooLarge, Reason::kMessageTooLarge},
    {ParseFlaw::kMimeTooDeep, Reason::kMimeLimit}, {ParseFlaw::kTooManyParts, Reason::kMimeLimit},
    {ParseFlaw::kTextTooLong, Reason::kBodyCut},   {ParseFlaw::kTooMuchMarkup, Reason::kBodyCut},
};

// What was looked for was not found: that holds only where all of the body was read.
Verdict IfBodyIsWhole(const Evidence& evidence, Verdict verdict) {
  const Reason lack = WhyBodyIsCut(evidence);
  return lack == Reason::kNone ? verdict : Unknown(lack);
}

Reason NameFault(const IdentityFacts& identity) {
  if (identity.name_has_control) return Reason::kNameControl;
  if (identity.name_has_gmail) return Reason::kNameGmail;
  return identity.name_domain.empty() ? Reason::kNone : Reason::kNameOtherAddress;
}

Reason NameRemark(const IdentityFacts& identity) {
  if (identity.name_has_symbol) return Reason::kNameSymbol;
  if (identity.name_has_counter) return Reason::kNameCounter;
  if (identity.name_has_reply_prefix) return Reason::kNameReplyPrefix;
  if (identity.name_is_urgent) return Reason::kNameUrgent;
  return identity.name_has_recipient ? Reason::kNameRecipient : Reason::kNone;
}

// The worst that a link does; kNone if nothing.
Reason LinkFault(const Evidence& evidence) {
  const ContentFacts& content = evidence.mail->content;
  if (content.script_link) return Reason::kLinkScript;
  if (content.data_link) return Reason::kLinkData;
  if (content.ip_literal_link) return Reason::kLinkIpLiteral;
  if (evidence.seen.link_elsewhere) return Reason::kLinkElsewhere;
  return content.shortener_link ? Reason::kLinkShortener : Reason::kNone;
}

}  // namespace

Reason WhyBodyIsCut(const Evidence& evidence) {
  for (const BodyLack& lack : kBodyLacks) {
    if (evidence.mail->flaws.Has(lack.flaw)) return lack.reason;
  }
  return Reason::kNone;
}

Verdict CheckContentDisplayName(const Evidence& evidence) {
  const IdentityFacts& identity = evidence.mail->identity;
  if (!identity.has_display_name) return NotApplicable(Reason::kNoDisplayName);
  const Reason fault = NameFault(identity);
  if (fault != Reason::kNone) return Fail(fault);
  const Reason remark = NameRemark(identity);
  return remark == Reason::kNone ? Pass() : Warn(remark);
}

Verdict CheckContentSubjectHonest(const Evidence& evidence) {
  const IdentityFacts& identity = evidence.mail->identity;
  if (!identity.subject_has_reply_prefix || identity.is_reply) return Pass();
  // The fields of a reply may stand in the rest.
  return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Warn(Reason::kSubjectReplyPrefix);
}

// A short text at the beginning is what mail clients show beside the subject: common practice, only told.
Verdict CheckContentHiddenHtml(const Evidence& evidence) {
  const ContentFacts& content = evidence.mail->content;
  if (!content.has_html) return IfBodyIsWhole(evidence, NotApplicable(Reason::kNoHtml));
  if (content.hidden_characters >= kHiddenCharacters) return Warn(Reason::kHiddenText);
  if (content.html_broken) return Unknown(Reason::kHtmlBroken);
  return IfBodyIsWhole(evidence, content.preheader_characters > 0 ? Pass(Reason::kPreheader) : Pass());
}

// Services that count clicks put their own links behind every text: no more than a remark.
Verdict CheckContentLinks(const Evidence& evidence) {
  const Reason fault = LinkFault(evidence);
  if (fault != Reason::kNone) return Warn(fault);
  return IfBodyIsWhole(evidence, evidence.mail->content.has_link ? Pass() : NotApplicable(Reason::kNoLinks));
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kContentDisplayName,
     "content-display-name",
     {"The display name names the sender, and nothing else", "表示名は差出人の名前だけ"},
     kMustGmail,
     kSupportLost,
     {},
     "Google, Email sender guidelines (display names)",
     "G-81126",
     {"Use only the name of your brand or of a person.", "ブランド名または個人名だけを使う。"},
     CheckContentDisplayName},
    {RuleId::kContentSubjectHonest,
     "content-subject-honest",
     {"Only replies begin like replies", "返信らしい件名は返信だけ"},
     kShouldGmail,
     kUnenforced,
     {},
     "Google, Email sender guidelines; Yahoo, Sender Hub",
     "G-81126 Y-SRR",
     {"Leave Re: and Fwd: to replies and forwarded mail.", "Re: と Fwd: は返信と転送だけに使う。"},
     CheckContentSubjectHonest},
    {RuleId::kContentHiddenHtml,
     "content-hidden-html",
     {"HTML does not hide text", "HTML に隠した文字がない"},
     kMustGmail,
     kGmailMayRefuse,
     {.gmail = "421 4.7.0, 550 5.7.1 (content)"},
     "Google, Email sender guidelines",
     "G-81126",
     {"Show the text or remove it.", "文字を表示するか、削除する。"},
     CheckContentHiddenHtml},
    {RuleId::kContentLinks,
     "content-links",
     {"Links lead where they say", "リンクが表示どおりの場所を指す"},
     kShouldGmailMicrosoft,
     kGmailMayRefuse,
     {.gmail = "421 4.7.28 (URL domain), 550 5.7.1"},
     "Google, Email sender guidelines; Microsoft, Outlook.com Postmaster; Yahoo, Sender Hub FAQ",
     "G-81126 M-TRB Y-FAQ",
     {"Link to your own domain, and show where the link goes.",
      "自社ドメインにリンクし、リンク先を明示する。"},
     CheckContentLinks},
};

}  // namespace

std::span<const RuleInfo> ContentRules() { return kRules; }

}  // namespace kenpin
