// What DNS says of one Author Domain: its DMARC record by both methods, whether its report addresses agree,
// and how names align with it.
#ifndef KENPIN_ENGINE_AUTH_AUTHOR_POLICY_H_
#define KENPIN_ENGINE_AUTH_AUTHOR_POLICY_H_

#include <string_view>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/evidence.h"

namespace kenpin {

// Views point into the domain that was passed, pointers into the store.
struct AuthorPolicy {
  DmarcDiscovery walk;
  DmarcDiscovery list;
  bool misplaced_record = false;
  ReportConsent walk_consent = ReportConsent::kNoMailAddress;
  ReportConsent list_consent = ReportConsent::kNoMailAddress;

  const DmarcDiscovery& by(OrgMethod method) const { return method == OrgMethod::kTreeWalk ? walk : list; }
  ReportConsent consent(OrgMethod method) const {
    return method == OrgMethod::kTreeWalk ? walk_consent : list_consent;
  }
};

// Asks for all of it. Questions that are not answered yet are appended to query.open; then the result is not
// complete and the call is to be repeated. `domain` is empty when From is not usable. Any thread.
AuthorPolicy FindAuthorPolicy(std::string_view domain, const DmarcQuery& query);

// Whether the mail addresses of rua= agree to get reports: the worst of them (missing, unknown, given, not
// needed); kNoMailAddress when there is none.
ReportConsent FindReportConsent(const DmarcDiscovery& policy, const DmarcQuery& query);

// Identifier Alignment of `identifier` with the Author Domain, in the same asking style.
AlignmentFacts FindAlignment(const AuthorPolicy& author, std::string_view identifier,
                             const DmarcQuery& query);

// Copies what the discovery by `method` found. Views are views of `author_domain`, an equal domain that lives
// as long as the evidence.
void NoteDiscovery(const AuthorPolicy& author, OrgMethod method, std::string_view author_domain,
                   DmarcEvidence* dmarc);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_AUTHOR_POLICY_H_
