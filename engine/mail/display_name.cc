// Names with neither an '@' nor an encoded word are done after one search each. Of encoded words only those
// are decoded whose '@' is an '@': in ISO-2022-JP and Shift_JIS the same octet is half of another character,
// and no answer is better than a wrong one.
#include "engine/mail/display_name.h"

#include <algorithm>
#include <optional>

#include "engine/mail/ascii.h"
#include "engine/mail/encoded_word.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool ExtendsAscii(std::string_view charset) {
  return StartsWithIgnoreCase(charset, "utf-8") || StartsWithIgnoreCase(charset, "us-ascii") ||
         StartsWithIgnoreCase(charset, "iso-8859-") || StartsWithIgnoreCase(charset, "windows-125");
}

// The name as it is shown, as far as its '@' can be told: the encoded words that extend ASCII are decoded,
// all else stands as written.
std::string_view Decode(std::string_view name, Arena& arena) {
  std::optional<EncodedWord> word = FindEncodedWord(name, 0);
  if (!word) return name;
  // No encoding makes octets more.
  char* out = static_cast<char*>(arena.Allocate(name.size(), 1));
  size_t size = 0;
  const auto append = [out, &size](std::string_view text) {
    std::copy(text.begin(), text.end(), out + size);
    size += text.size();
  };
  size_t done = 0;
  for (; word; word = FindEncodedWord(name, word->end)) {
    const std::string_view between = name.substr(done, word->begin - done);
    // RFC 2047 §6.2: white space between two encoded words is not part of the text.
    if (done == 0 || !TrimBlanks(between).empty()) append(between);
    const std::optional<std::string_view> text =
        ExtendsAscii(word->charset) ? DecodeEncodedWord(*word, arena) : std::nullopt;
    if (text) append(*text);
    done = word->end;
  }
  append(name.substr(done));
  return {out, size};
}

bool IsLocalOctet(char c) { return IsClass(c, kAtext) || c == '.'; }

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

bool HoldsOtherAddress(const Mailbox& mailbox, Arena& arena) {
  const std::string_view name = mailbox.display_name;
  if (name.find('@') == kNone && name.find("=?") == kNone) return false;
  const std::string_view text = Decode(name, arena);
  for (size_t at = text.find('@'); at != kNone; at = text.find('@', at + 1)) {
    const std::string_view address = AddressAround(text, at);
    if (!address.empty() && !IsOwnAddress(address, mailbox)) return true;
  }
  return false;
}

}  // namespace kenpin
