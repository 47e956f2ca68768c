// What a display name says besides a name: that there is no time to lose, or who the recipient is. Providers
// ask for the name of the sender there and for nothing else.
#ifndef KENPIN_ENGINE_MAIL_SHOWN_NAME_H_
#define KENPIN_ENGINE_MAIL_SHOWN_NAME_H_

#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/mailbox.h"

namespace kenpin {

// Whether a decoded display name presses like the subject of an advertisement: a phrase of the table ("last
// chance", "本日限り"; ten languages, ours) stands in it as words of its own, or two exclamation marks in a
// row. Letter case of ASCII and of accented Latin letters does not count. Linear.
bool LooksUrgent(std::string_view name, Arena& arena);

// Whether a decoded display name holds the address or the name of one of the `recipients` (decoded likewise):
// a name of several words anywhere as words of its own, a single word only if it is all of the display name,
// for many such words ("Customer") name nobody. Recipients in the author's own domain do not count: notes to
// oneself, and lists with all addresses in Bcc. Linear in the recipients.
bool NamesRecipient(std::string_view name, const Mailbox& author, const AddressList& recipients,
                    Arena& arena);

// Recipients that NamesRecipient() looks at; a message to more is nobody's own.
inline constexpr size_t kMaxNamedRecipients = 8;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_SHOWN_NAME_H_
