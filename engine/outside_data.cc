// Two formats, one store. JSON is searched for the objects that the API documents, wherever they stand, so
// that one answer, an array of answers and a saved page of them are all read.
#include "engine/outside_data.h"

#include <absl/status/statusor.h>
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/mail/ascii.h"
#include "io/csv.h"
#include "io/whole_file.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

// Answers nest a few levels; what nests deeper is none.
constexpr int kMaxDepth = 32;

std::optional<int32_t> DayFromCivil(int year, int month, int day) {
  if (year < 1970 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  // Days from March on, so that the leap day is the last one.
  const int y = month <= 2 ? year - 1 : year;
  const int m = (month + 9) % 12;
  const int days = 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1;
  return days - 719468;
}

std::optional<uint32_t> RateFromShare(double share) {
  if (!(share >= 0) || share > 1) return std::nullopt;
  // 0.003 is not exact in binary: the sixth decimal is rounded before anything is cut off.
  return static_cast<uint32_t>(std::floor(share * 1e6 + 1e-3));
}

std::string Lower(std::string_view text) {
  std::string lower(TrimBlanks(text));
  for (char& c : lower) c = ToLower(c);
  return lower;
}

std::optional<bool> ParseState(std::string_view state) {
  if (EqualsIgnoreCase(state, "COMPLIANT")) return true;
  if (EqualsIgnoreCase(state, "NEEDS_WORK")) return false;
  return std::nullopt;
}

absl::Status Wrong(const std::string& path, size_t line, const std::string& what) {
  return absl::InvalidArgumentError(fmt::format("{}: line {}: {}", path, line, what));
}

struct CsvColumns {
  size_t domain;
  size_t day;
  size_t rate;
  size_t honour;
};

absl::Status AddCsvRow(const std::string& path, const CsvTable& table, size_t row, const CsvColumns& columns,
                       OutsideData* data) {
  const std::vector<std::string>& fields = table.rows[row];
  const size_t line = table.lines[row];
  const std::string domain = Lower(fields[columns.domain]);
  if (domain.empty()) return Wrong(path, line, "domain is empty");
  const std::string honour = columns.honour < fields.size() ? fields[columns.honour] : "";
  if (!honour.empty()) {
    const std::optional<bool> state = ParseState(TrimBlanks(honour));
    if (!state) return Wrong(path, line, fmt::format("'{}' is neither COMPLIANT nor NEEDS_WORK", honour));
    data->AddHonour(domain, *state);
  }
  const std::string rate_text = columns.rate < fields.size() ? fields[columns.rate] : "";
  if (rate_text.empty() && !honour.empty()) return absl::OkStatus();
  const std::string day_text = columns.day < fields.size() ? fields[columns.day] : "";
  const std::optional<int32_t> day = ParseDay(TrimBlanks(day_text));
  if (!day) return Wrong(path, line, fmt::format("day '{}' is not written YYYY-MM-DD", day_text));
  const std::optional<uint32_t> rate = ParseRate(TrimBlanks(rate_text));
  if (!rate) {
    return Wrong(path, line,
                 fmt::format("rate '{}' is neither a share between 0 and 1 nor a number with %", rate_text));
  }
  data->AddRate(domain, *day, *rate);
  return absl::OkStatus();
}

absl::Status AddCsv(const std::string& path, const CsvTable& table, bool honour_alone, OutsideData* data) {
  const CsvColumns columns = {table.Find("domain"), table.Find("day"), table.Find("rate"),
                              table.Find("honor_unsubscribe")};
  const size_t none = table.columns.size();
  if (columns.domain == none)
    return absl::InvalidArgumentError(fmt::format("{}: there is no column domain", path));
  const bool rates = columns.day < none && columns.rate < none;
  if (!rates && !(honour_alone && columns.honour < none)) {
    return absl::InvalidArgumentError(fmt::format("{}: the columns day and rate are missing", path));
  }
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (absl::Status status = AddCsvRow(path, table, row, columns, data); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Searches an answer of the API.
class JsonReader {
 public:
  explicit JsonReader(OutsideData* data) : data_(*data) {}

  void Read(const Json& json, std::string_view domain, int depth) {
    if (depth > kMaxDepth) return;
    if (json.is_array()) {
      for (const Json& item : json) Read(item, domain, depth + 1);
    }
    if (!json.is_object()) return;
    const std::string own = DomainOf(json);
    if (!own.empty()) domain = own;
    if (!domain.empty()) {
      ReadHonour(json, domain);
      ReadRate(json, domain);
    }
    for (const auto& [key, value] : json.items()) Read(value, domain, depth + 1);
  }

  size_t found() const { return found_; }

 private:
  static std::string TextOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  // "domainId", or the second part of the resource name "domains/DOMAIN/...".
  static std::string DomainOf(const Json& json) {
    if (const std::string id = TextOf(json, "domainId"); !id.empty()) return Lower(id);
    const std::string name = TextOf(json, "name");
    if (!name.starts_with("domains/")) return {};
    return Lower(std::string_view(name).substr(8, name.find('/', 8) - 8));
  }

  // {"honorUnsubscribeVerdict": {"status": {"status": "COMPLIANT"}}} or {"requirement": "HONOR_UNSUBSCRIBE",
  // "status": ...}.
  void ReadHonour(const Json& json, std::string_view domain) {
    const auto verdict = json.find("honorUnsubscribeVerdict");
    if (verdict != json.end() && verdict->is_object()) AddState(*verdict, domain);
    if (TextOf(json, "requirement") == "HONOR_UNSUBSCRIBE") AddState(json, domain);
  }

  void AddState(const Json& json, std::string_view domain) {
    const auto status = json.find("status");
    if (status == json.end()) return;
    const std::string word = status->is_string()   ? status->get<std::string>()
                             : status->is_object() ? TextOf(*status, "status")
                                                   : std::string();
    const std::optional<bool> state = ParseState(word);
    if (!state) return;
    data_.AddHonour(domain, *state);
    ++found_;
  }

  // v1: {"name": "domains/D/trafficStats/20260701", "userReportedSpamRatio": 0.001}. v2: {"name":
  // "domains/D/domainStats/...", "metric": ..., "date": {...}, "value": {...}}.
  void ReadRate(const Json& json, std::string_view domain) {
    const auto ratio = json.find("userReportedSpamRatio");
    const std::string name = TextOf(json, "name");
    if (ratio != json.end() && ratio->is_number()) {
      AddRate(domain, ParseDay(std::string_view(name).substr(name.rfind('/') + 1)), ratio->get<double>());
      return;
    }
    const auto date = json.find("date");
    const auto value = json.find("value");
    if (date == json.end() || value == json.end() || !IsSpamRate(json)) return;
    for (const char* key : {"doubleValue", "floatValue"}) {
      const auto number = value->is_object() ? value->find(key) : value->end();
      if (number != value->end() && number->is_number()) AddRate(domain, DayOf(*date), number->get<double>());
    }
    if (value->is_number()) AddRate(domain, DayOf(*date), value->get<double>());
  }

  static bool IsSpamRate(const Json& json) {
    const auto metric = json.find("metric");
    if (metric == json.end()) return false;
    const std::string text = Lower(metric->dump());
    return text.find("spam") != std::string::npos && text.find("rat") != std::string::npos;
  }

  static std::optional<int32_t> DayOf(const Json& date) {
    if (date.is_string()) return ParseDay(date.get<std::string>());
    if (!date.is_object()) return std::nullopt;
    int parts[3] = {};
    size_t i = 0;
    for (const char* key : {"year", "month", "day"}) {
      const auto part = date.find(key);
      if (part == date.end() || !part->is_number_integer()) return std::nullopt;
      parts[i++] = static_cast<int>(std::clamp<int64_t>(part->get<int64_t>(), 0, 9999));
    }
    return DayFromCivil(parts[0], parts[1], parts[2]);
  }

  void AddRate(std::string_view domain, std::optional<int32_t> day, double share) {
    const std::optional<uint32_t> rate = RateFromShare(share);
    if (!day || !rate) return;
    data_.AddRate(domain, *day, *rate);
    ++found_;
  }

  OutsideData& data_;
  size_t found_ = 0;
};

// Whether `name` is `domain` or below it.
bool BelongsTo(std::string_view name, std::string_view domain) {
  if (!name.ends_with(domain)) return false;
  return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

// Fills the figures of rates from days in ascending order.
void AddRates(const std::map<int32_t, uint32_t>& rates, OutsideFacts* facts) {
  facts->days = static_cast<uint32_t>(rates.size());
  facts->spam_rate_known = !rates.empty();
  if (rates.empty()) return;
  int32_t recent_day = rates.rbegin()->first;
  uint32_t seen = 0;
  int32_t oldest_recent = recent_day;
  bool good = true;
  for (auto day = rates.rbegin(); day != rates.rend(); ++day) {
    if (seen++ < kSpamRateDays) {
      oldest_recent = day->first;
      if (day->second > facts->worst_recent || seen == 1) {
        facts->worst_recent = day->second;
        recent_day = day->first;
      }
    }
    if (day->second > facts->worst || seen == 1) {
      facts->worst = day->second;
      facts->worst_day = day->first;
    }
    good &= day->second < kSpamRateFail;
    facts->good_days += good ? 1 : 0;
  }
  if (facts->worst_recent >= kSpamRateFail) facts->worst_day = recent_day;
  const uint32_t recent = std::min(seen, kSpamRateDays);
  facts->days_missing = static_cast<uint32_t>(rates.rbegin()->first - oldest_recent) + 1 > recent;
}

}  // namespace

std::optional<int32_t> ParseDay(std::string_view text) {
  std::string digits;
  const bool dashes = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashes && text.size() != 8) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    if (dashes && (i == 4 || i == 7)) continue;
    if (!IsDigit(text[i])) return std::nullopt;
    digits += text[i];
  }
  const auto number = [&digits](size_t at, size_t size) {
    int value = 0;
    for (size_t i = 0; i < size; ++i) value = value * 10 + (digits[at + i] - '0');
    return value;
  };
  return DayFromCivil(number(0, 4), number(4, 2), number(6, 2));
}

std::optional<uint32_t> ParseRate(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text = TrimBlanks(text.substr(0, text.size() - 1));
  double value = 0;
  const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return RateFromShare(percent ? value / 100 : value);
}

absl::Status OutsideData::ReadSpamRates(const std::string& path) {
  absl::StatusOr<CsvTable> table = ReadCsv(path);
  return table.ok() ? AddCsv(path, *table, false, this) : table.status();
}

absl::Status OutsideData::ReadPostmaster(const std::string& path) {
  absl::StatusOr<std::string> text = ReadTextFile(path, "an answer of the Postmaster Tools");
  if (!text.ok()) return text.status();
  const std::string_view begin = TrimBlanks(*text);
  if (!begin.starts_with('{') && !begin.starts_with('[')) {
    absl::StatusOr<CsvTable> table = ReadCsv(path);
    return table.ok() ? AddCsv(path, *table, true, this) : table.status();
  }
  const Json json = Json::parse(*text, nullptr, false);
  if (json.is_discarded()) return absl::InvalidArgumentError(fmt::format("{}: is not JSON", path));
  JsonReader reader(this);
  reader.Read(json, "", 0);
  if (reader.found() > 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{}: holds neither a spam rate nor a state of HONOR_UNSUBSCRIBE", path));
}

OutsideFacts OutsideData::FactsOf(std::string_view org_domain) const {
  OutsideFacts facts;
  if (org_domain.empty()) return facts;
  std::map<int32_t, uint32_t> rates;
  for (const auto& [name, domain] : domains_) {
    if (!BelongsTo(name, org_domain)) continue;
    for (const auto& [day, rate] : domain.rates) rates[day] = std::max(rates[day], rate);
    if (!domain.honoured) continue;
    facts.honoured = (!facts.honour_known || facts.honoured) && *domain.honoured;
    facts.honour_known = true;
  }
  AddRates(rates, &facts);
  return facts;
}

void OutsideData::AddRate(std::string_view domain, int32_t day, uint32_t parts_per_million) {
  uint32_t& rate = domains_[std::string(domain)].rates[day];
  rate = std::max(rate, parts_per_million);
}

void OutsideData::AddHonour(std::string_view domain, bool honoured) {
  std::optional<bool>& known = domains_[std::string(domain)].honoured;
  known = known.value_or(true) && honoured;
}

}  // namespace kenpin
