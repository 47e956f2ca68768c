// How a comparison of two summaries is told (kenpin diff).
#ifndef KENPIN_ENGINE_REPORT_DIFF_WRITERS_H_
#define KENPIN_ENGINE_REPORT_DIFF_WRITERS_H_

#include <cstddef>
#include <string>

#include "engine/report/summary_diff.h"
#include "rules/language.h"

namespace kenpin {

// Of each kind of change so many are told as text; the rest is counted.
inline constexpr size_t kMaxDiffLines = 30;

// For a terminal: the verdict first, 80 columns, nothing from mail unescaped.
std::string DiffAsText(const SummaryDiff& diff, Language language);
// One JSON object, indented, with a final newline; all changes.
std::string DiffAsJson(const SummaryDiff& diff);
// One HTML file that needs nothing else and runs no script; all changes.
std::string DiffAsHtml(const SummaryDiff& diff, Language language);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_DIFF_WRITERS_H_
