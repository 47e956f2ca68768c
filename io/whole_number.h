// A number in decimal digits, and nothing else.
#ifndef KENPIN_IO_WHOLE_NUMBER_H_
#define KENPIN_IO_WHOLE_NUMBER_H_

#include <charconv>
#include <optional>
#include <string_view>

namespace kenpin {

// All of `text` as a number; a signed one may begin with '-'. Null if it is none, or does not fit.
template <typename Number>
std::optional<Number> ParseWholeNumber(std::string_view text) {
  Number number = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace kenpin

#endif  // KENPIN_IO_WHOLE_NUMBER_H_
