// What a message makes people believe of its sender: display name, subject, and the domains they see and
// answer to. The judgement is that of the rules; these are the facts.
#ifndef KENPIN_ENGINE_MAIL_IDENTITY_FACTS_H_
#define KENPIN_ENGINE_MAIL_IDENTITY_FACTS_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/from.h"
#include "engine/mail/mailbox.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// Octets of a display name or a subject that are kept and looked at.
inline constexpr size_t kMaxShownText = 512;

// The mailbox's display name as it is shown: without quotes, decoded to UTF-8, at most kMaxShownText octets;
// *cut becomes true if it is longer.
std::string_view DecodeDisplayName(const Mailbox& mailbox, Arena& arena, bool* cut);

// Reads the topmost Reply-To and Subject fields and those of `addresses`; `from` and `sender` are what
// ParseFromFacts() and ParseSenderFacts() said. Views live as long as the message and the arena. Never fails.
IdentityFacts ParseIdentityFacts(const MessageView& message, const ShownAddresses& addresses,
                                 const FromFacts& from, const SenderFacts& sender, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_IDENTITY_FACTS_H_
