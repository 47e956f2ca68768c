// `kenpin dmarc`: which DMARC Policy Record applies to an Author Domain, and every question on the way to it.
#ifndef KENPIN_ENGINE_DMARC_COMMAND_H_
#define KENPIN_ENGINE_DMARC_COMMAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/dmarc_report_destination.h"
#include "engine/options/options.h"

namespace kenpin {

// An address for reports, and whether it may be used.
struct ReportFinding {
  std::string_view tag;  // "rua" or "ruf".
  const ReportUri* uri = nullptr;
  ReportConsent consent = ReportConsent::kPending;
};

// All that is told. Views and pointers live as long as the domain, the DNS client and the store that the
// query named.
struct DmarcFindings {
  DmarcDiscovery discovery;
  std::string_view list_org_domain;  // By the public suffix list, whatever the method; empty for a suffix.
  std::vector<ReportFinding> reports;
};

// Looks for the record and the consent of its report addresses, waiting for DNS as long as it takes.
DmarcFindings FindDmarcAndWait(std::string_view domain, OrgMethod method, const DmarcQuery& query);

// The answer for people: a word and its value a line, the walk last.
std::string DmarcAsText(const DmarcFindings& findings);

// The answer as one JSON object on one line. What is absent is null: record, record_domain, policy, adkim and
// aspf without a record, org_domain when it can not be told.
std::string DmarcAsJson(const DmarcFindings& findings);

// Finds and prints to stdout. Returns kExitClean when DNS gave an answer, whatever it is, and
// kExitOperational when it did not: a temperror, or DNS or a suffix list that could not be opened (told on
// stderr).
int RunDmarc(const DmarcOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DMARC_COMMAND_H_
