// Where a run's DNS answers come from: what --dns and its companions say, and the client that they ask for.
#ifndef KENPIN_ENGINE_DNS_SOURCE_H_
#define KENPIN_ENGINE_DNS_SOURCE_H_

#include <memory>
#include <optional>
#include <string>

#include <absl/status/statusor.h>

#include "engine/dkim/result.h"
#include "io/dns.h"
#include "io/dns_live.h"

namespace kenpin {

// --dns, --dns-timeout, --dns-retries.
struct DnsSpec {
  enum class Kind : uint8_t {
    kOff,       // No question is answered.
    kSnapshot,  // The file at `path`.
    kLive,      // `live` says whom to ask.
  } kind = Kind::kOff;
  std::string path;
  LiveDnsOptions live;
};

// Reads the word behind --dns: "system", "off", the path of a snapshot (one that exists or has a slash), or
// HOST[:PORT] with an IP literal. Absent if it is none of these.
std::optional<DnsSpec> ParseDnsSpec(const std::string& text);

// Opens the client; an error says what is wrong and what to do. `*live`, unless null, is set to the client if
// it is a live one, else to null; it lives as long as the client.
absl::StatusOr<std::unique_ptr<DnsClient>> OpenDns(const DnsSpec& spec, const LiveDns** live = nullptr);

// What reports call the source of a key.
KeySource KeySourceOf(const DnsSpec& spec);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DNS_SOURCE_H_
