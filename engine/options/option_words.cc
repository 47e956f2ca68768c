#include "engine/options/option_words.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/options/nearest_word.h"
#include "engine/options/option_values.h"

namespace kenpin {

CLI::Option* AddWordOption(CLI::App& app, const std::string& names, const std::vector<std::string>& words,
                           size_t default_word, const std::function<void(size_t)>& choose,
                           const std::string& description) {
  const std::string shown = names.substr(0, names.find(','));
  CLI::Option* option = app.add_option_function<std::string>(
      names, [words, shown, choose](const std::string& word) { choose(FindWord(shown, word, words)); },
      description);
  option->type_name(fmt::format("{}", fmt::join(words, "|")));
  if (default_word != kNoDefaultWord) option->default_str(words[default_word]);
  return option;
}

size_t FindWord(const std::string& option, const std::string& word, const std::vector<std::string>& words) {
  const std::vector<std::string>::const_iterator found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) {
    RefuseOption(option,
                 fmt::format("'{}' is none of {}{}", word, fmt::join(words, ", "), DidYouMean(word, words)));
  }
  return static_cast<size_t>(found - words.begin());
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::string_view nearest = NearestWord(word, known);
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

}  // namespace kenpin
