#include "engine/report/summary_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "engine/report/domain_figures.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "engine/report/summary_systems.h"
#include "rules/reason.h"
#include "rules/settle.h"

namespace kenpin {
namespace {

constexpr size_t kMaxDomainRows = 25;
constexpr size_t kNameColumns = 34;
constexpr int kRuleColumns = 24;  // The longest names of rules have so many.

class TextReport {
 public:
  explicit TextReport(const RunSummary& run) : run_(run) {}

  std::string Write() {
    WriteHead();
    WriteDomains();
    WriteRules(Outcome::kFail, "What fails");
    WriteCorpusRules(Outcome::kFail, "What fails in the mail as a whole");
    WriteRules(Outcome::kUnknown, "What could not be told");
    WriteCorpusRules(Outcome::kUnknown, "What could not be told of the mail as a whole");
    WriteRules(Outcome::kWarn, "Worth a remark");
    WriteCorpusRules(Outcome::kWarn, "Worth a remark, in the mail as a whole");
    out_ += SenderSystemsAsText(run_);
    WriteWaivers();
    WriteInputs();
    WriteNextSteps();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  bool Required(RuleId rule) const { return IsRequired(rule, run_.provider, run_.sender_size); }
  bool Required(CorpusRuleId rule) const { return IsRequired(rule, run_.provider, run_.sender_size); }
  // 2 for what is required, 1 for what is recommended, 0 for what nobody asks for.
  template <typename Info>
  int Weight(const Info& rule) const {
    if (Required(rule.id)) return 2;
    return LevelFor(rule, run_.provider) == Level::kInfo ? 0 : 1;
  }
  template <typename Info>
  std::string_view Binding(const Info& rule) const {
    constexpr std::string_view kTexts[] = {" (for information)", " (recommended)", ""};
    return kTexts[Weight(rule)];
  }
  const OutcomeCounts& Totals(RuleId rule) const { return run_.totals.rules[static_cast<size_t>(rule)]; }

  void WriteHead() {
    const bool bulk = run_.sender_size == SenderSize::kBulk;
    const std::string rules = run_.provider == Provider::kAll
                                  ? "the rules of gmail, yahoo, microsoft and apple"
                                  : run_.profile + "'s rules";
    Print("kenpin {}: {} messages of {} domains, judged by {} for {} senders ({})\n\n", run_.version,
          GroupDigits(run_.totals.messages), GroupDigits(run_.domains.size()), rules, bulk ? "bulk" : "small",
          run_.profile_date);
    size_t needs_work = 0;
    for (const DomainSummary& domain : run_.domains) needs_work += NeedsWork(domain) ? 1 : 0;
    size_t undecided = 0;
    for (const RuleInfo& rule : Rules())
      undecided += Required(rule.id) && Totals(rule.id)[Outcome::kUnknown] > 0 ? 1 : 0;
    if (run_.totals.messages == 0) {
      Print("Verdict: there was no message.\n");
    } else if (needs_work > 0) {
      Print("Verdict: {} of {} domains need work.\n", needs_work, run_.domains.size());
    } else {
      Print("Verdict: nothing that is required fails.\n");
    }
    if (undecided > 0) Print("{} rules unknown: see below for what they lacked.\n", undecided);
  }

  // Whether a message of the domain fails a rule that is required of a sender of this size.
  bool NeedsWork(const DomainSummary& domain) const { return RequiredFailures(domain) > 0; }

  size_t RequiredFailures(const DomainSummary& domain) const {
    const DomainCounts& counts = domain.counts;
    size_t rules = 0;
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      const Outcome outcome = domain.corpus.verdicts[static_cast<size_t>(rule.id)].verdict.outcome;
      rules += Required(rule.id) && outcome == Outcome::kFail ? 1 : 0;
    }
    for (const RuleInfo& rule : Rules()) {
      const OutcomeCounts outcomes = counts.rules[static_cast<size_t>(rule.id)].direct();
      rules += Required(rule.id) && outcomes[Outcome::kFail] > 0 ? 1 : 0;
    }
    return rules;
  }

  static std::string Share(uint64_t part, uint64_t whole) {
    if (whole == 0) return "-";
    // Rounded down, so that 100 % means all.
    const uint64_t tenths = part * 1000 / whole;
    return fmt::format("{}.{} %", tenths / 10, tenths % 10);
  }

  std::string_view State(const DomainCounts& counts, Requirement requirement) const {
    const Compliance compliance = FoldCompliance(Requirements()[static_cast<size_t>(requirement)],
                                                 DirectOutcomesOf(counts), run_.provider, run_.sender_size);
    if (!compliance.applies) return "n/a";
    switch (compliance.state) {
      case ComplianceState::kCompliant:
        return "compliant";
      case ComplianceState::kNeedsWork:
        return "NEEDS WORK";
      case ComplianceState::kUnknown:
        return "unknown";
    }
    return "unknown";
  }

  void WriteDomains() {
    if (run_.domains.empty()) return;
    Print("\n{:<34} {:>9} {:>9} {:<11} {:<11} {:>13}\n", "Domain", "messages", "DKIM ok", "formatting",
          "one-click", "rules failing");
    size_t rows = 0;
    for (const DomainSummary& domain : run_.domains) {
      if (++rows > kMaxDomainRows) {
        Print("... and {} more domains; --out json has them all.\n", run_.domains.size() - kMaxDomainRows);
        break;
      }
      const OutcomeCounts& dkim = domain.counts.rules[static_cast<size_t>(RuleId::kDkimVerify)].outcomes;
      Print("{} {:>9} {:>9} {:<11} {:<11} {:>13}\n",
            Padded(domain.domain.empty() ? "(no usable From)" : domain.domain),
            GroupDigits(domain.counts.messages),
            Share(dkim[Outcome::kPass] + dkim[Outcome::kWarn], domain.counts.messages),
            State(domain.counts, Requirement::kMessageFormatting),
            State(domain.counts, Requirement::kOneClickUnsubscribe), RequiredFailures(domain));
    }
  }

  static std::string Padded(std::string_view name) {
    const std::string text = PrintableText(name, kNameColumns);
    // Names of domains are A-labels, so a code unit is a column but for the ellipsis.
    const size_t columns = text.size() > kNameColumns ? kNameColumns : text.size();
    return text + std::string(kNameColumns - columns, ' ');
  }

  // The worst sample of a rule over all domains.
  const Sample* FindSample(RuleId rule, Outcome outcome) const {
    const Sample* first = nullptr;
    for (const DomainSummary& domain : run_.domains) {
      for (const Sample& sample : domain.counts.rules[static_cast<size_t>(rule)].samples.samples()) {
        if (sample.outcome == outcome && (first == nullptr || sample.ordinal < first->ordinal))
          first = &sample;
      }
    }
    return first;
  }

  void WriteRules(Outcome outcome, std::string_view title) {
    std::vector<const RuleInfo*> rules;
    for (const RuleInfo& rule : Rules()) {
      if (Totals(rule.id)[outcome] > 0) rules.push_back(&rule);
    }
    if (rules.empty()) return;
    std::stable_sort(rules.begin(), rules.end(), [&](const RuleInfo* a, const RuleInfo* b) {
      if (Weight(*a) != Weight(*b)) return Weight(*a) > Weight(*b);
      return Totals(a->id)[outcome] > Totals(b->id)[outcome];
    });
    Print("\n{}\n", title);
    for (const RuleInfo* rule : rules) WriteRule(*rule, outcome);
  }

  // What the rules about the whole corpus say, with the first domain of which they say it.
  void WriteCorpusRules(Outcome outcome, std::string_view title) {
    bool head = false;
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      const uint64_t domains = run_.totals.corpus_rules[static_cast<size_t>(rule.id)][outcome];
      if (domains == 0) continue;
      if (!head) Print("\n{}\n", title);
      head = true;
      WriteCorpusRule(rule, outcome, domains);
    }
  }

  void WriteCorpusRule(const CorpusRuleInfo& rule, Outcome outcome, uint64_t domains) {
    Print("  {:<{}} {:>9}  {}{}\n", rule.name, kRuleColumns,
          fmt::format("{} domain{}", GroupDigits(domains), domains == 1 ? "" : "s"), rule.title,
          Binding(rule));
    for (const DomainSummary& domain : run_.domains) {
      const Verdict verdict = domain.corpus.verdicts[static_cast<size_t>(rule.id)].verdict;
      if (verdict.outcome != outcome) continue;
      Print("  {:>{}} {:>9}  e.g. {}: {}\n", "", kRuleColumns, "",
            PrintableText(domain.domain.empty() ? "(no usable From)" : domain.domain, 60),
            ReasonText(verdict.reason));
      break;
    }
    if (outcome == Outcome::kFail) Print("  {:>{}} {:>9}  {}\n", "", kRuleColumns, "", rule.remedy);
  }

  void WriteRule(const RuleInfo& rule, Outcome outcome) {
    Print("  {:<{}} {:>9}  {}{}\n", rule.name, kRuleColumns, GroupDigits(Totals(rule.id)[outcome]),
          rule.title, Binding(rule));
    const Sample* sample = FindSample(rule.id, outcome);
    if (sample == nullptr) return;
    Print("  {:>{}} {:>9}  e.g. {}:{}: {}\n", "", kRuleColumns, "", PrintablePath(sample->source, 40),
          sample->ordinal.offset, ReasonText(sample->reason));
    if (outcome == Outcome::kFail) Print("  {:>{}} {:>9}  {}\n", "", kRuleColumns, "", rule.remedy);
  }

  void WriteWaivers() {
    if (run_.waivers.empty()) return;
    Print("\nWaivers\n");
    for (const Waiver& waiver : run_.waivers) {
      Print("  {:<{}} {:>9}  {}{} {}: {}\n", waiver.rule_name(), kRuleColumns, GroupDigits(waiver.messages),
            PrintableText(waiver.domain, kNameColumns), waiver.expired ? ", EXPIRED" : ", until",
            FormatDay(waiver.expires), PrintableText(waiver.reason, 80));
    }
  }

  // Which inputs would settle the most unknowns, the most helpful first.
  void WriteNextSteps() {
    const NextStepList steps = NextSteps(run_.totals.unknown_because);
    if (steps.empty()) return;
    Print("\nWhat would settle the unknowns\n");
    for (const NextStep& step : steps) Print("  {:>9} verdicts: {}\n", GroupDigits(step.verdicts), step.text);
  }

  void WriteInputs() {
    bool head = false;
    for (const InputSummary& input : run_.inputs) {
      if (input.errors == 0 && input.ambiguous_lines == 0) continue;
      if (!head) Print("\nInputs\n");
      head = true;
      if (input.errors > 0) {
        Print("  {}: {} errors, the first: {}\n", PrintableText(input.path, 60), input.errors,
              PrintableText(input.error, 200));
      }
      if (input.ambiguous_lines > 0) {
        Print("  {}: {} lines begin \"From \" and could be read both ways, the first at offset {}\n",
              PrintableText(input.path, 60), input.ambiguous_lines, input.ambiguous_offsets.front());
      }
    }
  }

  const RunSummary& run_;
  std::string out_;
};

}  // namespace

std::string SummaryAsText(const RunSummary& run) { return TextReport(run).Write(); }

}  // namespace kenpin
