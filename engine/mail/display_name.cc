// Names with neither an '@' nor an encoded word are done after one search each. Of encoded words only those
// are decoded whose '@' is an '@': in ISO-2022-JP and Shift_JIS the same octet is half of another character,
// and no answer is better than a wrong one.
#include "engine/mail/display_name.h"

#include <algorithm>
#include <cstdint>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// What the name says, cut at kMaxDecodedName octets.
class NameBuffer {
 public:
  void Add(char c) {
    if (size_ < kMaxDecodedName) bytes_[size_++] = c;
  }
  bool full() const { return size_ == kMaxDecodedName; }
  std::string_view view() const { return {bytes_, size_}; }

 private:
  size_t size_ = 0;
  char bytes_[kMaxDecodedName];
};

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  return IsClass(c, kHexDigit) ? ToLower(c) - 'a' + 10 : -1;
}

int Base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (IsDigit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// RFC 2047 §4.2.
void DecodeQ(std::string_view text, NameBuffer* out) {
  for (size_t i = 0; i < text.size() && !out->full(); ++i) {
    const int high = text[i] == '=' && i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = high >= 0 ? HexValue(text[i + 2]) : -1;
    if (low >= 0) {
      out->Add(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out->Add(text[i] == '_' ? ' ' : text[i]);
    }
  }
}

// RFC 2047 §4.1. Whatever is no base64 is passed over.
void DecodeB(std::string_view text, NameBuffer* out) {
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; i < text.size() && !out->full(); ++i) {
    const int value = Base64Value(text[i]);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<uint32_t>(value)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out->Add(static_cast<char>(bits >> count & 0xff));
  }
}

bool ExtendsAscii(std::string_view charset) {
  return StartsWithIgnoreCase(charset, "utf-8") || StartsWithIgnoreCase(charset, "us-ascii") ||
         StartsWithIgnoreCase(charset, "iso-8859-") || StartsWithIgnoreCase(charset, "windows-125");
}

// Decodes the encoded word at `pos` into `out` and returns the position behind it; `pos` itself if there is
// none to be decoded.
size_t DecodeWord(std::string_view name, size_t pos, NameBuffer* out) {
  // "=?" charset "?" encoding "?" text "?=", at most 75 octets (RFC 2047 §2); real ones are longer, but not
  // without end.
  const std::string_view word = name.substr(pos, kMaxDecodedName);
  const size_t charset_end = word.find('?', 2);
  if (charset_end == kNone || charset_end + 2 >= word.size() || word[charset_end + 2] != '?') return pos;
  const size_t begin = charset_end + 3;
  const size_t end = word.find("?=", begin);
  const char encoding = ToLower(word[charset_end + 1]);
  if (end == kNone || !ExtendsAscii(word.substr(2, charset_end - 2)) ||
      (encoding != 'b' && encoding != 'q')) {
    return pos;
  }
  const std::string_view text = word.substr(begin, end - begin);
  if (encoding == 'b') {
    DecodeB(text, out);
  } else {
    DecodeQ(text, out);
  }
  return pos + end + 2;
}

void Decode(std::string_view name, NameBuffer* out) {
  size_t behind_word = kNone;
  for (size_t i = 0; i < name.size() && !out->full();) {
    if (name.substr(i, 2) == "=?") {
      const size_t end = DecodeWord(name, i, out);
      if (end != i) {
        i = behind_word = end;
        continue;
      }
    }
    // RFC 2047 §6.2: white space between two encoded words is not part of the text.
    if (behind_word != kNone && IsClass(name[i], kBlank)) {
      const size_t next = name.find_first_not_of(" \t\r\n", i);
      if (next != kNone && name.substr(next, 2) == "=?") {
        i = next;
        continue;
      }
    }
    behind_word = kNone;
    out->Add(name[i++]);
  }
}

bool IsLocalOctet(char c) { return IsClass(c, kAtext) || c == '.'; }
bool IsHostOctet(char c) { return IsClass(c, kAlpha | kDigit | kEightBit) || c == '-' || c == '.'; }

// The octets around the '@' at `at` that look like an address; empty if they do not.
std::string_view AddressAround(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && IsLocalOctet(text[begin - 1])) --begin;
  size_t end = at + 1;
  while (end < text.size() && IsHostOctet(text[end])) ++end;
  // A full stop may end the sentence.
  while (end > at + 1 && text[end - 1] == '.') --end;
  const std::string_view host = text.substr(at + 1, end - at - 1);
  if (begin == at || host.empty() || host.front() == '.' || host.find('.') == kNone) return {};
  return text.substr(begin, end - begin);
}

bool IsOwnAddress(std::string_view address, const Mailbox& mailbox) {
  const size_t at = address.find('@');
  return EqualsIgnoreCase(address.substr(0, at), mailbox.local_part) &&
         EqualsIgnoreCase(address.substr(at + 1), mailbox.domain);
}

}  // namespace

bool HoldsOtherAddress(const Mailbox& mailbox) {
  const std::string_view name = mailbox.display_name;
  if (name.find('@') == kNone && name.find("=?") == kNone) return false;
  NameBuffer buffer;
  Decode(name, &buffer);
  const std::string_view text = buffer.view();
  for (size_t at = text.find('@'); at != kNone; at = text.find('@', at + 1)) {
    const std::string_view address = AddressAround(text, at);
    if (!address.empty() && !IsOwnAddress(address, mailbox)) return true;
  }
  return false;
}

}  // namespace kenpin
