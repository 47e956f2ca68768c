#include "io/from_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace kenpin {
namespace {

// A name of three letters as a number, which compares at once; 0 for words of another length.
constexpr uint32_t NameCode(std::string_view word) {
  if (word.size() != 3) return 0;
  uint32_t code = 0;
  for (const char c : word) code = code << 8 | static_cast<uint8_t>(c);
  return code;
}

constexpr std::array<uint32_t, 7> kDays = {NameCode("Sun"), NameCode("Mon"), NameCode("Tue"), NameCode("Wed"),
                                           NameCode("Thu"), NameCode("Fri"), NameCode("Sat")};
struct Month {
  uint32_t name;
  int days;
};
constexpr std::array<Month, 12> kMonths = {{{NameCode("Jan"), 31},
                                            {NameCode("Feb"), 29},
                                            {NameCode("Mar"), 31},
                                            {NameCode("Apr"), 30},
                                            {NameCode("May"), 31},
                                            {NameCode("Jun"), 30},
                                            {NameCode("Jul"), 31},
                                            {NameCode("Aug"), 31},
                                            {NameCode("Sep"), 30},
                                            {NameCode("Oct"), 31},
                                            {NameCode("Nov"), 30},
                                            {NameCode("Dec"), 31}}};
constexpr int kFirstYear = 1900;  // Not 1970: the epoch read in an American time zone is a day of 1969.
constexpr int kLastYear = 2199;
constexpr size_t kMaxZone = 10;  // "EST5EDT", "GMT+01:00" and their like.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes the next word and the white space behind it off `rest`; empty at the end.
std::string_view TakeWord(std::string_view* rest) {
  const size_t end = FindBlank(*rest, 0);
  const std::string_view word = rest->substr(0, end);
  rest->remove_prefix(SkipBlanks(*rest, end));
  return word;
}

// The value of a word of `min` to `max` digits and nothing else.
std::optional<int> ParseNumber(std::string_view word, size_t min, size_t max) {
  if (word.size() < min || word.size() > max || !std::all_of(word.begin(), word.end(), IsDigit))
    return std::nullopt;
  int value = 0;
  for (const char c : word) value = value * 10 + (c - '0');
  return value;
}

bool IsNumberIn(std::string_view word, size_t min_digits, int last) {
  const std::optional<int> value = ParseNumber(word, min_digits, 2);
  return value && *value <= last;
}

// hh:mm or hh:mm:ss; 60 is a leap second.
bool IsTime(std::string_view word) {
  const size_t colon = word.find(':');
  if (colon == std::string_view::npos || !IsNumberIn(word.substr(0, colon), 1, 23)) return false;
  word.remove_prefix(colon + 1);
  if (!IsNumberIn(word.substr(0, 2), 2, 59)) return false;
  word.remove_prefix(2);
  return word.empty() || (word.front() == ':' && IsNumberIn(word.substr(1), 2, 60));
}

bool IsZone(std::string_view word) {
  if (word.size() > 2 && word.front() == '(' && word.back() == ')') word = word.substr(1, word.size() - 2);
  if (word.empty() || word.size() > kMaxZone) return false;
  if (word.front() == '+' || word.front() == '-') {
    word.remove_prefix(1);
    return word.size() >= 4 &&
           std::all_of(word.begin(), word.end(), [](char c) { return IsDigit(c) || c == ':'; });
  }
  // Capitals only: "remote" and the words of a sentence are no time zones.
  return word.front() >= 'A' && word.front() <= 'Z' && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '+' || c == '-' || c == ':';
         });
}

std::optional<int> ParseYear(std::string_view word) {
  const std::optional<int> year = ParseNumber(word, 4, 4);
  return year && *year >= kFirstYear && *year <= kLastYear ? year : std::nullopt;
}

bool IsDayOf(std::string_view day, uint32_t month, int year) {
  const std::optional<int> number = ParseNumber(day, 1, 2);
  const Month* found =
      std::find_if(kMonths.begin(), kMonths.end(), [month](const Month& m) { return m.name == month; });
  if (!number || found == kMonths.end() || *number < 1 || *number > found->days) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return *number != 29 || found->days != 29 || leap;
}

// Up to two words of time zone ("MET DST", "+0100 (CET)") are passed over.
void SkipZone(std::string_view* rest) {
  for (int i = 0; i < 2; ++i) {
    std::string_view after = *rest;
    if (!IsZone(TakeWord(&after))) return;
    *rest = after;
  }
}

// The end of the line: nothing, or where a UUCP neighbour got the mail from.
bool IsEnd(std::string_view rest) {
  if (rest.empty()) return true;
  return TakeWord(&rest) == "remote" && TakeWord(&rest) == "from" && !rest.empty();
}

// RFC 5322: "1 Jan" is read, "2015 00:00:01 +0100" is left.
bool IsDayFirstTail(std::string_view day, std::string_view month, std::string_view rest) {
  const std::optional<int> year = ParseYear(TakeWord(&rest));
  if (!year || !IsDayOf(day, NameCode(month), *year) || !IsTime(TakeWord(&rest))) return false;
  SkipZone(&rest);
  return IsEnd(rest);
}

// 2015-01-31
bool IsIsoDay(std::string_view word) {
  if (word.size() != 10 || word[4] != '-' || word[7] != '-') return false;
  const std::optional<int> year = ParseYear(word.substr(0, 4));
  const std::optional<int> month = ParseNumber(word.substr(5, 2), 2, 2);
  return year && month && *month >= 1 && *month <= 12 &&
         IsDayOf(word.substr(8), kMonths[*month - 1].name, *year);
}

bool IsIsoTail(std::string_view rest) {
  if (!IsTime(TakeWord(&rest))) return false;
  SkipZone(&rest);
  return IsEnd(rest);
}

}  // namespace

bool IsFromLineDate(std::string_view text) {
  std::string_view first = TakeWord(&text);
  if (IsIsoDay(first)) return IsIsoTail(text);
  if (first.size() == 4 && first.back() == ',') first.remove_suffix(1);
  if (std::find(kDays.begin(), kDays.end(), NameCode(first)) == kDays.end()) return false;

  const std::string_view second = TakeWord(&text);
  const std::string_view third = TakeWord(&text);
  if (ParseNumber(second, 1, 2)) return IsDayFirstTail(second, third, text);
  if (!IsTime(TakeWord(&text))) return false;
  SkipZone(&text);
  const std::optional<int> year = ParseYear(TakeWord(&text));
  SkipZone(&text);
  return year && IsDayOf(third, NameCode(second), *year) && IsEnd(text);
}

}  // namespace kenpin
