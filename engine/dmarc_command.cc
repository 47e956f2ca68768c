#include "engine/dmarc_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <memory>

#include "engine/await_dns.h"
#include "engine/complain.h"
#include "engine/dns_source.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// Records come from outside and go to a terminal.
constexpr size_t kMaxDmarcColumns = 500;

std::string_view StatusWord(DnsStatus status) {
  switch (status) {
    case DnsStatus::kFound:
      return "found";
    case DnsStatus::kNoData:
      return "nodata";
    case DnsStatus::kNxDomain:
      return "nxdomain";
    case DnsStatus::kNotRecorded:
      return "not_recorded";
    case DnsStatus::kFailed:
      return "failed";
    case DnsStatus::kOff:
      break;
  }
  return "off";
}

void CheckReports(const DmarcQuery& query, DmarcFindings* findings) {
  for (ReportFinding& report : findings->reports) {
    report.consent = CheckReportDestination(findings->discovery, *report.uri, query);
  }
}

void ListReports(const DmarcRecord& record, std::vector<ReportFinding>* reports) {
  for (const ReportUri& uri : record.rua) reports->push_back({"rua", &uri, ReportConsent::kPending});
  for (const ReportUri& uri : record.ruf) reports->push_back({"ruf", &uri, ReportConsent::kPending});
}

std::vector<DmarcFlaw> ListFlaws(const DmarcRecord& record) {
  std::vector<DmarcFlaw> flaws;
  for (size_t i = 0; i < static_cast<size_t>(DmarcFlaw::kCount); ++i) {
    if (record.flaws.Has(static_cast<DmarcFlaw>(i))) flaws.push_back(static_cast<DmarcFlaw>(i));
  }
  return flaws;
}

void AppendDmarcLine(std::string_view word, std::string_view value, std::string* out) {
  *out += fmt::format("{:<13} {}\n", word, PrintableText(value, kMaxDmarcColumns));
}

void AppendRecordText(const DmarcDiscovery& d, std::string* out) {
  const DmarcRecord& record = *d.record;
  AppendDmarcLine("record", record.text, out);
  AppendDmarcLine("record domain", fmt::format("{} ({})", d.record_domain, DmarcLevelName(d.level)), out);
  if (d.policy) {
    AppendDmarcLine("policy",
                    fmt::format("{} ({}=)", DmarcPolicyName(*d.policy), PolicyTagName(d.policy_tag)), out);
  } else if (d.result == DmarcLookup::kFound) {
    AppendDmarcLine("policy", "sp= or np=: nobody can tell whether the domain exists", out);
  }
  if (d.policy && record.testing) {
    AppendDmarcLine("test mode",
                    fmt::format("t=y, applied as {}", DmarcPolicyName(AppliedPolicy(*d.policy, record))),
                    out);
  }
  AppendDmarcLine(
      "alignment",
      fmt::format("adkim={} aspf={}", AlignmentModeName(record.adkim), AlignmentModeName(record.aspf)), out);
  for (const DmarcFlaw flaw : ListFlaws(record)) AppendDmarcLine("flaw", DmarcFlawName(flaw), out);
}

// "_dmarc.example.com nxdomain", and below it what stands there.
void AppendStepText(const DmarcStep& step, std::string* out) {
  AppendDmarcLine("asked", fmt::format("_dmarc.{} {}", step.domain, StatusWord(step.status)), out);
  if (step.answer == nullptr) return;
  for (const DmarcRecord& record : step.answer->records) AppendDmarcLine("", "  " + record.text, out);
  if (step.answer->record_count > 1) AppendDmarcLine("", "  several records: all are discarded", out);
  if (!step.answer->near_record.empty())
    AppendDmarcLine("", "  no DMARC record: " + step.answer->near_record, out);
}

void WriteStep(const DmarcStep& step, JsonWriter& json) {
  json.BeginObject();
  json.Key("name");
  json.String("_dmarc." + std::string(step.domain));
  json.Key("answer");
  json.String(StatusWord(step.status));
  json.Key("records");
  json.BeginArray();
  if (step.answer != nullptr) {
    for (const DmarcRecord& record : step.answer->records) json.String(record.text);
  }
  json.EndArray();
  json.Key("near_record");
  json.StringOrNull(step.answer == nullptr ? std::string_view() : step.answer->near_record);
  json.EndObject();
}

void WriteReport(const ReportFinding& report, JsonWriter& json) {
  json.BeginObject();
  json.Key("tag");
  json.String(report.tag);
  json.Key("uri");
  json.String(report.uri->text);
  json.Key("consent");
  json.String(ReportConsentName(report.consent));
  json.EndObject();
}

// The members that are null without a record.
void WriteRecord(const DmarcDiscovery& d, JsonWriter& json) {
  const DmarcRecord* record = d.record;
  json.Key("record");
  json.StringOrNull(record == nullptr ? std::string_view() : record->text);
  json.Key("record_domain");
  json.StringOrNull(d.record_domain);
  json.Key("record_level");
  json.StringOrNull(record == nullptr ? std::string_view() : DmarcLevelName(d.level));
  json.Key("policy");
  json.StringOrNull(d.policy ? DmarcPolicyName(*d.policy) : std::string_view());
  json.Key("policy_tag");
  json.StringOrNull(d.policy ? PolicyTagName(d.policy_tag) : std::string_view());
  json.Key("applied_policy");
  json.StringOrNull(d.policy ? DmarcPolicyName(AppliedPolicy(*d.policy, *record)) : std::string_view());
  json.Key("adkim");
  json.StringOrNull(record == nullptr ? std::string_view() : AlignmentModeName(record->adkim));
  json.Key("aspf");
  json.StringOrNull(record == nullptr ? std::string_view() : AlignmentModeName(record->aspf));
  json.Key("psd");
  json.StringOrNull(record == nullptr ? std::string_view() : DmarcPsdName(record->psd));
  json.Key("flaws");
  json.BeginArray();
  if (record != nullptr) {
    for (const DmarcFlaw flaw : ListFlaws(*record)) json.String(DmarcFlawName(flaw));
  }
  json.EndArray();
}

// The tree walk needs DNS; without it only the list is left.
OrgMethod MethodOf(const DmarcOptions& options) {
  if (options.org_method) return *options.org_method;
  return options.dns.kind == DnsSpec::Kind::kOff ? OrgMethod::kPublicSuffixList : OrgMethod::kTreeWalk;
}

}  // namespace

DmarcFindings FindDmarcAndWait(std::string_view domain, OrgMethod method, const DmarcQuery& query) {
  DmarcFindings findings;
  findings.list_org_domain = query.suffixes.OrganizationalDomain(domain);
  for (findings.discovery = DiscoverDmarc(domain, method, query); !query.open->empty();
       findings.discovery = DiscoverDmarc(domain, method, query)) {
    AwaitAnswers(query.dns, query.open);
  }
  if (findings.discovery.record == nullptr) return findings;
  ListReports(*findings.discovery.record, &findings.reports);
  for (CheckReports(query, &findings); !query.open->empty(); CheckReports(query, &findings)) {
    AwaitAnswers(query.dns, query.open);
  }
  return findings;
}

std::string DmarcAsText(const DmarcFindings& findings) {
  const DmarcDiscovery& d = findings.discovery;
  std::string out;
  AppendDmarcLine("domain", d.author_domain, &out);
  AppendDmarcLine("result", DmarcLookupName(d.result), &out);
  AppendDmarcLine("reason", DmarcReasonText(d.reason), &out);
  if (d.record != nullptr) AppendRecordText(d, &out);
  if (d.org.state == DmarcLookup::kFound) {
    AppendDmarcLine("org domain", fmt::format("{} ({})", d.org.domain, OrgMethodName(d.method)), &out);
  } else {
    AppendDmarcLine("org domain", fmt::format("unknown: {}", DmarcReasonText(d.org.reason)), &out);
  }
  if (d.org.is_public_suffix) AppendDmarcLine("", "a registry's suffix: it aligns no two names", &out);
  if (d.method == OrgMethod::kTreeWalk && findings.list_org_domain != d.org.domain) {
    AppendDmarcLine(
        "", fmt::format("{} (psl)", findings.list_org_domain.empty() ? "none" : findings.list_org_domain),
        &out);
  }
  for (const ReportFinding& report : findings.reports) {
    AppendDmarcLine(report.tag, fmt::format("{} {}", report.uri->text, ReportConsentText(report.consent)),
                    &out);
  }
  for (const DmarcStep& step : d.steps.span()) AppendStepText(step, &out);
  return out;
}

std::string DmarcAsJson(const DmarcFindings& findings) {
  const DmarcDiscovery& d = findings.discovery;
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("domain");
  json.String(d.author_domain);
  json.Key("result");
  json.String(DmarcLookupName(d.result));
  json.Key("reason");
  json.String(DmarcReasonName(d.reason));
  WriteRecord(d, json);
  json.Key("org_domain");
  json.StringOrNull(d.org.domain);
  json.Key("org_domain_by");
  json.String(OrgMethodName(d.method));
  json.Key("psl_org_domain");
  json.StringOrNull(findings.list_org_domain);
  json.Key("reports");
  json.BeginArray();
  for (const ReportFinding& report : findings.reports) WriteReport(report, json);
  json.EndArray();
  json.Key("walk");
  json.BeginArray();
  for (const DmarcStep& step : d.steps.span()) WriteStep(step, json);
  json.EndArray();
  json.EndObject();
  out += '\n';
  return out;
}

int RunDmarc(const DmarcOptions& options) {
  absl::StatusOr<std::unique_ptr<DnsClient>> dns = OpenDns(options.dns);
  if (!dns.ok()) {
    Complain(dns.status());
    return kExitOperational;
  }
  const std::unique_ptr<PublicSuffixList> suffixes =
      options.psl_path.empty() ? PublicSuffixList::Builtin() : PublicSuffixList::Load(options.psl_path);
  if (suffixes == nullptr) {
    Complain(
        fmt::format("{}: cannot be read as a public suffix list; give --psl a file with one suffix a line",
                    options.psl_path.empty() ? "built-in list" : options.psl_path));
    return kExitOperational;
  }
  DmarcStore records;
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{**dns, records, *suffixes, options.at.value_or(std::time(nullptr)), &open};
  const DmarcFindings findings = FindDmarcAndWait(options.domain, MethodOf(options), query);
  if (!PrintAnswer(options.format == AnswerFormat::kJson ? DmarcAsJson(findings) : DmarcAsText(findings)))
    return kExitOperational;
  return findings.discovery.result == DmarcLookup::kTempError ? kExitOperational : kExitClean;
}

}  // namespace kenpin
