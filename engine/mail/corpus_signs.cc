// Hashes of fields, the class of the recipients, and the looks of the unsubscribe URI.
#include "engine/mail/corpus_signs.h"

#include <algorithm>
#include <iterator>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr uint64_t kFirstPrime = 0x9E3779B97F4A7C15u;
constexpr uint64_t kSecondPrime = 0xD6E8FEB86659FD93u;

uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 32)) * kSecondPrime;
  value = (value ^ (value >> 29)) * kFirstPrime;
  return value ^ (value >> 32);
}

// Least significant octet first on any machine.
uint64_t ReadWord(const char* at, size_t size) {
  uint64_t word = 0;
  for (size_t i = 0; i < size; ++i) word |= uint64_t{static_cast<uint8_t>(at[i])} << (8 * i);
  return word;
}

bool IsGmailDomain(std::string_view domain) {
  return EqualsIgnoreCase(domain, "gmail.com") || EqualsIgnoreCase(domain, "googlemail.com");
}

// Local parts beyond this are cut for the comparison: no provider takes them.
constexpr size_t kMaxHashedAddress = 320;

uint64_t HashAddress(const Mailbox& mailbox) {
  char text[kMaxHashedAddress];
  size_t size = 0;
  for (const std::string_view part : {mailbox.local_part, std::string_view("@"), mailbox.domain}) {
    for (const char c : part.substr(0, kMaxHashedAddress - size)) text[size++] = ToLower(c);
  }
  // 0 stands for no recipient.
  return std::max<uint64_t>(HashText({text, size}, 0), 1);
}

void AddRecipients(const AddressList& list, CorpusSigns* signs) {
  for (const Mailbox& mailbox : list.mailboxes) {
    if (mailbox.domain.empty()) continue;
    if (signs->recipient == 0) signs->recipient = HashAddress(mailbox);
    if (IsGmailDomain(mailbox.domain)) {
      signs->recipients = RecipientClass::kGmail;
    } else if (signs->recipients == RecipientClass::kUnknown) {
      signs->recipients = RecipientClass::kElsewhere;
    }
  }
}

// Those of `field` and of all others of its name below it.
void AddRecipients(const MessageView& message, uint32_t field, Arena& arena, CorpusSigns* signs) {
  for (; field != HeaderField::kNoField; field = message.Next(field))
    AddRecipients(ParseAddressList(message.Body(message.fields()[field]), arena), signs);
}

// A character of a token; `/`, `?`, `&`, `=`, `.` and the like part tokens.
bool IsTokenCharacter(char c) { return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_' || c == '%'; }

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Words of pages at which a person has to do more than to press a button.
bool IsPageWord(std::string_view word) {
  constexpr std::string_view kWords[] = {"login",      "signin",           "logon", "preferences",
                                         "preference", "preferencecenter", "prefs", "settings"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [word](std::string_view known) { return EqualsIgnoreCase(word, known); });
}

// `path` from its first '/' up to the query. "log-in" and "sign_in" are words, too: the last two of a segment
// are looked at together.
bool HasPageWord(std::string_view path) {
  std::string_view before;
  while (!path.empty()) {
    const size_t begin = static_cast<size_t>(
        std::find_if(path.begin(), path.end(), [](char c) { return IsClass(c, kAlpha); }) - path.begin());
    path.remove_prefix(begin);
    const size_t size = static_cast<size_t>(
        std::find_if(path.begin(), path.end(), [](char c) { return !IsClass(c, kAlpha); }) - path.begin());
    const std::string_view word = path.substr(0, size);
    if (IsPageWord(word)) return true;
    const bool in = EqualsIgnoreCase(word, "in");
    if (in && (EqualsIgnoreCase(before, "log") || EqualsIgnoreCase(before, "sign"))) return true;
    before = word;
    path.remove_prefix(size);
  }
  return false;
}

uint32_t LongestToken(std::string_view text) {
  size_t longest = 0;
  size_t begin = 0;
  while (begin < text.size()) {
    size_t end = begin;
    bool digit = false;
    bool upper = false;
    bool lower = false;
    for (; end < text.size() && IsTokenCharacter(text[end]); ++end) {
      digit |= IsDigit(text[end]);
      upper |= IsUpper(text[end]);
      lower |= ToLower(text[end]) == text[end] && IsClass(text[end], kAlpha);
    }
    if (digit || (upper && lower)) longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  return static_cast<uint32_t>(longest);
}

}  // namespace

uint64_t HashText(std::string_view text, uint64_t seed) {
  uint64_t state = Mix(seed + kFirstPrime * (text.size() + 1));
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) state = Mix(state ^ ReadWord(at, 8)) + kFirstPrime;
  return left == 0 ? state : Mix(state ^ ReadWord(at, left));
}

namespace {

bool EndsAuthority(char c) { return c == '/' || c == '?' || c == '#'; }
bool EndsPiece(char c) { return EndsAuthority(c) || c == '&' || c == '=' || c == ';'; }

// Where the first octet at or after `begin` is of which `is` holds; text.size() if there is none.
template <typename Is>
size_t FindOctet(std::string_view text, size_t begin, Is is) {
  begin = std::min(begin, text.size());
  return static_cast<size_t>(std::find_if(text.begin() + begin, text.end(), is) - text.begin());
}

}  // namespace

UnsubscribeUriSigns ReadUnsubscribeUri(std::string_view uri) {
  UnsubscribeUriSigns signs;
  const size_t authority = uri.find("//");
  if (authority == std::string_view::npos) return signs;
  const std::string_view rest = uri.substr(FindOctet(uri, authority + 2, EndsAuthority));
  signs.has_address = rest.find('@') != std::string_view::npos || rest.find("%40") != std::string_view::npos;
  // An address is no token, however long: what stands around its sign is left out.
  size_t begin = 0;
  while (begin < rest.size()) {
    const size_t end = FindOctet(rest, begin, EndsPiece);
    const std::string_view piece = rest.substr(begin, end - begin);
    const bool address =
        piece.find('@') != std::string_view::npos || piece.find("%40") != std::string_view::npos;
    if (!address) signs.token_length = std::max(signs.token_length, LongestToken(piece));
    begin = end + 1;
  }
  signs.landing_page =
      HasPageWord(rest.substr(0, FindOctet(rest, 0, [](char c) { return c == '?' || c == '#'; })));
  return signs;
}

CorpusSigns ParseCorpusSigns(const MessageView& message, const AddressList& to,
                             const ListUnsubscribeFacts& unsubscribe, Arena& arena) {
  CorpusSigns signs;
  signs.content = HashText(TrimBlanks(message.Body(FieldId::kSubject)),
                           HashText(TrimBlanks(message.Body(FieldId::kDate)), 0));
  AddRecipients(message, message.First(FieldId::kDeliveredTo), arena, &signs);
  if (signs.recipients == RecipientClass::kUnknown) {
    AddRecipients(to, &signs);
    if (message.count(FieldId::kTo) > 1)
      AddRecipients(message, message.Next(message.First(FieldId::kTo)), arena, &signs);
    AddRecipients(message, message.First(FieldId::kCc), arena, &signs);
  }
  if (unsubscribe.first_https.empty()) return signs;
  const UnsubscribeUriSigns uri = ReadUnsubscribeUri(unsubscribe.first_https);
  signs.uri_token_length = uri.token_length;
  signs.uri_has_address = uri.has_address;
  signs.uri_landing_page = uri.landing_page;
  return signs;
}

}  // namespace kenpin
