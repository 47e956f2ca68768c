#include "engine/options/locale_language.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(LocaleLanguage, Decides) {
  const struct {
    const char* name;
    LocaleVariables variables;
    Language language;
  } cases[] = {
      {"nothing is set", {}, Language::kEnglish},
      {"all are empty", {"", "", ""}, Language::kEnglish},
      {"LANG alone", {nullptr, nullptr, "ja_JP.UTF-8"}, Language::kJapanese},
      {"LANG without country", {nullptr, nullptr, "ja"}, Language::kJapanese},
      {"LANG with another character set", {nullptr, nullptr, "ja_JP.eucJP"}, Language::kJapanese},
      {"LANG of another language", {nullptr, nullptr, "de_DE.UTF-8"}, Language::kEnglish},
      {"another language in Japan", {nullptr, nullptr, "en_JP.UTF-8"}, Language::kEnglish},
      {"names are lower case", {nullptr, nullptr, "JA_JP.UTF-8"}, Language::kEnglish},
      {"LC_MESSAGES is stronger than LANG", {nullptr, "ja_JP.UTF-8", "en_US.UTF-8"}, Language::kJapanese},
      {"LC_MESSAGES turns LANG off", {nullptr, "C", "ja_JP.UTF-8"}, Language::kEnglish},
      {"LC_ALL is stronger than both", {"ja_JP.UTF-8", "C", "en_US.UTF-8"}, Language::kJapanese},
      {"LC_ALL turns both off", {"C.UTF-8", "ja_JP.UTF-8", "ja_JP.UTF-8"}, Language::kEnglish},
      {"an empty LC_ALL says nothing", {"", nullptr, "ja_JP.UTF-8"}, Language::kJapanese},
      {"an empty LC_MESSAGES says nothing", {nullptr, "", "ja_JP.UTF-8"}, Language::kJapanese},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(LanguageOfLocale(c.variables), c.language);
  }
}

}  // namespace
}  // namespace kenpin
