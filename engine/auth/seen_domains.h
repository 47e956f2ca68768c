// What is said of all the domains that a message shows or that stand for it: whether one could be taken for
// another, and whether a link leads elsewhere than its text says.
#ifndef KENPIN_ENGINE_AUTH_SEEN_DOMAINS_H_
#define KENPIN_ENGINE_AUTH_SEEN_DOMAINS_H_

#include <span>
#include <string_view>

#include "engine/auth/evidence.h"
#include "engine/auth/organizational_domain.h"
#include "engine/mail/arena.h"

namespace kenpin {

struct SeenDomainsInput {
  const MailFacts& mail;             // With content and identity.
  std::string_view envelope_domain;  // Of MAIL FROM; empty where it is not known.
  std::span<const std::string_view> signers;
};

// `scratch` serves the call alone. Linear in the domains, which are at most a few dozen; domains without
// A-labels cost a search each. Any thread.
SeenDomains FindSeenDomains(const SeenDomainsInput& input, const PublicSuffixList& list, Arena& scratch);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SEEN_DOMAINS_H_
