// Identifier Alignment by both ways to find Organizational Domains. The protocol follows one of them; what
// can be said of a provider, none of which names its own, is where both agree.
#ifndef KENPIN_ENGINE_AUTH_DMARC_ALIGNMENT_H_
#define KENPIN_ENGINE_AUTH_DMARC_ALIGNMENT_H_

#include <cstdint>
#include <string_view>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/dmarc_record.h"
#include "engine/auth/evidence.h"

namespace kenpin {

// Identifier Alignment of an Author Domain with one authenticated identifier, by both methods.
struct IdentifierAlignment {
  AlignmentResult by_walk = AlignmentResult::kUnknown;
  AlignmentResult by_list = AlignmentResult::kUnknown;
  OrgDomain walk_org;         // Of the identifier; not looked for when the names are the same.
  std::string_view list_org;  // Of the identifier; empty for a public suffix.
};

// `author` is what DiscoverDmarc() said by the tree walk. An empty identifier aligns with nothing.
IdentifierAlignment AlignByBoth(const DmarcDiscovery& author, std::string_view identifier,
                                const DmarcQuery& query);

// What can be said of providers, none of which names its method.
struct ProviderAlignment {
  AlignmentResult result = AlignmentResult::kUnknown;
  bool methods_differ = false;  // org_method_differs: one method aligns the names and the other does not.
  bool by_list_only = false;    // No record, or DNS off: the list decides.
};

// With no record for the Author Domain, or DNS off, the list decides; else both methods must agree.
ProviderAlignment JudgeAlignment(const DmarcDiscovery& author, const IdentifierAlignment& alignment);

// Whether `result` is enough in this mode; kUnknown stays unknown.
enum class Aligned : uint8_t { kNo, kYes, kUnknown };
Aligned AlignedIn(AlignmentMode mode, AlignmentResult result);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_ALIGNMENT_H_
