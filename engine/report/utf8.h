// UTF-8 one code point at a time, for text that goes to people and to other programs (RFC 3629 §4).
#ifndef KENPIN_ENGINE_REPORT_UTF8_H_
#define KENPIN_ENGINE_REPORT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// What stands at a place of a text.
struct CodePoint {
  bool valid = false;
  char32_t value = 0;  // When valid.
  size_t length = 1;   // Octets: of the sequence, or of the maximal bad run that one U+FFFD stands for.
};

// Reads the code point at `at`, which must lie inside of `text`.
CodePoint ReadCodePoint(std::string_view text, size_t at);

// Whether a character beyond ASCII is obeyed or hidden instead of shown: C1 controls, bidirectional and other
// invisible format characters, line and paragraph separators. They stay themselves in data, but are written
// as escapes there, for people who look at a file in a terminal.
bool IsTreacherous(char32_t c);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_UTF8_H_
