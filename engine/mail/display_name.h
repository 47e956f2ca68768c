// Does a display name pose as an address? Clients show "ceo@bank.example <x@y.example>" by its name alone.
#ifndef KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_
#define KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_

#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/mailbox.h"

namespace kenpin {

// Whether the mailbox's display name holds something of the form x@y.z other than the mailbox's own address
// (letter case aside). Encoded words in charsets that extend ASCII octet by octet are decoded, in `arena`;
// others are passed over. Linear.
bool HoldsOtherAddress(const Mailbox& mailbox, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_DISPLAY_NAME_H_
