// The rows of domains in the data of the HTML page, each told as fully as there is room for.
#ifndef KENPIN_ENGINE_REPORT_HTML_DOMAINS_H_
#define KENPIN_ENGINE_REPORT_HTML_DOMAINS_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/run_summary.h"
#include "rules/reason.h"

namespace kenpin {

// How much is told of a domain.
enum class HtmlDetail : uint8_t {
  kRow,    // Its row in the table.
  kBrief,  // Requirements, rules, one sample of each rule that fails.
  kFull,   // All that the page can show.
};

// The reasons whose sentences the page needs, by Reason.
using ReasonMarks = std::array<bool, kReasonCount>;

// Required rules that the domain's direct mail fails, and those that its mail as a whole fails; `org` null:
// the former only (for subdomains).
size_t CountFailingRules(const DomainCounts& counts, const DomainSummary* org, const RunSummary& run);

// One row as JSON (see engine/report/page/domains.js). Marks the reasons that it names.
std::string HtmlDomainRow(const DomainSummary& domain, const RunSummary& run, HtmlDetail detail,
                          ReasonMarks* reasons);

struct HtmlDomains {
  std::vector<std::string> rows;  // JSON, as HtmlDomainRow() gives it, in the order of run.domains.
  size_t left_out = 0;            // Domains without a row.
  size_t without_detail = 0;      // Rows told as kRow.
  size_t brief = 0;               // Rows told as kBrief.
  ReasonMarks reasons{};
};

// Tells as much as fits into `max_bytes` (escaping of "<" and the like not counted): first every domain's
// row, then the brief details of those with most messages, then their full ones.
HtmlDomains TellHtmlDomains(const RunSummary& run, size_t max_bytes);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_HTML_DOMAINS_H_
