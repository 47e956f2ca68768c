#include "engine/auth/seen_domains.h"

#include "engine/mail/domain_name.h"
#include "engine/mail/shown_domain.h"

namespace kenpin {
namespace {

// How much worse a domain of these scripts is than others. What is wrong outweighs what can not be told.
int WeightOf(DomainScripts scripts) {
  switch (scripts) {
    case DomainScripts::kConfusable:
      return 5;
    case DomainScripts::kBelow:
      return 4;
    case DomainScripts::kUnknown:
      return 3;
    case DomainScripts::kModerately:
      return 2;
    case DomainScripts::kHighly:
      return 1;
    case DomainScripts::kAscii:
      break;
  }
  return 0;
}

void Take(DomainScripts scripts, DomainScripts* worst) {
  if (WeightOf(scripts) > WeightOf(*worst)) *worst = scripts;
}

// A host as it stands in a link, in A-labels where it has such.
std::string_view SpellHost(std::string_view host, Arena& scratch) {
  const DomainName name = ParseDomainName(host, scratch);
  return name.ascii.empty() ? host : name.ascii;
}

bool IsElsewhere(std::string_view shown, std::string_view target, const PublicSuffixList& list) {
  if (shown == target) return false;
  const std::string_view organization = list.OrganizationalDomain(shown);
  return organization.empty() || organization != list.OrganizationalDomain(target);
}

}  // namespace

SeenDomains FindSeenDomains(const SeenDomainsInput& input, const PublicSuffixList& list, Arena& scratch) {
  SeenDomains seen;
  const IdentityFacts& identity = input.mail.identity;
  for (const ShownDomain* shown : {&identity.from, &identity.reply_to, &identity.sender}) {
    Take(shown->scripts, &seen.scripts);
  }
  Take(JudgeDomain(input.envelope_domain, scratch).scripts, &seen.scripts);
  for (const std::string_view signer : input.signers) {
    Take(JudgeDomain(signer, scratch).scripts, &seen.scripts);
  }
  const ContentFacts& content = input.mail.content;
  for (const HostPair& pair : std::span(content.pairs).first(content.host_pairs)) {
    const std::string_view shown = SpellHost(pair.shown, scratch);
    const std::string_view target = SpellHost(pair.target, scratch);
    seen.link_elsewhere |= IsElsewhere(shown, target, list);
    Take(JudgeDomain(shown, scratch).scripts, &seen.scripts);
    Take(JudgeDomain(target, scratch).scripts, &seen.scripts);
  }
  return seen;
}

}  // namespace kenpin
