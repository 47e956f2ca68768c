// In which language reports are written where the command line does not say: that of the user's locale.
#ifndef KENPIN_ENGINE_OPTIONS_LOCALE_LANGUAGE_H_
#define KENPIN_ENGINE_OPTIONS_LOCALE_LANGUAGE_H_

#include "rules/language.h"

namespace kenpin {

// The variables that decide about messages (POSIX, XBD 8.2), the strongest first; null: not set.
struct LocaleVariables {
  const char* lc_all = nullptr;
  const char* lc_messages = nullptr;
  const char* lang = nullptr;
};

// The first one that is set and not empty decides: kJapanese if it begins with "ja" ("ja", "ja_JP.UTF-8"),
// else kEnglish. Text is UTF-8 whatever the locale's character set is.
Language LanguageOfLocale(const LocaleVariables& variables);

// Those of this process. To be called before threads that change the environment.
LocaleVariables ReadLocaleVariables();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_LOCALE_LANGUAGE_H_
