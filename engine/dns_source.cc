#include "engine/dns_source.h"

#include <sys/stat.h>

#include <utility>

#include "io/dns_snapshot.h"

namespace kenpin {

std::optional<DnsSpec> ParseDnsSpec(const std::string& text) {
  DnsSpec spec;
  if (text == "off") return spec;
  spec.kind = DnsSpec::Kind::kLive;
  if (text == "system") return spec;
  struct stat info;
  if (text.find('/') != std::string::npos || ::stat(text.c_str(), &info) == 0) {
    spec.kind = DnsSpec::Kind::kSnapshot;
    spec.path = text;
    return spec;
  }
  spec.live.server = ParseDnsServer(text);
  if (!spec.live.server) return std::nullopt;
  return spec;
}

absl::StatusOr<std::unique_ptr<DnsClient>> OpenDns(const DnsSpec& spec, const LiveDns** live) {
  if (live != nullptr) *live = nullptr;
  switch (spec.kind) {
    case DnsSpec::Kind::kOff:
      break;
    case DnsSpec::Kind::kSnapshot:
      return OpenDnsSnapshot(spec.path);
    case DnsSpec::Kind::kLive: {
      absl::StatusOr<std::unique_ptr<LiveDns>> client = OpenLiveDns(spec.live);
      if (!client.ok()) return client.status();
      if (live != nullptr) *live = client->get();
      return std::unique_ptr<DnsClient>(*std::move(client));
    }
  }
  return MakeDnsOff();
}

KeySource KeySourceOf(const DnsSpec& spec) {
  return spec.kind == DnsSpec::Kind::kLive ? KeySource::kLive : KeySource::kSnapshot;
}

}  // namespace kenpin
