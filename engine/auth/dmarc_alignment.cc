#include "engine/auth/dmarc_alignment.h"

namespace kenpin {
namespace {

AlignmentResult CompareOrgDomains(const OrgDomain& author, const OrgDomain& identifier) {
  if (author.state != DmarcLookup::kFound || identifier.state != DmarcLookup::kFound)
    return AlignmentResult::kUnknown;
  if (author.domain != identifier.domain || author.is_public_suffix) return AlignmentResult::kNone;
  return AlignmentResult::kRelaxed;
}

}  // namespace

IdentifierAlignment AlignByBoth(const DmarcDiscovery& author, std::string_view identifier,
                                const DmarcQuery& query) {
  IdentifierAlignment alignment;
  const std::string_view domain = author.author_domain;
  alignment.by_list = Align(domain, identifier, query.suffixes);
  alignment.list_org = query.suffixes.OrganizationalDomain(identifier);
  alignment.by_walk = alignment.by_list;
  // §4.10.2: without two different names there is nothing to walk for.
  if (domain.empty() || identifier.empty() || domain == identifier) return alignment;
  alignment.walk_org = FindOrgDomain(identifier, query);
  alignment.by_walk = CompareOrgDomains(author.org, alignment.walk_org);
  return alignment;
}

ProviderAlignment JudgeAlignment(const DmarcDiscovery& author, const IdentifierAlignment& alignment) {
  if (alignment.by_list == AlignmentResult::kStrict) return {AlignmentResult::kStrict, false, false};
  if (author.result == DmarcLookup::kNone || author.reason == DmarcReason::kDnsOff)
    return {alignment.by_list, false, true};
  if (alignment.by_walk == AlignmentResult::kUnknown || alignment.by_list == AlignmentResult::kUnknown)
    return {};
  if (IsAligned(alignment.by_walk) != IsAligned(alignment.by_list))
    return {AlignmentResult::kUnknown, true, false};
  return {alignment.by_list, false, false};
}

Aligned AlignedIn(AlignmentMode mode, AlignmentResult result) {
  if (result == AlignmentResult::kUnknown) return Aligned::kUnknown;
  const bool enough = mode == AlignmentMode::kStrict ? result == AlignmentResult::kStrict : IsAligned(result);
  return enough ? Aligned::kYes : Aligned::kNo;
}

}  // namespace kenpin
