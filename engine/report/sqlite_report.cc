#include "engine/report/sqlite_report.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "engine/report/domain_figures.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

constexpr size_t kMaxTextColumns = 4000;

constexpr char kSchema[] = R"sql(
PRAGMA user_version = 1;
CREATE TABLE run(schema_version INTEGER NOT NULL, version TEXT NOT NULL, profile TEXT NOT NULL,
  profile_date TEXT NOT NULL, sender_size TEXT NOT NULL, dns TEXT NOT NULL, messages INTEGER NOT NULL,
  bytes INTEGER NOT NULL, unsigned INTEGER NOT NULL);
CREATE TABLE inputs(path TEXT NOT NULL, format TEXT, messages INTEGER NOT NULL, bytes INTEGER NOT NULL,
  errors INTEGER NOT NULL, error TEXT);
CREATE TABLE rules(name TEXT PRIMARY KEY, title TEXT NOT NULL, required INTEGER NOT NULL,
  of_corpus INTEGER NOT NULL, remedy TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE domains(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES domains(id), org_domain TEXT, domain TEXT,
  messages INTEGER NOT NULL, bytes INTEGER NOT NULL, direct INTEGER NOT NULL, unsigned INTEGER NOT NULL,
  distinct_bodies INTEGER NOT NULL, peak_day TEXT, peak_day_messages INTEGER, bulk_sender INTEGER);
CREATE TABLE compliance(domain_id INTEGER NOT NULL REFERENCES domains(id), requirement TEXT NOT NULL,
  state TEXT NOT NULL, applies INTEGER NOT NULL, rule TEXT REFERENCES rules(name), affected INTEGER NOT NULL,
  messages INTEGER NOT NULL, PRIMARY KEY(domain_id, requirement)) WITHOUT ROWID;
CREATE TABLE domain_rules(domain_id INTEGER NOT NULL REFERENCES domains(id),
  rule TEXT NOT NULL REFERENCES rules(name), pass INTEGER NOT NULL, warn INTEGER NOT NULL, fail INTEGER NOT NULL,
  na INTEGER NOT NULL, unknown INTEGER NOT NULL, direct_fail INTEGER NOT NULL, direct_unknown INTEGER NOT NULL,
  PRIMARY KEY(domain_id, rule)) WITHOUT ROWID;
CREATE TABLE domain_corpus_rules(domain_id INTEGER NOT NULL REFERENCES domains(id),
  rule TEXT NOT NULL REFERENCES rules(name), outcome TEXT NOT NULL, reason TEXT,
  PRIMARY KEY(domain_id, rule)) WITHOUT ROWID;
CREATE TABLE samples(domain_id INTEGER NOT NULL REFERENCES domains(id),
  rule TEXT NOT NULL REFERENCES rules(name), outcome TEXT NOT NULL, reason TEXT NOT NULL, stream TEXT NOT NULL,
  source TEXT NOT NULL, byte_offset INTEGER NOT NULL, message_id TEXT);
CREATE INDEX samples_by_rule ON samples(rule, domain_id);
CREATE TABLE messages(id INTEGER PRIMARY KEY, source TEXT NOT NULL, byte_offset INTEGER NOT NULL,
  length INTEGER NOT NULL, message_id TEXT, author_domain TEXT, org_domain TEXT, date TEXT, mode TEXT NOT NULL,
  stream TEXT NOT NULL, sender_system TEXT, spf TEXT, dmarc TEXT, record TEXT NOT NULL);
CREATE VIEW message_rules AS SELECT messages.id AS message, org_domain, each.key AS rule, each.value AS outcome,
  json_extract(record, '$.reasons.' || json_quote(each.key)) AS reason
  FROM messages, json_each(record, '$.rules') AS each;
)sql";

// The record comes as JSON; what it says of mail is made printable.
constexpr char kInsertMessage[] = R"sql(
INSERT INTO messages(source, byte_offset, length, message_id, author_domain, org_domain, date, mode, stream,
  sender_system, spf, dmarc, record)
SELECT printable(json_extract(?1, '$.source')), json_extract(?1, '$.offset'), json_extract(?1, '$.length'),
  printable(json_extract(?1, '$.message_id')), printable(json_extract(?1, '$.author_domain')),
  printable(json_extract(?1, '$.org_domain')), json_extract(?1, '$.date'), json_extract(?1, '$.mode'),
  json_extract(?1, '$.stream'), json_extract(?1, '$.sender_system'), json_extract(?1, '$.spf.result'),
  json_extract(?1, '$.dmarc.result'), ?1
)sql";

std::string Printable(std::string_view text) { return PrintableText(text, kMaxTextColumns); }

int64_t Count(uint64_t value) { return static_cast<int64_t>(value); }

SqlValue TextOrNull(std::string_view text) {
  return text.empty() ? SqlValue(std::monostate()) : SqlValue(text);
}

void Run(SqliteFile& file, size_t statement, std::initializer_list<SqlValue> values) {
  file.Run(statement, std::span<const SqlValue>(values.begin(), values.size()));
}

std::string_view ReasonOrEmpty(Reason reason) {
  return reason == Reason::kNone ? std::string_view() : ReasonName(reason);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteReport>> SqliteReport::Create(const std::string& path,
                                                                   MessageRows messages) {
  absl::StatusOr<std::unique_ptr<SqliteFile>> file = SqliteFile::Create(path);
  if (!file.ok()) return file.status();
  std::unique_ptr<SqliteReport> report(new SqliteReport(*std::move(file), messages));
  if (!report->file_->status().ok()) return report->file_->status();
  return report;
}

SqliteReport::SqliteReport(std::unique_ptr<SqliteFile> file, MessageRows messages)
    : file_(std::move(file)), messages_(messages) {
  file_->AddTextFunction("printable", Printable);
  file_->Execute(kSchema);
  message_ = file_->Prepare(kInsertMessage);
  domain_ = file_->Prepare("INSERT INTO domains VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  compliance_ = file_->Prepare("INSERT INTO compliance VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  domain_rule_ = file_->Prepare("INSERT INTO domain_rules VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  corpus_rule_ = file_->Prepare("INSERT INTO domain_corpus_rules VALUES (?1, ?2, ?3, ?4)");
  sample_ = file_->Prepare("INSERT INTO samples VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
}

absl::Status SqliteReport::AddRecords(std::string_view ndjson) {
  while (messages_ == MessageRows::kYes && !ndjson.empty()) {
    const size_t end = std::min(ndjson.find('\n'), ndjson.size());
    Run(*file_, message_, {ndjson.substr(0, end)});
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
  }
  return file_->status();
}

absl::Status SqliteReport::Finish(const RunSummary& run) {
  WriteRun(run);
  WriteRules(run);
  for (const DomainSummary& org : run.domains) {
    const int64_t id = WriteDomain(run, org, org, 0);
    WriteCorpusRules(org, id);
    for (const DomainSummary& subdomain : org.subdomains) WriteDomain(run, subdomain, org, id);
  }
  return file_->Commit();
}

void SqliteReport::WriteRun(const RunSummary& run) {
  const size_t row = file_->Prepare("INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  const std::string dns = Printable(run.dns);
  const bool bulk = run.sender_size == SenderSize::kBulk;
  Run(*file_, row,
      {int64_t{kSchemaVersion}, run.version, run.profile, run.profile_date,
       std::string_view(bulk ? "bulk" : "small"), dns, Count(run.totals.messages), Count(run.totals.bytes),
       Count(run.totals.unsigned_messages)});
  const size_t input = file_->Prepare("INSERT INTO inputs VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const InputSummary& told : run.inputs) {
    const std::string path = Printable(told.path);
    const std::string error = Printable(told.error);
    Run(*file_, input,
        {path, TextOrNull(told.format), Count(told.messages), Count(told.bytes), Count(told.errors),
         TextOrNull(error)});
  }
}

void SqliteReport::WriteRules(const RunSummary& run) {
  const size_t row = file_->Prepare("INSERT INTO rules VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const RuleHead& head : RuleHeads(run)) {
    Run(*file_, row,
        {head.name, head.title.en, int64_t{head.required()}, int64_t{head.of_corpus}, head.remedy.en,
         head.source});
  }
}

int64_t SqliteReport::WriteDomain(const RunSummary& run, const DomainSummary& row, const DomainSummary& org,
                                  int64_t parent) {
  const DomainCounts& counts = row.counts;
  const std::string org_name = Printable(org.domain);
  const std::string name = Printable(row.domain);
  const std::optional<PeakDay> peak = FindPeakDay(counts);
  const std::string day = peak ? FormatDay(peak->day) : std::string();
  const std::optional<bool> bulk = IsBulkSender(org.corpus.facts);
  Run(*file_, domain_,
      {parent == 0 ? SqlValue() : SqlValue(parent), TextOrNull(org_name), TextOrNull(name),
       Count(counts.messages), Count(counts.bytes),
       Count(counts.streams[static_cast<size_t>(Stream::kDirect)]), Count(counts.unsigned_messages),
       Count(counts.distinct_bodies), TextOrNull(day), peak ? SqlValue(Count(peak->messages)) : SqlValue(),
       bulk ? SqlValue(int64_t{*bulk}) : SqlValue()});
  const int64_t id = file_->last_row_id();
  WriteCompliance(run, row, id, parent == 0);
  WriteDomainRules(row, id);
  return id;
}

void SqliteReport::WriteCompliance(const RunSummary& run, const DomainSummary& row, int64_t id,
                                   bool with_corpus) {
  const OutcomeTable table = DirectOutcomesOf(row.counts);
  for (const RequirementInfo& requirement : Requirements()) {
    const Compliance compliance = FoldCompliance(requirement, table, run.provider, run.sender_size,
                                                 with_corpus ? &row.corpus.verdicts : nullptr);
    std::string_view rule;
    if (compliance.corpus_rule) rule = GetCorpusRule(*compliance.corpus_rule).name;
    if (compliance.rule) rule = GetRule(*compliance.rule).name;
    Run(*file_, compliance_,
        {id, requirement.name, ComplianceStateName(compliance.state), int64_t{compliance.applies},
         TextOrNull(rule), Count(compliance.affected), Count(compliance.messages)});
  }
}

void SqliteReport::WriteDomainRules(const DomainSummary& row, int64_t id) {
  for (const RuleInfo& rule : Rules()) {
    const RuleCounts& counts = row.counts.rules[static_cast<size_t>(rule.id)];
    const OutcomeCounts& all = counts.outcomes;
    const OutcomeCounts direct = counts.direct();
    Run(*file_, domain_rule_,
        {id, rule.name, Count(all[Outcome::kPass]), Count(all[Outcome::kWarn]), Count(all[Outcome::kFail]),
         Count(all[Outcome::kNotApplicable]), Count(all[Outcome::kUnknown]), Count(direct[Outcome::kFail]),
         Count(direct[Outcome::kUnknown])});
    WriteSamples(rule.name, counts.samples, id);
  }
}

void SqliteReport::WriteCorpusRules(const DomainSummary& org, int64_t id) {
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    const Verdict verdict = org.corpus.verdicts[static_cast<size_t>(rule.id)].verdict;
    Run(*file_, corpus_rule_,
        {id, rule.name, OutcomeName(verdict.outcome), TextOrNull(ReasonOrEmpty(verdict.reason))});
    WriteSamples(rule.name, org.corpus.samples[static_cast<size_t>(rule.id)], id);
  }
}

void SqliteReport::WriteSamples(std::string_view rule, const SampleList& samples, int64_t id) {
  for (const Sample& sample : samples.samples()) {
    const std::string source = Printable(sample.source);
    const std::string message_id = Printable(sample.message_id);
    Run(*file_, sample_,
        {id, rule, OutcomeName(sample.outcome), ReasonName(sample.reason), StreamName(sample.stream), source,
         Count(sample.ordinal.offset), TextOrNull(message_id)});
  }
}

}  // namespace kenpin
