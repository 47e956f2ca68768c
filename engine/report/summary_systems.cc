#include "engine/report/summary_systems.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/report/domain_rules.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

constexpr size_t kNameColumns = 36;
constexpr size_t kCountColumns = 10;

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
  SystemsText(const RunSummary& run, const Speaker& say, TextPage* page)
      : run_(run), say_(say), page_(*page) {
    SenderSystemTable all;
    for (const DomainSummary& domain : run.domains) all.Merge(domain.counts.systems);
    systems_.assign(all.systems().begin(), all.systems().end());
    std::stable_sort(
        systems_.begin(), systems_.end(),
        [](const SenderSystemCounts& a, const SenderSystemCounts& b) { return a.messages() > b.messages(); });
  }

  void Write() {
    if (systems_.empty()) return;
    page_.EmptyLine();
    page_.Cell(kNameColumns, say_("systems"), TextAlign::kLeft, TextStyle::kBold);
    for (const Word head : {Word("head_messages"), Word("certain"), Word("likely"), Word("claimed")})
      page_.Cell(kCountColumns, say_(head), TextAlign::kRight, TextStyle::kFaint);
    page_.EndRow();
    for (size_t i = 0; i < std::min(systems_.size(), kMaxSystemRows); ++i) WriteSystem(systems_[i]);
    if (systems_.size() > kMaxSystemRows) {
      page_.Paragraph(2, say_("more_systems", {{"n", std::to_string(systems_.size() - kMaxSystemRows)}}));
    }
  }

 private:
  void WriteSystem(const SenderSystemCounts& counts) {
    page_.Cell(2, "");
    page_.Cell(kNameColumns - 2, SenderSystemName(counts.system));
    page_.Cell(kCountColumns, GroupDigits(counts.messages()), TextAlign::kRight);
    for (const Certainty certainty : {Certainty::kCertain, Certainty::kLikely, Certainty::kClaimed})
      page_.Cell(kCountColumns, GroupDigits(counts.by(certainty)), TextAlign::kRight);
    page_.EndRow();
    const std::vector<SystemFailure> failures = RequiredFailures(counts);
    for (size_t i = 0; i < std::min(failures.size(), kMaxSystemFailures); ++i)
      WriteFailure(counts.system, failures[i]);
    if (failures.size() > kMaxSystemFailures)
      page_.Paragraph(
          4, say_("system_fails_rest", {{"n", std::to_string(failures.size() - kMaxSystemFailures)}}));
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
    page_.Paragraph(4, say_(domains > 1 ? Word("system_fails_more") : Word("system_fails"),
                            {{"n", GroupDigits(failure.messages)},
                             {"rule", failure.rule->name},
                             {"domain", ShownName(*worst, say_.language())},
                             {"most", GroupDigits(most)},
                             {"others", std::to_string(domains - 1)}}));
  }

  const RunSummary& run_;
  const Speaker& say_;
  TextPage& page_;
  std::vector<SenderSystemCounts> systems_;
};

}  // namespace

void WriteSenderSystems(const DomainCounts& counts, JsonWriter& json) {
  json.BeginObject();
  for (const SenderSystemCounts& found : counts.systems.systems()) {
    json.Key(SenderSystemName(found.system));
    json.BeginObject();
    json.Key("messages");
    json.Unsigned(found.messages());
    for (const Certainty certainty : {Certainty::kCertain, Certainty::kLikely, Certainty::kClaimed}) {
      json.Key(CertaintyName(certainty));
      json.Unsigned(found.by(certainty));
    }
    json.Key("failing");
    json.BeginObject();
    for (const RuleInfo& rule : Rules()) {
      const uint64_t messages = found.failing[static_cast<size_t>(rule.id)];
      if (messages == 0) continue;
      json.Key(rule.name);
      json.Unsigned(messages);
    }
    json.EndObject();
    json.EndObject();
  }
  json.EndObject();
}

void WriteSenderSystems(const RunSummary& run, const Speaker& say, TextPage* page) {
  SystemsText(run, say, page).Write();
}

}  // namespace kenpin
