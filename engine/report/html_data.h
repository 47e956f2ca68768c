// The data of the HTML page: one JSON object for the script in engine/report/page/, which is its only reader.
//
// A page must stay small enough to be mailed, so what is told of a domain depends on the room that is left:
// every domain has its row, most have their rules, and those with the most messages have all. The page names
// what was left out.
#ifndef KENPIN_ENGINE_REPORT_HTML_DATA_H_
#define KENPIN_ENGINE_REPORT_HTML_DATA_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/run_summary.h"
#include "rules/language.h"

namespace kenpin {

// What the data may take of a page that is to stay below 1,000,000 octets.
inline constexpr size_t kMaxHtmlDataBytes = 900'000;
// Domains beyond these are left out, the ones with the fewest messages.
inline constexpr size_t kMaxHtmlDomains = 3'000;
inline constexpr size_t kMaxHtmlSubdomains = 30;
inline constexpr size_t kMaxHtmlInputs = 50;
inline constexpr size_t kMaxHtmlDays = 400;
inline constexpr size_t kMaxHtmlSelectors = 20;
// Texts from mail end after so many columns.
inline constexpr size_t kMaxHtmlColumns = 200;
// Steps under "What to do first".
inline constexpr size_t kMaxFirstSteps = 5;

// Without "<", ">" and "&", so that it can stand in a script element whatever the mail says. The same run
// gives the same text, but for run.seconds, run.threads and run.started_at. `max_bytes` bounds what is told
// of domains; the rest takes about 60 KB.
std::string HtmlDataOf(const RunSummary& run, Language language, size_t max_bytes = kMaxHtmlDataBytes);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_HTML_DATA_H_
