// The summary for people at a terminal of 80 columns (--out text): first the verdict, then the domains and
// the rules where it is worst, then what could not be told and what would settle it.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_

#include <cstddef>
#include <string>

#include "engine/report/report_format.h"
#include "engine/run_summary.h"
#include "rules/language.h"

namespace kenpin {

// What is shown at most; the other formats have everything.
inline constexpr size_t kMaxTextDomains = 20;
inline constexpr size_t kMaxTextRules = 15;  // In detail; the others on one line each.

// Text in UTF-8; no line takes more than 80 columns. Nothing from a message reaches it unescaped. Escape
// sequences only with TextColour::kOn, and only those of colour.
std::string SummaryAsText(const RunSummary& run, TextColour colour, Language language);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_TEXT_H_
