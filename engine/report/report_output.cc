#include "engine/report/report_output.h"

#include <utility>

#include "engine/report/sqlite_report.h"
#include "io/sink.h"

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
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(spec.path, stop_fd);
  if (!sink.ok()) return sink.status();
  return std::unique_ptr<ReportOutput>(new TextOutput(spec, *std::move(sink)));
}

}  // namespace kenpin
