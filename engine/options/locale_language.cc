#include "engine/options/locale_language.h"

#include <cstdlib>
#include <string_view>

namespace kenpin {

Language LanguageOfLocale(const LocaleVariables& variables) {
  for (const char* value : {variables.lc_all, variables.lc_messages, variables.lang}) {
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("ja") ? Language::kJapanese : Language::kEnglish;
  }
  return Language::kEnglish;
}

LocaleVariables ReadLocaleVariables() {
  return {std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG")};
}

}  // namespace kenpin
