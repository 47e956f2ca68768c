#include "engine/report/summary_json.h"

#include <array>
#include <map>
#include <optional>

#include "engine/report/corpus_json.h"
#include "engine/report/domain_figures.h"
#include "engine/report/json_text.h"
#include "engine/report/summary_systems.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::kPass, Outcome::kWarn, Outcome::kFail, Outcome::kNotApplicable,
                                 Outcome::kUnknown};

// The report goes out row by row, so that neither many domains nor many subdomains cost memory here.
class SummaryWriter {
 public:
  SummaryWriter(const RunSummary& run, const Emit& emit) : run_(run), emit_(emit) {}

  void Write() {
    json_.BeginObject();
    json_.Key("schema_version");
    json_.Number(kSchemaVersion);
    WriteRun();
    WriteTotals();
    WriteWaivers();
    BeginArray("domains");
    if (!Flush()) return;
    for (const DomainSummary& domain : run_.domains) {
      if (!WriteDomain(domain)) return;
    }
    json_.EndArray();
    json_.EndObject();
    text_ += '\n';
    Flush();
  }

 private:
  // Whether more is wanted.
  bool Flush() { return EmitPiece(emit_, &text_); }

  // Members; the OrNull ones are null for an empty text and for kNone.
  void Count(std::string_view key, uint64_t count) {
    json_.Key(key);
    json_.Unsigned(count);
  }
  void Text(std::string_view key, std::string_view text) {
    json_.Key(key);
    json_.String(text);
  }
  void TextOrNull(std::string_view key, std::string_view text) {
    json_.Key(key);
    json_.StringOrNull(text);
  }
  void ReasonOrNull(std::string_view key, Reason reason) {
    json_.Key(key);
    reason == Reason::kNone ? json_.Null() : json_.String(ReasonName(reason));
  }
  void Flag(std::string_view key, bool value) {
    json_.Key(key);
    json_.Bool(value);
  }
  void Real(std::string_view key, double value) {
    json_.Key(key);
    json_.Real(value);
  }
  void BeginObject(std::string_view key) {
    json_.Key(key);
    json_.BeginObject();
  }
  void BeginArray(std::string_view key) {
    json_.Key(key);
    json_.BeginArray();
  }

  void WriteOutcomes(const OutcomeCounts& counts) {
    for (const Outcome outcome : kOutcomes) Count(OutcomeName(outcome), counts[outcome]);
  }

  void Outcomes(std::string_view key, const OutcomeCounts& counts) {
    BeginObject(key);
    WriteOutcomes(counts);
    json_.EndObject();
  }

  void WriteInput(const InputSummary& input) {
    json_.BeginObject();
    Text("path", input.path);
    TextOrNull("format", input.format);
    TextOrNull("compression", input.compression);
    TextOrNull("archive", input.archive);
    Count("messages", input.messages);
    Count("bytes", input.bytes);
    TextOrNull("error", input.error);
    Count("errors", input.errors);
    Count("ambiguous_from_lines", input.ambiguous_lines);
    BeginArray("ambiguous_offsets");
    for (const PlaceInInput& place : input.ambiguous_at) json_.Unsigned(place.offset);
    json_.EndArray();
    json_.EndObject();
  }

  void WriteRun() {
    BeginObject("run");
    Text("version", run_.version);
    Text("profile", run_.profile);
    Text("profile_date", run_.profile_date);
    Text("sender_size", run_.sender_size == SenderSize::kBulk ? "bulk" : "small");
    Text("dns", run_.dns);
    Text("public_suffix_list", run_.public_suffix_list);
    TextOrNull("at", run_.at);
    BeginArray("inputs");
    for (const InputSummary& input : run_.inputs) WriteInput(input);
    json_.EndArray();
    Real("seconds", run_.seconds);
    Count("threads", run_.threads);
    Flag("redacted", run_.redacted);
    TextOrNull("shard", run_.shard);
    json_.EndObject();
  }

  void WriteTotals() {
    const RunTotals& totals = run_.totals;
    BeginObject("totals");
    Count("messages", totals.messages);
    Count("bytes", totals.bytes);
    Count("domains", run_.domains.size());
    BeginObject("corpus_rules");
    for (const CorpusRuleInfo& info : CorpusRules())
      Outcomes(info.name, totals.corpus_rules[static_cast<size_t>(info.id)]);
    json_.EndObject();
    Count("unsigned", totals.unsigned_messages);
    Count("second_looks", totals.second_looks);
    BeginObject("unknown_because");
    for (size_t i = 0; i < kReasonCount; ++i) {
      if (totals.unknown_because[i] > 0) Count(ReasonName(static_cast<Reason>(i)), totals.unknown_because[i]);
    }
    json_.EndObject();
    BeginObject("rules");
    for (const RuleInfo& info : Rules()) Outcomes(info.name, totals.rules[static_cast<size_t>(info.id)]);
    json_.EndObject();
    json_.EndObject();
  }

  void WriteWaivers() {
    BeginArray("waivers");
    for (const Waiver& waiver : run_.waivers) {
      json_.BeginObject();
      Text("rule", waiver.rule_name());
      Text("domain", waiver.domain);
      Text("reason", waiver.reason);
      Text("expires", FormatDay(waiver.expires));
      Flag("expired", waiver.expired);
      Count("messages", waiver.messages);
      json_.EndObject();
    }
    json_.EndArray();
  }

  // Returns whether more is wanted.
  bool WriteDomain(const DomainSummary& domain) {
    json_.BeginObject();
    TextOrNull("org_domain", domain.domain);
    WriteRow(domain.counts, domain, &domain.corpus.verdicts);
    BeginArray("subdomains");
    if (!Flush()) return false;
    for (const DomainSummary& subdomain : domain.subdomains) {
      json_.BeginObject();
      TextOrNull("domain", subdomain.domain);
      WriteRow(subdomain.counts, domain, nullptr);
      json_.EndObject();
      if (!Flush()) return false;
    }
    json_.EndArray();
    json_.EndObject();
    return true;
  }

  // The members that rows of Organizational Domains and of their subdomains share. The corpus is judged for
  // the former only.
  void WriteRow(const DomainCounts& counts, const DomainSummary& org, const CorpusVerdicts* corpus) {
    Count("messages", counts.messages);
    Count("bytes", counts.bytes);
    Count("unsigned", counts.unsigned_messages);
    Count("distinct_bodies", counts.distinct_bodies);
    WritePeakDay(counts);
    WriteDays("days", counts.days);
    WriteDays("failing_days", counts.failing_days);
    WriteStreams(counts);
    WriteTls(counts.tls);
    WritePolicies(counts.policies);
    // Of the whole Organizational Domain, also in the rows of its subdomains.
    const std::optional<bool> bulk = IsBulkSender(org.corpus.facts);
    json_.Key("bulk_sender");
    bulk ? json_.Bool(*bulk) : json_.Null();
    WriteCompliance(counts, corpus);
    WriteRules(counts);
    json_.Key("corpus_rules");
    corpus == nullptr ? json_.Null() : WriteCorpusRules(org, json_);
    json_.Key("sender_systems");
    WriteSenderSystems(counts, json_);
    WriteSelectors(counts);
    Count("other_selectors", counts.other_selectors);
  }

  void WritePeakDay(const DomainCounts& counts) {
    const std::optional<PeakDay> peak = FindPeakDay(counts);
    json_.Key("peak_day");
    if (!peak) return json_.Null();
    json_.BeginObject();
    Text("date", FormatDay(peak->day));
    Count("messages", peak->messages);
    json_.EndObject();
  }

  // By date; ISO dates are in order as they stand.
  void WriteDays(std::string_view key, const std::map<int32_t, uint64_t>& days) {
    BeginObject(key);
    for (const auto& [day, messages] : days) Count(FormatDay(day), messages);
    json_.EndObject();
  }

  void WriteStreams(const DomainCounts& counts) {
    BeginObject("streams");
    for (const Stream stream : {Stream::kDirect, Stream::kList, Stream::kForwarded})
      Count(StreamName(stream), counts.streams[static_cast<size_t>(stream)]);
    json_.EndObject();
  }

  void WriteTls(const TlsCounts& tls) {
    BeginObject("tls");
    for (size_t i = 0; i < kTlsVersionCount; ++i) {
      const std::string_view name = TlsVersionName(static_cast<TlsVersion>(i));
      if (tls.versions[i] > 0) Count(name.empty() ? "TLS" : name, tls.versions[i]);
    }
    Count("plain", tls.plain);
    Count("unknown", tls.unknown);
    json_.EndObject();
  }

  void WritePolicies(const PolicyCounts& counts) {
    BeginObject("dmarc_policies");
    for (const DmarcPolicy policy : {DmarcPolicy::kNone, DmarcPolicy::kQuarantine, DmarcPolicy::kReject})
      Count(DmarcPolicyName(policy), counts.policies[static_cast<size_t>(policy)]);
    Count("no_record", counts.no_record);
    Count("unknown", counts.unknown);
    json_.EndObject();
  }

  void WriteCompliance(const DomainCounts& counts, const CorpusVerdicts* corpus) {
    const OutcomeTable table = DirectOutcomesOf(counts);
    std::array<Compliance, static_cast<size_t>(Requirement::kCount)> all;
    for (const RequirementInfo& requirement : Requirements()) {
      all[static_cast<size_t>(requirement.id)] =
          FoldCompliance(requirement, table, run_.provider, run_.sender_size, corpus);
    }
    BeginObject("compliance");
    for (const RequirementInfo& requirement : Requirements())
      Text(requirement.name, ComplianceStateName(all[static_cast<size_t>(requirement.id)].state));
    json_.EndObject();
    BeginObject("compliance_details");
    for (const RequirementInfo& requirement : Requirements()) {
      const Compliance& compliance = all[static_cast<size_t>(requirement.id)];
      BeginObject(requirement.name);
      Flag("applies", compliance.applies);
      ReasonOrNull("reason", compliance.reason);
      TextOrNull("rule", compliance.rule          ? GetRule(*compliance.rule).name
                         : compliance.corpus_rule ? GetCorpusRule(*compliance.corpus_rule).name
                                                  : std::string_view());
      Count("affected", compliance.affected);
      Count("messages", compliance.messages);
      Real("share", compliance.share());
      json_.EndObject();
    }
    json_.EndObject();
  }

  void WriteRules(const DomainCounts& counts) {
    BeginObject("rules");
    for (const RuleInfo& info : Rules()) {
      const RuleCounts& rule = counts.rules[static_cast<size_t>(info.id)];
      BeginObject(info.name);
      WriteOutcomes(rule.outcomes);
      if (rule.indirect.total() > 0) {
        Outcomes("indirect", rule.indirect);
      } else {
        json_.Key("indirect");
        json_.Null();
      }
      json_.Key("samples");
      WriteSamples(rule.samples, json_);
      json_.EndObject();
    }
    json_.EndObject();
  }

  void WriteSelectors(const DomainCounts& counts) {
    BeginArray("selectors");
    for (const auto& [key, count] : counts.selectors) {
      json_.BeginObject();
      TextOrNull("d", key.domain);
      TextOrNull("s", key.selector);
      TextOrNull("a", key.algorithm);
      json_.Key("bits");
      key.bits > 0 ? json_.Number(key.bits) : json_.Null();
      Count("signatures", count.signatures);
      Count("passed", count.passed);
      json_.EndObject();
    }
    json_.EndArray();
  }

  const RunSummary& run_;
  const Emit& emit_;
  std::string text_;  // What is not emitted yet.
  JsonWriter json_{&text_, JsonForm::kIndented};
};

}  // namespace

void WriteSummaryJson(const RunSummary& run, const Emit& emit) { SummaryWriter(run, emit).Write(); }

std::string SummaryAsJson(const RunSummary& run) {
  return Collect([&run](const Emit& emit) { WriteSummaryJson(run, emit); });
}

}  // namespace kenpin
