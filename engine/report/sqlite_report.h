// The run as a database (--out sqlite:FILE): for questions that no report has foreseen.
#ifndef KENPIN_ENGINE_REPORT_SQLITE_REPORT_H_
#define KENPIN_ENGINE_REPORT_SQLITE_REPORT_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/domain_rules.h"
#include "engine/run_summary.h"
#include "io/sqlite_file.h"

namespace kenpin {

// Whether the table of messages is filled.
enum class MessageRows : uint8_t { kNo, kYes };

// Tables run, inputs, rules, domains, compliance, domain_rules, domain_corpus_rules, samples and messages
// (one row a message, with its record as JSON), and a view message_rules over the latter. PRAGMA user_version
// is the schema version. Text from mail stands there as PrintableText() shows it. Not thread-safe.
class SqliteReport {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteReport>> Create(const std::string& path, MessageRows messages);

  // Lines of --out ndjson, in input order; ignored without kYes.
  absl::Status AddRecords(std::string_view ndjson);
  // Writes the summary and gives the file its name. To be called once, last.
  absl::Status Finish(const RunSummary& run);

 private:
  SqliteReport(std::unique_ptr<SqliteFile> file, MessageRows messages);
  void WriteRun(const RunSummary& run);
  void WriteRules(const RunSummary& run);
  int64_t WriteDomain(const RunSummary& run, const DomainSummary& row, const DomainSummary& org,
                      int64_t parent);
  void WriteCompliance(const RunSummary& run, const DomainSummary& row, int64_t id, bool with_corpus);
  void WriteDomainRules(const DomainSummary& row, int64_t id);
  void WriteCorpusRules(const DomainSummary& org, int64_t id);
  void WriteSamples(std::string_view rule, const SampleList& samples, int64_t id);

  std::unique_ptr<SqliteFile> file_;
  MessageRows messages_;
  // Statements.
  size_t message_;
  size_t domain_;
  size_t compliance_;
  size_t domain_rule_;
  size_t corpus_rule_;
  size_t sample_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SQLITE_REPORT_H_
