#include "engine/report/summary_json.h"

#include <nlohmann/json.hpp>

#include "engine/report/corpus_json.h"
#include "engine/report/domain_figures.h"
#include "engine/report/json_text.h"
#include "engine/report/summary_systems.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

// Keys keep the order in which they are written here.
using Json = nlohmann::ordered_json;

Json OffsetsOf(const std::vector<PlaceInInput>& places) {
  Json offsets = Json::array();
  for (const PlaceInInput& place : places) offsets.push_back(place.offset);
  return offsets;
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json OutcomesAsJson(const OutcomeCounts& counts) {
  Json json = Json::object();
  for (const Outcome outcome :
       {Outcome::kPass, Outcome::kWarn, Outcome::kFail, Outcome::kNotApplicable, Outcome::kUnknown}) {
    json[std::string(OutcomeName(outcome))] = counts[outcome];
  }
  return json;
}

Json RulesAsJson(const DomainCounts& counts) {
  Json rules = Json::object();
  for (const RuleInfo& info : Rules()) {
    const RuleCounts& rule = counts.rules[static_cast<size_t>(info.id)];
    Json json = OutcomesAsJson(rule.outcomes);
    json["indirect"] = rule.indirect.total() > 0 ? OutcomesAsJson(rule.indirect) : Json(nullptr);
    json["samples"] = Json::array();
    for (const Sample& sample : rule.samples.samples()) json["samples"].push_back(SampleAsJson(sample));
    rules[std::string(info.name)] = std::move(json);
  }
  return rules;
}

Json RuleOf(const Compliance& compliance) {
  if (compliance.rule) return GetRule(*compliance.rule).name;
  return compliance.corpus_rule ? Json(GetCorpusRule(*compliance.corpus_rule).name) : Json(nullptr);
}

// The corpus is judged for rows of Organizational Domains only.
void AddCompliance(const DomainCounts& counts, const CorpusVerdicts* corpus, const RunSummary& run,
                   Json& row) {
  const OutcomeTable table = DirectOutcomesOf(counts);
  Json states = Json::object();
  Json details = Json::object();
  for (const RequirementInfo& requirement : Requirements()) {
    const Compliance compliance = FoldCompliance(requirement, table, run.provider, run.sender_size, corpus);
    const std::string name(requirement.name);
    states[name] = ComplianceStateName(compliance.state);
    details[name] = {
        {"applies", compliance.applies},
        {"reason", compliance.reason == Reason::kNone ? Json(nullptr) : Json(ReasonName(compliance.reason))},
        {"rule", RuleOf(compliance)},
        {"affected", compliance.affected},
        {"messages", compliance.messages},
        {"share", compliance.share()}};
  }
  row["compliance"] = std::move(states);
  row["compliance_details"] = std::move(details);
}

Json PeakDayAsJson(const DomainCounts& counts) {
  const std::optional<PeakDay> peak = FindPeakDay(counts);
  if (!peak) return nullptr;
  return {{"date", FormatDay(peak->day)}, {"messages", peak->messages}};
}

// By date; ISO dates are in order as they stand.
Json DaysAsJson(const std::map<int32_t, uint64_t>& days) {
  Json json = Json::object();
  for (const auto& [day, messages] : days) json[FormatDay(day)] = messages;
  return json;
}

Json SelectorsAsJson(const DomainCounts& counts) {
  Json list = Json::array();
  for (const auto& [key, count] : counts.selectors) {
    list.push_back({{"d", TextOrNull(key.domain)},
                    {"s", TextOrNull(key.selector)},
                    {"a", TextOrNull(key.algorithm)},
                    {"bits", key.bits > 0 ? Json(key.bits) : Json(nullptr)},
                    {"signatures", count.signatures},
                    {"passed", count.passed}});
  }
  return list;
}

Json StreamsAsJson(const DomainCounts& counts) {
  Json json = Json::object();
  for (const Stream stream : {Stream::kDirect, Stream::kList, Stream::kForwarded}) {
    json[std::string(StreamName(stream))] = counts.streams[static_cast<size_t>(stream)];
  }
  return json;
}

Json TlsAsJson(const TlsCounts& tls) {
  Json json = Json::object();
  for (size_t i = 0; i < kTlsVersionCount; ++i) {
    const std::string_view name = TlsVersionName(static_cast<TlsVersion>(i));
    if (tls.versions[i] > 0) json[name.empty() ? "TLS" : std::string(name)] = tls.versions[i];
  }
  json["plain"] = tls.plain;
  json["unknown"] = tls.unknown;
  return json;
}

Json PoliciesAsJson(const PolicyCounts& counts) {
  Json json = Json::object();
  for (const DmarcPolicy policy : {DmarcPolicy::kNone, DmarcPolicy::kQuarantine, DmarcPolicy::kReject}) {
    json[std::string(DmarcPolicyName(policy))] = counts.policies[static_cast<size_t>(policy)];
  }
  json["no_record"] = counts.no_record;
  json["unknown"] = counts.unknown;
  return json;
}

// The members that rows of Organizational Domains and of their subdomains share.
void AddRow(const DomainCounts& counts, const DomainSummary& org, const CorpusVerdicts* corpus,
            const RunSummary& run, Json& row) {
  row["messages"] = counts.messages;
  row["bytes"] = counts.bytes;
  row["unsigned"] = counts.unsigned_messages;
  row["distinct_bodies"] = counts.distinct_bodies;
  row["peak_day"] = PeakDayAsJson(counts);
  row["days"] = DaysAsJson(counts.days);
  row["failing_days"] = DaysAsJson(counts.failing_days);
  row["streams"] = StreamsAsJson(counts);
  row["tls"] = TlsAsJson(counts.tls);
  row["dmarc_policies"] = PoliciesAsJson(counts.policies);
  // Of the whole Organizational Domain, also in the rows of its subdomains.
  const std::optional<bool> bulk = IsBulkSender(org.corpus.facts);
  row["bulk_sender"] = bulk ? Json(*bulk) : Json(nullptr);
  AddCompliance(counts, corpus, run, row);
  row["rules"] = RulesAsJson(counts);
  row["corpus_rules"] = corpus == nullptr ? Json(nullptr) : CorpusRulesAsJson(org);
  row["sender_systems"] = SenderSystemsAsJson(counts);
  row["selectors"] = SelectorsAsJson(counts);
  row["other_selectors"] = counts.other_selectors;
}

// A row as text, indented by `columns`, without the end of its object: further members may follow.
std::string OpenRow(const Json& row, size_t columns) {
  std::string text;
  AppendIndentedJson(row.dump(2, ' ', false, Json::error_handler_t::replace), columns, &text);
  text.resize(text.rfind('\n'));
  return text;
}

// One element of an array that is written piece by piece, with the comma and the indentation before it.
std::string BeginElement(size_t index, size_t columns) {
  return (index == 0 ? "\n" : ",\n") + std::string(columns, ' ');
}

// A domain goes out row by row, so that neither many domains nor many subdomains cost memory here.
bool WriteDomain(const DomainSummary& domain, const RunSummary& run, const Emit& emit) {
  Json row = {{"org_domain", TextOrNull(domain.domain)}};
  AddRow(domain.counts, domain, &domain.corpus.verdicts, run, row);
  if (!emit(OpenRow(row, 4) + ",\n      \"subdomains\": [")) return false;
  size_t index = 0;
  for (const DomainSummary& subdomain : domain.subdomains) {
    Json sub = {{"domain", TextOrNull(subdomain.domain)}};
    AddRow(subdomain.counts, domain, nullptr, run, sub);
    if (!emit(BeginElement(index++, 8) + OpenRow(sub, 8) + "\n        }")) return false;
  }
  return emit(index == 0 ? "]\n    }" : "\n      ]\n    }");
}

Json RunAsJson(const RunSummary& run) {
  Json inputs = Json::array();
  for (const InputSummary& input : run.inputs) {
    inputs.push_back({{"path", input.path},
                      {"format", TextOrNull(input.format)},
                      {"compression", TextOrNull(input.compression)},
                      {"archive", TextOrNull(input.archive)},
                      {"messages", input.messages},
                      {"bytes", input.bytes},
                      {"error", TextOrNull(input.error)},
                      {"errors", input.errors},
                      {"ambiguous_from_lines", input.ambiguous_lines},
                      {"ambiguous_offsets", OffsetsOf(input.ambiguous_at)}});
  }
  return {{"version", run.version},
          {"profile", run.profile},
          {"profile_date", run.profile_date},
          {"sender_size", run.sender_size == SenderSize::kBulk ? "bulk" : "small"},
          {"dns", run.dns},
          {"public_suffix_list", run.public_suffix_list},
          {"at", run.at.empty() ? Json(nullptr) : Json(run.at)},
          {"inputs", std::move(inputs)},
          {"seconds", run.seconds},
          {"threads", run.threads},
          {"redacted", run.redacted},
          {"shard", TextOrNull(run.shard)}};
}

Json WaiversAsJson(const RunSummary& run) {
  Json list = Json::array();
  for (const Waiver& waiver : run.waivers) {
    list.push_back({{"rule", waiver.rule_name()},
                    {"domain", waiver.domain},
                    {"reason", waiver.reason},
                    {"expires", FormatDay(waiver.expires)},
                    {"expired", waiver.expired},
                    {"messages", waiver.messages}});
  }
  return list;
}

Json TotalsAsJson(const RunSummary& run) {
  Json rules = Json::object();
  for (const RuleInfo& info : Rules()) {
    rules[std::string(info.name)] = OutcomesAsJson(run.totals.rules[static_cast<size_t>(info.id)]);
  }
  Json corpus = Json::object();
  for (const CorpusRuleInfo& info : CorpusRules()) {
    corpus[std::string(info.name)] = OutcomesAsJson(run.totals.corpus_rules[static_cast<size_t>(info.id)]);
  }
  Json unknown = Json::object();
  for (size_t i = 0; i < kReasonCount; ++i) {
    if (run.totals.unknown_because[i] > 0) {
      unknown[std::string(ReasonName(static_cast<Reason>(i)))] = run.totals.unknown_because[i];
    }
  }
  return {{"messages", run.totals.messages},
          {"bytes", run.totals.bytes},
          {"domains", run.domains.size()},
          {"corpus_rules", std::move(corpus)},
          {"unsigned", run.totals.unsigned_messages},
          {"second_looks", run.totals.second_looks},
          {"unknown_because", std::move(unknown)},
          {"rules", std::move(rules)}};
}

}  // namespace

void WriteSummaryJson(const RunSummary& run, const Emit& emit) {
  Json head = {{"schema_version", kSchemaVersion}, {"run", RunAsJson(run)}, {"totals", TotalsAsJson(run)}};
  head["waivers"] = WaiversAsJson(run);
  if (!emit(OpenRow(head, 0) + ",\n  \"domains\": [")) return;
  size_t index = 0;
  for (const DomainSummary& domain : run.domains) {
    if (!emit(BeginElement(index++, 4)) || !WriteDomain(domain, run, emit)) return;
  }
  emit(index == 0 ? "]\n}\n" : "\n  ]\n}\n");
}

std::string SummaryAsJson(const RunSummary& run) {
  return Collect([&run](const Emit& emit) { WriteSummaryJson(run, emit); });
}

}  // namespace kenpin
