// Does a display name pose as an address? Clients show "ceo@bank.example <x@y.example>" by its name alone.
#ifndef KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_
#define KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_

#include <string_view>

#include "engine/mail/mailbox.h"

namespace kenpin {

// Whether the mailbox's display name holds something of the form x@y.z other than the mailbox's own address
// (letter case aside). Encoded words in charsets that extend ASCII octet by octet are looked into, as far as
// the first kMaxDecodedName octets of the name. Linear.
inline constexpr size_t kMaxDecodedName = 512;
bool HoldsOtherAddress(const Mailbox& mailbox);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_
