// Cuts the inside of a comment into words. Trace fields put data into comments, and every writer has his own
// punctuation.
#ifndef KENPIN_ENGINE_MAIL_WORD_CUTTER_H_
#define KENPIN_ENGINE_MAIL_WORD_CUTTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

class WordCutter {
 public:
  explicit WordCutter(std::string_view text) : text_(text) {}

  // The next run of octets without white space, commas, semicolons and parentheses; empty at the end.
  std::string_view Next() {
    const char* const bytes = text_.data();
    const size_t size = text_.size();
    size_t begin = pos_;
    while (begin < size && kIsBetween[static_cast<uint8_t>(bytes[begin])]) ++begin;
    size_t end = begin;
    while (end < size && !kIsBetween[static_cast<uint8_t>(bytes[end])]) ++end;
    pos_ = end;
    return {bytes + begin, end - begin};
  }

 private:
  static constexpr std::array<bool, 256> kIsBetween = [] {
    std::array<bool, 256> between{};
    for (const char c : {' ', '\t', '\r', '\n', ',', ';', '(', ')'}) between[static_cast<uint8_t>(c)] = true;
    return between;
  }();

  std::string_view text_;
  size_t pos_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_WORD_CUTTER_H_
