// Every form is that of mail as these MTAs write it; hosts are invented except where the form itself is known
// by its name (mx.google.com, *.mail.protection.outlook.com). All addresses are of documentation networks.
#include "bench/corpus/trace.h"

#include <fmt/core.h>

#include <stdexcept>

#include "bench/corpus/codec.h"
#include "bench/corpus/sign.h"

namespace kenpin::corpus {
namespace {

constexpr int kUtc = 0;
constexpr size_t kFirstSystemAddress = 128;
constexpr std::string_view kExchangeBorder = "AMS0EPF000001A2.mail.protection.outlook.com";

// How many of the senders before this one have servers of their own, too.
size_t OwnServersBefore(const Sender& sender) {
  size_t count = 0;
  for (const Sender* other = Senders().data(); other != &sender; ++other) count += other->service < 0 ? 1 : 0;
  return count;
}

// The host that wrote the border Received, which is also the id of its Authentication-Results.
std::string_view BorderHost(ReceiverFamily family) {
  switch (family) {
    case ReceiverFamily::kPostfix:
      return kReceiverHost;
    case ReceiverFamily::kExim:
      return "mx.boxharbor.test";
    case ReceiverFamily::kSendmail:
      return "mail.inboxgrove.test";
    case ReceiverFamily::kGmail:
      return "mx.google.com";
    case ReceiverFamily::kExchangeOnline:
      return kExchangeBorder;
  }
  return "";
}

struct TlsWords {
  std::string_view version;  // As Postfix and Exim write it.
  std::string_view cipher;
  int bits;
};

TlsWords WordsOf(TlsShape shape) {
  switch (shape) {
    case TlsShape::kTls13:
      return {"TLSv1.3", "TLS_AES_256_GCM_SHA384", 256};
    case TlsShape::kTls12:
      return {"TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", 128};
    case TlsShape::kTls12Cbc:
      return {"TLSv1.2", "ECDHE-RSA-AES256-SHA384", 256};
    case TlsShape::kTls12Rc4:
      return {"TLSv1.2", "RC4-SHA", 128};
    case TlsShape::kTls10:
      return {"TLSv1", "ECDHE-RSA-AES256-SHA", 256};
    case TlsShape::kLabel:
      return {"TLSv1/SSLv3", "DHE-RSA-AES256-GCM-SHA384", 256};
    case TlsShape::kNone:
    case TlsShape::kSmtpUnsaid:
      return {"", "", 0};
  }
  return {"", "", 0};
}

// "TLSv1.3" as "TLS1_3", the way Gmail and Exchange write it; "TLSv1" is their "TLS1_0".
std::string UnderscoreVersion(std::string_view version) {
  if (version == "TLSv1") return "TLS1_0";
  std::string out = "TLS" + std::string(version.substr(4));
  out[4] = '_';
  return out;
}

std::string Literal(const std::string& address) {
  return IsIPv6(address) ? "[IPv6:" + address + "]" : "[" + address + "]";
}

std::string PostfixHop(Plan& plan) {
  const TlsWords tls = WordsOf(plan.tls);
  const std::string_view protocol = !plan.border_protocol.empty()       ? plan.border_protocol
                                    : plan.tls == TlsShape::kSmtpUnsaid ? "SMTP"
                                    : plan.tls == TlsShape::kNone       ? "ESMTP"
                                                                        : "ESMTPS";
  std::string out = fmt::format("from {} ({} {})", plan.client.helo,
                                plan.client.reverse == ReverseName::kGood ? plan.client.name : "unknown",
                                Literal(plan.client.address));
  if (!tls.version.empty())
    out += fmt::format("\r\n\t(using {} with cipher {} ({}/{} bits))", tls.version, tls.cipher, tls.bits,
                       tls.bits);
  return out + fmt::format("\r\n\tby {} (Postfix) with {} id {}\r\n\tfor <{}>;\r\n\t{}", kReceiverHost,
                           protocol, plan.random.Token(11), RecipientAddress(plan),
                           MailDate(plan.received_at, kUtc));
}

std::string EximHop(Plan& plan) {
  const TlsWords tls = WordsOf(plan.tls);
  const Client& client = plan.client;
  std::string from = fmt::format("{} ([{}])", client.name, client.address);
  if (client.reverse != ReverseName::kGood) {
    from = fmt::format("[{}] (helo={})", client.address, client.helo);
  } else if (client.helo != client.name) {
    from = fmt::format("{} ([{}] helo={})", client.name, client.address, client.helo);
  }
  const std::string security = tls.version.empty()
                                   ? "esmtp"
                                   : fmt::format("esmtps  (TLS{}) tls {}", tls.version.substr(4), tls.cipher);
  // One draw a statement: compilers order the operands of an expression as they like.
  const std::string end = plan.random.Token(4);
  const std::string middle = plan.random.Token(11);
  const std::string id = plan.random.Token(6) + "-" + middle + "-" + end;
  return fmt::format(
      "from {}\r\n\tby {} with {}\r\n\t(Exim 4.98)\r\n\t(envelope-from <{}>)\r\n\tid {}\r\n\tfor {};\r\n\t{}",
      from, BorderHost(plan.family), security, EnvelopeSender(plan), id, RecipientAddress(plan),
      MailDate(plan.received_at, kUtc));
}

std::string SendmailHop(Plan& plan) {
  const TlsWords tls = WordsOf(plan.tls);
  const Client& client = plan.client;
  const std::string literal = Literal(client.address);
  const std::string peer = client.reverse == ReverseName::kMissing ? literal
                           : client.reverse == ReverseName::kMismatch
                               ? fmt::format("{} {} (may be forged)", client.name, literal)
                               : fmt::format("{} {}", client.name, literal);
  std::string out = fmt::format(
      "from {} ({})\r\n\tby {} (8.17.1/8.17.1) with {} id {}", client.helo, peer, BorderHost(plan.family),
      tls.version.empty() || plan.tls == TlsShape::kLabel ? "ESMTP" : "ESMTPS", plan.random.Token(14));
  if (!tls.version.empty())
    out += fmt::format("\r\n\t(version={} cipher={} bits={} verify=NO)", tls.version, tls.cipher, tls.bits);
  return out + fmt::format("\r\n\tfor <{}>; {}", RecipientAddress(plan), MailDate(plan.received_at, kUtc));
}

std::string GmailHop(Plan& plan) {
  const TlsWords tls = WordsOf(plan.tls);
  const Client& client = plan.client;
  const std::string peer = client.reverse == ReverseName::kMissing
                               ? fmt::format("[{}]", client.address)
                               : fmt::format("{}. [{}]", client.name, client.address);
  std::string out = fmt::format("from {} ({})\r\n        by mx.google.com with {} id {}\r\n        for <{}>",
                                client.helo, peer, tls.version.empty() ? "ESMTP" : "ESMTPS",
                                plan.random.Token(24), RecipientAddress(plan));
  if (!tls.version.empty())
    out += fmt::format("\r\n        (version={} cipher={} bits={}/{})", UnderscoreVersion(tls.version),
                       tls.cipher, tls.bits, tls.bits);
  return out + fmt::format(";\r\n        {}", MailDate(plan.received_at, kUtc));
}

std::string ExchangeHop(Plan& plan) {
  const TlsWords tls = WordsOf(plan.tls);
  const std::string security = tls.version.empty() ? std::string()
                                                   : fmt::format(" (version={},\r\n cipher={})",
                                                                 UnderscoreVersion(tls.version), tls.cipher);
  return fmt::format(
      "from {} ({}) by\r\n {} (2001:db8:ec::a2) with Microsoft SMTP Server{} id 15.20.9052.{} "
      "via Frontend\r\n Transport; {}",
      plan.client.helo, plan.client.address, kExchangeBorder, security, plan.random.Below(30),
      MailDate(plan.received_at, kUtc));
}

std::string BorderHop(Plan& plan) {
  switch (plan.family) {
    case ReceiverFamily::kPostfix:
      return PostfixHop(plan);
    case ReceiverFamily::kExim:
      return EximHop(plan);
    case ReceiverFamily::kSendmail:
      return SendmailHop(plan);
    case ReceiverFamily::kGmail:
      return GmailHop(plan);
    case ReceiverFamily::kExchangeOnline:
      return ExchangeHop(plan);
  }
  return "";
}

// What the receiver's own machines wrote after the border, on top.
void AddReceiverHops(Message& message) {
  Plan& plan = message.plan;
  const std::string date = MailDate(plan.received_at + 1, kUtc);
  if (plan.family == ReceiverFamily::kGmail) {
    const std::string id = plan.random.Token(18);
    AppendField(message, "Received",
                fmt::format("by 2001:db8:a05:1::{:x} with SMTP id {};\r\n        {}",
                            plan.random.Below(65536), id, date));
  } else if (plan.family == ReceiverFamily::kExchangeOnline) {
    constexpr std::string_view kTls = "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)";
    const uint64_t box = plan.random.Below(9000) + 1000;
    const std::string inner = fmt::format("AS8PR04CA{}.eurprd04.prod.outlook.com", box);
    AppendField(
        message, "Received",
        fmt::format(
            "from {0} (2001:db8:ec:4::{1})\r\n by DB9PR03MB{1}.eurprd03.prod.outlook.com with Microsoft "
            "SMTP\r\n Server {2} id\r\n 15.20.9052.8; {3}",
            inner, box, kTls, date));
    AppendField(
        message, "Received",
        fmt::format("from AMS0EPF000001A2.eurprd05.prod.outlook.com\r\n (2001:db8:ec::a2) by {}\r\n "
                    "(2001:db8:ec:4::{}) with Microsoft SMTP Server {} id\r\n 15.20.9052.8 via Frontend "
                    "Transport; {}",
                    inner, box, kTls, date));
  }
}

// The relay that lists and forwarders run took the mail over from the sender.
void AddRelayHop(Message& message) {
  Plan& plan = message.plan;
  const Client origin = OutboundClient(plan);
  AppendField(message, "Received",
              fmt::format("from {} ({} {})\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
                          "bits))\r\n\tby lists.{} (Postfix) with ESMTPS id {};\r\n\t{}",
                          origin.helo, origin.name, Literal(origin.address), kRelayDomain,
                          plan.random.Token(11), MailDate(plan.sent_at + 1, kUtc)));
}

// Fields of hops below the border: the sender's own machines, then, for a loop, strangers passing the mail
// round.
void AddInnerHops(Message& message) {
  Plan& plan = message.plan;
  const Client outbound = OutboundClient(plan);
  if (plan.plain_inner_hop) {
    AppendField(
        message, "Received",
        fmt::format(
            "from build.{0} (build.{0} [192.0.2.99])\r\n\tby {0} (Postfix) with ESMTP id {1};\r\n\t{2}",
            outbound.name, plan.random.Token(11), MailDate(plan.sent_at, kUtc)));
  }
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

// In a sender's own archive its own machine took the mail from the program that made it.
void AddSubmissionHop(Message& message) {
  Plan& plan = message.plan;
  const std::string_view domain = plan.sender->org_domain;
  const std::string id = plan.random.Token(12);
  AppendField(
      message, "Received",
      fmt::format("from crm.{0} (crm.{0} [10.20.0.{1}])\r\n\tby outbox.{0} with ESMTPSA id {2};\r\n\t{3}",
                  domain, plan.random.Below(200) + 1, id, MailDate(plan.sent_at, kUtc)));
}

bool SpfAligned(const Plan& plan) { return plan.bounce_domain.ends_with(plan.sender->org_domain); }

// Whether a signature of the author's is among those of which results_dkim speaks.
bool AuthorSigned(const Plan& plan) {
  for (const SignerPlan& signer : plan.signers) {
    if (signer.domain == plan.sender->org_domain || signer.domain == plan.sender->from_domain) return true;
  }
  return false;
}

bool HasDmarcRecord(const Plan& plan) { return plan.sender->dmarc[0] != "-"; }

std::string_view DmarcWord(const Plan& plan) {
  if (!HasDmarcRecord(plan)) return "none";
  const bool pass =
      (plan.results_spf == "pass" && SpfAligned(plan)) || (plan.results_dkim == "pass" && AuthorSigned(plan));
  return pass ? "pass" : "fail";
}

// The first characters of b= of a signature.
std::string SignatureBegin(const Message& message, size_t number) {
  for (const Field& field : message.fields) {
    if (field.name != "DKIM-Signature" || number-- > 0) continue;
    const size_t at = field.text.rfind("\tb=");
    if (at != std::string::npos) return field.text.substr(at + 3, 8);
  }
  throw std::logic_error("results quote a signature that is not there");
}

std::string GmailResults(const Message& message) {
  const Plan& plan = message.plan;
  std::string out = "mx.google.com";
  for (size_t i = 0; i < plan.signers.size(); ++i)
    out += fmt::format(";\r\n       dkim={} header.i=@{} header.s={} header.b=\"{}\"", plan.results_dkim,
                       plan.signers[i].domain, SelectorOf(plan.signers[i]), SignatureBegin(message, i));
  out += fmt::format(
      ";\r\n       spf={} (google.com: domain of {} designates {} as permitted sender) smtp.mailfrom={}",
      plan.results_spf, EnvelopeSender(plan), plan.client.address, EnvelopeSender(plan));
  // Gmail does not speak of DMARC where there is no record.
  if (!HasDmarcRecord(plan)) return out;
  std::string policy(plan.sender->policy);
  for (char& c : policy) c = static_cast<char>(c - 'a' + 'A');
  return out + fmt::format(";\r\n       dmarc={} (p={} sp={} dis=NONE) header.from={}", DmarcWord(plan),
                           policy, policy, plan.sender->from_domain);
}

// Without an id, and a space is missing where one would expect it.
std::string ExchangeResults(const Plan& plan) {
  std::string out = fmt::format("spf={} (sender IP is {})\r\n smtp.mailfrom={}; ", plan.results_spf,
                                plan.client.address, plan.bounce_domain);
  if (plan.signers.empty()) out += "dkim=none (message not signed)\r\n header.d=none;";
  for (const SignerPlan& signer : plan.signers)
    out += fmt::format("dkim={} (signature was verified)\r\n header.d={};", plan.results_dkim, signer.domain);
  return out + fmt::format("dmarc={} action=none\r\n header.from={};compauth=pass reason=100",
                           DmarcWord(plan), plan.sender->from_domain);
}

std::string PlainResults(const Message& message) {
  const Plan& plan = message.plan;
  std::string out(BorderHost(plan.family));
  if (plan.signers.empty()) out += ";\r\n\tdkim=none";
  for (size_t i = 0; i < plan.signers.size(); ++i)
    out += fmt::format(";\r\n\tdkim={} header.d={} header.s={} header.b=\"{}\"", plan.results_dkim,
                       plan.signers[i].domain, SelectorOf(plan.signers[i]), SignatureBegin(message, i));
  out += fmt::format(";\r\n\tspf={} smtp.mailfrom={}", plan.results_spf, plan.bounce_domain);
  return out + fmt::format(";\r\n\tdmarc={} header.from={}", DmarcWord(plan), plan.sender->from_domain);
}

}  // namespace

bool IsIPv6(const std::string& address) { return address.find(':') != std::string::npos; }

Client OutboundClient(const Plan& plan) {
  const size_t number = plan.ordinal % 4 + 1;
  Client client;
  if (plan.service == nullptr) {
    client.name = fmt::format("out{}.{}", number, plan.sender->org_domain);
    client.address = fmt::format("192.0.2.{}", 100 + OwnServersBefore(*plan.sender) * 8 + number);
  } else if (!plan.service->system.empty()) {
    // Four addresses each, behind those of the made-up services.
    const size_t system = static_cast<size_t>(plan.service - Services().data()) - kMadeUpServices;
    client.name = fmt::format("out{}.{}", number, HostDomain(*plan.service));
    client.address = fmt::format("198.51.100.{}", kFirstSystemAddress + system * 4 + number - 1);
  } else {
    const size_t service = static_cast<size_t>(plan.service - Services().data());
    client.name = fmt::format("out{}.{}", number, plan.service->domain);
    client.address = number == 4 ? fmt::format("2001:db8:{:x}::{}", service + 1, number)
                                 : fmt::format("{}.{}", plan.service->network, service * 8 + number);
  }
  client.helo = client.name;
  return client;
}

Client RelayClient() {
  const std::string name = fmt::format("out.{}", kRelayDomain);
  return {name, "2001:db8:f::200", name, ReverseName::kGood};
}

std::string UsualBounceDomain(const Plan& plan) {
  if (plan.service == nullptr) return "bounce." + std::string(plan.sender->org_domain);
  return BounceDomain(*plan.service, plan.sender->org_domain);
}

std::string EnvelopeSender(const Plan& plan) {
  return plan.mail_from.empty() ? std::string() : plan.mail_from + "@" + plan.bounce_domain;
}

void AddTraceFields(Message& message) {
  Plan& plan = message.plan;
  if (plan.mode == MailMode::kPresend) return;
  AppendField(message, "Return-Path", fmt::format("<{}>", EnvelopeSender(plan)));
  if (plan.mode == MailMode::kSent) {
    AddSubmissionHop(message);
  } else {
    AddReceiverHops(message);
    message.results_slot = message.fields.size();
    AppendField(message, "Received", BorderHop(plan));
    message.relay_slot = message.fields.size();
    const bool below = plan.results == ResultsPlace::kMilter || plan.family == ReceiverFamily::kGmail;
    if (below) message.results_slot = message.relay_slot;
    if (plan.relayed) AddRelayHop(message);
    AddInnerHops(message);
  }
  message.signature_slot = message.fields.size();
}

void AddReceiverResults(Message& message) {
  const Plan& plan = message.plan;
  if (plan.mode != MailMode::kDelivered || plan.results == ResultsPlace::kNone) return;
  const std::string body = plan.family == ReceiverFamily::kGmail            ? GmailResults(message)
                           : plan.family == ReceiverFamily::kExchangeOnline ? ExchangeResults(plan)
                                                                            : PlainResults(message);
  InsertField(message, message.results_slot,
              {"Authentication-Results", "Authentication-Results: " + body + "\r\n"});
}

std::string ReverseDomain(const std::string& address) {
  std::string out;
  if (!IsIPv6(address)) {
    for (std::string rest = address; !rest.empty();) {
      const size_t dot = rest.rfind('.');
      out += (dot == std::string::npos ? rest : rest.substr(dot + 1)) + ".";
      rest.resize(dot == std::string::npos ? 0 : dot);
    }
    return out + "in-addr.arpa";
  }
  // Every group in four digits, the groups that "::" stands for written out.
  const size_t gap = address.find("::");
  std::string left, right;
  for (size_t at = 0; at < address.size(); ++at) {
    if (at == gap || at == gap + 1) continue;
    const bool starts_group = at == 0 || address[at - 1] == ':';
    if (address[at] == ':') continue;
    std::string& side = at < gap ? left : right;
    if (starts_group) {
      const size_t end = std::min(address.find(':', at), address.size());
      side.append(4 - (end - at), '0');
    }
    side += address[at];
  }
  const std::string digits = left + std::string(32 - left.size() - right.size(), '0') + right;
  for (size_t i = digits.size(); i > 0; --i) out += std::string(1, digits[i - 1]) + ".";
  return out + "ip6.arpa";
}

}  // namespace kenpin::corpus
