// One --out while a run goes on: opened before the scan, fed with records, finished with the summary.
#ifndef KENPIN_ENGINE_REPORT_REPORT_OUTPUT_H_
#define KENPIN_ENGINE_REPORT_REPORT_OUTPUT_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <memory>
#include <string_view>

#include "engine/report/report_format.h"
#include "engine/run_summary.h"

namespace kenpin {

// Not thread-safe. Destroyed before Finish() it leaves no file behind.
class ReportOutput {
 public:
  // Opens the target, so that one that can not be written is found before the scan. `stop_fd` as in Sink.
  // Errors name the target.
  static absl::StatusOr<std::unique_ptr<ReportOutput>> Open(const OutputSpec& spec, int stop_fd);
  virtual ~ReportOutput() = default;

  // Whether AddRecords() does anything.
  virtual bool wants_records() const = 0;
  // Lines of the per-message record, in input order.
  virtual absl::Status AddRecords(std::string_view ndjson) = 0;
  // Writes what is told at the end; a file takes its name. To be called once, last, and only after calls
  // without error.
  virtual absl::Status Finish(const RunSummary& run) = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REPORT_OUTPUT_H_
