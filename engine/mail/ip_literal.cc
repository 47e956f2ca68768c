// Counts groups: what decides is how many 16-bit groups are written and whether "::" stands among them.
#include "engine/mail/ip_literal.h"

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr int kGroups = 8;         // Of 16 bits, in an IPv6 address.
constexpr int kGroupsOfIpv4 = 2;   // A trailing dotted quad takes the place of two.
constexpr size_t kLongestIp = 45;  // Six groups of four digits and a dotted quad of fifteen octets.

bool IsIpv4(std::string_view text) {
  int octets = 0;
  size_t i = 0;
  while (true) {
    int value = 0;
    size_t digits = 0;
    for (; i < text.size() && IsDigit(text[i]) && digits < 3; ++i, ++digits)
      value = value * 10 + (text[i] - '0');
    if (digits == 0 || value > 255) return false;
    ++octets;
    if (i == text.size()) return octets == 4;
    if (text[i++] != '.' || octets == 4) return false;
  }
}

// The end of the run of hexadecimal digits at `i`.
size_t HexEnd(std::string_view text, size_t i) {
  while (i < text.size() && IsClass(text[i], kHexDigit)) ++i;
  return i;
}

IpForm FormOfGroups(int groups, bool elided) {
  if (!elided) return groups == kGroups ? IpForm::kIpv6 : IpForm::kNone;
  if (groups <= kGroups - 2) return IpForm::kIpv6;
  return groups == kGroups - 1 ? IpForm::kIpv6ShortElision : IpForm::kNone;
}

IpForm ClassifyIpv6(std::string_view text) {
  int groups = 0;
  bool elided = false;
  size_t i = 0;
  if (text.substr(0, 2) == "::") {
    elided = true;
    i = 2;
    if (text.size() == 2) return IpForm::kIpv6;
  }
  while (true) {
    const size_t end = HexEnd(text, i);
    if (end < text.size() && text[end] == '.') {
      return IsIpv4(text.substr(i)) ? FormOfGroups(groups + kGroupsOfIpv4, elided) : IpForm::kNone;
    }
    if (end == i || end - i > 4) return IpForm::kNone;
    ++groups;
    i = end;
    if (i == text.size()) return FormOfGroups(groups, elided);
    if (text[i] != ':' || ++i == text.size()) return IpForm::kNone;
    if (text[i] != ':') continue;
    if (elided) return IpForm::kNone;
    elided = true;
    if (++i == text.size()) return FormOfGroups(groups, elided);
  }
}

}  // namespace

IpForm ClassifyIp(std::string_view text) {
  if (text.empty() || text.size() > kLongestIp) return IpForm::kNone;
  if (IsIpv4(text)) return IpForm::kIpv4;
  return ClassifyIpv6(text);
}

IpForm ClassifyAddressLiteral(std::string_view text) {
  constexpr std::string_view kTag = "IPv6:";
  if (StartsWithIgnoreCase(text, kTag)) {
    const IpForm form = ClassifyIp(text.substr(kTag.size()));
    return form == IpForm::kIpv4 ? IpForm::kNone : form;
  }
  return ClassifyIp(text) == IpForm::kIpv4 ? IpForm::kIpv4 : IpForm::kNone;
}

}  // namespace kenpin
