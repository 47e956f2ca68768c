// Cuts the inside of a comment into words. Trace fields put data into comments, and every writer has his own
// punctuation.
#ifndef KENPIN_ENGINE_MAIL_WORD_CUTTER_H_
#define KENPIN_ENGINE_MAIL_WORD_CUTTER_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/ascii.h"

namespace kenpin {

class WordCutter {
 public:
  explicit WordCutter(std::string_view text) : text_(text) {}

  // The next run of octets without white space, commas, semicolons and parentheses; empty at the end.
  std::string_view Next() {
    while (pos_ < text_.size() && IsBetween(text_[pos_])) ++pos_;
    const size_t begin = pos_;
    while (pos_ < text_.size() && !IsBetween(text_[pos_])) ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

 private:
  static bool IsBetween(char c) { return IsClass(c, kBlank) || c == ',' || c == ';' || c == '(' || c == ')'; }

  std::string_view text_;
  size_t pos_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_WORD_CUTTER_H_
