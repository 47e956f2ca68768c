#include "engine/mail/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// Four numbers below 256 without leading zeros and with dots between them, as inet_pton has it.
std::optional<IpAddress> ParseIpv4(std::string_view text) {
  IpAddress address;
  size_t pos = 0;
  for (size_t i = 0; i < 4; ++i) {
    if (i != 0 && (pos == text.size() || text[pos++] != '.')) return std::nullopt;
    const size_t begin = pos;
    unsigned value = 0;
    for (; pos < text.size() && pos - begin < 3 && IsDigit(text[pos]); ++pos)
      value = value * 10 + static_cast<unsigned>(text[pos] - '0');
    if (pos == begin || value > 255 || (text[begin] == '0' && pos - begin > 1)) return std::nullopt;
    address.octets[i] = static_cast<uint8_t>(value);
  }
  return pos == text.size() ? std::optional(address) : std::nullopt;
}

}  // namespace

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return ParseIpv4(text);
  // inet_pton wants a terminator: what is too long for an address, or holds a terminator of its own, is none.
  char buffer[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof(buffer) || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), buffer);
  buffer[text.size()] = '\0';
  IpAddress address;
  address.family = IpFamily::kIpv6;
  if (inet_pton(AF_INET6, buffer, address.octets.data()) == 1) return address;
  return std::nullopt;
}

IpAddress Unmapped(const IpAddress& address) {
  constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (address.family != IpFamily::kIpv6 ||
      !std::equal(kMapped.begin(), kMapped.end(), address.octets.begin())) {
    return address;
  }
  IpAddress ipv4;
  std::copy(address.octets.begin() + 12, address.octets.end(), ipv4.octets.begin());
  return ipv4;
}

bool MatchesPrefix(const IpAddress& address, const IpAddress& network, int prefix) {
  if (address.family != network.family) return false;
  const size_t whole = static_cast<size_t>(prefix / 8);
  if (std::memcmp(address.octets.data(), network.octets.data(), whole) != 0) return false;
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const int mask = 0xff00 >> rest;
  return ((address.octets[whole] ^ network.octets[whole]) & mask & 0xff) == 0;
}

std::string FormatIpAddress(const IpAddress& address) {
  std::array<char, kMaxIpAddressText> buffer{};
  return std::string(FormatIpAddress(address, buffer));
}

std::string_view FormatIpAddress(const IpAddress& address, std::span<char, kMaxIpAddressText> out) {
  static_assert(kMaxIpAddressText >= INET6_ADDRSTRLEN);
  inet_ntop(address.family == IpFamily::kIpv4 ? AF_INET : AF_INET6, address.octets.data(), out.data(),
            static_cast<socklen_t>(out.size()));
  return out.data();
}

std::string ReverseName(const IpAddress& address) {
  std::string name;
  if (address.family == IpFamily::kIpv4) {
    for (size_t i = 4; i-- > 0;) name += std::to_string(address.octets[i]) + '.';
    return name + "in-addr.arpa";
  }
  for (size_t i = 16; i-- > 0;) {
    name += kHex[address.octets[i] & 15];
    name += '.';
    name += kHex[address.octets[i] >> 4];
    name += '.';
  }
  return name + "ip6.arpa";
}

}  // namespace kenpin
