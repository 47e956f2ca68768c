// The date of a From_ line: the witness that tells a separator from a sentence that begins with "From ".
#ifndef KENPIN_IO_FROM_DATE_H_
#define KENPIN_IO_FROM_DATE_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kenpin {

// Whether all of `text` (to the end of the line, without the line end) is a date as From_ lines carry it: an
// existing day of the years 1900 to 2199 and a time of day. The name of the day need not fit the date,
// because writers get it wrong. Forms:
//   Thu Jan  1 00:00:01 2015       Thu Jan 1 00:00 2015
//   Thu Jan  1 00:00:01 EST 2015   Thu Jan  1 00:00:01 +0000 2015   Thu Jan  1 00:00:01 MET DST 2015
//   Thu Jan  1 00:00:01 2015 EST   Thu Jan  1 00:00:01 2015 +0100 (CET)
//   Thu, 1 Jan 2015 00:00:01 +0100   Thu 1 Jan 2015 00:00:01 +0100   2015-01-01 00:00:01 +0000
// and any of them followed by "remote from HOST". Only looks at a few words, so the cost is bounded.
bool IsFromLineDate(std::string_view text);

// The first space or tab of `text` at or behind `at`, and the first octet that is neither; its size if there
// is none. Words are short: the library's searches cost more to call than these do.
inline size_t FindBlank(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != ' ' && text[at] != '\t') ++at;
  return std::min(at, text.size());
}
inline size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return std::min(at, text.size());
}

}  // namespace kenpin

#endif  // KENPIN_IO_FROM_DATE_H_
