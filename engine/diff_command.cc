#include "engine/diff_command.h"

#include <cstdio>

#include "engine/complain.h"
#include "engine/report/diff_writers.h"
#include "io/whole_file.h"

namespace kenpin {

absl::StatusOr<SummaryDiff> DiffWithFile(const std::string& before_path, std::string_view after,
                                         std::string_view after_name) {
  const absl::StatusOr<std::string> before = ReadTextFile(before_path, "a summary (--out json)");
  if (!before.ok()) return before.status();
  return DiffSummaries(*before, before_path, after, after_name);
}

int RunDiff(const DiffOptions& options) {
  const absl::StatusOr<std::string> after = ReadTextFile(options.after_path, "a summary (--out json)");
  const absl::StatusOr<SummaryDiff> diff = after.ok()
                                               ? DiffWithFile(options.before_path, *after, options.after_path)
                                               : absl::StatusOr<SummaryDiff>(after.status());
  if (!diff.ok()) {
    Complain(diff.status());
    return kExitOperational;
  }
  const std::string text = options.format == DiffFormat::kText   ? DiffAsText(*diff, options.language)
                           : options.format == DiffFormat::kJson ? DiffAsJson(*diff)
                                                                 : DiffAsHtml(*diff, options.language);
  if (!PrintAnswer(text)) return kExitOperational;
  return diff->regressions() > 0 ? kExitFindings : kExitClean;
}

}  // namespace kenpin
