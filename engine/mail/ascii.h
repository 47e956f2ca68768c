// What an octet is, for the grammars of mail. Never by locale: a message's bytes mean the same on every
// machine.
#ifndef KENPIN_ENGINE_MAIL_ASCII_H_
#define KENPIN_ENGINE_MAIL_ASCII_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// Bits of kAsciiClass.
inline constexpr uint8_t kAlpha = 1;
inline constexpr uint8_t kDigit = 2;
inline constexpr uint8_t kHexDigit = 4;
inline constexpr uint8_t kAtext = 8;      // RFC 5322 §3.2.3, and every octet above 127 (RFC 6532 §3.2).
inline constexpr uint8_t kBlank = 16;     // WSP, CR and LF: what folding white space is made of.
inline constexpr uint8_t kControl = 32;   // Below 32 and 127, but for HTAB, CR and LF.
inline constexpr uint8_t kEightBit = 64;  // Above 127.

inline constexpr std::array<uint8_t, 256> kAsciiClass = [] {
  std::array<uint8_t, 256> table{};
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    uint8_t bits = 0;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) bits |= kAlpha | kAtext;
    if (c >= '0' && c <= '9') bits |= kDigit | kHexDigit | kAtext;
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) bits |= kHexDigit;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') bits |= kBlank;
    if ((i < 32 || i == 127) && !(bits & kBlank)) bits |= kControl;
    if (i > 127) bits |= kEightBit | kAtext;
    table[static_cast<size_t>(i)] = bits;
  }
  for (const char c : std::string_view("!#$%&'*+-/=?^_`{|}~")) table[static_cast<uint8_t>(c)] |= kAtext;
  return table;
}();

constexpr bool IsClass(char c, uint8_t bits) { return (kAsciiClass[static_cast<uint8_t>(c)] & bits) != 0; }
constexpr bool IsWsp(char c) { return c == ' ' || c == '\t'; }
// What the name of a host is made of, U-labels included.
constexpr bool IsHostOctet(char c) { return IsClass(c, kAlpha | kDigit | kEightBit) || c == '-' || c == '.'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Equal but for the case of ASCII letters.
constexpr bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (ToLower(a[i]) != ToLower(b[i])) return false;
  }
  return true;
}

// `text` begins with `prefix`, but for the case of ASCII letters.
constexpr bool StartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && EqualsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

// `text` without the WSP, CR and LF at its ends.
constexpr std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && IsClass(text.front(), kBlank)) text.remove_prefix(1);
  while (!text.empty() && IsClass(text.back(), kBlank)) text.remove_suffix(1);
  return text;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_ASCII_H_
