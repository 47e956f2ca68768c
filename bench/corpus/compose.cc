// The header of a mail: the originator's fields, and what mailing services add.
#include "bench/corpus/compose.h"

#include <fmt/core.h>

#include "bench/corpus/codec.h"
#include "bench/corpus/trace.h"

namespace kenpin::corpus {
namespace {

// What a recipient's unsubscribe request goes to.
std::string UnsubscribeHost(const Plan& plan) { return "u." + LinkDomain(plan); }

// A mailbox with an encoded display name; the address gets a line of its own where the name has one.
std::string Mailbox(const Plan& plan, std::string_view name, std::string_view address) {
  if (IsAscii(name)) return fmt::format("{} <{}>", name, address);
  // A sender that may not write encoded-words leaves the name out.
  if (plan.ascii_header) return fmt::format("<{}>", address);
  return fmt::format("{}\r\n <{}>", EncodedWords(name, plan.header_charset), address);
}

void AddOriginatorFields(Message& message) {
  Plan& plan = message.plan;
  const Sender& sender = *plan.sender;
  const std::string from = fmt::format("{}@{}", AuthorLocalPart(plan), sender.from_domain);
  AppendField(message, "Date", MailDate(plan.sent_at + plan.date_shift, plan.zone_minutes));
  AppendField(message, "From", Mailbox(plan, sender.name, from));
  if (plan.with_own_sender)
    AppendField(message, "Sender", fmt::format("<{}@{}>", "mailer", sender.org_domain));
  if (plan.with_reply_to) AppendField(message, "Reply-To", fmt::format("<support@{}>", sender.org_domain));
  AppendField(message, "To",
              plan.random.Percent(40) ? Mailbox(plan, plan.recipient.name, RecipientAddress(plan))
                                      : RecipientAddress(plan));
  const bool campaign = plan.kind == MailKind::kCampaign;
  std::string subject =
      campaign ? CampaignSubject(sender.language, plan.random) : NoticeSubject(sender.language, plan.random);
  if (plan.ascii_header && !IsAscii(subject)) subject = "Notice";
  // A doubled space is what relaxed and simple canonicalization treat differently.
  AppendField(message, "Subject",
              EncodedWords(subject, plan.header_charset) + (plan.with_odd_space ? "  (1)" : ""));
  const std::string own =
      fmt::format("<{}.{}.{}@{}>", plan.received_at, plan.ordinal, plan.random.Token(8),
                  plan.service != nullptr ? IdDomain(*plan.service) : std::string(sender.org_domain));
  AppendField(message, "Message-ID", plan.message_id.empty() ? own : fmt::format("<{}>", plan.message_id));
}

std::string FeedbackId(const Plan& plan) {
  const Service& service = *plan.service;
  const std::string_view customer = plan.sender->org_domain.substr(0, plan.sender->org_domain.find('.'));
  switch (service.feedback) {
    case FeedbackStyle::kNone:
      return "";
    case FeedbackStyle::kTwoParts:
      return fmt::format("ap-north-1.{}=:{}", customer, service.feedback_sender);
    case FeedbackStyle::kFourParts:
      return fmt::format("{}:{}:news:{}", plan.campaign, customer, service.feedback_sender);
    case FeedbackStyle::kFiveParts:
      return fmt::format("eu:{}:{}:news:{}", plan.campaign, customer, service.feedback_sender);
  }
  return "";
}

// RFC 2369, RFC 2919 and RFC 8058. The order of the addresses is free, so some put the mailto first.
void AddListFields(Message& message) {
  Plan& plan = message.plan;
  const std::string host = UnsubscribeHost(plan);
  if (plan.unsubscribe_uri.empty()) plan.unsubscribe_uri = fmt::format("https://{}/o/{}", host, plan.token);
  const std::string https = fmt::format("<{}>", plan.unsubscribe_uri);
  const std::string mailto = fmt::format("<mailto:leave-{}@{}>", plan.token.substr(0, 16), host.substr(2));
  const uint64_t form = plan.random.Below(10);
  AppendField(message, "List-Unsubscribe",
              form < 2   ? https
              : form < 4 ? mailto + ",\r\n " + https
              : form < 5 ? https + " (one click), " + mailto
                         : https + ",\r\n " + mailto);
  AppendField(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  AppendField(message, "List-Id", fmt::format("<{}.{}>", plan.sender->local_part, plan.sender->from_domain));
  if (plan.with_list_help)
    AppendField(message, "List-Help", fmt::format("<https://{}/help>", plan.sender->org_domain));
  AppendField(message, "Precedence", "bulk");
  if (plan.with_feedback_id) AppendField(message, "Feedback-ID", FeedbackId(plan));
  if (plan.service == nullptr) return;
  for (const ServiceField& field : plan.service->fields) {
    if (field.name.empty()) continue;
    AppendField(message, field.name,
                field.kind == TagKind::kCampaign ? plan.campaign
                : field.kind == TagKind::kToken  ? plan.random.Token(20)
                                                 : std::string(plan.service->domain));
  }
}

}  // namespace

std::string LinkDomain(const Plan& plan) {
  const bool own = plan.service == nullptr || !plan.service->system.empty();
  return std::string(own ? plan.sender->org_domain : plan.service->domain);
}

void ComposeMessage(Message& message) {
  Plan& plan = message.plan;
  AddTraceFields(message);
  AddOriginatorFields(message);
  if (plan.kind == MailKind::kCampaign) AddListFields(message);
  MimeBody body = ComposeBody(plan);
  if (!body.content_type.empty()) {
    AppendField(message, "MIME-Version", "1.0");
    AppendField(message, "Content-Type", body.content_type);
  }
  if (!body.transfer_encoding.empty())
    AppendField(message, "Content-Transfer-Encoding", body.transfer_encoding);
  message.body = std::move(body.text);
}

}  // namespace kenpin::corpus
