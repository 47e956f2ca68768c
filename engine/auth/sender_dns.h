// What DNS says of the machine that sent a message and of the domains that the message claims to come from.
//
// All functions ask like EvaluateSpf(): nullopt says that answers are still open, and that their questions
// were appended to `open` (at least one); the call is to be repeated once they are answered. DNS that is off
// leaves facts at kNotAsked; a name that the snapshot does not know, or that failed, is kUnknown.
#ifndef KENPIN_ENGINE_AUTH_SENDER_DNS_H_
#define KENPIN_ENGINE_AUTH_SENDER_DNS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/auth/bounded_memo.h"
#include "engine/auth/evidence.h"
#include "engine/mail/ip_address.h"
#include "io/dns.h"

namespace kenpin {

// PTR names that are looked up again, the first in bytewise order, because DNS has none; the others are only
// counted and compared, so that without a match among the first it cannot be told whether one leads back.
inline constexpr size_t kMaxForwardLookups = 10;

// The names of `client` (an IPv4-mapped address counts as IPv4), whether one of them resolves back to it
// (RFC 8601 §3), and whether `helo` (empty when unknown) is one of them. forward_match is kNotAsked when
// there are no names, kUnknown when no name resolves back and DNS did not tell of some.
std::optional<ClientDnsFacts> FindClientDns(const IpAddress& client, std::string_view helo, DnsClient& dns,
                                            int64_t at, std::vector<DnsQuestionId>* open);

// Whether a host name looks like one that an access network gives to each of its addresses: it spells most of
// the address (in decimal or hexadecimal, either way round), or one of its words is of the kind of "dyn",
// "pool", "dsl", "dhcp". A guess; the two rightmost labels, which are the owner's name, are not looked at.
bool LooksGeneric(std::string_view name, const IpAddress& client);

// The form of what a client said in HELO or EHLO (RFC 5321 §4.1.1.1); never kUnknown: the caller knows
// whether it was recorded. A final dot and underscores are let through; a bare address without brackets is
// kBad. kPrivateLiteral: an address that cannot be seen from the internet.
HeloForm ClassifyHelo(std::string_view helo);

// Whether a HELO name has an A or AAAA record. kNotAsked unless it is a kName.
std::optional<DnsFact> FindHeloAddress(std::string_view helo, DnsClient& dns, int64_t at,
                                       std::vector<DnsQuestionId>* open);

// MX, A and AAAA of `domain` (A-labels). A null MX (RFC 7505) leaves `mx` at kNo. A name that DNS cannot
// carry does not exist. No question is asked for the SOA: a name that is answered for lies in a zone, and a
// zone has one.
std::optional<DomainDnsFacts> FindDomainDns(std::string_view domain, DnsClient& dns, int64_t at,
                                            std::vector<DnsQuestionId>* open);

// Remembers the above for the whole run. Thread-safe; to be used with one DnsClient only. A hit does not
// allocate; what exceeds the bound is worked out each time.
class SenderDnsStore {
 public:
  static constexpr uint64_t kMaxBytes = uint64_t{32} << 20;  // Of each kind of facts.

  explicit SenderDnsStore(uint64_t max_bytes = kMaxBytes)
      : clients_(max_bytes), helos_(max_bytes), domains_(max_bytes) {}

  std::optional<ClientDnsFacts> Client(const IpAddress& client, std::string_view helo, DnsClient& dns,
                                       int64_t at, std::vector<DnsQuestionId>* open);
  std::optional<DnsFact> HeloAddress(std::string_view helo, DnsClient& dns, int64_t at,
                                     std::vector<DnsQuestionId>* open);
  std::optional<DomainDnsFacts> Domain(std::string_view domain, DnsClient& dns, int64_t at,
                                       std::vector<DnsQuestionId>* open);

 private:
  BoundedMemo<ClientDnsFacts> clients_;
  BoundedMemo<DnsFact> helos_;
  BoundedMemo<DomainDnsFacts> domains_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SENDER_DNS_H_
