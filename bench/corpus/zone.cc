// Master file lines. What a zone can not say ("no such name", "no answer") stands in comment lines that begin
// with ";kenpin".
#include "bench/corpus/zone.h"

#include <fmt/core.h>

#include <set>

#include "bench/corpus/codec.h"
#include "bench/corpus/senders.h"
#include "bench/corpus/trace.h"

namespace kenpin::corpus {
namespace {

constexpr std::string_view kTtl = "3600";
constexpr std::string_view kOtherHosts = "v=spf1 ip4:192.0.2.250 -all";

std::string KeyText(const SigningKey& key) {
  return fmt::format("v=DKIM1; k={}; p={}", key.type == KeyType::kRsa ? "rsa" : "ed25519", key.public_base64);
}

std::string KeyLines(const KeyUse& use) {
  const std::string& p = use.key->public_base64;
  switch (use.state) {
    case KeyState::kPublished:
      return TxtLine(use.name, KeyText(*use.key));
    case KeyState::kAlias:
      return RecordLine(use.name, "CNAME", use.alias_target + ".") +
             TxtLine(use.alias_target, KeyText(*use.key));
    case KeyState::kNxDomain:
      return AbsentLine(use.name);
    case KeyState::kNoData:
      return fmt::format(";kenpin nodata {}. TXT\n", use.name);
    case KeyState::kRevoked:
      return TxtLine(use.name, "v=DKIM1; k=rsa; p=");
    case KeyState::kUnrecorded:
      return "";
    case KeyState::kServfail:
      return fmt::format(";kenpin servfail {}. TXT\n", use.name);
    case KeyState::kTypeMismatch:
      return TxtLine(use.name, "v=DKIM1; k=ed25519; p=" + p);
    case KeyState::kSha1Only:
      return TxtLine(use.name, "v=DKIM1; h=sha1; k=rsa; p=" + p);
    case KeyState::kOtherService:
      return TxtLine(use.name, "v=DKIM1; s=tlsrpt; k=rsa; p=" + p);
    case KeyState::kTesting:
      return TxtLine(use.name, "v=DKIM1; k=rsa; t=y; p=" + p);
    case KeyState::kStrict:
      return TxtLine(use.name, "v=DKIM1; k=rsa; t=s; p=" + p);
    case KeyState::kTwoRecords:
      return TxtLine(use.name, "v=DKIM1; k=rsa; p=") + TxtLine(use.name, KeyText(*use.key));
    case KeyState::kUndecodable:
      return TxtLine(use.name, "v=DKIM1; k=rsa; p=bm8ga2V5IGF0IGFsbA==");
  }
  return "";
}

// All that the companies publish. Names that mail or DMARC's walk up the tree asks for without there being
// anything are told too: a snapshot knows nothing of names that it does not mention.
class CompanyLines {
 public:
  std::string Write() {
    for (const Service& service : Services()) AddService(service);
    for (const Sender& sender : Senders()) AddSender(sender);
    AddRelay();
    for (const std::string_view suffix : kPublicSuffixes) absent_.insert("_dmarc." + std::string(suffix));
    for (const std::string& name : absent_) {
      if (!published_.contains(name)) out_ += AbsentLine(name);
    }
    return out_;
  }

 private:
  // Where DMARC's walk asks for a record on its way from a system's domain.
  void WalkUp(std::string_view domain) {
    for (size_t dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
      absent_.insert("_dmarc." + std::string(domain));
      domain.remove_prefix(dot + 1);
    }
  }

  // Addresses of the hosts that mail leaves from, with their reverse names.
  void AddHosts(const Plan& plan) {
    Plan any = plan;
    for (any.ordinal = 0; any.ordinal < 4; ++any.ordinal) AddHost(OutboundClient(any));
  }

  void AddHost(const Client& host) {
    out_ += RecordLine(host.name, IsIPv6(host.address) ? "AAAA" : "A", host.address) +
            RecordLine(ReverseDomain(host.address), "PTR", host.name + ".");
  }

  void AddOrganization(std::string_view domain) {
    out_ += RecordLine(domain, "SOA",
                       fmt::format("ns.mailbox.test. hostmaster.{}. 1 7200 3600 1209600 3600", domain));
  }

  // A domain of envelope senders: it takes bounces, has SPF, and no DMARC record of its own.
  void AddBounceDomain(const std::string& domain, std::string_view exchanger, const std::string& spf) {
    if (!bounces_.insert(domain).second) return;
    out_ += TxtLine(domain, spf) + RecordLine(domain, "MX", fmt::format("10 {}.", exchanger));
    absent_.insert("_dmarc." + domain);
  }

  void AddService(const Service& service) {
    Plan plan(0);
    plan.sender = &Senders().front();
    plan.service = &service;
    AddHosts(plan);
    AddOrganization(service.domain);
    const std::string exchanger = fmt::format("out1.{}", HostDomain(service));
    out_ += RecordLine(service.domain, "MX", "10 " + exchanger + ".");
    plan.ordinal = 0;
    const size_t number = static_cast<size_t>(&service - Services().data()) + 1;
    const std::string network =
        service.system.empty() ? fmt::format("ip4:{}.0/24 ip6:2001:db8:{:x}::/48", service.network, number)
                               : fmt::format("ip4:{}/30", OutboundClient(plan).address);
    out_ += TxtLine(SpfName(service), fmt::format("v=spf1 {} ~all", network));
    const std::string usual = fmt::format("bounce.{}", service.domain);
    AddBounceDomain(service.bounce.empty() ? usual : BounceDomain(service, service.domain), exchanger,
                    fmt::format("v=spf1 include:{} ~all", SpfName(service)));
    WalkUp(service.domain);
    if (!service.bounce.empty()) WalkUp(BounceDomain(service, service.domain));
    published_.insert(fmt::format("_dmarc.{}", service.domain));
    out_ += TxtLine(fmt::format("_dmarc.{}", service.domain),
                    fmt::format("v=DMARC1; p=none; rua=mailto:dmarc@{}", service.domain));
  }

  void AddSender(const Sender& sender) {
    Plan plan(0);
    plan.sender = &sender;
    if (sender.service >= 0) plan.service = &Services()[static_cast<size_t>(sender.service)];
    const std::string spf = "v=spf1 " + SpfTerms(plan) + " ~all";
    const std::string exchanger = fmt::format("mx.{}", sender.org_domain);
    if (organizations_.insert(std::string(sender.org_domain)).second) {
      AddOrganization(sender.org_domain);
      if (sender.service < 0) AddHosts(plan);
      const bool forgets = sender.from_spf == FromSpf::kForgets && sender.from_domain == sender.org_domain;
      out_ += TxtLine(sender.org_domain, forgets ? std::string(kOtherHosts) : spf) +
              RecordLine(sender.org_domain, "MX", fmt::format("10 {}.", exchanger)) +
              RecordLine(exchanger, "A", "192.0.2.250");
      if (sender.provider == Provider::kNone || plan.service == nullptr)
        AddBounceDomain(fmt::format("bounce.{}", sender.org_domain), exchanger, spf);
      if (plan.service != nullptr && !plan.service->system.empty())
        AddBounceDomain(BounceDomain(*plan.service, sender.org_domain), exchanger, spf);
      AddDmarc(sender, sender.org_domain, sender.dmarc_place != DmarcPlace::kFromOnly);
    }
    if (sender.from_domain == sender.org_domain) return;
    AddFromHost(sender, exchanger, spf);
    AddDmarc(sender, sender.from_domain, sender.dmarc_place != DmarcPlace::kOrganization);
  }

  void AddDmarc(const Sender& sender, std::string_view domain, bool published) {
    const std::string name = fmt::format("_dmarc.{}", domain);
    published_.insert(name);
    if (!published || sender.dmarc[0] == "-") {
      published_.erase(name);
      absent_.insert(name);
    } else if (sender.dmarc[0] == "servfail") {
      out_ += fmt::format(";kenpin servfail {}. TXT\n", name);
    } else if (sender.dmarc[0].empty()) {
      out_ +=
          TxtLine(name, fmt::format("v=DMARC1; p={}; rua=mailto:dmarc@{}", sender.policy, sender.org_domain));
    } else {
      for (const std::string_view text : sender.dmarc) {
        if (!text.empty()) out_ += TxtLine(name, fmt::format(fmt::runtime(text), sender.org_domain));
      }
    }
  }

  // A From domain below the Organizational Domain.
  void AddFromHost(const Sender& sender, const std::string& exchanger, const std::string& spf) {
    const std::string_view domain = sender.from_domain;
    if (sender.from_spf == FromSpf::kCovers) out_ += TxtLine(domain, spf);
    if (sender.from_spf == FromSpf::kForgets) out_ += TxtLine(domain, kOtherHosts);
    switch (sender.from_host) {
      case FromHost::kMailServer:
        out_ += RecordLine(domain, "MX", fmt::format("10 {}.", exchanger));
        break;
      case FromHost::kNxDomain:
        out_ += AbsentLine(domain);
        break;
      case FromHost::kNullMx:
        out_ += RecordLine(domain, "MX", "0 .") + RecordLine(domain, "A", "192.0.2.251");
        break;
      case FromHost::kAddress:
        out_ += RecordLine(domain, "A", "192.0.2.251");
        break;
      case FromHost::kTextOnly:
        break;
    }
  }

  // Lists and forwarders, and the strangers to whom reports go, with their consent or without.
  void AddRelay() {
    const std::string domain(kRelayDomain);
    const Client host = RelayClient();
    AddOrganization(domain);
    AddHost(host);
    out_ += RecordLine(domain, "MX", "10 " + host.name + ".") +
            TxtLine("_dmarc." + domain, "v=DMARC1; p=none; rua=mailto:dmarc@" + domain);
    const std::string spf = "v=spf1 ip6:" + host.address + " ~all";
    AddBounceDomain("lists." + domain, host.name, spf);
    AddBounceDomain("forward." + domain, host.name, spf);
    out_ += TxtLine("aoyama-coffee.example._report._dmarc.reports.kumobin.test", "v=DMARC1;");
    absent_.insert("_dmarc.reports.kumobin.test");
    absent_.insert("dmarc-strangers.example._report._dmarc." + domain);
  }

  std::string out_;
  std::set<std::string> organizations_;
  std::set<std::string> bounces_;
  std::set<std::string> published_;  // Names of DMARC records.
  std::set<std::string> absent_;
};

}  // namespace

std::string TxtLine(std::string_view name, std::string_view text) {
  // RFC 1035 §3.3: a character-string has at most 255 octets; longer texts come in several.
  std::string line = fmt::format("{}. {} IN TXT", name, kTtl);
  constexpr size_t kString = 255;
  for (size_t at = 0; at < text.size(); at += kString)
    line += fmt::format(" \"{}\"", text.substr(at, kString));
  return line + "\n";
}

std::string RecordLine(std::string_view name, std::string_view type, std::string_view data) {
  return fmt::format("{}. {} IN {} {}\n", name, kTtl, type, data);
}

std::string AbsentLine(std::string_view name) { return fmt::format(";kenpin nxdomain {}.\n", name); }

std::string SpfTerms(const Plan& plan) {
  return plan.service != nullptr ? fmt::format("include:{}", SpfName(*plan.service)) : "ip4:192.0.2.0/24";
}

std::string ZoneBuilder::Write(int64_t recorded_at) const {
  std::string out = fmt::format(";kenpin 1\n;kenpin recorded {}\n", Rfc3339(recorded_at));
  out += "$ORIGIN .\n$TTL 3600\n";
  out +=
      ". 3600 IN SOA ns.mailbox.test. hostmaster.mailbox.test. 1 7200 3600 1209600 3600\n. 3600 IN NS "
      "ns.mailbox.test.\n";
  out += "ns.mailbox.test. 3600 IN A 192.0.2.1\n";
  out += CompanyLines().Write();
  for (const std::string& line : lines_) out += line;
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
