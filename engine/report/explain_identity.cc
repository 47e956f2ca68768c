#include "engine/report/explain_identity.h"

#include <fmt/format.h>

#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

constexpr size_t kShownColumns = 120;

std::string Shown(std::string_view text) { return PrintableText(text, kShownColumns); }

void AddFact(std::string_view text, std::string* out) {
  if (!out->empty()) *out += "; ";
  *out += text;
}

std::string AuthorText(const Evidence& evidence) {
  std::string text = fmt::format("From {}", Shown(evidence.author.domain));
  if (evidence.sender_system.system != SenderSystem::kNone) {
    AddFact(fmt::format("sent by {}", SenderSystemName(evidence.sender_system.system)), &text);
  }
  if (evidence.dmarc.policy)
    AddFact(fmt::format("DMARC policy {}", DmarcPolicyName(*evidence.dmarc.policy)), &text);
  return text;
}

std::string RewrittenText(const Evidence& evidence) {
  const IdentityFacts& identity = evidence.mail->identity;
  if (identity.original_domain.empty()) return AuthorText(evidence);
  return fmt::format("From {}@{} stands for {}@{}", Shown(evidence.mail->from.local_part),
                     Shown(evidence.mail->from.domain), Shown(identity.original_local_part),
                     Shown(identity.original_domain));
}

std::string DomainsText(const IdentityFacts& identity) {
  std::string text;
  const auto add = [&text](std::string_view field, const ShownDomain& shown) {
    if (shown.domain.empty() || shown.scripts == DomainScripts::kAscii) return;
    const std::string scripts =
        shown.script_names.empty() ? std::string() : fmt::format(" ({})", Shown(shown.script_names));
    AddFact(fmt::format("{} {}{}", field, Shown(shown.domain), scripts), &text);
  };
  add("From", identity.from);
  add("Reply-To", identity.reply_to);
  add("Sender", identity.sender);
  return text;
}

std::string HiddenText(const ContentFacts& content) {
  if (!content.has_html) return "no HTML";
  std::string text = fmt::format("{} hidden characters", content.hidden_characters);
  if (content.preheader_characters > 0)
    AddFact(fmt::format("a preheader of {}", content.preheader_characters), &text);
  return text;
}

std::string LinksText(const ContentFacts& content) {
  std::string text;
  for (size_t i = 0; i < content.host_pairs; ++i) {
    AddFact(
        fmt::format("shows {}, leads to {}", Shown(content.pairs[i].shown), Shown(content.pairs[i].target)),
        &text);
  }
  if (content.ip_literal_link) AddFact("a host that is an address", &text);
  if (content.shortener_link) AddFact("a shortener", &text);
  return text;
}

// Which fields may stand once and stand more often, and how often.
std::string RepeatedText(const MessageView& view) {
  constexpr FieldId kOnce[] = {FieldId::kDate,
                               FieldId::kFrom,
                               FieldId::kSender,
                               FieldId::kReplyTo,
                               FieldId::kTo,
                               FieldId::kCc,
                               FieldId::kBcc,
                               FieldId::kMessageId,
                               FieldId::kInReplyTo,
                               FieldId::kReferences,
                               FieldId::kSubject,
                               FieldId::kMimeVersion,
                               FieldId::kContentType,
                               FieldId::kContentTransferEncoding,
                               FieldId::kListUnsubscribe,
                               FieldId::kListUnsubscribePost};
  std::string text;
  for (const FieldId id : kOnce) {
    if (view.count(id) > 1) AddFact(fmt::format("{} {} times", FieldName(id), view.count(id)), &text);
  }
  return text;
}

std::string BasisText(const DeliveryFacts& delivery) {
  const ReceiverResults& results = delivery.results;
  std::string text = fmt::format("trust: {}", TrustBasisName(results.basis));
  if (!results.authserv_id.empty()) {
    AddFact(fmt::format("{}, {} Received above", Shown(results.authserv_id), results.received_above), &text);
  }
  AddFact(fmt::format("MAIL FROM by {}, client by {}", EnvelopeBasisName(delivery.envelope.mail_from_basis),
                      EnvelopeBasisName(delivery.envelope.client_basis)),
          &text);
  return text;
}

std::string RelayText(const Evidence& evidence) {
  std::string text =
      fmt::format("{}, proof {}", StreamName(evidence.stream), IndirectProofName(evidence.indirect));
  AddFact(fmt::format("ARC {} ({}), {} sets", ArcResultName(evidence.arc.result),
                      ArcReasonName(evidence.arc.reason), evidence.arc.instances),
          &text);
  return text;
}

}  // namespace

std::string IdentityEvidence(const Explanation& e, RuleId rule) {
  const Evidence& evidence = *e.evidence;
  const MailFacts& mail = *evidence.mail;
  switch (rule) {
    case RuleId::kAuthEvidence:
      return BasisText(*evidence.delivery);
    case RuleId::kFormatSingleInstance:
      return RepeatedText(*e.view);
    case RuleId::kFormatIdn:
      return DomainsText(mail.identity);
    case RuleId::kFromGmailImpersonation:
    case RuleId::kFromFreemail:
      return AuthorText(evidence);
    case RuleId::kEspRewrittenFrom:
      return RewrittenText(evidence);
    case RuleId::kContentDisplayName:
      return mail.identity.has_display_name
                 ? fmt::format("the name \"{}\"", Shown(mail.identity.display_name))
                 : std::string();
    case RuleId::kContentSubjectHonest:
      return fmt::format("Subject \"{}\"", Shown(mail.identity.subject));
    case RuleId::kContentHiddenHtml:
      return HiddenText(mail.content);
    case RuleId::kContentLinks:
      return LinksText(mail.content);
    case RuleId::kFwdArc:
    case RuleId::kFwdMarkers:
      return RelayText(evidence);
    default:
      return "";
  }
}

}  // namespace kenpin
