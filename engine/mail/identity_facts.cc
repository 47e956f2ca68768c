// Names and subjects are looked at as they are shown: decoded, in UTF-8.
#include "engine/mail/identity_facts.h"

#include <algorithm>
#include <cstdint>

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/header_text.h"
#include "engine/mail/shown_domain.h"
#include "engine/mail/shown_name.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

const Mailbox* FirstWithDomain(const AddressList& list) {
  for (const Mailbox& mailbox : list.mailboxes) {
    if (!mailbox.domain.empty()) return &mailbox;
  }
  return nullptr;
}

// The first domain behind an '@' in the name that is not the author's.
std::string_view OtherDomain(std::string_view name, std::string_view own) {
  for (size_t at = name.find('@'); at != kNone; at = name.find('@', at + 1)) {
    size_t end = at + 1;
    while (end < name.size() && IsHostOctet(name[end])) ++end;
    while (end > at + 1 && name[end - 1] == '.') --end;
    const std::string_view domain = name.substr(at + 1, end - at - 1);
    const size_t dot = domain.find('.');
    if (dot == kNone || dot == 0 || EqualsIgnoreCase(domain, own)) continue;
    return domain;
  }
  return {};
}

bool HoldsIgnoreCase(std::string_view text, std::string_view what) {
  for (size_t i = 0; i + what.size() <= text.size(); ++i) {
    if (EqualsIgnoreCase(text.substr(i, what.size()), what)) return true;
  }
  return false;
}

bool IsControlOrBidi(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// Emoji, dingbats (check marks among them), stars and badges.
bool IsSymbol(uint32_t c) {
  return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff) ||
         c == 0x20e3 || c == 0xfe0f || c == 0x2122;
}

// Calls see(code point) for each character; broken octets are passed over.
template <typename See>
void ForEachCharacter(std::string_view text, See&& see) {
  for (size_t i = 0; i < text.size();) {
    const uint8_t lead = static_cast<uint8_t>(text[i]);
    const size_t octets = lead < 0x80   ? 1
                          : lead < 0xc2 ? 0
                          : lead < 0xe0 ? 2
                          : lead < 0xf0 ? 3
                          : lead < 0xf5 ? 4
                                        : 0;
    if (octets == 0 || i + octets > text.size()) {
      ++i;
      continue;
    }
    uint32_t c = octets == 1 ? lead : lead & (0x7fu >> octets);
    for (size_t k = 1; k < octets; ++k) c = c << 6 | (static_cast<uint8_t>(text[i + k]) & 0x3fu);
    see(c);
    i += octets;
  }
}

// "(2)": one to three digits in parentheses.
bool HasCounter(std::string_view text) {
  for (size_t open = text.find('('); open != kNone; open = text.find('(', open + 1)) {
    size_t end = open + 1;
    while (end < text.size() && IsDigit(text[end])) ++end;
    const size_t digits = end - open - 1;
    if (digits >= 1 && digits <= 3 && end < text.size() && text[end] == ')') return true;
  }
  return false;
}

// Re:, Fwd:, Fw:, Re[2]:, and their Japanese forms with either colon.
bool HasReplyPrefix(std::string_view text) {
  constexpr std::string_view kPrefixes[] = {"re", "fwd", "fw", "返信", "転送"};
  text = TrimBlanks(text);
  for (const std::string_view prefix : kPrefixes) {
    if (!StartsWithIgnoreCase(text, prefix)) continue;
    std::string_view rest = text.substr(prefix.size());
    if (!rest.empty() && (rest[0] == '[' || rest[0] == '^')) {
      size_t i = 1;
      while (i < rest.size() && IsDigit(rest[i])) ++i;
      if (rest[0] == '[' && i < rest.size() && rest[i] == ']') ++i;
      rest.remove_prefix(i);
    }
    rest = TrimBlanks(rest);
    if (rest.substr(0, 1) == ":" || rest.substr(0, 3) == "：") return true;
  }
  return false;
}

// Quotes and their backslashes are not shown.
std::string_view Unquote(std::string_view name, Arena& arena) {
  if (name.find('"') == kNone && name.find('\\') == kNone) return name;
  const std::span<char> out = arena.NewArray<char>(name.size());
  size_t size = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '"') continue;
    if (name[i] == '\\' && i + 1 < name.size()) ++i;
    out[size++] = name[i];
  }
  return {out.data(), size};
}

void TakeDisplayName(const Mailbox& author, const AddressList& to, const FromFacts& from, Arena& arena,
                     IdentityFacts* facts) {
  const std::string_view name = DecodeDisplayName(author, arena, &facts->shown_text_cut);
  if (name.empty()) return;
  facts->has_display_name = true;
  facts->display_name = name;
  facts->name_domain = OtherDomain(name, from.domain.empty() ? author.domain : from.domain);
  facts->name_has_gmail = HoldsIgnoreCase(name, "@gmail.com");
  facts->name_has_counter = HasCounter(name);
  facts->name_has_reply_prefix = HasReplyPrefix(name);
  facts->name_is_urgent = LooksUrgent(name, arena);
  facts->name_has_recipient = NamesRecipient(name, author, to, arena);
  ForEachCharacter(name, [facts](uint32_t c) {
    facts->name_has_control |= c != '\t' && IsControlOrBidi(c);
    facts->name_has_symbol |= IsSymbol(c);
  });
}

// user=customer.example: the part behind the last '=' is a domain.
void TakeRewritten(std::string_view local_part, IdentityFacts* facts) {
  const size_t equals = local_part.rfind('=');
  if (equals == kNone || equals == 0) return;
  // Sender Rewriting Scheme and BATV rewrite envelopes; in From they say nothing of a customer.
  if (StartsWithIgnoreCase(local_part, "srs") || StartsWithIgnoreCase(local_part, "prvs=")) return;
  const std::string_view domain = local_part.substr(equals + 1);
  const size_t dot = domain.rfind('.');
  if (dot == kNone || dot == 0 || domain.size() - dot < 3) return;
  if (!std::all_of(domain.begin(), domain.end(), IsHostOctet)) return;
  if (!std::all_of(domain.begin() + dot + 1, domain.end(), [](char c) { return IsClass(c, kAlpha); })) return;
  facts->original_local_part = local_part.substr(0, equals);
  facts->original_domain = domain;
}

// The domain of the first mailbox of the topmost field, as DNS would be asked for it.
std::string_view DomainOf(const MessageView& message, FieldId id, Arena& arena) {
  if (message.count(id) == 0) return {};
  const AddressList list = ParseAddressList(message.Body(id), arena);
  const Mailbox* mailbox = FirstWithDomain(list);
  return mailbox == nullptr ? std::string_view() : ParseDomainName(mailbox->domain, arena).ascii;
}

}  // namespace

std::string_view DecodeDisplayName(const Mailbox& mailbox, Arena& arena, bool* cut) {
  return DecodeHeaderText(Unquote(mailbox.display_name, arena), kMaxShownText, arena, cut);
}

IdentityFacts ParseIdentityFacts(const MessageView& message, const ShownAddresses& addresses,
                                 const FromFacts& from, const SenderFacts& sender, Arena& arena) {
  IdentityFacts facts;
  if (const Mailbox* author = FirstWithDomain(addresses.from)) {
    TakeDisplayName(*author, addresses.to, from, arena, &facts);
    TakeRewritten(author->local_part, &facts);
  }
  facts.subject =
      DecodeHeaderText(message.Body(FieldId::kSubject), kMaxShownText, arena, &facts.shown_text_cut);
  facts.subject_has_reply_prefix = HasReplyPrefix(facts.subject);
  facts.is_reply = message.count(FieldId::kInReplyTo) > 0 || message.count(FieldId::kReferences) > 0;
  facts.from = JudgeDomain(from.domain, arena);
  facts.reply_to = JudgeDomain(DomainOf(message, FieldId::kReplyTo, arena), arena);
  facts.sender = JudgeDomain(sender.domain, arena);
  return facts;
}

}  // namespace kenpin
