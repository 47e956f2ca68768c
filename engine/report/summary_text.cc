#include "engine/report/summary_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/report/domain_figures.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "engine/report/rule_totals.h"
#include "engine/report/summary_systems.h"
#include "engine/report/text_page.h"
#include "rules/reason.h"
#include "rules/settle.h"

namespace kenpin {
namespace {

constexpr size_t kDomainColumns = 25;
constexpr size_t kNumberColumns = 10;
constexpr size_t kStateColumns = 5;
constexpr size_t kPathColumns = 60;
constexpr std::string_view kLegend =
    "both: SPF and DKIM; pol.: DMARC policy; algn: DMARC alignment; form: message form; DNS: forward and "
    "reverse DNS; TLS: encryption; 1clk: one-click unsubscribe. FAIL: a required rule fails; ?: not decided; "
    "-: does not apply.";

// The columns of the table of domains. What rests on outside data alone has none.
struct StateColumn {
  Requirement requirement;
  std::string_view head;
};
constexpr StateColumn kStates[] = {{Requirement::kSpf, "SPF"},
                                   {Requirement::kDkim, "DKIM"},
                                   {Requirement::kSpfAndDkim, "both"},
                                   {Requirement::kDmarcPolicy, "pol."},
                                   {Requirement::kDmarcAlignment, "algn"},
                                   {Requirement::kMessageFormatting, "form"},
                                   {Requirement::kDnsRecords, "DNS"},
                                   {Requirement::kEncryption, "TLS"},
                                   {Requirement::kOneClickUnsubscribe, "1clk"}};
static_assert(kDomainColumns + kNumberColumns + std::size(kStates) * kStateColumns <= TextPage::kColumns);

// A domain and how bad it is.
struct RankedDomain {
  const DomainSummary* domain = nullptr;
  size_t failing = 0;  // Required rules that fail,
  uint64_t worst = 0;  // direct messages that fail the one that fails most often,
  size_t open = 0;     // and required rules that are unknown.
};

class TextReport {
 public:
  TextReport(const RunSummary& run, TextColour colour) : run_(run), page_(colour), heads_(RuleHeads(run)) {
    for (const DomainSummary& domain : run.domains) domains_.push_back(Rank(domain));
    std::stable_sort(domains_.begin(), domains_.end(), [](const RankedDomain& a, const RankedDomain& b) {
      return std::tuple(a.worst, a.failing, a.open > 0) > std::tuple(b.worst, b.failing, b.open > 0);
    });
  }

  std::string Write() {
    WriteHead();
    WriteVerdict();
    WriteDomains();
    WriteFailures();
    WriteSenderSystems(run_, &page_);
    WriteList(Outcome::kWarn, "Worth a remark");
    WriteWaivers();
    WriteInputs();
    WriteList(Outcome::kUnknown, "What could not be told");
    WriteNextSteps();
    return page_.Take();
  }

 private:
  RankedDomain Rank(const DomainSummary& domain) const {
    RankedDomain ranked;
    ranked.domain = &domain;
    for (const DomainRule& line : RulesOf(run_, domain)) {
      if (!heads_[line.head].required()) continue;
      ranked.open += line.unknown > 0 ? 1 : 0;
      if (line.outcome != Outcome::kFail) continue;
      ++ranked.failing;
      ranked.worst = std::max(ranked.worst, line.affected);
    }
    return ranked;
  }

  void WriteHead() {
    const bool bulk = run_.sender_size == SenderSize::kBulk;
    const std::string rules = run_.provider == Provider::kAll
                                  ? "the rules of gmail, yahoo, microsoft and apple"
                                  : run_.profile + "'s rules";
    page_.Paragraph(
        0, fmt::format("kenpin {}: {} messages of {} domains, judged by {} for {} senders ({})", run_.version,
                       GroupDigits(run_.totals.messages), GroupDigits(run_.domains.size()), rules,
                       bulk ? "bulk" : "small", run_.profile_date));
    page_.EmptyLine();
  }

  void WriteVerdict() {
    const size_t needs_work = static_cast<size_t>(std::count_if(
        domains_.begin(), domains_.end(), [](const RankedDomain& domain) { return domain.failing > 0; }));
    if (run_.totals.messages == 0) {
      page_.Paragraph(0, "Verdict: there was no message.", TextStyle::kOpen);
    } else if (needs_work > 0) {
      page_.Paragraph(0, fmt::format("Verdict: {} of {} domains need work.", needs_work, domains_.size()),
                      TextStyle::kBad);
    } else {
      page_.Paragraph(0, "Verdict: nothing that is required fails.", TextStyle::kGood);
    }
    const std::vector<RuleTotal> open = TotalsOf(run_, heads_, Outcome::kUnknown);
    const std::ptrdiff_t undecided = std::count_if(
        open.begin(), open.end(), [&](const RuleTotal& total) { return heads_[total.head].required(); });
    if (undecided > 0) {
      page_.Paragraph(0, fmt::format("{} rules unknown: see the end for what they lacked.", undecided),
                      TextStyle::kOpen);
    }
    std::array<uint64_t, kStreamCount> streams{};
    for (const DomainSummary& domain : run_.domains) {
      for (size_t i = 0; i < kStreamCount; ++i) streams[i] += domain.counts.streams[i];
    }
    const uint64_t list = streams[static_cast<size_t>(Stream::kList)];
    const uint64_t forwarded = streams[static_cast<size_t>(Stream::kForwarded)];
    if (list + forwarded == 0) return;
    page_.Paragraph(0,
                    fmt::format("Not held against anybody: {} messages relayed by lists, {} by forwarders.",
                                GroupDigits(list), GroupDigits(forwarded)));
  }

  void WriteState(const DomainSummary& domain, const OutcomeTable& table, Requirement requirement) {
    const Compliance compliance = FoldCompliance(Requirements()[static_cast<size_t>(requirement)], table,
                                                 run_.provider, run_.sender_size, &domain.corpus.verdicts);
    std::string_view word = "ok";
    TextStyle style = TextStyle::kGood;
    if (!compliance.applies) {
      word = "-";
      style = TextStyle::kFaint;
    } else if (compliance.state == ComplianceState::kNeedsWork) {
      word = "FAIL";
      style = TextStyle::kBad;
    } else if (compliance.state == ComplianceState::kUnknown) {
      word = "?";
      style = TextStyle::kOpen;
    }
    page_.Cell(kStateColumns, word, TextAlign::kRight, style);
  }

  // The worst first, and all of them while there are few.
  void WriteDomains() {
    if (domains_.empty()) return;
    page_.EmptyLine();
    page_.Cell(kDomainColumns, "Domains, the worst first", TextAlign::kLeft, TextStyle::kBold);
    page_.Cell(kNumberColumns, "messages", TextAlign::kRight, TextStyle::kFaint);
    for (const StateColumn& column : kStates)
      page_.Cell(kStateColumns, column.head, TextAlign::kRight, TextStyle::kFaint);
    page_.EndRow();
    const size_t rows = std::min(domains_.size(), kMaxTextDomains);
    for (size_t i = 0; i < rows; ++i) {
      const DomainSummary& domain = *domains_[i].domain;
      const OutcomeTable table = DirectOutcomesOf(domain.counts);
      page_.Cell(kDomainColumns, ShownName(domain));
      page_.Cell(kNumberColumns, GroupDigits(domain.counts.messages), TextAlign::kRight);
      for (const StateColumn& column : kStates) WriteState(domain, table, column.requirement);
      page_.EndRow();
    }
    if (domains_.size() > rows) {
      page_.Paragraph(0, fmt::format("... and {} more domains; --out json and csv have them all.",
                                     domains_.size() - rows));
    }
    page_.Paragraph(2, kLegend, TextStyle::kFaint);
  }

  // "105 messages of 14 domains, most of them of shop.example (12)"
  std::string Spread(const RuleTotal& total) const {
    const bool corpus = heads_[total.head].of_corpus;
    std::string text;
    if (!corpus)
      text = fmt::format("{} message{}", GroupDigits(total.messages), total.messages == 1 ? "" : "s");
    if (total.domains == 1) return fmt::format("{}{}", corpus ? "" : text + " of ", ShownName(*total.worst));
    if (corpus) return fmt::format("{} domains, among them {}", total.domains, ShownName(*total.worst));
    return fmt::format("{} of {} domains, most of {} ({})", text, total.domains, ShownName(*total.worst),
                       GroupDigits(total.worst_messages));
  }

  void WriteFailures() {
    const std::vector<RuleTotal> totals = TotalsOf(run_, heads_, Outcome::kFail);
    if (totals.empty()) return;
    if (heads_[totals.front().head].required()) page_.Heading("What fails");
    size_t rows = 0;
    std::string others;  // The heading above the row.
    for (const RuleTotal& total : totals) {
      const RuleHead& head = heads_[total.head];
      if (head.required() && rows++ < kMaxTextRules) {
        WriteFailure(head, total);
        continue;
      }
      const std::string heading =
          head.required() ? "What fails as well" : fmt::format("What fails, {}", RuleWeightText(head.weight));
      if (heading != others) page_.Heading(heading);
      others = heading;
      WriteRow(head, total);
    }
  }

  void WriteFailure(const RuleHead& head, const RuleTotal& total) {
    page_.Item(fmt::format("  {}:", head.name), head.name.size() + 4, head.title.en, TextStyle::kBold);
    std::string text = Spread(total);
    if (total.reason != Reason::kNone) text += fmt::format(". {}", ReasonText(total.reason).en);
    page_.Paragraph(4, text);
    if (total.sample != nullptr) {
      page_.Paragraph(4, fmt::format("e.g. {}:{}", PrintablePath(total.sample->source, kPathColumns),
                                     total.sample->ordinal.offset));
    }
    page_.Item("    ->", 7, head.remedy.en);
  }

  // A rule on one line.
  void WriteRow(const RuleHead& head, const RuleTotal& total) {
    page_.Cell(2, "");
    page_.Cell(26, head.name);
    page_.Cell(8, head.of_corpus ? "" : GroupDigits(total.messages), TextAlign::kRight);
    page_.Cell(2, "");
    page_.Cell(TextPage::kColumns - 38, head.title.en);
    page_.EndRow();
  }

  // Names and figures only: "dkim-verify 7, infra-tls 3 ..."; what is required first.
  void WriteList(Outcome outcome, std::string_view title) {
    const std::vector<RuleTotal> totals = TotalsOf(run_, heads_, outcome);
    if (totals.empty()) return;
    page_.Heading(title);
    std::array<std::string, 3> lists;  // By RuleWeight.
    for (const RuleTotal& total : totals) {
      const RuleHead& head = heads_[total.head];
      std::string& list = lists[static_cast<size_t>(head.weight)];
      if (!list.empty()) list += ", ";
      list += head.of_corpus ? fmt::format("{} ({} domain{})", head.name, GroupDigits(total.domains),
                                           total.domains == 1 ? "" : "s")
                             : fmt::format("{} {}", head.name, GroupDigits(total.messages));
    }
    for (const RuleWeight weight :
         {RuleWeight::kRequired, RuleWeight::kRecommended, RuleWeight::kInformation}) {
      const std::string& list = lists[static_cast<size_t>(weight)];
      if (!list.empty()) page_.Item(fmt::format("  {}:", RuleWeightText(weight)), 19, list);
    }
  }

  void WriteWaivers() {
    if (run_.waivers.empty()) return;
    page_.Heading("Waivers");
    for (const Waiver& waiver : run_.waivers) {
      page_.Paragraph(2,
                      fmt::format("{} of {}: {} messages; {} {}", waiver.rule_name(), waiver.domain,
                                  GroupDigits(waiver.messages), waiver.expired ? "EXPIRED" : "until",
                                  FormatDay(waiver.expires)),
                      waiver.expired ? TextStyle::kBad : TextStyle::kPlain);
      page_.Paragraph(4, waiver.reason);
    }
  }

  void WriteInputs() {
    bool head = false;
    for (const InputSummary& input : run_.inputs) {
      if (input.errors == 0 && input.ambiguous_lines == 0) continue;
      if (!head) page_.Heading("Inputs");
      head = true;
      page_.Paragraph(2, PrintablePath(input.path, kPathColumns));
      if (input.errors > 0)
        page_.Paragraph(4, fmt::format("{} errors, the first: {}", input.errors, input.error),
                        TextStyle::kBad);
      if (input.ambiguous_lines > 0) {
        page_.Paragraph(
            4, fmt::format("{} lines begin \"From \" and could be read both ways, the first at offset {}",
                           input.ambiguous_lines, input.ambiguous_offsets.front()));
      }
    }
  }

  // Which inputs would settle the most unknowns, the most helpful first.
  void WriteNextSteps() {
    const NextStepList steps = NextSteps(run_.totals.unknown_because);
    if (steps.empty()) return;
    page_.Heading("What would settle the unknowns");
    for (const NextStep& step : steps)
      page_.Item(fmt::format("  {:>9} verdicts:", GroupDigits(step.verdicts)), 22, step.text.en);
  }

  const RunSummary& run_;
  TextPage page_;
  const std::vector<RuleHead> heads_;
  std::vector<RankedDomain> domains_;  // The worst first.
};

}  // namespace

std::string SummaryAsText(const RunSummary& run, TextColour colour) {
  return TextReport(run, colour).Write();
}

}  // namespace kenpin
