// Could a domain be taken for another? Unicode security profiles for host names (UTS #39).
#ifndef KENPIN_ENGINE_MAIL_SHOWN_DOMAIN_H_
#define KENPIN_ENGINE_MAIL_SHOWN_DOMAIN_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"

namespace kenpin {

// A thread remembers what it knows of so many domains with A-labels.
inline constexpr size_t kMaxJudgedDomains = 1024;

// Judges a domain in A-labels and lower case: the worst of its labels (kUnknown where a label cannot be
// decoded). One without A-labels costs one search; the others go through libidn2 and ICU, which allocate,
// unless this thread remembers them. The script names live in `arena`, the domain is `domain`. Any thread.
ShownDomain JudgeDomain(std::string_view domain, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_SHOWN_DOMAIN_H_
