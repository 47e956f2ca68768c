// The summary for people at a terminal (--out text): the verdict first, then the domains, then what fails and where to look, then what could
// not be told.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_

#include <string>
#include <string_view>

#include "engine/run_summary.h"

namespace kenpin {

// Plain text in UTF-8, lines of at most 100 columns where the names allow it. Nothing from a message reaches it unescaped.
std::string SummaryAsText(const RunSummary& run);

// `text` with every control character, bidi control and invalid octet replaced by a visible form ("\x1b"), and cut to `max_columns` with
// an ellipsis. What a terminal could obey never passes.
std::string PrintableText(std::string_view text, size_t max_columns);

// 1234567 as "1,234,567".
std::string GroupDigits(uint64_t number);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
