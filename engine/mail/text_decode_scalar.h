// The decoders of text_decode.h, an octet at a time: what the kernels are compared with, and what they fall
// back to at the seams.
#ifndef KENPIN_ENGINE_MAIL_TEXT_DECODE_SCALAR_H_
#define KENPIN_ENGINE_MAIL_TEXT_DECODE_SCALAR_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin::scalar {

inline constexpr uint8_t kNoDigit = 0xff;

inline constexpr std::array<uint8_t, 256> kHexDigits = [] {
  std::array<uint8_t, 256> table{};
  for (uint8_t& value : table) value = kNoDigit;
  for (uint8_t i = 0; i < 10; ++i) table[static_cast<size_t>('0' + i)] = i;
  for (uint8_t i = 0; i < 6; ++i) {
    table[static_cast<size_t>('a' + i)] = table[static_cast<size_t>('A' + i)] = static_cast<uint8_t>(10 + i);
  }
  return table;
}();

inline constexpr std::array<uint8_t, 256> kBase64Values = [] {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<uint8_t, 256> table{};
  for (uint8_t& value : table) value = kNoDigit;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return table;
}();

// One '=' at in[at] and what belongs to it: writes what it stands for and returns the position behind it.
inline size_t DecodeEquals(std::string_view in, size_t at, char* out, size_t* written) {
  if (at + 2 < in.size()) {
    const uint8_t high = kHexDigits[static_cast<uint8_t>(in[at + 1])];
    const uint8_t low = kHexDigits[static_cast<uint8_t>(in[at + 2])];
    if (high != kNoDigit && low != kNoDigit) {
      out[(*written)++] = static_cast<char>(high << 4 | low);
      return at + 3;
    }
  }
  // A soft line break; white space that transport added before the line end belongs to it.
  size_t end = at + 1;
  while (end < in.size() && (in[end] == ' ' || in[end] == '\t')) ++end;
  if (end < in.size() && in[end] == '\r') ++end;
  if (end == in.size()) return end;
  if (in[end] == '\n') return end + 1;
  out[(*written)++] = '=';
  return at + 1;
}

inline size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  size_t written = 0;
  for (size_t i = 0; i < in.size();) {
    if (in[i] == '=') {
      i = DecodeEquals(in, i, out, &written);
    } else {
      out[written++] = in[i++];
    }
  }
  return written;
}

// One quantum from in[at] on, or what there is of it: skips foreign octets in front of and between the
// symbols. Returns the position behind it.
inline size_t DecodeQuantum(std::string_view in, size_t at, char* out, size_t* written) {
  uint32_t bits = 0;
  size_t symbols = 0;
  while (at < in.size() && symbols < 4) {
    const char c = in[at++];
    const uint8_t value = kBase64Values[static_cast<uint8_t>(c)];
    if (value != kNoDigit) {
      bits = bits << 6 | value;
      ++symbols;
    } else if (c == '=' && symbols > 0) {
      break;
    }
  }
  if (symbols < 2) return at;
  bits <<= 6 * (4 - symbols);
  for (size_t i = 0; i + 1 < symbols; ++i) out[(*written)++] = static_cast<char>(bits >> (16 - 8 * i));
  return at;
}

inline size_t DecodeBase64(std::string_view in, char* out) {
  size_t written = 0;
  for (size_t i = 0; i < in.size();) i = DecodeQuantum(in, i, out, &written);
  return written;
}

// Which set of characters an escape sequence calls (RFC 1468, RFC 1554).
enum class JisSet : uint8_t { kAscii, kKanji, kSupplement, kKatakana };

// The sequence that begins at in[at], an ESC: its set and length; 0 if it is none of ours.
struct JisEscape {
  JisSet set = JisSet::kAscii;
  size_t length = 0;
};

inline JisEscape ReadJisEscape(std::string_view in, size_t at) {
  const std::string_view rest = in.substr(at + 1, 3);
  if (rest.size() < 2) return {};
  if (rest[0] == '$') {
    if (rest[1] == '@' || rest[1] == 'B' || rest[1] == 'A') return {JisSet::kKanji, 3};
    if (rest[1] == '(' && rest.size() == 3) {
      return {rest[2] == 'D' ? JisSet::kSupplement : JisSet::kKanji, 4};
    }
    return {};
  }
  if (rest[0] != '(') return {};
  return {rest[1] == 'I' ? JisSet::kKatakana : JisSet::kAscii, 3};
}

// Writes octets of one set, which hold no ESC, and returns how many it wrote.
inline size_t WriteJisRun(std::string_view run, JisSet set, char* out) {
  // EUC-JP puts a single shift before each character of the last two sets.
  const size_t width = set == JisSet::kSupplement ? 2 : 1;
  const bool shifted = set == JisSet::kSupplement || set == JisSet::kKatakana;
  size_t written = 0;
  for (size_t i = 0; i < run.size(); ++i) {
    const uint8_t octet = static_cast<uint8_t>(run[i]);
    const bool character = set != JisSet::kAscii && octet > 0x20;
    if (character && shifted && i % width == 0) out[written++] = width == 2 ? '\x8f' : '\x8e';
    out[written++] = static_cast<char>(character ? octet | 0x80 : octet);
  }
  return written;
}

// Goes on at in[from] in `set`, to the end or behind the first escape sequence, whose set it leaves in `set`.
// Returns the position there.
inline size_t ConvertJisRun(std::string_view in, size_t from, JisSet* set, char* out, size_t* written) {
  const size_t end = std::min(in.find('\x1b', from), in.size());
  *written += WriteJisRun(in.substr(from, end - from), *set, out + *written);
  if (end == in.size()) return end;
  const JisEscape escape = ReadJisEscape(in, end);
  if (escape.length > 0) *set = escape.set;
  return end + std::max<size_t>(escape.length, 1);
}

inline size_t Iso2022JpToEucJp(std::string_view in, char* out) {
  JisSet set = JisSet::kAscii;
  size_t written = 0;
  for (size_t i = 0; i < in.size();) i = ConvertJisRun(in, i, &set, out, &written);
  return written;
}

}  // namespace kenpin::scalar

#endif  // KENPIN_ENGINE_MAIL_TEXT_DECODE_SCALAR_H_
