// The summary as a table (--out csv, RFC 4180): a row for every Organizational Domain and for every Author
// Domain below it.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_CSV_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_CSV_H_

#include "engine/report/emit.h"
#include "engine/run_summary.h"

namespace kenpin {

// A header row, then a row a domain: column `row` is "domain" or "subdomain", whose figures are part of their
// domain's. Behind the columns of general figures stands one for every requirement with its state, one for
// every rule of messages with the number of direct messages that fail, and one for every rule of the corpus
// with its outcome (empty in the rows of subdomains, which are judged with their domain).
void WriteSummaryCsv(const RunSummary& run, const Emit& emit);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_CSV_H_
