#include "engine/report/report_output.h"

#include <unistd.h>

#include <utility>

#include "engine/report/sqlite_report.h"
#include "io/sink.h"
#include "io/zstd_sink.h"

namespace kenpin {
namespace {

// Formats that are text: records as they come, or the summary at the end.
class TextOutput : public ReportOutput {
 public:
  TextOutput(OutputSpec spec, std::unique_ptr<Sink> sink) : spec_(std::move(spec)), sink_(std::move(sink)) {}

  bool wants_records() const override { return spec_.format == ReportFormat::kNdjson; }
  absl::Status AddRecords(std::string_view ndjson) override {
    return wants_records() ? sink_->Append(ndjson) : absl::OkStatus();
  }
  absl::Status Finish(const RunSummary& run) override {
    const ReportFormatInfo& format = GetReportFormat(spec_.format);
    absl::Status status;
    const auto append = [&](std::string_view piece) {
      status = sink_->Append(piece);
      return status.ok();
    };
    if (format.write != nullptr) format.write(run, spec_, append);
    return status.ok() ? sink_->Commit() : status;
  }

 private:
  const OutputSpec spec_;
  const std::unique_ptr<Sink> sink_;
};

// Records, compressed as they come.
class CompressedRecords : public ReportOutput {
 public:
  explicit CompressedRecords(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}

  bool wants_records() const override { return true; }
  absl::Status AddRecords(std::string_view ndjson) override { return sink_.Append(ndjson); }
  absl::Status Finish(const RunSummary& /*run*/) override { return sink_.Commit(); }

 private:
  ZstdSink sink_;
};

class SqliteOutput : public ReportOutput {
 public:
  SqliteOutput(const OutputSpec& spec, std::unique_ptr<SqliteReport> report)
      : messages_(spec.messages), report_(std::move(report)) {}

  bool wants_records() const override { return messages_; }
  absl::Status AddRecords(std::string_view ndjson) override { return report_->AddRecords(ndjson); }
  absl::Status Finish(const RunSummary& run) override { return report_->Finish(run); }

 private:
  const bool messages_;
  const std::unique_ptr<SqliteReport> report_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ReportOutput>> ReportOutput::Open(const OutputSpec& spec, int stop_fd) {
  if (spec.format == ReportFormat::kSqlite) {
    absl::StatusOr<std::unique_ptr<SqliteReport>> report =
        SqliteReport::Create(spec.path, spec.messages ? MessageRows::kYes : MessageRows::kNo);
    if (!report.ok()) return report.status();
    return std::unique_ptr<ReportOutput>(new SqliteOutput(spec, *std::move(report)));
  }
  const bool is_compressed = spec.format == ReportFormat::kNdjsonZst;
  if (is_compressed && (spec.path.empty() || spec.path == "-") && ::isatty(STDOUT_FILENO) != 0) {
    return absl::InvalidArgumentError(
        "--out ndjson.zst is not for a terminal; give it a path, or send stdout elsewhere");
  }
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(spec.path, stop_fd);
  if (!sink.ok()) return sink.status();
  if (is_compressed) return std::unique_ptr<ReportOutput>(new CompressedRecords(*std::move(sink)));
  return std::unique_ptr<ReportOutput>(new TextOutput(spec, *std::move(sink)));
}

}  // namespace kenpin
