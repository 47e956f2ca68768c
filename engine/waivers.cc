#include "engine/waivers.h"

#include <absl/status/status.h>
#include <fmt/core.h>

#include <array>
#include <optional>

#include "engine/mail/arena.h"
#include "engine/mail/date.h"
#include "engine/mail/domain_name.h"
#include "engine/time_text.h"
#include "io/csv.h"

namespace kenpin {
namespace {

enum Column : size_t { kRule, kDomain, kReason, kExpires, kColumnCount };
constexpr std::array<std::string_view, kColumnCount> kWaiverColumns = {"rule", "domain", "reason", "expires"};
using ColumnPlaces = std::array<size_t, kColumnCount>;

absl::StatusOr<ColumnPlaces> FindColumns(const CsvTable& table, const std::string& path) {
  ColumnPlaces places{};
  for (size_t i = 0; i < kColumnCount; ++i) {
    places[i] = table.Find(kWaiverColumns[i]);
    if (places[i] == table.columns.size()) {
      return absl::InvalidArgumentError(fmt::format("{}: there is no column {}", path, kWaiverColumns[i]));
    }
  }
  return places;
}

std::optional<std::string> ReadDomain(const std::string& text) {
  if (text == "*") return text;
  Arena arena;
  const DomainName name = ParseDomainName(text, arena);
  if (name.ascii.empty()) return std::nullopt;
  return std::string(name.ascii);
}

std::optional<WaivableRule> FindWaivableRule(std::string_view name) {
  if (const std::optional<RuleId> id = FindRule(name)) return *id;
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    if (rule.name == name) return rule.id;
  }
  return std::nullopt;
}

// Fills `waiver`; returns what is wrong, or nothing.
std::string FillWaiver(const std::vector<std::string>& fields, const ColumnPlaces& places, int64_t now,
                       Waiver* waiver) {
  const std::string& rule = fields[places[kRule]];
  const std::optional<WaivableRule> id = FindWaivableRule(rule);
  if (!id) return fmt::format("'{}' is no rule; kenpin rules lists them", rule);
  waiver->rule = *id;
  const std::string& domain = fields[places[kDomain]];
  const std::optional<std::string> name = ReadDomain(domain);
  if (!name) return fmt::format("'{}' is neither a domain nor *", domain);
  waiver->domain = *name;
  waiver->reason = fields[places[kReason]];
  if (waiver->reason.empty()) return "a waiver needs a reason";
  const std::string& expires = fields[places[kExpires]];
  const std::optional<int64_t> day = expires.size() == 10 ? ParseTime(expires) : std::nullopt;
  if (!day) return fmt::format("'{}' is no date like 2026-12-31", expires);
  waiver->expires = static_cast<int32_t>(*day / kSecondsPerDay);
  waiver->expired = now >= *day + kSecondsPerDay;
  return {};
}

}  // namespace

std::string_view Waiver::rule_name() const {
  const RuleId* of_message = std::get_if<RuleId>(&rule);
  return of_message != nullptr ? GetRule(*of_message).name : GetCorpusRule(std::get<CorpusRuleId>(rule)).name;
}

bool Waiver::Covers(WaivableRule failing, std::string_view domain_of_mail) const {
  if (failing != rule) return false;
  if (domain == "*") return true;
  if (!domain_of_mail.ends_with(domain)) return false;
  const size_t below = domain_of_mail.size() - domain.size();
  return below == 0 || domain_of_mail[below - 1] == '.';
}

absl::StatusOr<std::vector<Waiver>> ReadWaivers(const std::string& path, int64_t now) {
  const absl::StatusOr<CsvTable> table = ReadCsv(path);
  if (!table.ok()) return table.status();
  const absl::StatusOr<ColumnPlaces> places = FindColumns(*table, path);
  if (!places.ok()) return places.status();
  std::vector<Waiver> waivers;
  for (size_t i = 0; i < table->rows.size(); ++i) {
    const std::string wrong = FillWaiver(table->rows[i], *places, now, &waivers.emplace_back());
    if (!wrong.empty()) {
      return absl::InvalidArgumentError(fmt::format("{}: line {}: {}", path, table->lines[i], wrong));
    }
  }
  return waivers;
}

}  // namespace kenpin
