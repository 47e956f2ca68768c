// An IP address as protocol evaluation compares it: its octets, most significant first. Text is read once, at
// the border.
#ifndef KENPIN_ENGINE_MAIL_IP_ADDRESS_H_
#define KENPIN_ENGINE_MAIL_IP_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kenpin {

enum class IpFamily : uint8_t { kIpv4, kIpv6 };

struct IpAddress {
  IpFamily family = IpFamily::kIpv4;
  std::array<uint8_t, 16> octets{};  // kIpv4: the first four, the others are zero.

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// Reads a dotted quad (no leading zeros) or the text of an IPv6 address (RFC 4291 §2.2), without brackets or
// zone. An IPv4-mapped address stays an IPv6 address. Any octets are allowed as input.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// An IPv4-mapped IPv6 address (::ffff:a.b.c.d) as the IPv4 address that it stands for (RFC 7208 §5), any
// other as it is.
IpAddress Unmapped(const IpAddress& address);

// Whether the first `prefix` bits (at most 32 or 128) agree. Addresses of different families never match, not
// even under a prefix of 0.
bool MatchesPrefix(const IpAddress& address, const IpAddress& network, int prefix);

// The usual text: a dotted quad, or the shortest form of RFC 5952 in lower case.
std::string FormatIpAddress(const IpAddress& address);

// The same into a buffer, without allocation; the result is a view of it.
inline constexpr size_t kMaxIpAddressText = 46;
std::string_view FormatIpAddress(const IpAddress& address, std::span<char, kMaxIpAddressText> out);

// The name at which a PTR record would stand, in lower case: "4.3.2.1.in-addr.arpa", "1.0.(...).ip6.arpa".
std::string ReverseName(const IpAddress& address);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_IP_ADDRESS_H_
