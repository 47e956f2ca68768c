// Dates: in range, the wide grammar reads what the narrow one does, and a date written anew is the same.
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

#include "engine/mail/date.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// 1900 and the end of 9999, with a day for the zone.
constexpr int64_t kFirst = -2208988800 - 100 * 3600;
constexpr int64_t kLast = 253402300799 + 100 * 3600;

std::string Written(int64_t time) {
  const std::time_t seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[64];
  std::snprintf(text, sizeof text, "%d %s %d %02d:%02d:%02d +0000", parts.tm_mday,
                kMonths[static_cast<size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  const auto narrow = ParseMailDate(text.view(), DateGrammar::kRfc5322);
  const auto wide = ParseMailDate(text.view(), DateGrammar::kTrace);
  for (const auto& date : {narrow, wide}) {
    if (!date) continue;
    Require(date->time >= kFirst && date->time <= kLast, "a date lies between 1900 and 9999");
    if (date->time < -2208988800 || date->time > 253402300799) continue;
    for (const DateGrammar grammar : {DateGrammar::kRfc5322, DateGrammar::kTrace}) {
      const auto again = ParseMailDate(Written(date->time), grammar);
      Require(again && again->time == date->time, "a date written anew is the same");
    }
  }
  if (!narrow) return 0;
  Require(wide && wide->time == narrow->time, "trace fields may hold every date of RFC 5322");
  const auto folded = ParseMailDate("\r\n " + std::string(text.view()) + " (x)\n\t", DateGrammar::kRfc5322);
  Require(folded && folded->time == narrow->time && folded->weekday_wrong == narrow->weekday_wrong,
          "white space and comments around a date change nothing");
  return 0;
}
