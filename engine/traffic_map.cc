#include "engine/traffic_map.h"

#include <absl/status/status.h>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "engine/mail/ascii.h"
#include "io/csv.h"

namespace kenpin {
namespace {

constexpr std::string_view kTrafficColumns[] = {"from", "list_id", "feedback_id", "class"};

// Whether `pattern`, an address or a domain, stands for the author.
bool AgreesWithFrom(std::string_view pattern, const FromFacts& from) {
  if (pattern.empty()) return true;
  const size_t at = pattern.rfind('@');
  if (at != std::string_view::npos) {
    return EqualsIgnoreCase(pattern.substr(0, at), from.local_part) &&
           EqualsIgnoreCase(pattern.substr(at + 1), from.domain);
  }
  if (from.domain.size() < pattern.size()) return false;
  const size_t before = from.domain.size() - pattern.size();
  if (!EqualsIgnoreCase(from.domain.substr(before), pattern)) return false;
  return before == 0 || from.domain[before - 1] == '.';
}

// "Phrase <list.example>" → "list.example"; without brackets all of it.
std::string_view ListIdOf(std::string_view body) {
  const size_t open = body.rfind('<');
  const size_t close = open == std::string_view::npos ? open : body.find('>', open);
  return TrimBlanks(close == std::string_view::npos ? body : body.substr(open + 1, close - open - 1));
}

bool AgreesWithFeedbackId(std::string_view pattern, std::string_view value) {
  if (pattern.empty() || EqualsIgnoreCase(pattern, value)) return true;
  const size_t colon = value.rfind(':');
  return colon != std::string_view::npos && EqualsIgnoreCase(pattern, TrimBlanks(value.substr(colon + 1)));
}

std::optional<TrafficClass> ParseClass(std::string_view word) {
  for (const TrafficClass traffic :
       {TrafficClass::kMarketing, TrafficClass::kTransactional, TrafficClass::kList}) {
    if (EqualsIgnoreCase(word, TrafficClassName(traffic))) return traffic;
  }
  return std::nullopt;
}

absl::Status CheckTrafficColumns(const std::string& path, const CsvTable& table) {
  for (const std::string& column : table.columns) {
    if (std::find(std::begin(kTrafficColumns), std::end(kTrafficColumns), column) !=
        std::end(kTrafficColumns))
      continue;
    return absl::InvalidArgumentError(
        fmt::format("{}: unknown column '{}'; known are from, list_id, feedback_id and class", path, column));
  }
  if (table.Find("class") < table.columns.size() && table.columns.size() > 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{}: needs the column class and one of from, list_id and feedback_id", path));
}

}  // namespace

absl::StatusOr<std::unique_ptr<TrafficMap>> TrafficMap::Read(const std::string& path) {
  absl::StatusOr<CsvTable> table = ReadCsv(path);
  if (!table.ok()) return table.status();
  if (absl::Status status = CheckTrafficColumns(path, *table); !status.ok()) return status;
  std::unique_ptr<TrafficMap> map(new TrafficMap());
  for (size_t i = 0; i < table->rows.size(); ++i) {
    const auto field = [&table, i](std::string_view column) {
      const size_t index = table->Find(column);
      return index < table->columns.size() ? std::string(TrimBlanks(table->rows[i][index])) : std::string();
    };
    const std::optional<TrafficClass> traffic = ParseClass(field("class"));
    if (!traffic) {
      return absl::InvalidArgumentError(
          fmt::format("{}: line {}: class '{}' is none of marketing, transactional and list", path,
                      table->lines[i], field("class")));
    }
    map->rows_.push_back({field("from"), field("list_id"), field("feedback_id"), *traffic});
  }
  return map;
}

std::optional<TrafficClass> TrafficMap::Find(const MessageView& message, const FromFacts& from) const {
  const std::string_view list_id = ListIdOf(message.Body(FieldId::kListId));
  const std::string_view feedback_id = TrimBlanks(message.Body(FieldId::kFeedbackId));
  for (const Row& row : rows_) {
    if (!AgreesWithFrom(row.from, from)) continue;
    if (!row.list_id.empty() && !EqualsIgnoreCase(row.list_id, list_id)) continue;
    if (AgreesWithFeedbackId(row.feedback_id, feedback_id)) return row.traffic;
  }
  return std::nullopt;
}

UnsubscribeClass UnsubscribeClassOf(TrafficClass traffic) {
  switch (traffic) {
    case TrafficClass::kMarketing:
    case TrafficClass::kList:
      return UnsubscribeClass::kMarketing;
    case TrafficClass::kTransactional:
      return UnsubscribeClass::kTransactional;
    case TrafficClass::kUnknown:
      break;
  }
  return UnsubscribeClass::kUnknown;
}

}  // namespace kenpin
