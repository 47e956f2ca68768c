// Master file lines. What a zone can not say ("no such name", "no answer") stands in comment lines that begin
// with ";kenpin".
#include "bench/corpus/zone.h"

#include <fmt/core.h>

#include <set>

#include "bench/corpus/codec.h"
#include "bench/corpus/compose.h"
#include "bench/corpus/senders.h"

namespace kenpin::corpus {
namespace {

constexpr std::string_view kTtl = "3600";

// RFC 1035 §3.3: a character-string has at most 255 octets; longer texts come in several.
std::string Txt(std::string_view name, std::string_view text) {
  std::string line = fmt::format("{}. {} IN TXT", name, kTtl);
  constexpr size_t kString = 255;
  for (size_t at = 0; at < text.size(); at += kString)
    line += fmt::format(" \"{}\"", text.substr(at, kString));
  return line + "\n";
}

std::string Record(std::string_view name, std::string_view type, std::string_view data) {
  return fmt::format("{}. {} IN {} {}\n", name, kTtl, type, data);
}

std::string KeyText(const SigningKey& key) {
  return fmt::format("v=DKIM1; k={}; p={}", key.type == KeyType::kRsa ? "rsa" : "ed25519", key.public_base64);
}

std::string KeyLines(const KeyUse& use) {
  const std::string& p = use.key->public_base64;
  switch (use.state) {
    case KeyState::kPublished:
      return Txt(use.name, KeyText(*use.key));
    case KeyState::kAlias:
      return Record(use.name, "CNAME", use.alias_target + ".") + Txt(use.alias_target, KeyText(*use.key));
    case KeyState::kNxDomain:
      return fmt::format(";kenpin nxdomain {}.\n", use.name);
    case KeyState::kNoData:
      return fmt::format(";kenpin nodata {}. TXT\n", use.name);
    case KeyState::kRevoked:
      return Txt(use.name, "v=DKIM1; k=rsa; p=");
    case KeyState::kUnrecorded:
      return "";
    case KeyState::kServfail:
      return fmt::format(";kenpin servfail {}. TXT\n", use.name);
    case KeyState::kTypeMismatch:
      return Txt(use.name, "v=DKIM1; k=ed25519; p=" + p);
    case KeyState::kSha1Only:
      return Txt(use.name, "v=DKIM1; h=sha1; k=rsa; p=" + p);
    case KeyState::kOtherService:
      return Txt(use.name, "v=DKIM1; s=tlsrpt; k=rsa; p=" + p);
    case KeyState::kTesting:
      return Txt(use.name, "v=DKIM1; k=rsa; t=y; p=" + p);
    case KeyState::kStrict:
      return Txt(use.name, "v=DKIM1; k=rsa; t=s; p=" + p);
    case KeyState::kTwoRecords:
      return Txt(use.name, "v=DKIM1; k=rsa; p=") + Txt(use.name, KeyText(*use.key));
    case KeyState::kUndecodable:
      return Txt(use.name, "v=DKIM1; k=rsa; p=bm8ga2V5IGF0IGFsbA==");
  }
  return "";
}

// Addresses of the hosts that mail leaves from, with their reverse names.
std::string HostLines(const Plan& plan) {
  std::string out;
  Plan any = plan;
  for (any.ordinal = 0; any.ordinal < 4; ++any.ordinal) {
    const OutboundHost host = OutboundHostOf(any);
    std::string reversed;
    for (std::string rest = host.address; !rest.empty();) {
      const size_t dot = rest.rfind('.');
      reversed += (dot == std::string::npos ? rest : rest.substr(dot + 1)) + ".";
      rest.resize(dot == std::string::npos ? 0 : dot);
    }
    out += Record(host.name, "A", host.address) + Record(reversed + "in-addr.arpa", "PTR", host.name + ".");
  }
  return out;
}

// Senders and services publish what good senders publish; the defects of this generator are not in these
// records.
std::string CompanyLines() {
  std::string out;
  std::set<std::string> absent = {"_dmarc.example", "_dmarc.test", "_dmarc.co.test"};
  for (const Service& service : Services()) {
    Plan plan(0);
    plan.sender = &Senders().front();
    plan.service = &service;
    out += HostLines(plan) + Record(service.domain, "MX", fmt::format("10 out1.{}.", service.domain));
    out +=
        Txt(fmt::format("spf.{}", service.domain), fmt::format("v=spf1 ip4:{}.0/24 ~all", service.network));
    out += Txt(fmt::format("bounce.{}", service.domain),
               fmt::format("v=spf1 include:spf.{} ~all", service.domain));
    out += Txt(fmt::format("_dmarc.{}", service.domain),
               fmt::format("v=DMARC1; p=none; rua=mailto:dmarc@{}", service.domain));
  }
  for (const Sender& sender : Senders()) {
    Plan plan(0);
    plan.sender = &sender;
    if (sender.service >= 0) plan.service = &Services()[static_cast<size_t>(sender.service)];
    if (sender.service < 0) out += HostLines(plan);
    const std::string spf = plan.service != nullptr
                                ? fmt::format("v=spf1 include:spf.{} ~all", plan.service->domain)
                                : "v=spf1 ip4:192.0.2.0/24 ~all";
    out += Txt(sender.org_domain, spf) + Txt(fmt::format("bounce.{}", sender.org_domain), spf);
    out += Record(sender.org_domain, "MX", fmt::format("10 mx.{}.", sender.org_domain)) +
           Record(fmt::format("mx.{}", sender.org_domain), "A", "192.0.2.250");
    out += Txt(fmt::format("_dmarc.{}", sender.org_domain),
               fmt::format("v=DMARC1; p=none; rua=mailto:dmarc@{}", sender.org_domain));
    if (sender.from_domain != sender.org_domain) {
      out += Record(sender.from_domain, "MX", fmt::format("10 mx.{}.", sender.org_domain)) +
             Txt(sender.from_domain, spf);
      absent.insert(fmt::format("_dmarc.{}", sender.from_domain));
    }
  }
  for (const std::string& name : absent) out += fmt::format(";kenpin nxdomain {}.\n", name);
  return out;
}

}  // namespace

std::string ZoneBuilder::Write(int64_t recorded_at) const {
  std::string out = fmt::format(";kenpin 1\n;kenpin recorded {}\n", Rfc3339(recorded_at));
  out += "$ORIGIN .\n$TTL 3600\n";
  out +=
      ". 3600 IN SOA ns.mailbox.test. hostmaster.mailbox.test. 1 7200 3600 1209600 3600\n. 3600 IN NS "
      "ns.mailbox.test.\n";
  out += "ns.mailbox.test. 3600 IN A 192.0.2.1\n";
  out += CompanyLines();
  for (const std::pair<const std::string, KeyUse>& entry : keys_) out += KeyLines(entry.second);
  return out;
}

std::string WriteSuffixList() {
  std::string out =
      "// Public suffixes of a generated corpus: reserved names are on no published list.\n// ===BEGIN ICANN "
      "DOMAINS===\n";
  for (const std::string_view suffix : kPublicSuffixes) out += std::string(suffix) + "\n";
  return out + "// ===END ICANN DOMAINS===\n";
}

}  // namespace kenpin::corpus
