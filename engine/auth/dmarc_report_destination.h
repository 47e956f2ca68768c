// Whether the domain of a report address has agreed to receive reports (RFC 9990 §4, RFC 7489 §7.1): a
// stranger must publish v=DMARC1 at <record's domain>._report._dmarc.<its own domain>, else no report is sent
// there.
#ifndef KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_
#define KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_

#include <cstdint>
#include <string_view>

#include "engine/auth/dmarc_discovery.h"

namespace kenpin {

enum class ReportConsent : uint8_t {
  kPending,        // Questions are open.
  kNotNeeded,      // The address is in the Organizational Domain of the record.
  kGiven,          // The stranger publishes the record.
  kMissing,        // Definitely not.
  kUnknown,        // DNS can not tell.
  kNoMailAddress,  // Not a mailto: URI; nobody has to support it.
};
std::string_view ReportConsentName(ReportConsent consent);  // "not_needed", "given", ...
std::string_view ReportConsentText(ReportConsent consent);  // A few words for people.

// `policy` is a finished discovery with a record, `uri` one of its rua or ruf. By the method of `policy`.
ReportConsent CheckReportDestination(const DmarcDiscovery& policy, const ReportUri& uri,
                                     const DmarcQuery& query);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_
