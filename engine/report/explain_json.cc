#include "engine/report/explain_json.h"

#include "engine/report/explain_rules.h"
#include "engine/report/json_text.h"
#include "engine/report/page_writer.h"
#include "engine/report/record.h"
#include "engine/report/record_authentication.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr std::string_view kJudgedBy[] = {"now", "date", "received", "given"};
constexpr std::string_view kDnsWords[] = {"found", "nodata", "nxdomain", "not_recorded", "failed", "off"};

void WriteRecord(const Explanation& e, JsonWriter& json) {
  std::string record;
  AppendRecord({e.evidence, e.verdicts, e.source, e.offset, e.length, e.body_digest, e.profile, e.judged},
               &record);
  json.Raw(record);
}

void WriteJudged(const Explanation& e, JsonWriter& json) {
  json.BeginObject();
  json.Key("profile");
  json.String(ProfileName(e.profile));
  json.Key("at");
  json.Time(e.evidence->judged_at);
  json.Key("by");
  json.String(kJudgedBy[static_cast<size_t>(e.evidence->judged_by)]);
  json.Key("mode_told");
  json.Bool(e.mode_told);
  json.Key("dns");
  json.String(e.dns);
  json.Key("dns_contemporary");
  json.Bool(e.evidence->dns_contemporary);
  json.EndObject();
}

void WriteHop(const ExplainedHop& hop, JsonWriter& json) {
  json.BeginObject();
  json.Key("border");
  json.Bool(hop.border);
  json.Key("by");
  json.StringOrNull(hop.said.by);
  json.Key("helo");
  json.StringOrNull(hop.said.helo);
  json.Key("client_ip");
  json.StringOrNull(hop.said.peer ? FormatIpAddress(*hop.said.peer) : std::string());
  json.Key("with");
  json.StringOrNull(hop.said.with);
  json.Key("tls");
  json.Bool(hop.said.tls.mark != TlsMark::kNone);
  json.Key("tls_version");
  json.StringOrNull(TlsVersionName(hop.said.tls.version));
  json.Key("cipher");
  json.StringOrNull(hop.said.tls.cipher);
  json.Key("time");
  json.Time(hop.said.time);
  json.EndObject();
}

void WriteClaim(const ExplainedClaim& claim, JsonWriter& json) {
  json.BeginObject();
  json.Key("name");
  json.String(claim.name);
  json.Key("value");
  json.String(OneLine(claim.body));
  json.Key("received_above");
  json.Unsigned(claim.received_above);
  json.Key("believed");
  json.Bool(claim.disbelief == Disbelief::kBelieved);
  json.Key("why");
  json.String(DisbeliefName(claim.disbelief));
  json.EndObject();
}

void WriteStrings(const std::vector<std::string>& strings, JsonWriter& json) {
  json.BeginArray();
  for (const std::string& text : strings) json.String(text);
  json.EndArray();
}

void WriteSignatureJson(const ExplainedSignature& signature, JsonWriter& json) {
  json.BeginObject();
  json.Key("fields");
  json.BeginArray();
  for (const ExplainedField& field : signature.fields) {
    json.BeginObject();
    json.Key("name");
    json.String(field.name);
    json.Key("field");
    field.field ? json.Unsigned(*field.field) : json.Null();
    json.EndObject();
  }
  json.EndArray();
  json.Key("stated_body_hash");
  json.StringOrNull(signature.stated_body_hash);
  json.Key("key_name");
  json.StringOrNull(signature.key_name);
  json.Key("key_answer");
  json.StringOrNull(signature.key_status ? kDnsWords[static_cast<size_t>(*signature.key_status)]
                                         : std::string_view());
  json.Key("key_records");
  WriteStrings(signature.key_records, json);
  json.Key("key_cnames");
  WriteStrings(signature.key_cnames, json);
  json.Key("body_cause");
  json.StringOrNull(signature.cause);
  json.Key("body_cause_text");
  json.StringOrNull(signature.cause_text);
  json.EndObject();
}

void WriteName(const ExplainedName& name, JsonWriter& json) {
  json.BeginObject();
  json.Key("name");
  json.String(name.label);
  json.Key("domain");
  json.String(name.domain);
  json.Key("result");
  json.String(name.result);
  json.Key("aligned");
  WriteAligned(name.names.result, json);
  json.Key("aligned_by_treewalk");
  WriteAligned(name.names.by_walk, json);
  json.Key("aligned_by_psl");
  WriteAligned(name.names.by_list, json);
  json.Key("treewalk_org_domain");
  json.StringOrNull(name.walk_org);
  json.Key("psl_org_domain");
  json.StringOrNull(name.list_org);
  json.EndObject();
}

void WriteAlignments(const Explanation& e, JsonWriter& json) {
  json.BeginObject();
  json.Key("author_domain");
  json.StringOrNull(e.evidence->author.domain);
  json.Key("treewalk_org_domain");
  json.StringOrNull(e.author_walk_org);
  json.Key("psl_org_domain");
  json.StringOrNull(e.evidence->author.org_domain);
  json.Key("names");
  json.BeginArray();
  for (const ExplainedName& name : e.names) WriteName(name, json);
  json.EndArray();
  json.EndObject();
}

void WriteTree(const MimeTree& tree, JsonWriter& json) {
  json.BeginObject();
  json.Key("not_drawn");
  json.StringOrNull(tree.not_drawn);
  json.Key("entities");
  json.BeginArray();
  for (const MimeNode& node : tree.nodes) {
    json.BeginObject();
    json.Key("depth");
    json.Unsigned(node.depth);
    json.Key("type");
    json.String(node.type);
    json.Key("charset");
    json.StringOrNull(node.charset);
    json.Key("encoding");
    json.StringOrNull(node.encoding);
    json.Key("disposition");
    json.StringOrNull(node.disposition);
    json.Key("file_name");
    json.StringOrNull(node.file_name);
    json.Key("octets");
    json.Unsigned(node.octets);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

void WriteRule(const Explanation& e, const RuleInfo& rule, JsonWriter& json) {
  const Verdict verdict = (*e.verdicts)[static_cast<size_t>(rule.id)];
  json.BeginObject();
  json.Key("rule");
  json.String(rule.name);
  json.Key("title");
  json.String(rule.title.en);
  json.Key("outcome");
  json.String(OutcomeName(verdict.outcome));
  json.Key("reason");
  json.StringOrNull(verdict.reason == Reason::kNone ? std::string_view() : ReasonName(verdict.reason));
  json.Key("reason_text");
  json.StringOrNull(verdict.reason == Reason::kNone ? std::string_view() : ReasonText(verdict.reason).en);
  json.Key("evidence");
  json.StringOrNull(RuleEvidence(e, rule.id));
  json.Key("level");
  json.String(LevelName(LevelFor(rule, e.profile)));
  json.Key("smtp_codes");
  json.StringOrNull(SmtpCodesOf(rule, e.profile));
  json.Key("remedy");
  json.String(rule.remedy.en);
  json.EndObject();
}

// An answer of another command, or null.
void WriteAnswer(std::string_view answer, JsonWriter& json) {
  answer.empty() ? json.Null() : json.Raw(answer);
}

template <typename T, typename Write>
void WriteArray(std::string_view key, const std::vector<T>& items, Write write, JsonWriter& json) {
  json.Key(key);
  json.BeginArray();
  for (const T& item : items) write(item, json);
  json.EndArray();
}

}  // namespace

std::string ExplanationAsJson(const Explanation& e) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("record");
  WriteRecord(e, json);
  json.Key("judged");
  WriteJudged(e, json);
  WriteArray("trace", e.hops, WriteHop, json);
  WriteArray("receiver_fields", e.claims, WriteClaim, json);
  WriteArray("signatures", e.signatures, WriteSignatureJson, json);
  json.Key("spf");
  WriteAnswer(e.spf_json, json);
  json.Key("dmarc");
  WriteAnswer(e.dmarc_json, json);
  json.Key("alignment");
  WriteAlignments(e, json);
  json.Key("mime");
  WriteTree(e.mime, json);
  json.Key("rules");
  json.BeginArray();
  for (const RuleId rule : RulesByOutcome(*e.verdicts)) WriteRule(e, GetRule(rule), json);
  json.EndArray();
  json.EndObject();
  out += '\n';
  return out;
}

}  // namespace kenpin
