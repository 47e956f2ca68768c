// The form of a domain that stands in a message, and the one spelling by which kenpin compares it: A-labels
// in lower case.
#ifndef KENPIN_ENGINE_MAIL_DOMAIN_NAME_H_
#define KENPIN_ENGINE_MAIL_DOMAIN_NAME_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"

namespace kenpin {

// RFC 1035 §2.3.4, without the root's empty label.
inline constexpr size_t kMaxDomainOctets = 253;
inline constexpr size_t kMaxLabelOctets = 63;

struct DomainName {
  DomainForm form = DomainForm::kEmpty;
  // A-labels in lower case; empty unless the form is one that DNS can be asked about: kOk, kUnicode,
  // kUnderscore, kSingleLabel.
  std::string_view ascii;
};

// Classifies a domain as written (no CFWS in it) and gives its ASCII spelling: a view of the input if that is
// already the spelling, else a copy in the arena. Where several forms fit, the first of: kEmpty, kLiteral,
// kTooLong, kEmptyLabel, kTrailingDot, kBadCharacter, kBadIdn, kSingleLabel, kUnderscore, kUnicode. U-labels
// and A-labels are checked by libidn2 (RFC 5891, UTS #46 non-transitional), which allocates, unless they
// are among the last ones of this thread; all other domains cost one pass and no allocation. Any thread.
DomainName ParseDomainName(std::string_view text, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_DOMAIN_NAME_H_
