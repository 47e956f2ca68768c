// IP addresses as mail writes them: the address-literals of RFC 5321 §4.1.3 and bare addresses in place of a
// host name.
#ifndef KENPIN_ENGINE_MAIL_IP_LITERAL_H_
#define KENPIN_ENGINE_MAIL_IP_LITERAL_H_

#include <cstdint>
#include <string_view>

namespace kenpin {

enum class IpForm : uint8_t {
  kNone,              // No IP address.
  kIpv4,              // Dotted quad.
  kIpv6,              // Eight groups, or fewer around one "::" that stands for two or more.
  kIpv6ShortElision,  // A "::" that stands for a single group: RFC 4291 allows it, RFC 5321 does not.
};

// Classifies a bare address, without brackets or tag. Linear, no allocation.
IpForm ClassifyIp(std::string_view text);

// Classifies the text between the brackets of an address-literal: an IPv4 address, or "IPv6:" and an IPv6
// address.
IpForm ClassifyAddressLiteral(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_IP_LITERAL_H_
