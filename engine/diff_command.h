// `kenpin diff`: what has changed between two summaries; and the same within a scan (--baseline).
#ifndef KENPIN_ENGINE_DIFF_COMMAND_H_
#define KENPIN_ENGINE_DIFF_COMMAND_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "engine/options/options.h"
#include "engine/report/summary_diff.h"

namespace kenpin {

// Compares the summary in the file at `before_path` with `after`, a summary that is called `after_name` in
// errors. An error says which file, and what is wrong with it.
absl::StatusOr<SummaryDiff> DiffWithFile(const std::string& before_path, std::string_view after,
                                         std::string_view after_name);

// Compares two files and prints to stdout. Returns kExitFindings when a required rule got worse, kExitClean
// when none did, and kExitOperational when a file is no summary (told on stderr).
int RunDiff(const DiffOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DIFF_COMMAND_H_
