// SPF records as text (RFC 7208 §4.5, §4.6, §5, §6, §12): which TXT record is one, and the terms that stand
// in it. A record is checked as a whole before any of it is evaluated, for an error anywhere makes all of it
// void (§4.6).
#ifndef KENPIN_ENGINE_AUTH_SPF_RECORD_H_
#define KENPIN_ENGINE_AUTH_SPF_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/mail/ip_address.h"
#include "io/dns.h"

namespace kenpin {

// §4.6.2: the result that a matching mechanism gives.
enum class SpfQualifier : uint8_t { kPass, kFail, kSoftfail, kNeutral };

enum class SpfTermKind : uint8_t {
  kAll,              // §5.1
  kInclude,          // §5.2
  kA,                // §5.3
  kMx,               // §5.4
  kPtr,              // §5.5
  kIp4,              // §5.6
  kIp6,              // §5.6
  kExists,           // §5.7
  kRedirect,         // §6.1, a modifier
  kExp,              // §6.2, a modifier
  kUnknownModifier,  // §6: checked, then ignored.
};

struct SpfTerm {
  SpfTermKind kind = SpfTermKind::kAll;
  SpfQualifier qualifier = SpfQualifier::kPass;  // Mechanisms only.
  uint8_t prefix4 = 32;
  uint8_t prefix6 = 128;
  IpAddress network;             // kIp4, kIp6.
  std::string_view text;         // As written.
  std::string_view domain_spec;  // Macros and all; empty when absent, which means the current domain.
};

enum class SpfSyntaxError : uint8_t {
  kNone,              // The record parses.
  kBadTerm,           // Neither a mechanism nor a modifier.
  kUnknownMechanism,  // The form of a mechanism with a name that nobody knows.
  kArgument,          // A mechanism without the argument that it must have, or with one that it cannot have.
  kDomainSpec,        // No domain-spec.
  kMacro,             // A macro that is none.
  kAddress,           // No IPv4 or IPv6 address.
  kPrefixLength,      // No prefix length: too large, or with a leading zero.
  kRepeated,          // redirect= or exp= for the second time.
  kTooLong,           // A domain-spec above kMaxDomainSpecOctets.
};

// Views point into the text that was parsed.
struct SpfRecord {
  std::vector<SpfTerm>
      terms;  // In the order of the record, modifiers included. All of them, or up to an error.
  SpfSyntaxError error = SpfSyntaxError::kNone;  // The first one.
  std::string_view error_term;                   // Where it stands; also says at which offset.

  // The first term of the kind, or null.
  const SpfTerm* Find(SpfTermKind kind) const {
    for (const SpfTerm& term : terms) {
      if (term.kind == kind) return &term;
    }
    return nullptr;
  }
};

// Whether the text claims to be an SPF record (§4.5): "v=spf1" in any case, then SP or the end.
bool IsSpfRecord(std::string_view text);

// Parses a text for which IsSpfRecord() holds. Linear; any octets.
SpfRecord ParseSpfRecord(std::string_view text);

// The SPF records among the records of a TXT answer.
struct SpfRecordChoice {
  size_t count = 0;
  std::string_view text;  // The first; lives as long as the answer.
};
SpfRecordChoice SelectSpfRecord(const DnsAnswer& answer);

// Whether evaluating such a term asks DNS, and so counts against the limit of §4.6.4.
bool CountsAsLookup(SpfTermKind kind);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_RECORD_H_
