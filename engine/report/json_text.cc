#include "engine/report/json_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/mail/date.h"
#include "engine/report/utf8.h"

namespace kenpin {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr size_t kIndentation = 2;

// Whether a byte goes into a JSON string as it is, without looking at its neighbours.
bool IsPlainInJson(char c) {
  const unsigned char u = static_cast<unsigned char>(c);
  return u >= 0x20 && u < 0x7F && c != '"' && c != '\\';
}

// For characters of the Basic Multilingual Plane.
void AppendUnicodeEscape(char32_t c, std::string* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  *out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) *out += kHex[(c >> shift) & 15];
}

void AppendEscaped(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\b':
      out->append("\\b");
      return;
    case '\f':
      out->append("\\f");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      AppendUnicodeEscape(static_cast<uint8_t>(c), out);
  }
}

// Figures with zeros before them; the value has no more of them.
void AppendFigures(int64_t value, int figures, std::string* out) {
  out->append(figures, '0');
  for (auto at = out->rbegin(); value > 0; value /= 10) *at++ = static_cast<char>('0' + value % 10);
}

struct CivilDate {
  int64_t year;
  unsigned month;
  unsigned day;
};

// 2026-11-23; the year has at most four figures.
void AppendDate(const CivilDate& date, std::string* out) {
  AppendFigures(date.year, 4, out);
  out->push_back('-');
  AppendFigures(date.month, 2, out);
  out->push_back('-');
  AppendFigures(date.day, 2, out);
}

// Days since 1970-01-01 to the proleptic Gregorian calendar.
CivilDate CivilFromDays(int64_t days) {
  const int64_t z = days + 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t day_of_era = z - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * day_of_year + 2) / 153;
  const unsigned day = static_cast<unsigned>(day_of_year - (153 * shifted + 2) / 5 + 1);
  const unsigned month = static_cast<unsigned>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  size_t at = 0;
  while (at < text.size()) {
    const size_t first = at;
    while (at < text.size() && IsPlainInJson(text[at])) ++at;
    out->append(text.substr(first, at - first));
    if (at == text.size()) break;
    const CodePoint c = ReadCodePoint(text, at);
    if (!c.valid) {
      out->append(kReplacement);
    } else if (c.length == 1) {
      AppendEscaped(text[at], out);
    } else if (IsTreacherous(c.value)) {
      AppendUnicodeEscape(c.value, out);
    } else {
      out->append(text.substr(at, c.length));
    }
    at += c.length;
  }
  out->push_back('"');
}

void JsonWriter::Separate() {
  if (end_ == End::kValue) out_.push_back(',');
  if (is_indented_ && end_ != End::kKey && depth_ > 0) BeginLine();
  end_ = End::kValue;
}

void JsonWriter::BeginLine() {
  out_.push_back('\n');
  out_.append(depth_ * kIndentation, ' ');
}

void JsonWriter::Open(char bracket) {
  Separate();
  out_.push_back(bracket);
  ++depth_;
  end_ = End::kOpen;
}

void JsonWriter::Close(char bracket) {
  --depth_;
  if (is_indented_ && end_ == End::kValue) BeginLine();
  out_.push_back(bracket);
  end_ = End::kValue;
}

void JsonWriter::Key(std::string_view key) {
  Separate();
  out_.push_back('"');
  out_.append(key);
  out_.append("\":");
  if (is_indented_) out_.push_back(' ');
  end_ = End::kKey;
}

void JsonWriter::String(std::string_view value) {
  Separate();
  AppendJsonString(value, &out_);
}

void JsonWriter::StringOrNull(std::string_view value) {
  if (value.empty()) {
    Null();
  } else {
    String(value);
  }
}

void JsonWriter::Number(int64_t value) {
  Separate();
  const fmt::format_int text(value);
  out_.append(text.data(), text.size());
}

void JsonWriter::Unsigned(uint64_t value) {
  Separate();
  const fmt::format_int text(value);
  out_.append(text.data(), text.size());
}

void JsonWriter::Real(double value) {
  Separate();
  out_ += nlohmann::json(value).dump();
}

void JsonWriter::Bool(bool value) {
  Separate();
  out_.append(value ? "true" : "false");
}

void JsonWriter::Raw(std::string_view json) {
  Separate();
  if (json.ends_with('\n')) json.remove_suffix(1);
  out_ += json;
}

void JsonWriter::Null() {
  Separate();
  out_.append("null");
}

void JsonWriter::Time(std::optional<int64_t> value) {
  if (!value) return Null();
  Separate();
  const size_t before = out_.size();
  out_.push_back('"');
  if (AppendTime(*value, &out_)) {
    out_.push_back('"');
  } else {
    out_.replace(before, std::string::npos, "null");
  }
}

bool AppendTime(int64_t time, std::string* out) {
  int64_t days = time / kSecondsPerDay;
  int64_t seconds = time % kSecondsPerDay;
  if (seconds < 0) {
    seconds += kSecondsPerDay;
    --days;
  }
  const CivilDate date = CivilFromDays(days);
  if (date.year < 0 || date.year > 9999) return false;
  AppendDate(date, out);
  out->push_back('T');
  AppendFigures(seconds / 3600, 2, out);
  out->push_back(':');
  AppendFigures(seconds / 60 % 60, 2, out);
  out->push_back(':');
  AppendFigures(seconds % 60, 2, out);
  out->push_back('Z');
  return true;
}

std::string FormatTime(int64_t time) {
  std::string text;
  AppendTime(time, &text);
  return text;
}

std::string FormatDay(int32_t day) {
  const CivilDate date = CivilFromDays(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace kenpin
