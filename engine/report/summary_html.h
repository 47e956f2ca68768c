// The summary as one HTML file that needs nothing else (--out html): its styles, script and data stand in it,
// and its Content-Security-Policy lets nothing but those run. The page builds itself from the data by text
// nodes only, so that nothing from a message can become markup.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_HTML_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_HTML_H_

#include <string>

#include "engine/run_summary.h"
#include "rules/language.h"

namespace kenpin {

// The whole page. The same run gives the same bytes, but for what html_data.h excepts.
std::string SummaryAsHtml(const RunSummary& run, Language language);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_HTML_H_
