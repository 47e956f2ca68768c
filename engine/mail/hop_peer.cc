// A comment of a from clause is a handful of words: a name, an address in brackets, "helo=" and the like, in
// any order. They are told apart by their look alone; whose form it is decides what they are worth.
#include "engine/mail/hop_peer.h"

#include "engine/mail/ascii.h"
#include "engine/mail/word_cutter.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// "[1.2.3.4]:25", "1.2.3.4:25"; no IPv6 address has a single colon.
std::string_view WithoutPort(std::string_view text) {
  const size_t colon = text.find(':');
  const bool one_colon = colon != kNone && colon == text.rfind(':');
  return one_colon && text.find('.') < colon ? text.substr(0, colon) : text;
}

// "IDENT:user@host" and "user@host" name a user in front of the host.
std::string_view HostPart(std::string_view word) {
  const size_t at = word.rfind('@');
  return at == kNone ? word : word.substr(at + 1);
}

// Whether a word can be the name of a host: the writers' words for none included.
bool CanBeName(std::string_view word) {
  for (const char c : word) {
    if (!IsClass(c, kAlpha | kDigit | kEightBit) && c != '-' && c != '.' && c != '_') return false;
  }
  return !word.empty();
}

// A name with a top-level domain; "TLS1.2" has none.
bool IsDottedName(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  const size_t dot = word.rfind('.');
  return dot != kNone && dot + 1 < word.size() && !IsDigit(word[dot + 1]);
}

// A word that holds an address, with what stands in front of it: "[1.2.3.4]", "name[1.2.3.4]",
// "ident@1.2.3.4".
bool ReadAddressWord(std::string_view word, PeerWords* peer) {
  std::string_view before;
  const size_t open = word.find('[');
  if (open != kNone) {
    before = word.substr(0, open);
    word.remove_prefix(open);
  } else if (const size_t at = word.rfind('@'); at != kNone) {
    word.remove_prefix(at + 1);
  }
  // Most words are names.
  if (open == kNone && (word.empty() || !IsDigit(word[0])) && word.find(':') == kNone) return false;
  const std::optional<IpAddress> address = ParsePeerAddress(word);
  if (!address) return false;
  if (!peer->address) peer->address = address;
  if (peer->name.empty() && CanBeName(HostPart(before))) peer->name = HostPart(before);
  return true;
}

// helo=NAME; port=, ident= and others are passed over.
bool ReadPairWord(std::string_view word, PeerWords* peer) {
  const size_t equals = word.find('=');
  if (equals == kNone) return false;
  const std::string_view key = word.substr(0, equals);
  if ((EqualsIgnoreCase(key, "helo") || EqualsIgnoreCase(key, "ehlo")) && !peer->has_helo) {
    peer->helo = word.substr(equals + 1);
    peer->has_helo = true;
  }
  return true;
}

bool IsHeloWord(std::string_view word) {
  return EqualsIgnoreCase(word, "HELO") || EqualsIgnoreCase(word, "EHLO");
}

}  // namespace

std::optional<IpAddress> ParsePeerAddress(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    const size_t close = text.find(']');
    text = text.substr(1, close == kNone ? kNone : close - 1);
  }
  if (StartsWithIgnoreCase(text, "IPv6:")) text.remove_prefix(5);
  text = text.substr(0, text.find('%'));
  std::optional<IpAddress> address = ParseIpAddress(WithoutPort(text));
  if (address) address = Unmapped(*address);
  return address;
}

bool ReadPeerComment(std::string_view inside, PeerWords* peer) {
  PeerWords found = *peer;
  std::string_view first_name;
  size_t words = 0;
  bool helo_follows = false;
  WordCutter cutter(inside);
  for (std::string_view word = cutter.Next(); !word.empty(); word = cutter.Next()) {
    ++words;
    if (helo_follows && !found.has_helo) {
      found.helo = word;
      found.has_helo = found.helo_comment = true;
      helo_follows = false;
    } else if (IsHeloWord(word)) {
      helo_follows = true;
    } else if (EqualsIgnoreCase(word, "forged")) {
      found.may_be_forged = true;
    } else if (!ReadPairWord(word, &found) && !ReadAddressWord(word, &found) && words == 1 &&
               CanBeName(HostPart(word))) {
      first_name = HostPart(word);
    }
  }
  // "(HELO )": the client said nothing.
  if (helo_follows && !found.has_helo) found.has_helo = found.helo_comment = true;
  const bool about_peer = found.address != peer->address || found.has_helo != peer->has_helo ||
                          (found.may_be_forged && peer->address);
  const bool lone_name = words == 1 && IsDottedName(first_name);
  if (!about_peer && !lone_name) return false;
  if (found.name.empty()) found.name = first_name;
  *peer = found;
  return true;
}

}  // namespace kenpin
