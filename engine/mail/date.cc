// A cursor over digits, letters and signs with CFWS skipped between them, in the order of the grammar. Time
// is counted from the civil date by arithmetic alone: the C library's functions read the machine's locale and
// time zone.
#include "engine/mail/date.h"

#include <algorithm>
#include <array>

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

struct NamedZone {
  std::string_view name;
  int hours;
};
// RFC 5322 §4.3, and the one zone of Japan.
constexpr NamedZone kZones[] = {{"UT", 0},   {"GMT", 0},  {"UTC", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                                {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"JST", 9}};
constexpr size_t kLongestZoneName = 5;

// "Tue, 6 Jan 2024 01:02:03 +0100", and what follows the day in it.
constexpr size_t kShortestUsual = 30;
constexpr size_t kUsualRest = 24;

constexpr bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 1 && IsLeapYear(year) ? 29 : kDays[month];
}

// Days from 1970-01-01 to the date; `month` from 0, `day` from 1. The year begins in March here, so that the
// leap day comes last.
constexpr int64_t DaysSinceEpoch(int year, int month, int day) {
  const int64_t y = month < 2 ? year - 1 : year;
  const int64_t m = month < 2 ? month + 10 : month - 2;
  const int64_t day_of_year = (153 * m + 2) / 5 + day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719'468;
}
static_assert(DaysSinceEpoch(1970, 0, 1) == 0 && DaysSinceEpoch(2000, 2, 1) == 11'017);

// The three letters of a name as one number, whatever their case.
constexpr uint32_t Packed(std::string_view name) {
  uint32_t packed = 0;
  for (const char c : name.substr(0, 3)) packed = packed << 8 | static_cast<uint8_t>(ToLower(c));
  return packed;
}

template <size_t n>
constexpr std::array<uint32_t, n> PackedNames(const std::array<std::string_view, n>& names) {
  std::array<uint32_t, n> packed{};
  for (size_t i = 0; i < n; ++i) packed[i] = Packed(names[i]);
  return packed;
}

constexpr std::array<uint32_t, 7> kWeekdays =
    PackedNames<7>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
constexpr std::array<uint32_t, 12> kMonths =
    PackedNames<12>({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

template <size_t n>
int IndexOf(const std::array<uint32_t, n>& names, std::string_view name) {
  if (name.size() != 3) return -1;
  const auto found = std::find(names.begin(), names.end(), Packed(name));
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

struct Number {
  int value = 0;
  int digits = 0;
};

class DateParser {
 public:
  DateParser(std::string_view text, DateGrammar grammar)
      : text_(text), trace_(grammar == DateGrammar::kTrace) {}

  std::optional<MailDate> Parse() {
    if (!ReadUsual()) {
      weekday_ = -1;
      zone_minutes_ = 0;
      SkipSpace();
      if (!ReadWeekday() || !ReadDate() || !ReadTime() || !ReadZone()) return std::nullopt;
      if (!trace_ && (pos_ != text_.size() || notes_.bad)) return std::nullopt;
    }
    const int64_t days = DaysSinceEpoch(year_, month_, day_);
    // 1970-01-01 was a Thursday; years before it have negative days.
    const int64_t weekday = ((days + 4) % 7 + 7) % 7;
    result_.weekday_wrong = weekday_ >= 0 && weekday_ != weekday;
    result_.time = days * kSecondsPerDay + seconds_ - zone_minutes_ * 60;
    return result_;
  }

 private:
  // "Tue, 16 Jan 2024 01:02:03 +0100" and nothing else, as nearly all writers have it: every octet is at its
  // place. False: the grammar must be asked.
  bool ReadUsual() {
    size_t begin = 0;
    while (begin < text_.size() && (IsWsp(text_[begin]) || LineEndsAt(begin))) ++begin;
    const std::string_view text = text_.substr(begin);
    if (text.size() < kShortestUsual || text.substr(3, 2) != ", ") return false;
    const size_t digits = text[6] == ' ' ? 1 : 2;
    const std::string_view rest = text.substr(5 + digits);  // " Jan 2024 01:02:03 +0100"
    if (rest.size() < kUsualRest || (rest.size() > kUsualRest && (!trace_ || IsDigit(rest[kUsualRest]))))
      return false;
    const bool spaced = rest[0] == ' ' && rest[4] == ' ' && rest[9] == ' ' && rest[18] == ' ';
    if (!spaced || rest[12] != ':' || rest[15] != ':' || (rest[19] != '+' && rest[19] != '-')) return false;
    weekday_ = IndexOf(kWeekdays, text.substr(0, 3));
    month_ = IndexOf(kMonths, rest.substr(1, 3));
    day_ = digits == 1 ? Digit(text[5]) : TwoDigits(text, 5);
    year_ = TwoDigits(rest, 5) * 100 + TwoDigits(rest, 7);
    const int hour = TwoDigits(rest, 10);
    const int minute = TwoDigits(rest, 13);
    const int second = TwoDigits(rest, 16);
    const int zone_hours = TwoDigits(rest, 20);
    const int zone_minutes = TwoDigits(rest, 22);
    seconds_ = (hour * 60 + minute) * 60 + second;
    zone_minutes_ = (rest[19] == '-' ? -1 : 1) * (zone_hours * 60 + zone_minutes);
    // What is no digit makes any of these too large.
    return weekday_ >= 0 && month_ >= 0 && year_ <= 9999 && DateExists() && hour < 24 && minute < 60 &&
           second <= 60 && zone_hours <= 99 && zone_minutes < 60;
  }

  bool LineEndsAt(size_t pos) const {
    return text_[pos] == '\n' || (text_[pos] == '\r' && text_.substr(pos + 1, 1) == "\n");
  }

  static constexpr int kNoDigit = 10'000;
  static int Digit(char c) { return IsDigit(c) ? c - '0' : kNoDigit; }
  static int TwoDigits(std::string_view text, size_t at) {
    return IsDigit(text[at]) && IsDigit(text[at + 1]) ? (text[at] - '0') * 10 + (text[at + 1] - '0')
                                                      : kNoDigit;
  }

  void SkipSpace() { pos_ = SkipCfws(text_, pos_, notes_); }
  char Peek() const { return pos_ < text_.size() ? text_[pos_] : '\0'; }

  bool Take(char c) {
    if (Peek() != c || pos_ == text_.size()) return false;
    ++pos_;
    SkipSpace();
    return true;
  }

  // At most nine digits, so that the value fits.
  Number ReadNumber() {
    Number number;
    while (IsDigit(Peek()) && number.digits < 9) {
      number.value = number.value * 10 + (text_[pos_++] - '0');
      ++number.digits;
    }
    return number;
  }

  std::string_view ReadWord() {
    const size_t begin = pos_;
    while (IsClass(Peek(), kAlpha)) ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

  // [ day-name "," ]
  bool ReadWeekday() {
    if (!IsClass(Peek(), kAlpha)) return true;
    weekday_ = IndexOf(kWeekdays, ReadWord());
    SkipSpace();
    return weekday_ >= 0 && (Take(',') || trace_);
  }

  bool ReadDate() {
    const Number first = ReadNumber();
    if (trace_ && first.digits == 4 && Peek() == '-') return ReadIsoDate(first.value);
    if (first.digits < 1 || first.digits > 2) return false;
    day_ = first.value;
    SkipSpace();
    month_ = IndexOf(kMonths, ReadWord());
    SkipSpace();
    const Number year = ReadNumber();
    SkipSpace();
    return month_ >= 0 && SetYear(year) && DateExists();
  }

  // 2024-01-16, as Go programs print it.
  bool ReadIsoDate(int year) {
    ++pos_;
    const Number month = ReadNumber();
    if (month.digits != 2 || Peek() != '-') return false;
    ++pos_;
    const Number day = ReadNumber();
    if (day.digits != 2) return false;
    year_ = year;
    month_ = month.value - 1;
    day_ = day.value;
    if (Peek() == 'T') ++pos_;
    SkipSpace();
    return month_ >= 0 && month_ < 12 && DateExists();
  }

  // §4.3: two digits below 50 belong to this century, other two and all three digits count from 1900.
  bool SetYear(Number year) {
    year_ = year.value;
    if (year.digits == 2 && year_ < 50) {
      year_ += 2000;
    } else if (year.digits == 2 || year.digits == 3) {
      year_ += 1900;
    }
    return year.digits >= 2 && year.digits <= 4;
  }

  bool DateExists() const { return year_ >= 1900 && day_ >= 1 && day_ <= DaysInMonth(year_, month_); }

  // hour ":" minute [ ":" second ]
  bool ReadTime() {
    const Number hour = ReadNumber();
    SkipSpace();
    if (!(hour.digits == 2 || (trace_ && hour.digits == 1)) || !Take(':')) return false;
    const Number minute = ReadNumber();
    SkipSpace();
    Number second;
    if (Take(':')) {
      second = ReadNumber();
      if (second.digits != 2) return false;
      if (trace_ && Peek() == '.') SkipFraction();
      SkipSpace();
    }
    if (minute.digits != 2 || hour.value >= 24 || minute.value >= 60 || second.value > 60) return false;
    seconds_ = (hour.value * 60 + minute.value) * 60 + second.value;
    return true;
  }

  void SkipFraction() {
    ++pos_;
    while (IsDigit(Peek())) ++pos_;
  }

  bool ReadZone() {
    const bool found = Peek() == '+' || Peek() == '-' ? ReadOffset() : ReadZoneName();
    SkipSpace();
    return found;
  }

  // ("+" / "-") 4DIGIT
  bool ReadOffset() {
    const int sign = text_[pos_++] == '-' ? -1 : 1;
    Number offset = ReadNumber();
    if (trace_ && offset.digits == 2 && Peek() == ':') {
      ++pos_;
      const Number minutes = ReadNumber();
      offset = {offset.value * 100 + minutes.value, offset.digits + minutes.digits};
    }
    if (offset.digits != 4 || offset.value % 100 > 59) return false;
    zone_minutes_ = sign * (offset.value / 100 * 60 + offset.value % 100);
    return true;
  }

  // obs-zone. A military letter's meaning was once published with the wrong sign, so all of them are -0000
  // (§4.3); "J" is none.
  bool ReadZoneName() {
    const std::string_view name = ReadWord();
    if (name.empty() || name.size() > kLongestZoneName) return false;
    if (name.size() == 1 && ToLower(name[0]) == 'j') return false;
    result_.obsolete_zone = true;
    for (const NamedZone& zone : kZones) {
      if (EqualsIgnoreCase(zone.name, name)) zone_minutes_ = zone.hours * 60;
    }
    return true;
  }

  std::string_view text_;
  bool trace_;
  size_t pos_ = 0;
  LexicalNotes notes_;
  MailDate result_;
  int weekday_ = -1;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
  int seconds_ = 0;
  int zone_minutes_ = 0;
};

}  // namespace

std::optional<MailDate> ParseMailDate(std::string_view text, DateGrammar grammar) {
  return DateParser(text, grammar).Parse();
}

DateFacts ParseDateFacts(const MessageView& message) {
  DateFacts facts;
  facts.count = message.count(FieldId::kDate);
  if (facts.count == 0) return facts;
  const std::optional<MailDate> date = ParseMailDate(message.Body(FieldId::kDate), DateGrammar::kRfc5322);
  facts.form = date ? DateFacts::Form::kOk : DateFacts::Form::kUnparsable;
  if (!date) return facts;
  facts.weekday_wrong = date->weekday_wrong;
  facts.obsolete_zone = date->obsolete_zone;
  facts.time = date->time;
  return facts;
}

}  // namespace kenpin
