#include "engine/report/summary_junit.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/report/domain_rules.h"
#include "engine/report/xml_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

// How a case ends.
enum class CaseEnd : uint8_t { kPassed, kFailed, kSkipped };

CaseEnd EndOf(const DomainRule& line, const RuleHead& head) {
  if (line.outcome == Outcome::kUnknown) return CaseEnd::kSkipped;
  const bool failed = line.outcome == Outcome::kFail && head.required() && !line.excused;
  return failed ? CaseEnd::kFailed : CaseEnd::kPassed;
}

class JunitReport {
 public:
  JunitReport(const RunSummary& run, const Emit& emit) : run_(run), emit_(emit), heads_(RuleHeads(run)) {}

  void Write() {
    Print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kenpin\">\n");
    for (const DomainSummary& domain : run_.domains) {
      WriteSuite(domain);
      if (!Flush()) return;
    }
    Print("</testsuites>\n");
    Flush();
  }

 private:
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...);
  }

  bool Flush() { return EmitPiece(emit_, &text_); }

  void Attribute(std::string_view name, std::string_view value) {
    Print(" {}=\"", name);
    AppendXmlText(value, &text_);
    text_ += '"';
  }

  void WriteSuite(const DomainSummary& domain) {
    size_t tests = 0;
    size_t failures = 0;
    size_t skipped = 0;
    const std::vector<DomainRule> lines = RulesOf(run_, domain);
    for (const DomainRule& line : lines) {
      if (line.outcome == Outcome::kNotApplicable) continue;
      const CaseEnd end = EndOf(line, heads_[line.head]);
      ++tests;
      failures += end == CaseEnd::kFailed ? 1 : 0;
      skipped += end == CaseEnd::kSkipped ? 1 : 0;
    }
    Print("  <testsuite");
    Attribute("name", ShownName(domain, Language::kEnglish));
    Print(" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n    <properties>\n", tests, failures,
          skipped);
    Property("schema_version", std::to_string(kSchemaVersion));
    Property("kenpin_version", run_.version);
    Property("profile", run_.profile);
    Property("profile_date", run_.profile_date);
    Property("sender_size", run_.sender_size == SenderSize::kBulk ? "bulk" : "small");
    Property("messages", std::to_string(domain.counts.messages));
    Print("    </properties>\n");
    for (const DomainRule& line : lines) {
      if (line.outcome != Outcome::kNotApplicable) WriteCase(domain, line);
    }
    Print("  </testsuite>\n");
  }

  void Property(std::string_view name, std::string_view value) {
    Print("      <property");
    Attribute("name", name);
    Attribute("value", value);
    Print("/>\n");
  }

  void WriteCase(const DomainSummary& domain, const DomainRule& line) {
    const RuleHead& head = heads_[line.head];
    Print("    <testcase");
    Attribute("classname", ShownName(domain, Language::kEnglish));
    Attribute("name", head.name);
    const CaseEnd end = EndOf(line, head);
    if (end == CaseEnd::kPassed && line.outcome == Outcome::kPass) {
      Print("/>\n");
      return;
    }
    Print(">\n");
    if (end == CaseEnd::kSkipped) {
      Print("      <skipped");
      Attribute("message", What(head, line));
      Print("/>\n");
    } else if (end == CaseEnd::kFailed) {
      Print("      <failure type=\"required\"");
      Attribute("message", What(head, line));
      text_ += '>';
      WriteDetails(head, line);
      Print("</failure>\n");
    } else {
      Print("      <system-out>");
      AppendXmlText(fmt::format("{} ({}): ", OutcomeName(line.outcome), Why(head, line)), &text_);
      AppendXmlText(What(head, line), &text_);
      text_ += '\n';
      WriteDetails(head, line);
      Print("</system-out>\n");
    }
    Print("    </testcase>\n");
  }

  // Why a case that does not pass plainly is no failure.
  static std::string_view Why(const RuleHead& head, const DomainRule& line) {
    if (line.outcome == Outcome::kWarn) return "a remark";
    return head.required() ? "excused by --waivers or --max-fail" : RuleWeightWord(head.weight).text().en;
  }

  static std::string What(const RuleHead& head, const DomainRule& line) {
    std::string text = head.of_corpus ? fmt::format("{}: {}", head.title.en, OutcomeName(line.outcome))
                                      : fmt::format("{}: {} for {} of {} messages", head.title.en,
                                                    OutcomeName(line.outcome), line.affected, line.messages);
    if (line.reason != Reason::kNone) text += fmt::format(". {}", ReasonText(line.reason).en);
    return text;
  }

  void WriteDetails(const RuleHead& head, const DomainRule& line) {
    for (const Sample* sample : line.samples) {
      AppendXmlText(fmt::format("{}:{}", sample->source, sample->ordinal.offset), &text_);
      if (!sample->message_id.empty()) {
        AppendXmlText(" <", &text_);
        AppendXmlText(sample->message_id, &text_);
        AppendXmlText(">", &text_);
      }
      AppendXmlText(fmt::format(" {}", ReasonText(sample->reason).en), &text_);
      text_ += '\n';
    }
    AppendXmlText(head.remedy.en, &text_);
  }

  const RunSummary& run_;
  const Emit& emit_;
  const std::vector<RuleHead> heads_;
  std::string text_;
};

}  // namespace

void WriteSummaryJunit(const RunSummary& run, const Emit& emit) { JunitReport(run, emit).Write(); }

}  // namespace kenpin
