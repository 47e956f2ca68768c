// Dates as mail, mbox and snapshots write them; the calendar is computed here, so that neither locale nor
// time zone of the machine counts.
#include <fmt/core.h>

#include <array>
#include <charconv>

#include "bench/corpus/codec.h"

namespace kenpin::corpus {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr int64_t kSecondsPerDay = 86400;

struct CivilTime {
  int64_t year, month, day, hour, minute, second;
  size_t weekday;
};

CivilTime ToCivil(int64_t unix_seconds) {
  int64_t days = unix_seconds / kSecondsPerDay;
  int64_t rest = unix_seconds % kSecondsPerDay;
  if (rest < 0) {
    rest += kSecondsPerDay;
    --days;
  }
  CivilTime time{
      1970, 1, 1, rest / 3600, rest / 60 % 60, rest % 60, static_cast<size_t>(((days + 4) % 7 + 7) % 7)};
  while (DaysFromCivil(time.year + 1, 1, 1) <= days) ++time.year;
  while (time.month < 12 && DaysFromCivil(time.year, time.month + 1, 1) <= days) ++time.month;
  time.day = days - DaysFromCivil(time.year, time.month, 1) + 1;
  return time;
}

std::optional<int64_t> ParseNumber(std::string_view text) {
  int64_t value = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  // Years are counted from March, so that the leap day is a year's last.
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

std::string MailDate(int64_t unix_seconds, int zone_minutes) {
  const CivilTime t = ToCivil(unix_seconds + zone_minutes * 60);
  const int offset = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} {}{:02}{:02}", kWeekdays[t.weekday], t.day,
                     kMonths[static_cast<size_t>(t.month - 1)], t.year, t.hour, t.minute, t.second,
                     zone_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

std::string AsctimeDate(int64_t unix_seconds) {
  const CivilTime t = ToCivil(unix_seconds);
  return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", kWeekdays[t.weekday],
                     kMonths[static_cast<size_t>(t.month - 1)], t.day, t.hour, t.minute, t.second, t.year);
}

std::string Rfc3339(int64_t unix_seconds) {
  const CivilTime t = ToCivil(unix_seconds);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", t.year, t.month, t.day, t.hour, t.minute,
                     t.second);
}

std::optional<int64_t> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int64_t> year = ParseNumber(text.substr(0, 4));
  const std::optional<int64_t> month = ParseNumber(text.substr(5, 2));
  const std::optional<int64_t> day = ParseNumber(text.substr(8, 2));
  if (!year || !month || !day || *year < 1990 || *year > 2199 || *month < 1 || *month > 12 || *day < 1)
    return std::nullopt;
  const int64_t days = DaysFromCivil(*year, *month, *day);
  const int64_t next_month =
      *month == 12 ? DaysFromCivil(*year + 1, 1, 1) : DaysFromCivil(*year, *month + 1, 1);
  if (days >= next_month) return std::nullopt;
  return days * kSecondsPerDay;
}

}  // namespace kenpin::corpus
