// The header of a mail: trace fields of a made-up receiver, the originator's fields, and what mailing
// services add.
#include "bench/corpus/compose.h"

#include <fmt/core.h>

#include "bench/corpus/codec.h"
#include "bench/corpus/sign.h"

namespace kenpin::corpus {
namespace {

constexpr int kUtc = 0;

// What a recipient's unsubscribe request goes to.
std::string UnsubscribeHost(const Plan& plan) {
  return "u." + std::string(plan.service != nullptr ? plan.service->domain : plan.sender->org_domain);
}

std::string RecipientAddress(const Plan& plan) {
  return plan.recipient.local_part + "@" + std::string(kReceiverDomain);
}

// A mailbox with an encoded display name; the address gets a line of its own where the name has one.
std::string Mailbox(const Plan& plan, std::string_view name, std::string_view address) {
  if (IsAscii(name)) return fmt::format("{} <{}>", name, address);
  // A sender that may not write encoded-words leaves the name out.
  if (plan.ascii_header) return fmt::format("<{}>", address);
  return fmt::format("{}\r\n <{}>", EncodedWords(name, plan.header_charset), address);
}

// Honest results of the receiver, written above its Received field. Only for mail whose signatures all
// verify.
void AddReceiverResults(Message& message) {
  const Plan& plan = message.plan;
  std::string body(kReceiverHost);
  for (const SignerPlan& signer : plan.signers) {
    body += fmt::format(";\r\n\tdkim=pass header.d={} header.s={}", signer.domain, SelectorOf(signer));
  }
  body += fmt::format(";\r\n\tspf=pass smtp.mailfrom={}", BounceDomain(plan));
  body += fmt::format(";\r\n\tdmarc=pass header.from={}", plan.sender->from_domain);
  AppendField(message, "Authentication-Results", body);
}

// Fields of hops below the border: the sender's own machines, then, for a loop, strangers passing the mail
// round.
void AddInnerHops(Message& message, const OutboundHost& outbound) {
  Plan& plan = message.plan;
  for (size_t i = 0; i < plan.extra_hops; ++i) {
    const size_t number = plan.extra_hops - i;
    AppendField(
        message, "Received",
        fmt::format("from r{}.{} by r{}.{}\r\n\twith ESMTP id {}; {}", number, kRelayDomain, number + 1,
                    kRelayDomain, plan.random.Token(8), MailDate(plan.sent_at + 1, kUtc)));
  }
  if (!plan.random.Percent(35)) return;
  // One statement a draw: compilers differ in the order in which they evaluate arguments.
  const uint64_t host = plan.random.Below(9);
  const uint64_t network = plan.random.Below(200);
  const uint64_t station = plan.random.Below(200) + 1;
  AppendField(message, "Received",
              fmt::format("from app{}.{} (app [10.20.{}.{}])\r\n\tby {} with ESMTPSA id {};\r\n\t{}", host,
                          outbound.name, network, station, outbound.name, plan.random.Token(12),
                          MailDate(plan.sent_at, kUtc)));
}

void AddTraceFields(Message& message) {
  Plan& plan = message.plan;
  const OutboundHost outbound = OutboundHostOf(plan);
  AppendField(message, "Return-Path", fmt::format("<b-{}@{}>", plan.token.substr(0, 16), BounceDomain(plan)));
  if (plan.with_receiver_results) AddReceiverResults(message);
  AppendField(
      message, "Received",
      fmt::format(
          "from {} ({} [{}])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\t"
          "by {} (Postfix) with {} id {}\r\n\tfor <{}>;\r\n\t{}",
          outbound.name, outbound.name, outbound.address, kReceiverHost, plan.border_protocol,
          plan.random.Token(11), RecipientAddress(plan), MailDate(plan.received_at, kUtc)));
  AddInnerHops(message, outbound);
}

void AddOriginatorFields(Message& message) {
  Plan& plan = message.plan;
  const Sender& sender = *plan.sender;
  const std::string from = fmt::format("{}@{}", sender.local_part, sender.from_domain);
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
  AppendField(message, "Message-ID",
              fmt::format("<{}.{}.{}@{}>", plan.received_at, plan.ordinal, plan.random.Token(8),
                          plan.service != nullptr ? plan.service->domain : sender.org_domain));
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
  const std::string https = fmt::format("<https://{}/o/{}>", host, plan.token);
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

std::string BounceDomain(const Plan& plan) {
  if (plan.service == nullptr) return "bounce." + std::string(plan.sender->org_domain);
  // Half of the services have their customers delegate a name of theirs; the others use their own.
  return plan.service->key % 2 == 0 ? "bounce." + std::string(plan.sender->org_domain)
                                    : "bounce." + std::string(plan.service->domain);
}

OutboundHost OutboundHostOf(const Plan& plan) {
  const size_t number = plan.ordinal % 4 + 1;
  if (plan.service == nullptr) {
    const size_t sender = static_cast<size_t>(plan.sender - Senders().data());
    return {fmt::format("out{}.{}", number, plan.sender->org_domain),
            fmt::format("192.0.2.{}", 100 + sender * 8 + number)};
  }
  const size_t service = static_cast<size_t>(plan.service - Services().data());
  return {fmt::format("out{}.{}", number, plan.service->domain),
          fmt::format("{}.{}", plan.service->network, service * 8 + number)};
}

void ComposeMessage(Message& message) {
  Plan& plan = message.plan;
  if (plan.mode == MailMode::kDelivered) AddTraceFields(message);
  message.signature_slot = message.fields.size();
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
