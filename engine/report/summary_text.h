// The summary for people at a terminal (--out text): the verdict first, then the domains, then what fails and
// where to look, then what could not be told.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_

#include <string>

#include "engine/run_summary.h"

namespace kenpin {

// Plain text in UTF-8. Nothing from a message reaches it unescaped.
std::string SummaryAsText(const RunSummary& run);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
