// A word is found by its window: up to four octets of it that are rare elsewhere. A vector scan finds the
// places where any window may stand, sorted into eight buckets by two table lookups an octet; there the words
// of the bucket are compared. ASCII words and the others are scanned for apart, since their octets have
// nothing in common, and a text of ASCII alone is scanned once. Windows and buckets of the ASCII words are
// chosen by hand: words in one bucket should share octets, and "subs" would be a worse window than "bscr".
#include "engine/mail/unsubscribe_words.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_scan.h"
#include "engine/mail/markup_scan.h"

namespace kenpin {
namespace {

struct Word {
  std::string_view text;  // UTF-8, lower case.
  uint8_t window = 0;     // Offset of its window.
  uint8_t bucket = 0;     // Of ASCII words only.
};

// Beginnings of words, mostly: they stand for all their forms. French and Spanish ones begin behind an
// accented letter, which may as well be missing or an entity.
constexpr Word kWords[] = {
    // English.
    {"unsubscri", 3, 0},
    {"opt out", 1, 1},
    {"opt-out", 1, 1},
    {"opting out", 5, 1},
    {"optout", 1, 1},
    {"stop receiving", 4, 1},
    {"no longer wish to", 4, 2},
    {"no longer want to receive", 4, 2},
    {"would rather not receive", 11, 2},
    {"prefer not to receive", 2, 2},
    {"be removed from", 5, 3},
    {"remove yourself", 2, 3},
    {"remove me from", 2, 3},
    {"remove your ", 2, 3},
    {"taken off", 2, 3},
    {"cancel your subscription", 2, 3},
    {"cancel subscription", 2, 3},
    {"email preferences", 6, 2},
    {"leave this list", 9, 2},
    // German.
    {"abmeld", 0, 4},
    {"abbestell", 1, 4},
    {"austragen", 3, 4},
    {"newsletter ab", 9, 4},
    // Dutch.
    {"afmeld", 0, 4},
    {"uitschrijv", 3, 4},
    // French: désabonner, désinscrire, désinscription; ne plus recevoir.
    {"sabonne", 1, 5},
    {"sinscri", 1, 5},
    {"plus recevoir", 9, 5},
    // Spanish: darse de baja, cancelar (la) suscripción, desuscribirse; Portuguese: descadastrar, cancelar
    // (a)
    // inscrição, cancelar assinatura.
    {"de baja", 2, 6},
    {"suscribir", 1, 6},
    {"desuscri", 2, 6},
    {"cancelar suscripci", 4, 6},
    {"cancelar la suscripci", 4, 6},
    {"cancelar tu suscripci", 4, 6},
    {"anular la suscripci", 1, 6},
    {"anular suscripci", 1, 6},
    {"descadastr", 3, 6},
    {"cancelar inscri", 4, 6},
    {"cancelar a inscri", 4, 6},
    {"cancelar assinatura", 4, 6},
    {"cancelar a assinatura", 4, 6},
    {"cancelar subscri", 4, 6},
    {"cancelar a subscri", 4, 6},
    {"anular a subscri", 1, 6},
    {"deixar de receber", 2, 6},
    // Italian.
    {"disiscri", 2, 5},
    {"cancella iscrizione", 2, 5},
    {"cancellare l'iscrizione", 2, 5},
    {"cancella l'iscrizione", 2, 5},
    {"cancellarti", 2, 5},
    {"annulla l'iscrizione", 2, 5},
    {"annulla iscrizione", 2, 5},
    // Japanese.
    {"配信停止", 0},
    {"配信を停止", 0},
    {"配信の停止", 0},
    {"配信解除", 0},
    {"配信の解除", 0},
    {"配信中止", 0},
    {"配信を希望されない", 0},
    {"配信を希望しない", 0},
    {"配信不要", 0},
    {"受信拒否", 0},
    {"受信停止", 0},
    {"登録解除", 0},
    {"登録の解除", 0},
    {"登録を解除", 0},
    {"登録削除", 0},
    {"購読解除", 0},
    {"購読の解除", 0},
    {"購読を解除", 0},
    {"購読停止", 0},
    {"購読中止", 0},
    {"解除はこちら", 0},
    {"解除手続き", 0},
    {"停止はこちら", 0},
    {"停止手続き", 0},
    {"退会", 0},
    {"オプトアウト", 3},
    {"メルマガ解除", 12},
    {"メール不要", 9},
    // Chinese.
    {"退订", 0},
    {"退訂", 0},
    {"取消订阅", 0},
    {"取消訂閱", 0},
    {"取消訂閲", 0},
    {"取消关注", 0},
    // Korean.
    {"수신거부", 0},
    {"수신 거부", 0},
    {"구독취소", 0},
    {"구독 취소", 0},
    {"구독해지", 0},
    {"구독 해지", 0},
    {"수신을 원하지 않", 0},
    {"수신을 원치 않", 0},
};

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (IsClass(c, kEightBit)) return false;
  }
  return true;
}

bool IsUtf8Name(std::string_view name) {
  return name.empty() || EqualsIgnoreCase(name, "utf-8") || EqualsIgnoreCase(name, "utf8") ||
         EqualsIgnoreCase(name, "us-ascii");
}

// The words in one charset.
class WordTable {
 public:
  explicit WordTable(std::string_view charset) {
    std::unique_ptr<UConverter, void (*)(UConverter*)> converter(nullptr, ucnv_close);
    if (!IsUtf8Name(charset)) {
      UErrorCode error = U_ZERO_ERROR;
      converter.reset(ucnv_open(std::string(charset).c_str(), &error));
      if (converter) {
        ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
      }
    }
    utf8_ = !converter;
    for (const Word& word : kWords) AddWord(word, converter.get());
  }

  std::optional<WordHit> Find(std::string_view text, size_t from) const {
    const std::optional<WordHit> ascii = FindIn(ascii_, text, from);
    const std::string_view rest = ascii ? text.substr(0, ascii->begin) : text;
    if (from >= rest.size() || !HasEightBit(rest.substr(from))) return ascii;
    const std::optional<WordHit> wide = FindIn(wide_, rest, from);
    return wide ? wide : ascii;
  }

 private:
  struct Entry {
    std::string text;
    size_t window = 0;
    bool ascii = true;
    size_t size = 0;  // Octets of the window.
  };
  // Words with the same window.
  struct Slot {
    uint32_t octets = 0;
    uint32_t known = 0;
    std::vector<Entry> entries;
  };
  struct Group {
    WordWindows windows;
    std::array<std::vector<Slot>, 8> buckets;
    size_t distinct = 0;  // Windows so far.
    // Of the octets of windows, hashed: four of five places of the vector scan are none.
    uint32_t known = 0xffffffff;
    std::array<uint64_t, 64> hashes{};

    static uint32_t HashOf(uint32_t octets) { return octets * 0x9e3779b1u >> 20; }
    void Remember(uint32_t octets) { hashes[HashOf(octets) >> 6] |= uint64_t{1} << (HashOf(octets) & 63); }
    bool MayHold(uint32_t octets) const {
      return (hashes[HashOf(octets & known) >> 6] >> (HashOf(octets & known) & 63) & 1) != 0;
    }
  };

  std::optional<WordHit> FindIn(const Group& group, std::string_view text, size_t from) const {
    std::array<uint32_t, 512> places;
    while (from < text.size()) {
      const ScanRun run = FindWindows(text, from, group.windows, places);
      for (size_t i = 0; i < run.count; ++i) {
        if (!group.MayHold(OctetsAt(text, places[i]))) continue;
        const std::optional<WordHit> hit = MatchAt(group, text, places[i]);
        if (hit) return hit;
      }
      from = run.next;
    }
    return std::nullopt;
  }

  void AddWord(const Word& word, UConverter* converter) {
    Entry entry{std::string(word.text), word.window, IsAscii(word.text)};
    if (!entry.ascii && converter != nullptr) {
      const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(entry.text);
      UErrorCode error = U_ZERO_ERROR;
      char octets[64];
      const int32_t size =
          ucnv_fromUChars(converter, octets, sizeof(octets), unicode.getBuffer(), unicode.length(), &error);
      // The charset does not have these characters, so no text in it has the word.
      if (U_FAILURE(error)) return;
      entry.text.assign(octets, static_cast<size_t>(size));
      entry.window = 0;
    }
    entry.size = entry.ascii ? 4 : utf8_ ? 3 : 2;
    const std::string window = entry.text.substr(entry.window, entry.size);
    Group& group = entry.ascii ? ascii_ : wide_;
    const size_t bucket = entry.ascii ? word.bucket : BucketOf(window);
    if (entry.ascii) {
      group.windows.Add(window, bucket);
    } else {
      // The next character, too, tells: most stand before Kana. Or a line breaks there.
      for (const char next : {entry.text[entry.window + entry.size], '\r', '\n'}) {
        group.windows.Add(window + next, bucket);
      }
    }
    FindSlot(group, bucket, window).entries.push_back(std::move(entry));
  }

  // The four octets at `at`; those behind the text are readable, and no word that needs them matches.
  static uint32_t OctetsAt(std::string_view text, size_t at) {
    uint32_t octets = 0;
    std::memcpy(&octets, text.data() + at, sizeof(octets));
    return octets | 0x20202020;
  }

  static uint32_t FoldedOctets(std::string_view window) {
    uint32_t octets = 0;
    window.copy(reinterpret_cast<char*>(&octets), sizeof(octets));
    return octets | 0x20202020;
  }

  static Slot& FindSlot(Group& group, size_t at, std::string_view window) {
    std::vector<Slot>& bucket = group.buckets[at];
    Slot slot;
    std::memset(&slot.known, 0xff, window.size());
    slot.octets = FoldedOctets(window) & slot.known;
    group.known = slot.known;
    group.Remember(slot.octets);
    for (Slot& other : bucket) {
      if (other.octets == slot.octets && other.known == slot.known) return other;
    }
    bucket.push_back(slot);
    return bucket.back();
  }

  // Equal windows share a bucket, others take turns.
  size_t BucketOf(std::string_view window) {
    for (size_t bucket = 0; bucket < wide_.buckets.size(); ++bucket) {
      for (const Slot& slot : wide_.buckets[bucket]) {
        if (slot.octets == (FoldedOctets(window) & slot.known)) return bucket;
      }
    }
    return wide_.distinct++ % wide_.buckets.size();
  }

  std::optional<WordHit> MatchAt(const Group& group, std::string_view text, size_t at) const {
    const uint32_t octets = OctetsAt(text, at);
    for (const std::vector<Slot>& bucket : group.buckets) {
      for (const Slot& slot : bucket) {
        if ((octets & slot.known) != slot.octets) continue;
        for (const Entry& entry : slot.entries) {
          const std::optional<WordHit> hit = Match(text, at, entry);
          if (hit && (entry.ascii || utf8_ || IsAligned(text, hit->begin))) return hit;
        }
      }
    }
    return std::nullopt;
  }

  // The word whose window stands at `at`: the white space before the window may be longer than the word's.
  static std::optional<WordHit> Match(std::string_view text, size_t at, const Entry& entry) {
    size_t end = at;
    for (const char c : std::string_view(entry.text).substr(entry.window)) {
      end = entry.ascii ? TakeAscii(text, end, c) : TakeWide(text, end, at, c);
      if (end == 0) return std::nullopt;
    }
    size_t begin = at;
    for (size_t i = entry.window; i-- > 0;) {
      const char c = entry.text[i];
      if (c == ' ' || !entry.ascii) {
        const size_t least = c == ' ' ? begin : begin + 1;
        for (size_t n = 0; begin > 0 && n < kMaxBlanks && IsClass(text[begin - 1], kBlank); ++n) --begin;
        if (c == ' ') {
          if (begin == least) return std::nullopt;
          continue;
        }
      }
      if (begin == 0 || (entry.ascii ? ToLower(text[begin - 1]) : text[begin - 1]) != c) return std::nullopt;
      --begin;
    }
    return WordHit{begin, end};
  }

  // Behind `c` at `i`, or 0.
  static size_t TakeAscii(std::string_view text, size_t i, char c) {
    if (i == text.size()) return 0;
    if (c != ' ') return ToLower(text[i]) == c ? i + 1 : 0;
    if (!IsClass(text[i], kBlank)) return 0;
    for (size_t n = 0; i < text.size() && n < kMaxBlanks && IsClass(text[i], kBlank); ++n) ++i;
    return i;
  }

  static size_t TakeWide(std::string_view text, size_t i, size_t begin, char c) {
    for (size_t n = 0; i > begin && i < text.size() && n < 2 && (text[i] == '\r' || text[i] == '\n'); ++n)
      ++i;
    return i < text.size() && text[i] == c ? i + 1 : 0;
  }

  // Whether a character of two octets begins at `at`: those in front of it, back to the last that is ASCII
  // for sure, pair up.
  static bool IsAligned(std::string_view text, size_t at) {
    size_t run = 0;
    while (run < at && run < kMaxRun && IsClass(text[at - run - 1], kEightBit)) ++run;
    return run % 2 == 0;
  }

  static constexpr size_t kMaxBlanks = 16;
  static constexpr size_t kMaxRun = 1000;

  bool utf8_ = true;
  Group ascii_;
  Group wide_;
};

// Mail uses few charsets; hostile mail may name many, and each table takes a moment to make.
constexpr size_t kMaxTables = 16;
constexpr size_t kMaxCharsetName = 48;

const WordTable& FindTable(std::string_view charset) {
  struct Named {
    std::string name;
    WordTable table;
  };
  thread_local const WordTable utf8{std::string_view()};
  thread_local std::vector<std::unique_ptr<Named>> others;
  if (IsUtf8Name(charset) || charset.size() > kMaxCharsetName) return utf8;
  for (const std::unique_ptr<Named>& named : others) {
    if (EqualsIgnoreCase(named->name, charset)) return named->table;
  }
  if (others.size() == kMaxTables) others.erase(others.begin());
  others.push_back(std::unique_ptr<Named>(new Named{std::string(charset), WordTable(charset)}));
  return others.back()->table;
}

enum class Script : uint8_t { kNone, kCovered, kForeign };

// By blocks, coarsely: punctuation, symbols and emoji tell nothing.
Script ScriptOf(uint32_t c) {
  if (c < 0xc0 || (c >= 0x2000 && c < 0x2c00) || c >= 0x1f000) return Script::kNone;
  if (c < 0x250 || (c >= 0x1e00 && c < 0x1f00) || (c >= 0x1100 && c < 0x1200)) return Script::kCovered;
  if (c >= 0x300 && c < 0x370) return Script::kNone;  // Combining marks.
  if ((c >= 0x2e80 && c < 0xa000) || (c >= 0xac00 && c < 0xd7b0) || (c >= 0xf900 && c < 0xfb00)) {
    return Script::kCovered;
  }
  if (c >= 0xfe00 && c < 0xfe10) return Script::kNone;  // Variation selectors.
  if (c >= 0xff00 && c < 0xfff0) return Script::kCovered;
  return c >= 0xe000 && c < 0xf900 ? Script::kNone : Script::kForeign;
}

// Enough letters to tell what a text is written in.
constexpr size_t kLettersToTell = 400;
constexpr size_t kOctetsToTell = 16 * 1024;
// Fewer than this are a name or a quotation.
constexpr size_t kFewLetters = 20;

bool CoversUtf8(std::string_view text) {
  text = text.substr(0, kOctetsToTell);
  if (!HasEightBit(text)) return true;
  size_t covered = 0;
  size_t foreign = 0;
  for (size_t i = 0; i < text.size() && covered + foreign < kLettersToTell; ++i) {
    const uint8_t lead = static_cast<uint8_t>(text[i]);
    if (lead < 0xc3) continue;
    uint32_t c = lead < 0xe0 ? lead & 0x1fu : lead < 0xf0 ? lead & 0x0fu : lead & 0x07u;
    const size_t following = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (i + following >= text.size()) break;
    for (size_t k = 1; k <= following; ++k) c = c << 6 | (static_cast<uint8_t>(text[i + k]) & 0x3fu);
    i += following;
    const Script script = ScriptOf(c);
    covered += script == Script::kCovered;
    foreign += script == Script::kForeign;
  }
  return foreign < kFewLetters || covered > foreign;
}

// Charsets of other scripts than the table's.
constexpr std::string_view kForeignCharsets[] = {
    "koi8",        "windows-1251", "cp1251",      "iso-8859-5",    "windows-1253",
    "iso-8859-7",  "windows-1255", "iso-8859-8",  "windows-1256",  "iso-8859-6",
    "windows-874", "tis-620",      "iso-8859-11", "x-mac-cyrillic"};

constexpr std::string_view kLanguages[] = {"en", "ja", "de", "fr", "es", "pt", "it", "nl", "zh", "ko", "und"};

}  // namespace

std::optional<WordHit> FindUnsubscribeWord(std::string_view text, std::string_view charset, size_t from) {
  return FindTable(charset).Find(text, from);
}

bool CoversScriptOf(std::string_view text, std::string_view charset) {
  if (IsUtf8Name(charset)) return CoversUtf8(text);
  for (const std::string_view foreign : kForeignCharsets) {
    if (!StartsWithIgnoreCase(charset, foreign)) continue;
    size_t letters = 0;
    for (const char c : text) letters += IsClass(c, kEightBit);
    return letters < kFewLetters;
  }
  return true;
}

bool CoversLanguage(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() < 2 || primary.size() > 3) return true;
  for (const std::string_view language : kLanguages) {
    if (EqualsIgnoreCase(primary, language)) return true;
  }
  return false;
}

}  // namespace kenpin
