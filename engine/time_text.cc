#include "engine/time_text.h"

#include "engine/mail/date.h"

namespace kenpin {
namespace {

// Reads exactly `digits` decimal digits at *at.
std::optional<int> ReadDigits(const std::string& text, size_t* at, size_t digits) {
  if (*at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    const char c = text[*at + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  *at += digits;
  return value;
}

bool Skip(const std::string& text, size_t* at, char c) {
  if (*at >= text.size() || text[*at] != c) return false;
  ++*at;
  return true;
}

// Days from 1970-01-01 in the proleptic Gregorian calendar.
int64_t DaysFromCivil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return int64_t{era} * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

bool ValidDate(int year, int month, int day) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// RFC 3339 §5.6 time-offset in seconds, from *at to the end.
std::optional<int> ReadOffset(const std::string& text, size_t* at) {
  if (Skip(text, at, 'Z') || Skip(text, at, 'z')) return 0;
  const bool negative = *at < text.size() && text[*at] == '-';
  if (!negative && (*at >= text.size() || text[*at] != '+')) return std::nullopt;
  ++*at;
  const std::optional<int> hours = ReadDigits(text, at, 2);
  if (!hours || *hours > 23 || !Skip(text, at, ':')) return std::nullopt;
  const std::optional<int> minutes = ReadDigits(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const int seconds = *hours * 3600 + *minutes * 60;
  return negative ? -seconds : seconds;
}

std::optional<int64_t> ParseUnixSeconds(const std::string& digits) {
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<int64_t> ParseTime(const std::string& text) {
  if (!text.empty() && text[0] == '@') return ParseUnixSeconds(text.substr(1));
  size_t at = 0;
  const std::optional<int> year = ReadDigits(text, &at, 4);
  if (!year || !Skip(text, &at, '-')) return std::nullopt;
  const std::optional<int> month = ReadDigits(text, &at, 2);
  if (!month || !Skip(text, &at, '-')) return std::nullopt;
  const std::optional<int> day = ReadDigits(text, &at, 2);
  if (!day || !ValidDate(*year, *month, *day)) return std::nullopt;
  const int64_t midnight = DaysFromCivil(*year, *month, *day) * kSecondsPerDay;
  if (at == text.size()) return midnight;
  if (!Skip(text, &at, 'T') && !Skip(text, &at, 't') && !Skip(text, &at, ' ')) return std::nullopt;
  const std::optional<int> hour = ReadDigits(text, &at, 2);
  if (!hour || *hour > 23 || !Skip(text, &at, ':')) return std::nullopt;
  const std::optional<int> minute = ReadDigits(text, &at, 2);
  if (!minute || *minute > 59 || !Skip(text, &at, ':')) return std::nullopt;
  const std::optional<int> second = ReadDigits(text, &at, 2);
  if (!second || *second > 60) return std::nullopt;
  if (Skip(text, &at, '.')) {
    const size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == first) return std::nullopt;
  }
  const std::optional<int> offset = ReadOffset(text, &at);
  if (!offset || at != text.size()) return std::nullopt;
  return midnight + *hour * 3600 + *minute * 60 + *second - *offset;
}

}  // namespace kenpin
