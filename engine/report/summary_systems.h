// What the summaries tell of the systems that sent the mail: how much, how sure that is, and which of them
// fails what for which domain.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_SYSTEMS_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_SYSTEMS_H_

#include "engine/report/json_text.h"
#include "engine/report/text_page.h"
#include "engine/report/words.h"
#include "engine/run_summary.h"
#include "engine/summary.h"

namespace kenpin {

// Writes one value: {name: {"messages", "certain", "likely", "claimed", "failing": {rule: count}}} of a row.
void WriteSenderSystems(const DomainCounts& counts, JsonWriter& json);

// The block "Sending systems" of the text summary; nothing when no system was found. Systems with most
// messages first; of each at most kMaxSystemFailures required rules that fail, the most frequent first, each
// with the domain where most of it lies.
void WriteSenderSystems(const RunSummary& run, const Speaker& say, TextPage* page);
inline constexpr size_t kMaxSystemRows = 12;
inline constexpr size_t kMaxSystemFailures = 4;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_SYSTEMS_H_
