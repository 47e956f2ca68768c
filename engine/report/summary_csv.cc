#include "engine/report/summary_csv.h"

#include <algorithm>
#include <utility>

#include "engine/report/csv_text.h"
#include "engine/report/domain_figures.h"
#include "engine/report/domain_rules.h"
#include "engine/report/json_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr std::string_view kCsvColumns[] = {"schema_version",
                                            "row",
                                            "org_domain",
                                            "domain",
                                            "messages",
                                            "bytes",
                                            "direct",
                                            "unsigned",
                                            "distinct_bodies",
                                            "peak_day",
                                            "peak_day_messages",
                                            "bulk_sender",
                                            "required_rules_failing",
                                            "required_rules_unknown",
                                            "worst_rule",
                                            "worst_rule_messages",
                                            "worst_rule_reason",
                                            "sample_source",
                                            "sample_offset",
                                            "sample_message_id"};

class CsvReport {
 public:
  CsvReport(const RunSummary& run, const Emit& emit)
      : run_(run), emit_(emit), heads_(RuleHeads(run)), csv_(&text_) {}

  void Write() {
    for (const std::string_view column : kCsvColumns) csv_.Text(column);
    for (const RequirementInfo& requirement : Requirements()) csv_.Text(requirement.name);
    for (const RuleHead& head : heads_) csv_.Text(head.name);
    if (!EndRow()) return;
    for (const DomainSummary& domain : run_.domains) {
      if (!WriteRow(domain, domain, &domain.corpus.verdicts)) return;
      for (const DomainSummary& subdomain : domain.subdomains) {
        if (!WriteRow(subdomain, domain, nullptr)) return;
      }
    }
  }

 private:
  bool EndRow() {
    csv_.EndRow();
    const bool wanted = emit_(text_);
    text_.clear();
    return wanted;
  }

  // `corpus` is null in the rows of subdomains.
  bool WriteRow(const DomainSummary& row, const DomainSummary& org, const CorpusVerdicts* corpus) {
    csv_.Number(kSchemaVersion);
    csv_.Text(corpus == nullptr ? "subdomain" : "domain");
    csv_.Text(org.domain);
    csv_.Text(row.domain);
    WriteFigures(row.counts, org);
    WriteWorst(row, corpus != nullptr);
    const OutcomeTable table = DirectOutcomesOf(row.counts);
    for (const RequirementInfo& requirement : Requirements()) {
      csv_.Text(ComplianceStateName(
          FoldCompliance(requirement, table, run_.provider, run_.sender_size, corpus).state));
    }
    for (const OutcomeCounts& outcomes : table) csv_.Number(outcomes[Outcome::kFail]);
    for (size_t i = 0; i < kCorpusRuleCount; ++i)
      corpus == nullptr ? csv_.Empty() : csv_.Text(OutcomeName((*corpus)[i].verdict.outcome));
    return EndRow();
  }

  void WriteFigures(const DomainCounts& counts, const DomainSummary& org) {
    csv_.Number(counts.messages);
    csv_.Number(counts.bytes);
    csv_.Number(counts.streams[static_cast<size_t>(Stream::kDirect)]);
    csv_.Number(counts.unsigned_messages);
    csv_.Number(counts.distinct_bodies);
    const std::optional<PeakDay> peak = FindPeakDay(counts);
    csv_.Text(peak ? FormatDay(peak->day) : std::string());
    peak ? csv_.Number(peak->messages) : csv_.Empty();
    const std::optional<bool> bulk = IsBulkSender(org.corpus.facts);
    csv_.Text(!bulk ? "" : *bulk ? "true" : "false");
  }

  // How many required rules fail or are open, and the one that fails most often.
  void WriteWorst(const DomainSummary& row, bool with_corpus) {
    uint64_t failing = 0;
    uint64_t open = 0;
    const DomainRule* worst = nullptr;
    const std::vector<DomainRule> lines = RulesOf(run_, row);
    for (const DomainRule& line : lines) {
      const RuleHead& head = heads_[line.head];
      if (!head.required() || (head.of_corpus && !with_corpus)) continue;
      failing += line.outcome == Outcome::kFail ? 1 : 0;
      open += line.unknown > 0 ? 1 : 0;
      if (line.outcome == Outcome::kFail && (worst == nullptr || line.affected > worst->affected))
        worst = &line;
    }
    csv_.Number(failing);
    csv_.Number(open);
    const Sample* sample = worst == nullptr || worst->samples.empty() ? nullptr : worst->samples.front();
    csv_.Text(worst == nullptr ? std::string_view() : heads_[worst->head].name);
    worst == nullptr ? csv_.Empty() : csv_.Number(worst->affected);
    csv_.Text(worst == nullptr || worst->reason == Reason::kNone ? std::string_view()
                                                                 : ReasonName(worst->reason));
    csv_.Text(sample == nullptr ? std::string_view() : std::string_view(sample->source));
    sample == nullptr ? csv_.Empty() : csv_.Number(sample->ordinal.offset);
    csv_.Text(sample == nullptr ? std::string_view() : std::string_view(sample->message_id));
  }

  const RunSummary& run_;
  const Emit& emit_;
  const std::vector<RuleHead> heads_;
  std::string text_;
  CsvWriter csv_;
};

}  // namespace

void WriteSummaryCsv(const RunSummary& run, const Emit& emit) { CsvReport(run, emit).Write(); }

}  // namespace kenpin
