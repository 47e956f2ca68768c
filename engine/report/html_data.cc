#include "engine/report/html_data.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/report/html_domains.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "engine/report/rule_totals.h"
#include "engine/report/words.h"
#include "rules/reason.h"
#include "rules/settle.h"

namespace kenpin {
namespace {

class DataWriter {
 public:
  DataWriter(const RunSummary& run, Language language, size_t max_bytes)
      : run_(run), say_(language), domains_(TellHtmlDomains(run, max_bytes)), reasons_(domains_.reasons) {}

  std::string Write() {
    json_.BeginObject();
    WriteRun();
    WriteWords();
    WriteRequirements();
    WriteRules();
    WriteCorpusRules();
    WriteFirst();
    WriteSettle();
    WriteWaivers();
    WriteInputs();
    WriteCut();
    WriteReasons();
    json_.Key("domains");
    json_.BeginArray();
    for (const std::string& row : domains_.rows) json_.Raw(row);
    json_.EndArray();
    json_.EndObject();
    return std::move(out_);
  }

 private:
  template <typename Rule>
  bool Required(Rule rule) const {
    return IsRequired(rule, run_.provider, run_.sender_size);
  }
  void Text(std::string_view key, std::string_view text) {
    json_.Key(key);
    json_.String(PrintableText(text, kMaxHtmlColumns));
  }
  void Count(std::string_view key, uint64_t count) {
    json_.Key(key);
    json_.Unsigned(count);
  }

  void WriteRun() {
    Count("schema_version", kSchemaVersion);
    Text("lang", LanguageName(say_.language()));
    Text("version", run_.version);
    Text("profile", run_.profile);
    Text("profile_title", GetProfile(run_.provider).title);
    Text("profile_date", run_.profile_date);
    Text("sender_size", run_.sender_size == SenderSize::kBulk ? "bulk" : "small");
    Text("started", FormatTime(run_.started_at));
    json_.Key("seconds");
    json_.Raw(std::to_string(run_.seconds));
    Count("threads", run_.threads);
    Text("dns", run_.dns);
    Text("psl", run_.public_suffix_list);
    Count("messages", run_.totals.messages);
    Count("bytes", run_.totals.bytes);
    Count("unsigned", run_.totals.unsigned_messages);
    Count("domain_count", run_.domains.size());
    Count("needs_work", static_cast<uint64_t>(std::count_if(
                            run_.domains.begin(), run_.domains.end(), [this](const DomainSummary& domain) {
                              return CountFailingRules(domain.counts, &domain, run_) > 0;
                            })));
    const std::vector<RuleTotal> open = TotalsOf(run_, heads_, Outcome::kUnknown);
    Count("unknown_rules",
          static_cast<uint64_t>(std::count_if(open.begin(), open.end(), [this](const RuleTotal& total) {
            return heads_[total.head].required();
          })));
  }

  // What the page says, by key.
  void WriteWords() {
    json_.Key("words");
    json_.BeginObject();
    for (const WordRow& row : kPageWords) {
      json_.Key(row.key);
      json_.String(say_(row.text));
    }
    json_.EndObject();
  }

  const OutcomeCounts& Direct(RuleId rule) const {
    return run_.totals.direct_rules[static_cast<size_t>(rule)];
  }

  void WriteRequirements() {
    json_.Key("requirements");
    json_.BeginArray();
    for (const RequirementInfo& requirement : Requirements()) json_.String(requirement.name);
    json_.EndArray();
  }

  // What both kinds of rules have.
  template <typename Info>
  void WriteRule(const Info& rule, const OutcomeCounts& counts, std::string_view codes) {
    const Provider provider = ProvidersOf(run_.provider).front();
    json_.BeginObject();
    Text("id", rule.name);
    Text("title", say_(rule.title));
    json_.Key("required");
    json_.Bool(Required(rule.id));
    Text("level", LevelName(LevelFor(rule, run_.provider)));
    Text("consequence", say_(ConsequenceText(ConsequenceAt(rule.level, rule.consequence, provider))));
    Text("codes", codes);
    json_.Key("remedy");
    json_.String(say_(rule.remedy));
    json_.Key("counts");
    json_.BeginArray();
    for (const Outcome outcome :
         {Outcome::kPass, Outcome::kWarn, Outcome::kFail, Outcome::kNotApplicable, Outcome::kUnknown}) {
      json_.Unsigned(counts[outcome]);
    }
    json_.EndArray();
    json_.EndObject();
  }

  void WriteRules() {
    json_.Key("rules");
    json_.BeginArray();
    for (const RuleInfo& rule : Rules()) WriteRule(rule, Direct(rule.id), rule.smtp_codes[run_.provider]);
    json_.EndArray();
  }

  void WriteCorpusRules() {
    json_.Key("corpus_rules");
    json_.BeginArray();
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      WriteRule(rule, run_.totals.corpus_rules[static_cast<size_t>(rule.id)], rule.smtp_codes);
    }
    json_.EndArray();
  }

  // The required rules that most messages fail; those about the mail as a whole come last.
  void WriteFirst() {
    json_.Key("first");
    json_.BeginArray();
    size_t left = kMaxFirstSteps;
    for (const RuleTotal& total : TotalsOf(run_, heads_, Outcome::kFail)) {
      const RuleHead& head = heads_[total.head];
      if (!head.required() || left-- == 0) break;
      json_.BeginObject();
      json_.Key("corpus");
      json_.Bool(head.of_corpus);
      Count("rule", head.of_corpus ? total.head - kRuleCount : total.head);
      Count("messages", total.messages);
      Count("domains", total.domains);
      json_.Key("sample");
      WriteSample(total);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void WriteSample(const RuleTotal& total) {
    if (total.sample == nullptr) return json_.Null();
    reasons_[static_cast<size_t>(total.reason)] = true;
    json_.BeginArray();
    json_.String(ReasonName(total.reason));
    json_.String(PrintablePath(total.sample->source, kMaxHtmlColumns));
    json_.Unsigned(total.sample->ordinal.offset);
    json_.EndArray();
  }

  void WriteSettle() {
    json_.Key("settle");
    json_.BeginArray();
    for (const NextStep& step : NextSteps(run_.totals.unknown_because)) {
      json_.BeginArray();
      json_.Unsigned(step.verdicts);
      json_.String(say_(step.text));
      json_.EndArray();
    }
    json_.EndArray();
  }

  void WriteWaivers() {
    json_.Key("waivers");
    json_.BeginArray();
    for (const Waiver& waiver : run_.waivers) {
      json_.BeginObject();
      Text("rule", waiver.rule_name());
      Text("domain", waiver.domain);
      Text("reason", waiver.reason);
      Text("expires", FormatDay(waiver.expires));
      json_.Key("expired");
      json_.Bool(waiver.expired);
      Count("messages", waiver.messages);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void WriteInputs() {
    json_.Key("inputs");
    json_.BeginArray();
    for (size_t i = 0; i < std::min(run_.inputs.size(), kMaxHtmlInputs); ++i) {
      const InputSummary& input = run_.inputs[i];
      json_.BeginObject();
      json_.Key("path");
      json_.String(PrintablePath(input.path, kMaxHtmlColumns));
      Text("format", input.format);
      Count("messages", input.messages);
      Count("bytes", input.bytes);
      Count("ambiguous", input.ambiguous_lines);
      Text("error", input.error);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Cut(bool cut, std::string_view what, size_t count) {
    if (!cut) return;
    json_.BeginArray();
    json_.String(what);
    json_.Unsigned(count);
    json_.EndArray();
  }

  void WriteCut() {
    json_.Key("cut");
    json_.BeginArray();
    Cut(domains_.left_out > 0, "domains", domains_.left_out);
    Cut(domains_.without_detail > 0, "details", domains_.without_detail);
    Cut(domains_.brief > 0, "brief", domains_.brief);
    const bool many_days = std::any_of(run_.domains.begin(), run_.domains.end(), [](const DomainSummary& d) {
      return d.counts.days.size() > kMaxHtmlDays;
    });
    Cut(many_days, "days", kMaxHtmlDays);
    Cut(run_.inputs.size() > kMaxHtmlInputs, "inputs", run_.inputs.size() - kMaxHtmlInputs);
    Cut(run_.totals.messages > 0, "text", kMaxHtmlColumns);
    json_.EndArray();
  }

  void WriteReasons() {
    json_.Key("reasons");
    json_.BeginObject();
    for (size_t i = 0; i < kReasonCount; ++i) {
      const Reason reason = static_cast<Reason>(i);
      if (reasons_[i]) Text(ReasonName(reason), say_(ReasonText(reason)));
    }
    json_.EndObject();
  }

  const RunSummary& run_;
  const Speaker say_;
  const std::vector<RuleHead> heads_ = RuleHeads(run_);
  const HtmlDomains domains_;
  ReasonMarks reasons_;
  std::string out_;
  JsonWriter json_{&out_};
};

// In JSON these stand in strings only.
std::string FitForScript(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 50);
  for (const char c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string HtmlDataOf(const RunSummary& run, Language language, size_t max_bytes) {
  return FitForScript(DataWriter(run, language, max_bytes).Write());
}

}  // namespace kenpin
