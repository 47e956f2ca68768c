// The languages in which reports are written for people, and texts that stand in all of them: a text can not
// be declared in one language alone, so that none is left untranslated.
#ifndef KENPIN_RULES_LANGUAGE_H_
#define KENPIN_RULES_LANGUAGE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// What programs read is always kEnglish.
enum class Language : uint8_t { kEnglish, kJapanese };
inline constexpr Language kLanguages[] = {Language::kEnglish, Language::kJapanese};

// "en", "ja": as --lang takes it and as HTML's lang attribute has it.
constexpr std::string_view LanguageName(Language language) {
  return language == Language::kJapanese ? "ja" : "en";
}

// Places in a text that are filled later: "{name}", lower case letters only.
constexpr std::string_view NextPlaceholder(std::string_view text, size_t from) {
  for (size_t begin = text.find('{', from); begin != std::string_view::npos;
       begin = text.find('{', begin + 1)) {
    size_t end = begin + 1;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    if (end > begin + 1 && end < text.size() && text[end] == '}') return text.substr(begin, end + 1 - begin);
  }
  return {};
}

// Whether every placeholder of `a` occurs in `b`.
constexpr bool HasPlaceholdersOf(std::string_view a, std::string_view b) {
  for (size_t at = 0; at < a.size();) {
    const std::string_view placeholder = NextPlaceholder(a, at);
    if (placeholder.empty()) return true;
    if (b.find(placeholder) == std::string_view::npos) return false;
    at = static_cast<size_t>(placeholder.data() - a.data()) + placeholder.size();
  }
  return true;
}

// The same text in all languages. A value; views of literals.
struct Bilingual {
  std::string_view en;
  std::string_view ja;

  constexpr Bilingual() = default;
  // Does not compile if a text is missing or the two have not the same placeholders.
  consteval Bilingual(const char* english, const char* japanese) : en(english), ja(japanese) {
    if (en.empty() || ja.empty()) TextIsMissing();
    if (!HasPlaceholdersOf(en, ja) || !HasPlaceholdersOf(ja, en)) PlaceholdersDiffer();
  }

  constexpr std::string_view In(Language language) const { return language == Language::kJapanese ? ja : en; }
  constexpr bool empty() const { return en.empty(); }
  constexpr bool operator==(const Bilingual&) const = default;

 private:
  // Never defined: that they are no constant expressions is their purpose.
  static void TextIsMissing();
  static void PlaceholdersDiffer();
};

}  // namespace kenpin

#endif  // KENPIN_RULES_LANGUAGE_H_
