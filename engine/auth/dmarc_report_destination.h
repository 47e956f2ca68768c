// Whether the domain of a report address has agreed to receive reports (RFC 9990 §4, RFC 7489 §7.1): a
// stranger must publish v=DMARC1 at <record's domain>._report._dmarc.<its own domain>, else no report is sent
// there.
#ifndef KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_
#define KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_

#include <cstdint>
#include <string_view>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/dmarc_result.h"

namespace kenpin {

// `policy` is a finished discovery with a record, `uri` one of its rua or ruf. By the method of `policy`.
ReportConsent CheckReportDestination(const DmarcDiscovery& policy, const ReportUri& uri,
                                     const DmarcQuery& query);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_REPORT_DESTINATION_H_
