// Which names belong to one ADMD (RFC 5598 §2.3): the same registrable domain, or a known family of domains
// under which one large provider runs its hosts.
#ifndef KENPIN_ENGINE_AUTH_ADMD_H_
#define KENPIN_ENGINE_AUTH_ADMD_H_

#include <cstdint>
#include <string_view>

#include "engine/auth/organizational_domain.h"

namespace kenpin {

// A provider whose hosts are named under several domains.
enum class AdmdFamily : uint8_t {
  kNone,       // Any other.
  kGoogle,     // google.com and what it sends and signs with.
  kMicrosoft,  // outlook.com, office365.com.
  kYahoo,      // yahoo.com, yahoodns.net, aol.com.
  kApple,      // icloud.com, me.com.
  kProton,     // protonmail.ch, proton.me.
};

struct Admd {
  std::string_view domain;  // The registrable domain: a view of the host. Empty: nobody's.
  AdmdFamily family = AdmdFamily::kNone;

  bool known() const { return !domain.empty(); }
};

// All hosts are without a final dot, and in lower case but for Belongs().

// Whether a host says by its name whose it is: no address, no bare label, nothing under localhost, local and
// the like.
bool NamesItsAdmd(std::string_view host);

// The ADMD of a host; none of one that does not name it, or is itself a public suffix. One look-up in the
// list.
Admd AdmdOf(std::string_view host, const PublicSuffixList& suffixes);

// Whether both are known and are one.
bool SameAdmd(const Admd& a, const Admd& b);

// Whether the host belongs to a known ADMD. Cheap: nothing is looked up.
bool Belongs(std::string_view host, const Admd& admd);

// `name` is `domain` or a name below it, whatever the case.
bool IsSameOrBelow(std::string_view name, std::string_view domain);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_ADMD_H_
