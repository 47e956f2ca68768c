// Names are folded first: lower case, white space as one space each.
#include "engine/mail/shown_name.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <iterator>
#include <span>

#include "engine/mail/ascii.h"
#include "engine/mail/header_text.h"
#include "engine/mail/identity_facts.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

struct Phrase {
  std::string_view text;        // Folded.
  std::string_view not_before;  // What follows where the phrase is part of an ordinary name.
};

constexpr Phrase kUrgent[] = {
    // English.
    {"urgent", " care"},
    {"act now", ""},
    {"action needed", ""},
    {"action required", ""},
    {"do not miss", ""},
    {"don't miss", ""},
    {"ending soon", ""},
    {"ends soon", ""},
    {"ends today", ""},
    {"ends tonight", ""},
    {"expires soon", ""},
    {"expires today", ""},
    {"expires tonight", ""},
    {"expiring soon", ""},
    {"final call", ""},
    {"final notice", ""},
    {"final reminder", ""},
    {"final warning", ""},
    {"hurry", ""},
    {"immediate action", ""},
    {"last call", ""},
    {"last chance", ""},
    {"last reminder", ""},
    {"last warning", ""},
    {"limited time", ""},
    {"open now", ""},
    {"read now", ""},
    {"reply needed", ""},
    {"response required", ""},
    {"time sensitive", ""},
    {"time-sensitive", ""},
    {"today only", ""},
    // German.
    {"dringend", ""},
    {"endet heute", ""},
    {"jetzt handeln", ""},
    {"letzte chance", ""},
    {"letzte erinnerung", ""},
    {"letzte mahnung", ""},
    {"nur heute", ""},
    {"sofort handeln", ""},
    // French.
    {"action requise", ""},
    {"agissez maintenant", ""},
    {"dernier jour", ""},
    {"dernier rappel", ""},
    {"dernière chance", ""},
    {"derniere chance", ""},
    // Spanish and Portuguese.
    {"actúa ahora", ""},
    {"só hoje", ""},
    {"sólo hoy", ""},
    {"solo hoy", ""},
    {"última chance", ""},
    {"última oportunidad", ""},
    {"última oportunidade", ""},
    {"ultima oportunidad", ""},
    {"último aviso", ""},
    {"último día", ""},
    {"último dia", ""},
    {"urgente", ""},
    // Italian.
    {"solo oggi", ""},
    {"ultima occasione", ""},
    {"ultimo avviso", ""},
    // Dutch.
    {"alleen vandaag", ""},
    {"laatste kans", ""},
    // Japanese.
    {"至急", ""},            // "At once".
    {"緊急", ""},            // "Urgent", in traditional Chinese, too.
    {"今すぐ", ""},          // "Right now".
    {"お急ぎ", ""},          // "Hurry".
    {"本日まで", ""},        // "Until today".
    {"本日限り", ""},        // "Today only".
    {"最終案内", ""},        // "Last information".
    {"最終通知", ""},        // "Last notice".
    {"最終警告", ""},        // "Last warning".
    {"ラストチャンス", ""},  // "Last chance".
    // Chinese.
    {"紧急", ""},      // "Urgent".
    {"最后机会", ""},  // "Last chance", and in traditional characters.
    {"最後機會", ""},
    {"仅限今日", ""},  // "Today only", and in traditional characters.
    {"僅限今日", ""},
    {"立即行动", ""},  // "Act now", and in traditional characters.
    {"立即行動", ""},
    // Korean.
    {"긴급", ""},         // "Urgent".
    {"마지막 기회", ""},  // "Last chance".
    {"오늘만", ""},       // "Today only".
};

// Lower case; runs of white space become one space, those at the ends nothing. Latin letters with accents of
// Latin-1 are folded, too: in UTF-8 the octet behind 0xC3.
std::string_view Fold(std::string_view text, Arena& arena) {
  const std::span<char> out = arena.NewArray<char>(text.size());
  size_t size = 0;
  bool latin = false;
  for (const char c : TrimBlanks(text)) {
    if (IsClass(c, kBlank)) {
      if (out[size - 1] != ' ') out[size++] = ' ';
      continue;
    }
    const uint8_t octet = static_cast<uint8_t>(c);
    const bool upper = latin && octet >= 0x80 && octet <= 0x9e && octet != 0x97;
    out[size++] = upper ? static_cast<char>(octet + 0x20) : ToLower(c);
    latin = octet == 0xc3;
  }
  return {out.data(), size};
}

bool IsWordOctet(char c) { return IsClass(c, kAlpha | kDigit | kEightBit); }

// Scripts without spaces between words begin here in UTF-8, but for Hangul, which takes its particles without
// one.
constexpr uint8_t kFirstUnspaced = 0xe3;

bool HasSpacedWords(std::string_view phrase) { return static_cast<uint8_t>(phrase[0]) < kFirstUnspaced; }

// Where `phrase` stands in `text` as words of its own, at or after `from`.
size_t FindWords(std::string_view text, std::string_view phrase, size_t from) {
  for (size_t at = text.find(phrase, from); at != kNone; at = text.find(phrase, at + 1)) {
    if (!HasSpacedWords(phrase)) return at;
    const size_t end = at + phrase.size();
    if ((at == 0 || !IsWordOctet(text[at - 1])) && (end == text.size() || !IsWordOctet(text[end]))) return at;
  }
  return kNone;
}

bool Holds(std::string_view name, const Phrase& phrase) {
  for (size_t at = FindWords(name, phrase.text, 0); at != kNone; at = FindWords(name, phrase.text, at + 1)) {
    const std::string_view rest = name.substr(at + phrase.text.size());
    if (phrase.not_before.empty() || !rest.starts_with(phrase.not_before)) return true;
  }
  return false;
}

// The octets with which a phrase can begin in `name`: those that begin its words, and those of scripts
// without spaces between words. Most phrases need not be looked for.
std::bitset<256> FindBegins(std::string_view name) {
  std::bitset<256> begins;
  bool in_word = false;
  for (const char c : name) {
    const uint8_t octet = static_cast<uint8_t>(c);
    if (!in_word || octet >= kFirstUnspaced) begins.set(octet);
    in_word = IsWordOctet(c);
  }
  return begins;
}

// "!!", and the same in full width.
bool Shouts(std::string_view name) { return name.find("!!") != kNone || name.find("！！") != kNone; }

bool HoldsAddress(std::string_view name, const Mailbox& recipient, Arena& arena) {
  if (name.find('@') == kNone) return false;
  const std::string_view domain = Fold(recipient.domain, arena);
  const std::string_view local_part = Fold(recipient.local_part, arena);
  for (size_t at = name.find('@'); at != kNone; at = name.find('@', at + 1)) {
    const std::string_view before = name.substr(0, at);
    if (name.substr(at + 1).starts_with(domain) && before.ends_with(local_part)) return true;
  }
  return false;
}

bool HoldsName(std::string_view name, std::string_view recipient) {
  if (recipient.size() < 2) return false;
  return recipient.find(' ') == kNone ? name == recipient : FindWords(name, recipient, 0) != kNone;
}

}  // namespace

bool LooksUrgent(std::string_view name, Arena& arena) {
  const std::string_view folded = Fold(name, arena);
  const std::bitset<256> begins = FindBegins(folded);
  return Shouts(folded) || std::any_of(std::begin(kUrgent), std::end(kUrgent), [&](const Phrase& phrase) {
           return begins.test(static_cast<uint8_t>(phrase.text[0])) && Holds(folded, phrase);
         });
}

bool NamesRecipient(std::string_view name, const Mailbox& author, const AddressList& recipients,
                    Arena& arena) {
  if (recipients.mailboxes.size() > kMaxNamedRecipients) return false;
  const std::string_view folded = Fold(name, arena);
  return std::any_of(recipients.mailboxes.begin(), recipients.mailboxes.end(), [&](const Mailbox& recipient) {
    if (recipient.local_part.empty() || recipient.domain.empty()) return false;
    if (EqualsIgnoreCase(recipient.domain, author.domain)) return false;
    bool cut = false;  // What stands behind does not matter: it would have to stand in `name`, too.
    return HoldsAddress(folded, recipient, arena) ||
           HoldsName(folded, Fold(DecodeDisplayName(recipient, arena, &cut), arena));
  });
}

}  // namespace kenpin
