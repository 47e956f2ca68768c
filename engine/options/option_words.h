// Options whose value is one of a few words. The words stand in the option's value name
// ("auto|always|never"), from which help, completions and suggestions take them.
#ifndef KENPIN_ENGINE_OPTIONS_OPTION_WORDS_H_
#define KENPIN_ENGINE_OPTIONS_OPTION_WORDS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace kenpin {

inline constexpr size_t kNoDefaultWord = static_cast<size_t>(-1);

// Declares an option that takes one of `words` and hands its place to `choose`; any other value is refused as
// in option_values.h. `default_word` is the place of the word that holds without the option, or
// kNoDefaultWord.
CLI::Option* AddWordOption(CLI::App& app, const std::string& names, const std::vector<std::string>& words,
                           size_t default_word, const std::function<void(size_t)>& choose,
                           const std::string& description);

// The same for a table of words and their values, which must live as long as `app`. What `target` holds now
// is the default.
template <typename T, size_t kCount>
CLI::Option* AddWords(CLI::App& app, const std::string& names, T& target,
                      const std::pair<std::string_view, T> (&table)[kCount], const std::string& description) {
  std::vector<std::string> words;
  size_t default_word = kNoDefaultWord;
  for (const std::pair<std::string_view, T>& row : table) {
    if (row.second == target) default_word = words.size();
    words.emplace_back(row.first);
  }
  return AddWordOption(
      app, names, words, default_word,
      [&target, rows = &table[0]](size_t place) { target = rows[place].second; }, description);
}

// The place of `word` among `words`; refuses with a suggestion if it is none of them.
size_t FindWord(const std::string& option, const std::string& word, const std::vector<std::string>& words);

// "; did you mean 'scan'?" if one of `known` is close to `word`, else empty.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& known);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_OPTION_WORDS_H_
