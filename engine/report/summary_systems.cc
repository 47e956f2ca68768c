#include "engine/report/summary_systems.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDomainColumns = 40;

// A rule that fails in the mail of one system.
struct SystemFailure {
  const RuleInfo* rule = nullptr;
  uint64_t messages = 0;
};

uint64_t FailuresOf(const DomainCounts& counts, SenderSystem system, RuleId rule) {
  for (const SenderSystemCounts& found : counts.systems.systems()) {
    if (found.system == system) return found.failing[static_cast<size_t>(rule)];
  }
  return 0;
}

class SystemsText {
 public:
  explicit SystemsText(const RunSummary& run) : run_(run) {
    SenderSystemTable all;
    for (const DomainSummary& domain : run.domains) all.Merge(domain.counts.systems);
    systems_.assign(all.systems().begin(), all.systems().end());
    std::stable_sort(
        systems_.begin(), systems_.end(),
        [](const SenderSystemCounts& a, const SenderSystemCounts& b) { return a.messages() > b.messages(); });
  }

  std::string Write() {
    if (systems_.empty()) return {};
    Print("\nSending systems\n");
    for (size_t i = 0; i < std::min(systems_.size(), kMaxSystemRows); ++i) WriteSystem(systems_[i]);
    if (systems_.size() > kMaxSystemRows)
      Print("  ... and {} more systems; --out json has them all.\n", systems_.size() - kMaxSystemRows);
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void WriteSystem(const SenderSystemCounts& counts) {
    Print("  {:<26} {:>9}  certain {}, likely {}, claimed {}\n", SenderSystemName(counts.system),
          GroupDigits(counts.messages()), GroupDigits(counts.by(Certainty::kCertain)),
          GroupDigits(counts.by(Certainty::kLikely)), GroupDigits(counts.by(Certainty::kClaimed)));
    const std::vector<SystemFailure> failures = RequiredFailures(counts);
    for (size_t i = 0; i < std::min(failures.size(), kMaxSystemFailures); ++i)
      WriteFailure(counts.system, failures[i]);
    if (failures.size() > kMaxSystemFailures)
      Print("  {:>26} {:>9}  and {} more rules\n", "", "", failures.size() - kMaxSystemFailures);
  }

  // The most frequent first.
  std::vector<SystemFailure> RequiredFailures(const SenderSystemCounts& counts) const {
    std::vector<SystemFailure> failures;
    for (const RuleInfo& rule : Rules()) {
      const uint64_t messages = counts.failing[static_cast<size_t>(rule.id)];
      if (messages > 0 && IsRequired(rule.id, run_.provider, run_.sender_size))
        failures.push_back({&rule, messages});
    }
    std::stable_sort(failures.begin(), failures.end(),
                     [](const SystemFailure& a, const SystemFailure& b) { return a.messages > b.messages; });
    return failures;
  }

  void WriteFailure(SenderSystem system, const SystemFailure& failure) {
    const DomainSummary* worst = nullptr;
    uint64_t most = 0;
    size_t domains = 0;
    for (const DomainSummary& domain : run_.domains) {
      const uint64_t messages = FailuresOf(domain.counts, system, failure.rule->id);
      domains += messages > 0 ? 1 : 0;
      if (messages <= most) continue;
      most = messages;
      worst = &domain;
    }
    if (worst == nullptr) return;
    const std::string_view domain = worst->domain;
    const std::string_view name = domain.empty() ? std::string_view("(no usable From)") : domain;
    Print("  {:>26} {:>9}  fail {}: {}", "", GroupDigits(failure.messages), failure.rule->name,
          PrintableText(name, kDomainColumns));
    if (domains > 1) Print(" ({}) and {} more domains", GroupDigits(most), domains - 1);
    Print("\n");
  }

  const RunSummary& run_;
  std::vector<SenderSystemCounts> systems_;
  std::string out_;
};

}  // namespace

Json SenderSystemsAsJson(const DomainCounts& counts) {
  Json systems = Json::object();
  for (const SenderSystemCounts& found : counts.systems.systems()) {
    Json failing = Json::object();
    for (const RuleInfo& rule : Rules()) {
      const uint64_t messages = found.failing[static_cast<size_t>(rule.id)];
      if (messages > 0) failing[std::string(rule.name)] = messages;
    }
    Json row = {{"messages", found.messages()}};
    for (const Certainty certainty : {Certainty::kCertain, Certainty::kLikely, Certainty::kClaimed})
      row[std::string(CertaintyName(certainty))] = found.by(certainty);
    row["failing"] = std::move(failing);
    systems[std::string(SenderSystemName(found.system))] = std::move(row);
  }
  return systems;
}

std::string SenderSystemsAsText(const RunSummary& run) { return SystemsText(run).Write(); }

}  // namespace kenpin
