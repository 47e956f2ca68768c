#include "engine/report/summary_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/run_summary.h"
#include "rules/compliance.h"

namespace kenpin {
namespace {

using ReportJson = nlohmann::json;

// Members as they should be; what is absent or of another type is empty or 0: the files come from outside.
const ReportJson& Member(const ReportJson& json, const char* key) {
  static const ReportJson kNothing;
  if (!json.is_object()) return kNothing;
  const auto found = json.find(key);
  return found == json.end() ? kNothing : *found;
}

std::string TextOf(const ReportJson& json, const char* key) {
  const ReportJson& member = Member(json, key);
  return member.is_string() ? member.get<std::string>() : std::string();
}

uint64_t CountOf(const ReportJson& json, const char* key) {
  const ReportJson& member = Member(json, key);
  return member.is_number_unsigned() ? member.get<uint64_t>() : 0;
}

// Of direct mail.
struct Failures {
  uint64_t failing = 0;
  uint64_t messages = 0;
  double share() const {
    return messages == 0 ? 0 : static_cast<double>(failing) / static_cast<double>(messages);
  }
};

Failures FailuresOf(const ReportJson& rule) {
  const ReportJson& indirect = Member(rule, "indirect");
  Failures failures;
  for (const char* outcome : {"pass", "warn", "fail", "na", "unknown"}) {
    const uint64_t all = CountOf(rule, outcome);
    failures.messages += all - std::min(all, CountOf(indirect, outcome));
  }
  const uint64_t all = CountOf(rule, "fail");
  failures.failing = all - std::min(all, CountOf(indirect, "fail"));
  return failures;
}

// Rows by Organizational Domain; the one without a name by the empty text.
std::map<std::string, const ReportJson*> RowsOf(const ReportJson& summary) {
  std::map<std::string, const ReportJson*> rows;
  for (const ReportJson& row : Member(summary, "domains")) rows.emplace(TextOf(row, "org_domain"), &row);
  return rows;
}

using KeyRow = std::tuple<std::string, std::string, std::string, uint64_t>;

std::vector<KeyRow> KeysOf(const ReportJson& row) {
  std::vector<KeyRow> keys;
  for (const ReportJson& key : Member(row, "selectors")) {
    keys.emplace_back(TextOf(key, "d"), TextOf(key, "s"), TextOf(key, "a"), CountOf(key, "bits"));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string RulesOf(const ReportJson& summary) {
  const ReportJson& run = Member(summary, "run");
  return fmt::format("{} {}, {} senders", TextOf(run, "profile"), TextOf(run, "profile_date"),
                     TextOf(run, "sender_size"));
}

class Comparison {
 public:
  Comparison(const ReportJson& before, const ReportJson& after) : before_(before), after_(after) {
    const ReportJson& run = Member(after, "run");
    provider_ = FindProfile(TextOf(run, "profile")).value_or(Provider::kGmail);
    size_ = TextOf(run, "sender_size") == "small" ? SenderSize::kSmall : SenderSize::kBulk;
  }

  SummaryDiff Compare() {
    diff_.rules_before = RulesOf(before_);
    diff_.rules_after = RulesOf(after_);
    diff_.same_rules = diff_.rules_before == diff_.rules_after;
    const std::map<std::string, const ReportJson*> before = RowsOf(before_);
    const std::map<std::string, const ReportJson*> after = RowsOf(after_);
    for (const auto& [domain, row] : before) {
      if (after.count(domain) == 0) diff_.vanished.push_back({domain, CountOf(*row, "messages")});
    }
    static const ReportJson kNothing;
    for (const auto& [domain, row] : after) {
      const auto old = before.find(domain);
      is_new_ = old == before.end();
      if (is_new_) diff_.appeared.push_back({domain, CountOf(*row, "messages")});
      CompareRules(domain, is_new_ ? kNothing : *old->second, *row);
      if (is_new_) continue;
      CompareStates(domain, *old->second, *row);
      CompareKeys(domain, *old->second, *row);
    }
    Order(&diff_.worse);
    Order(&diff_.better);
    return std::move(diff_);
  }

 private:
  void Add(RuleChange change) {
    change.new_domain = is_new_;
    const double step = change.after - change.before;
    const bool begins = change.before == 0 && change.after > 0;
    if (begins || step >= kMinShareChange) {
      diff_.worse.push_back(std::move(change));
    } else if (step <= -kMinShareChange || (change.after == 0 && change.before > 0)) {
      diff_.better.push_back(std::move(change));
    }
  }

  void CompareRules(const std::string& domain, const ReportJson& before, const ReportJson& after) {
    for (const auto& [name, rule] : Member(after, "rules").items()) {
      const std::optional<RuleId> id = FindRule(name);
      const ReportJson& old = Member(Member(before, "rules"), name.c_str());
      // A rule that the older program did not know says nothing about a change.
      if (!id || (old.is_null() && !is_new_)) continue;
      const Failures now = FailuresOf(rule);
      Add({domain, name, FailuresOf(old).share(), now.share(), now.failing, false,
           IsRequired(*id, provider_, size_), false});
    }
    for (const CorpusRuleInfo& info : CorpusRules()) {
      const std::string name(info.name);
      const ReportJson& old = Member(Member(before, "corpus_rules"), name.c_str());
      if (old.is_null() && !is_new_) continue;
      const ReportJson& now = Member(Member(after, "corpus_rules"), name.c_str());
      Add({domain, name, TextOf(old, "outcome") == "fail" ? 1.0 : 0.0,
           TextOf(now, "outcome") == "fail" ? 1.0 : 0.0, 0, true, IsRequired(info.id, provider_, size_),
           false});
    }
  }

  void CompareStates(const std::string& domain, const ReportJson& before, const ReportJson& after) {
    for (const RequirementInfo& requirement : Requirements()) {
      const std::string name(requirement.name);
      const std::string old = TextOf(Member(before, "compliance"), name.c_str());
      const std::string now = TextOf(Member(after, "compliance"), name.c_str());
      if (!old.empty() && old != now) diff_.states.push_back({domain, name, old, now});
    }
  }

  void CompareKeys(const std::string& domain, const ReportJson& before, const ReportJson& after) {
    const std::vector<KeyRow> old = KeysOf(before);
    const std::vector<KeyRow> now = KeysOf(after);
    const auto add = [&](const std::vector<KeyRow>& from, const std::vector<KeyRow>& known, bool added) {
      for (const KeyRow& key : from) {
        if (std::binary_search(known.begin(), known.end(), key)) continue;
        const auto& [signer, selector, algorithm, bits] = key;
        diff_.keys.push_back({domain, signer, selector, algorithm, bits, added});
      }
    };
    add(now, old, true);
    add(old, now, false);
  }

  static void Order(std::vector<RuleChange>* changes) {
    std::stable_sort(changes->begin(), changes->end(), [](const RuleChange& a, const RuleChange& b) {
      if (a.required != b.required) return a.required;
      return std::abs(a.after - a.before) > std::abs(b.after - b.before);
    });
  }

  const ReportJson& before_;
  const ReportJson& after_;
  Provider provider_ = Provider::kGmail;
  SenderSize size_ = SenderSize::kBulk;
  bool is_new_ = false;  // The domain that is looked at.
  SummaryDiff diff_;
};

absl::StatusOr<ReportJson> ParseSummary(std::string_view text, std::string_view name) {
  const auto refuse = [&](std::string_view why) {
    const std::string message = fmt::format("{}: {}", name, why);
    return absl::InvalidArgumentError(absl::string_view(message.data(), message.size()));
  };
  ReportJson json = ReportJson::parse(text, nullptr, false);
  if (!Member(json, "domains").is_array() || !Member(json, "run").is_object()) {
    return refuse("is no summary; give what kenpin scan --out json:FILE wrote");
  }
  if (CountOf(json, "schema_version") > static_cast<uint64_t>(kSchemaVersion)) {
    return refuse("was written by a newer kenpin; compare the two with that one");
  }
  return json;
}

}  // namespace

uint64_t SummaryDiff::regressions() const {
  if (!same_rules) return 0;
  return static_cast<uint64_t>(
      std::count_if(worse.begin(), worse.end(), [](const RuleChange& change) { return change.required; }));
}

bool SummaryDiff::empty() const {
  return worse.empty() && better.empty() && states.empty() && appeared.empty() && vanished.empty() &&
         keys.empty();
}

absl::StatusOr<SummaryDiff> DiffSummaries(std::string_view before, std::string_view before_name,
                                          std::string_view after, std::string_view after_name) {
  const absl::StatusOr<ReportJson> old = ParseSummary(before, before_name);
  if (!old.ok()) return old.status();
  const absl::StatusOr<ReportJson> now = ParseSummary(after, after_name);
  if (!now.ok()) return now.status();
  return Comparison(*old, *now).Compare();
}

}  // namespace kenpin
