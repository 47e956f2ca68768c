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
#include "engine/report/words.h"
#include "rules/reason.h"
#include "rules/settle.h"

namespace kenpin {
namespace {

constexpr size_t kDomainColumns = 25;
constexpr size_t kNumberColumns = 10;
constexpr size_t kStateColumns = 5;
constexpr size_t kPathColumns = 60;

// The columns of the table of domains. What rests on outside data alone has none.
struct StateColumn {
  Requirement requirement;
  Word head;
};
constexpr StateColumn kStateHeads[] = {{Requirement::kSpf, "brief_SPF"},
                                       {Requirement::kDkim, "brief_DKIM"},
                                       {Requirement::kSpfAndDkim, "head_both"},
                                       {Requirement::kDmarcPolicy, "head_policy"},
                                       {Requirement::kDmarcAlignment, "head_alignment"},
                                       {Requirement::kMessageFormatting, "head_form"},
                                       {Requirement::kDnsRecords, "brief_DNS_RECORDS"},
                                       {Requirement::kEncryption, "brief_ENCRYPTION"},
                                       {Requirement::kOneClickUnsubscribe, "head_one_click"}};
static_assert(kDomainColumns + kNumberColumns + std::size(kStateHeads) * kStateColumns <= TextPage::kColumns);

// A domain and how bad it is.
struct RankedDomain {
  const DomainSummary* domain = nullptr;
  size_t failing = 0;  // Required rules that fail,
  uint64_t worst = 0;  // direct messages that fail the one that fails most often,
  size_t open = 0;     // and required rules that are unknown.
};

class TextReport {
 public:
  TextReport(const RunSummary& run, TextColour colour, Language language)
      : run_(run), say_(language), page_(colour), heads_(RuleHeads(run)) {
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
    WriteSenderSystems(run_, say_, &page_);
    WriteList(Outcome::kWarn, "remarks");
    WriteWaivers();
    WriteInputs();
    WriteList(Outcome::kUnknown, "not_told");
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
    const std::string rules = run_.provider == Provider::kAll ? std::string(say_("rules_of_all"))
                                                              : say_("rules_of", {{"profile", run_.profile}});
    page_.Paragraph(0, say_("head", {{"version", run_.version},
                                     {"messages", GroupDigits(run_.totals.messages)},
                                     {"domains", GroupDigits(run_.domains.size())},
                                     {"rules", rules},
                                     {"size", bulk ? say_("size_bulk") : say_("size_small")},
                                     {"date", run_.profile_date}}));
    page_.EmptyLine();
  }

  void WriteVerdict() {
    const size_t needs_work = static_cast<size_t>(std::count_if(
        domains_.begin(), domains_.end(), [](const RankedDomain& domain) { return domain.failing > 0; }));
    std::string verdict(say_("verdict_clean"));
    TextStyle style = TextStyle::kGood;
    if (run_.totals.messages == 0) {
      verdict = say_("verdict_empty");
      style = TextStyle::kOpen;
    } else if (needs_work > 0) {
      verdict =
          say_("verdict_work", {{"n", std::to_string(needs_work)}, {"all", std::to_string(domains_.size())}});
      style = TextStyle::kBad;
    }
    page_.Paragraph(0, say_("verdict", {{"verdict", verdict}}), style);
    const std::vector<RuleTotal> open = TotalsOf(run_, heads_, Outcome::kUnknown);
    const std::ptrdiff_t undecided = std::count_if(
        open.begin(), open.end(), [&](const RuleTotal& total) { return heads_[total.head].required(); });
    if (undecided > 0) {
      page_.Paragraph(0, say_("rules_unknown", {{"n", std::to_string(undecided)}}), TextStyle::kOpen);
    }
    std::array<uint64_t, kStreamCount> streams{};
    for (const DomainSummary& domain : run_.domains) {
      for (size_t i = 0; i < kStreamCount; ++i) streams[i] += domain.counts.streams[i];
    }
    const uint64_t list = streams[static_cast<size_t>(Stream::kList)];
    const uint64_t forwarded = streams[static_cast<size_t>(Stream::kForwarded)];
    if (list + forwarded == 0) return;
    page_.Paragraph(0,
                    say_("not_held", {{"list", GroupDigits(list)}, {"forwarded", GroupDigits(forwarded)}}));
  }

  void WriteState(const DomainSummary& domain, const OutcomeTable& table, Requirement requirement) {
    const Compliance compliance = FoldCompliance(Requirements()[static_cast<size_t>(requirement)], table,
                                                 run_.provider, run_.sender_size, &domain.corpus.verdicts);
    std::string_view word = say_("cell_ok");
    TextStyle style = TextStyle::kGood;
    if (!compliance.applies) {
      word = "-";
      style = TextStyle::kFaint;
    } else if (compliance.state == ComplianceState::kNeedsWork) {
      word = say_("cell_fail");
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
    page_.Cell(kDomainColumns, say_("worst_domains"), TextAlign::kLeft, TextStyle::kBold);
    page_.Cell(kNumberColumns, say_("head_messages"), TextAlign::kRight, TextStyle::kFaint);
    for (const StateColumn& column : kStateHeads)
      page_.Cell(kStateColumns, say_(column.head), TextAlign::kRight, TextStyle::kFaint);
    page_.EndRow();
    const size_t rows = std::min(domains_.size(), kMaxTextDomains);
    for (size_t i = 0; i < rows; ++i) {
      const DomainSummary& domain = *domains_[i].domain;
      const OutcomeTable table = DirectOutcomesOf(domain.counts);
      page_.Cell(kDomainColumns, ShownName(domain, language()));
      page_.Cell(kNumberColumns, GroupDigits(domain.counts.messages), TextAlign::kRight);
      for (const StateColumn& column : kStateHeads) WriteState(domain, table, column.requirement);
      page_.EndRow();
    }
    if (domains_.size() > rows) {
      page_.Paragraph(0, say_("more_domains", {{"n", std::to_string(domains_.size() - rows)}}));
    }
    page_.Paragraph(2, say_("legend"), TextStyle::kFaint);
  }

  // "105 messages of 14 domains, most of them of shop.example (12)"
  std::string Spread(const RuleTotal& total) const {
    const bool corpus = heads_[total.head].of_corpus;
    const std::string_view worst = ShownName(*total.worst, language());
    const std::string domains = std::to_string(total.domains);
    if (corpus) {
      return total.domains == 1 ? std::string(worst)
                                : say_("spread_mail", {{"domains", domains}, {"worst", worst}});
    }
    const std::string messages = say_(total.messages == 1 ? Word("one_message") : Word("some_messages"),
                                      {{"n", GroupDigits(total.messages)}});
    if (total.domains == 1) return say_("spread_one", {{"messages", messages}, {"domain", worst}});
    return say_("spread_some", {{"messages", messages},
                                {"domains", domains},
                                {"worst", worst},
                                {"most", GroupDigits(total.worst_messages)}});
  }

  void WriteFailures() {
    const std::vector<RuleTotal> totals = TotalsOf(run_, heads_, Outcome::kFail);
    if (totals.empty()) return;
    if (heads_[totals.front().head].required()) page_.Heading(say_("what_fails"));
    size_t rows = 0;
    std::string others;  // The heading above the row.
    for (const RuleTotal& total : totals) {
      const RuleHead& head = heads_[total.head];
      if (head.required() && rows++ < kMaxTextRules) {
        WriteFailure(head, total);
        continue;
      }
      const std::string heading =
          head.required() ? std::string(say_("what_fails_too"))
                          : say_("what_fails_weight", {{"weight", say_(RuleWeightWord(head.weight))}});
      if (heading != others) page_.Heading(heading);
      others = heading;
      WriteRow(head, total);
    }
  }

  void WriteFailure(const RuleHead& head, const RuleTotal& total) {
    page_.Item(fmt::format("  {}:", head.name), head.name.size() + 4, say_(head.title), TextStyle::kBold);
    std::string text = Spread(total);
    if (total.reason != Reason::kNone)
      text = say_("because", {{"spread", text}, {"reason", say_(ReasonText(total.reason))}});
    page_.Paragraph(4, text);
    if (total.sample != nullptr) {
      const std::string place = fmt::format("{}:{}", PrintablePath(total.sample->source, kPathColumns),
                                            total.sample->ordinal.offset);
      page_.Paragraph(4, say_("for_example", {{"place", place}}));
    }
    page_.Item("    ->", 7, say_(head.remedy));
  }

  // A rule on one line.
  void WriteRow(const RuleHead& head, const RuleTotal& total) {
    page_.Cell(2, "");
    page_.Cell(26, head.name);
    page_.Cell(8, head.of_corpus ? "" : GroupDigits(total.messages), TextAlign::kRight);
    page_.Cell(2, "");
    page_.Cell(TextPage::kColumns - 38, say_(head.title));
    page_.EndRow();
  }

  // Names and figures only: "dkim-verify 7, infra-tls 3 ..."; what is required first.
  void WriteList(Outcome outcome, Word title) {
    const std::vector<RuleTotal> totals = TotalsOf(run_, heads_, outcome);
    if (totals.empty()) return;
    page_.Heading(say_(title));
    std::array<std::string, 3> lists;  // By RuleWeight.
    for (const RuleTotal& total : totals) {
      const RuleHead& head = heads_[total.head];
      std::string& list = lists[static_cast<size_t>(head.weight)];
      if (!list.empty()) list += ", ";
      list += head.of_corpus ? say_(total.domains == 1 ? Word("one_domain") : Word("some_domains"),
                                    {{"rule", head.name}, {"n", GroupDigits(total.domains)}})
                             : fmt::format("{} {}", head.name, GroupDigits(total.messages));
    }
    constexpr RuleWeight kOrder[] = {RuleWeight::kRequired, RuleWeight::kRecommended,
                                     RuleWeight::kInformation};
    size_t indent = 0;
    for (const RuleWeight weight : kOrder)
      indent = std::max(indent, ColumnsOfText(say_(RuleWeightWord(weight))) + 4);
    for (const RuleWeight weight : kOrder) {
      const std::string& list = lists[static_cast<size_t>(weight)];
      if (!list.empty()) page_.Item(fmt::format("  {}:", say_(RuleWeightWord(weight))), indent, list);
    }
  }

  void WriteWaivers() {
    if (run_.waivers.empty()) return;
    page_.Heading(say_("waivers"));
    for (const Waiver& waiver : run_.waivers) {
      page_.Paragraph(2,
                      say_(waiver.expired ? Word("waiver_expired") : Word("waiver"),
                           {{"rule", waiver.rule_name()},
                            {"domain", waiver.domain},
                            {"messages", GroupDigits(waiver.messages)},
                            {"date", FormatDay(waiver.expires)}}),
                      waiver.expired ? TextStyle::kBad : TextStyle::kPlain);
      page_.Paragraph(4, waiver.reason);
    }
  }

  void WriteInputs() {
    bool head = false;
    for (const InputSummary& input : run_.inputs) {
      if (input.errors == 0 && input.ambiguous_lines == 0) continue;
      if (!head) page_.Heading(say_("inputs"));
      head = true;
      page_.Paragraph(2, PrintablePath(input.path, kPathColumns));
      if (input.errors > 0)
        page_.Paragraph(4,
                        say_("input_errors", {{"n", std::to_string(input.errors)}, {"error", input.error}}),
                        TextStyle::kBad);
      if (input.ambiguous_lines > 0) {
        page_.Paragraph(
            4, say_("input_ambiguous", {{"n", std::to_string(input.ambiguous_lines)},
                                        {"offset", std::to_string(input.ambiguous_at.front().offset)}}));
      }
    }
  }

  // Which inputs would settle the most unknowns, the most helpful first.
  void WriteNextSteps() {
    const NextStepList steps = NextSteps(run_.totals.unknown_because);
    if (steps.empty()) return;
    page_.Heading(say_("settle_heading"));
    for (const NextStep& step : steps) {
      const std::string mark =
          "  " + say_("settle_verdicts", {{"n", fmt::format("{:>9}", GroupDigits(step.verdicts))}});
      page_.Item(mark, ColumnsOfText(mark) + 1, say_(step.text));
    }
  }

  Language language() const { return say_.language(); }

  const RunSummary& run_;
  const Speaker say_;
  TextPage page_;
  const std::vector<RuleHead> heads_;
  std::vector<RankedDomain> domains_;  // The worst first.
};

}  // namespace

std::string SummaryAsText(const RunSummary& run, TextColour colour, Language language) {
  return TextReport(run, colour, language).Write();
}

}  // namespace kenpin
