#include "engine/report/summary_prom.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "engine/report/domain_figures.h"
#include "engine/report/domain_rules.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

constexpr size_t kMaxLabelColumns = 300;
constexpr ComplianceState kStates[] = {ComplianceState::kCompliant, ComplianceState::kNeedsWork,
                                       ComplianceState::kUnknown};
constexpr Outcome kOutcomeLabels[] = {Outcome::kPass, Outcome::kWarn, Outcome::kFail, Outcome::kNotApplicable,
                                      Outcome::kUnknown};

struct Label {
  std::string_view name;
  std::string_view value;
};

class PromReport {
 public:
  PromReport(const RunSummary& run, const Emit& emit)
      : run_(run), emit_(emit), shown_(std::min(run.domains.size(), kMaxPromDomains)) {}

  void Write() {
    WriteRun();
    WriteRules();
    WriteCompliance();
    if (!Flush()) return;
    WriteDomains();
    WriteDomainCompliance();
    Flush();
  }

 private:
  bool Flush() { return EmitPiece(emit_, &text_); }

  void Metric(std::string_view name, std::string_view help) {
    text_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
  }

  void Series(std::string_view name, std::initializer_list<Label> labels, uint64_t value) {
    text_ += name;
    char mark = '{';
    for (const Label& label : labels) {
      text_ += mark;
      mark = ',';
      text_ += label.name;
      text_ += "=\"";
      AppendLabelValue(label.value);
      text_ += '"';
    }
    if (labels.size() > 0) text_ += '}';
    text_ += fmt::format(" {}\n", value);
  }

  void AppendLabelValue(std::string_view value) {
    for (const char c : PrintableText(value, kMaxLabelColumns)) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
  }

  void WriteRun() {
    Metric("kenpin_info", "What made these figures, and by whose rules; always 1.");
    Series("kenpin_info",
           {{"schema_version", std::to_string(kSchemaVersion)},
            {"version", run_.version},
            {"profile", run_.profile},
            {"profile_date", run_.profile_date},
            {"sender_size", run_.sender_size == SenderSize::kBulk ? "bulk" : "small"}},
           1);
    Metric("kenpin_messages", "Messages that were judged.");
    Series("kenpin_messages", {}, run_.totals.messages);
    Metric("kenpin_message_bytes", "Octets of these messages.");
    Series("kenpin_message_bytes", {}, run_.totals.bytes);
    Metric("kenpin_unsigned_messages", "Messages without DKIM signature.");
    Series("kenpin_unsigned_messages", {}, run_.totals.unsigned_messages);
    Metric("kenpin_domains", "Organizational Domains of these messages.");
    Series("kenpin_domains", {}, run_.domains.size());
    uint64_t errors = 0;
    for (const InputSummary& input : run_.inputs) errors += input.errors;
    Metric("kenpin_input_errors", "What could not be read.");
    Series("kenpin_input_errors", {}, errors);
  }

  void WriteRules() {
    Metric("kenpin_rule_messages", "Messages by what a rule says of them.");
    for (const RuleInfo& rule : Rules()) {
      for (const Outcome outcome : kOutcomeLabels) {
        Series("kenpin_rule_messages", {{"rule", rule.name}, {"outcome", OutcomeName(outcome)}},
               run_.totals.rules[static_cast<size_t>(rule.id)][outcome]);
      }
    }
    Metric("kenpin_corpus_rule_domains", "Domains by what a rule about the whole corpus says of them.");
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      for (const Outcome outcome : kOutcomeLabels) {
        Series("kenpin_corpus_rule_domains", {{"rule", rule.name}, {"outcome", OutcomeName(outcome)}},
               run_.totals.corpus_rules[static_cast<size_t>(rule.id)][outcome]);
      }
    }
  }

  ComplianceState StateOf(const RequirementInfo& requirement, const DomainSummary& domain,
                          const OutcomeTable& table) const {
    return FoldCompliance(requirement, table, run_.provider, run_.sender_size, &domain.corpus.verdicts).state;
  }

  void WriteCompliance() {
    std::array<std::array<uint64_t, std::size(kStates)>, static_cast<size_t>(Requirement::kCount)> counts{};
    for (const DomainSummary& domain : run_.domains) {
      const OutcomeTable table = DirectOutcomesOf(domain.counts);
      for (const RequirementInfo& requirement : Requirements()) {
        const ComplianceState state = StateOf(requirement, domain, table);
        ++counts[static_cast<size_t>(requirement.id)][static_cast<size_t>(state)];
      }
    }
    Metric("kenpin_compliance_domains", "Domains by their compliance with a requirement.");
    for (const RequirementInfo& requirement : Requirements()) {
      for (const ComplianceState state : kStates) {
        Series("kenpin_compliance_domains",
               {{"requirement", requirement.name}, {"state", ComplianceStateName(state)}},
               counts[static_cast<size_t>(requirement.id)][static_cast<size_t>(state)]);
      }
    }
  }

  // Parentheses are in no name of a domain.
  static std::string_view LabelOf(const DomainSummary& domain) {
    return domain.domain.empty() ? std::string_view("(none)") : std::string_view(domain.domain);
  }

  void WriteDomains() {
    Metric("kenpin_domain_messages", "Messages of a domain; \"(none)\" has no usable From.");
    uint64_t others = 0;
    for (size_t i = 0; i < run_.domains.size(); ++i) {
      const DomainSummary& domain = run_.domains[i];
      if (i < shown_) {
        Series("kenpin_domain_messages", {{"domain", LabelOf(domain)}}, domain.counts.messages);
      } else {
        others += domain.counts.messages;
      }
    }
    Series("kenpin_domain_messages", {{"domain", "(other)"}}, others);
    Metric("kenpin_domain_rule_failing_messages", "Direct messages of a domain that fail a rule.");
    for (const RuleInfo& rule : Rules()) WriteFailing(rule);
  }

  void WriteFailing(const RuleInfo& rule) {
    uint64_t others = 0;
    for (size_t i = 0; i < run_.domains.size(); ++i) {
      const DomainSummary& domain = run_.domains[i];
      const uint64_t failing = domain.counts.rules[static_cast<size_t>(rule.id)].direct()[Outcome::kFail];
      if (i < shown_) {
        Series("kenpin_domain_rule_failing_messages", {{"domain", LabelOf(domain)}, {"rule", rule.name}},
               failing);
      } else {
        others += failing;
      }
    }
    Series("kenpin_domain_rule_failing_messages", {{"domain", "(other)"}, {"rule", rule.name}}, others);
  }

  void WriteDomainCompliance() {
    Metric("kenpin_domain_compliance",
           "Compliance of a domain with a requirement: 1 compliant, 0 needs work, -1 unknown.");
    for (size_t i = 0; i < shown_; ++i) {
      const DomainSummary& domain = run_.domains[i];
      const OutcomeTable table = DirectOutcomesOf(domain.counts);
      for (const RequirementInfo& requirement : Requirements()) {
        const ComplianceState state = StateOf(requirement, domain, table);
        text_ += "kenpin_domain_compliance{domain=\"";
        AppendLabelValue(LabelOf(domain));
        text_ += fmt::format("\",requirement=\"{}\"}} {}\n", requirement.name,
                             state == ComplianceState::kCompliant   ? 1
                             : state == ComplianceState::kNeedsWork ? 0
                                                                    : -1);
      }
    }
  }

  const RunSummary& run_;
  const Emit& emit_;
  const size_t shown_;  // The first domains of the run, which have series of their own.
  std::string text_;
};

}  // namespace

void WriteSummaryProm(const RunSummary& run, const Emit& emit) { PromReport(run, emit).Write(); }

}  // namespace kenpin
