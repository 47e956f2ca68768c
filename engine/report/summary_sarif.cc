#include "engine/report/summary_sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/report/domain_rules.h"
#include "engine/report/file_uri.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr size_t kMaxNameColumns = 300;

// Plain text of a message: brackets would begin a link (§3.11.6) and braces a placeholder (§3.11.5).
std::string PlainMessage(std::string_view text) {
  std::string plain;
  for (const char c : PrintableText(text, kMaxNameColumns)) {
    if (c == '[' || c == ']' || c == '\\') plain += '\\';
    if (c == '{' || c == '}') plain += c;
    plain += c;
  }
  return plain;
}

std::string_view LevelOf(const RuleHead& head) {
  if (head.required()) return "error";
  return head.weight == RuleWeight::kRecommended ? "warning" : "note";
}

std::string_view LevelOf(const DomainRule& line, const RuleHead& head) {
  if (line.outcome == Outcome::kUnknown) return "none";
  if (line.outcome == Outcome::kWarn) return "note";
  return LevelOf(head);
}

class SarifReport {
 public:
  SarifReport(const RunSummary& run, const Emit& emit)
      : run_(run), emit_(emit), heads_(RuleHeads(run)), json_(&text_) {}

  void Write() {
    json_.BeginObject();
    Member("$schema", kSchema);
    Member("version", "2.1.0");
    json_.Key("runs");
    json_.BeginArray();
    json_.BeginObject();
    WriteTool();
    WriteInvocation();
    WriteProperties();
    json_.Key("results");
    json_.BeginArray();
    for (const DomainSummary& domain : run_.domains) {
      for (const DomainRule& line : RulesOf(run_, domain)) {
        if (line.outcome != Outcome::kPass && line.outcome != Outcome::kNotApplicable)
          WriteResult(domain, line);
      }
      if (!Flush()) return;
    }
    json_.EndArray();
    json_.EndObject();
    json_.EndArray();
    json_.EndObject();
    text_ += '\n';
    Flush();
  }

 private:
  bool Flush() { return EmitPiece(emit_, &text_); }

  void Member(std::string_view key, std::string_view value) {
    json_.Key(key);
    json_.String(value);
  }

  // {"text": ...}
  void Message(std::string_view key, std::string_view text) {
    json_.Key(key);
    json_.BeginObject();
    Member("text", text);
    json_.EndObject();
  }

  void WriteTool() {
    json_.Key("tool");
    json_.BeginObject();
    json_.Key("driver");
    json_.BeginObject();
    Member("name", "kenpin");
    Member("version", run_.version);
    json_.Key("rules");
    json_.BeginArray();
    for (const RuleHead& head : heads_) {
      json_.BeginObject();
      Member("id", head.name);
      Message("shortDescription", PlainMessage(head.title.en));
      Message("help", PlainMessage(head.remedy.en));
      json_.Key("defaultConfiguration");
      json_.BeginObject();
      Member("level", LevelOf(head));
      json_.EndObject();
      json_.Key("properties");
      json_.BeginObject();
      json_.Key("required");
      json_.Bool(head.required());
      Member("source", head.source);
      json_.EndObject();
      json_.EndObject();
      text_ += '\n';
    }
    json_.EndArray();
    json_.EndObject();
    json_.EndObject();
  }

  void WriteInvocation() {
    json_.Key("invocations");
    json_.BeginArray();
    json_.BeginObject();
    json_.Key("executionSuccessful");
    json_.Bool(std::all_of(run_.inputs.begin(), run_.inputs.end(),
                           [](const InputSummary& input) { return input.errors == 0; }));
    json_.Key("toolExecutionNotifications");
    json_.BeginArray();
    for (const InputSummary& input : run_.inputs) {
      if (input.errors == 0) continue;
      json_.BeginObject();
      Member("level", "error");
      Message("message", PlainMessage(fmt::format("{}: {}", input.path, input.error)));
      json_.EndObject();
    }
    json_.EndArray();
    json_.EndObject();
    json_.EndArray();
  }

  void WriteProperties() {
    json_.Key("properties");
    json_.BeginObject();
    json_.Key("schema_version");
    json_.Number(kSchemaVersion);
    Member("profile", run_.profile);
    Member("profile_date", run_.profile_date);
    Member("sender_size", run_.sender_size == SenderSize::kBulk ? "bulk" : "small");
    json_.Key("messages");
    json_.Unsigned(run_.totals.messages);
    json_.EndObject();
  }

  void WriteResult(const DomainSummary& domain, const DomainRule& line) {
    const RuleHead& head = heads_[line.head];
    json_.BeginObject();
    Member("ruleId", head.name);
    json_.Key("ruleIndex");
    json_.Unsigned(line.head);
    Member("kind", line.outcome == Outcome::kUnknown ? "open" : "fail");
    Member("level", LevelOf(line, head));
    Message("message", MessageText(domain, line, head));
    json_.Key("locations");
    json_.BeginArray();
    for (const Sample* sample : line.samples) WriteLocation(domain, *sample);
    if (line.samples.empty()) {
      json_.BeginObject();
      WriteLogicalLocation(domain);
      json_.EndObject();
    }
    json_.EndArray();
    json_.Key("partialFingerprints");
    json_.BeginObject();
    Member("domainAndRule/v1", fmt::format("{}/{}", ShownName(domain, Language::kEnglish), head.name));
    json_.EndObject();
    if (line.excused) {
      json_.Key("suppressions");
      json_.BeginArray();
      json_.BeginObject();
      Member("kind", "external");
      Member("justification", "covered by --waivers or --max-fail");
      json_.EndObject();
      json_.EndArray();
    }
    json_.Key("properties");
    json_.BeginObject();
    Member("org_domain", domain.domain);
    Member("outcome", OutcomeName(line.outcome));
    json_.Key("affected");
    json_.Unsigned(line.affected);
    json_.Key("messages");
    json_.Unsigned(line.messages);
    json_.EndObject();
    json_.EndObject();
    text_ += '\n';
  }

  static std::string MessageText(const DomainSummary& domain, const DomainRule& line, const RuleHead& head) {
    const std::string name = PlainMessage(ShownName(domain, Language::kEnglish));
    std::string text = head.of_corpus
                           ? fmt::format("{}: {}: {}.", name, head.title.en, OutcomeName(line.outcome))
                           : fmt::format("{}: {}: {} for {} of {} messages.", name, head.title.en,
                                         OutcomeName(line.outcome), line.affected, line.messages);
    if (line.reason != Reason::kNone) text += fmt::format(" {}", PlainMessage(ReasonText(line.reason).en));
    return text;
  }

  void WriteLogicalLocation(const DomainSummary& domain) {
    json_.Key("logicalLocations");
    json_.BeginArray();
    json_.BeginObject();
    Member("name", ShownName(domain, Language::kEnglish));
    Member("kind", "domain");
    json_.EndObject();
    json_.EndArray();
  }

  void WriteLocation(const DomainSummary& domain, const Sample& sample) {
    json_.BeginObject();
    json_.Key("physicalLocation");
    json_.BeginObject();
    json_.Key("artifactLocation");
    json_.BeginObject();
    Member("uri", FileUri(sample.source));
    json_.EndObject();
    json_.Key("region");
    json_.BeginObject();
    json_.Key("byteOffset");
    json_.Unsigned(sample.ordinal.offset);
    json_.EndObject();
    json_.EndObject();
    WriteLogicalLocation(domain);
    Message("message", PlainMessage(ReasonText(sample.reason).en));
    json_.Key("properties");
    json_.BeginObject();
    json_.Key("message_id");
    json_.StringOrNull(sample.message_id);
    Member("reason", ReasonName(sample.reason));
    json_.EndObject();
    json_.EndObject();
  }

  const RunSummary& run_;
  const Emit& emit_;
  const std::vector<RuleHead> heads_;
  std::string text_;
  JsonWriter json_;
};

}  // namespace

void WriteSummarySarif(const RunSummary& run, const Emit& emit) { SarifReport(run, emit).Write(); }

}  // namespace kenpin
