// The From and Sender fields (RFC 5322 §3.6.2): how many authors there are, and the Author Domain.
#ifndef KENPIN_ENGINE_MAIL_FROM_H_
#define KENPIN_ENGINE_MAIL_FROM_H_

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/mailbox.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// The topmost From and To fields, at which several readers look; without mailboxes where there is no such
// field.
struct ShownAddresses {
  AddressList from;
  AddressList to;
};
ShownAddresses ParseShownAddresses(const MessageView& message, Arena& arena);

// Read the topmost field of each kind; `from` is its list. Where a list has more than kMaxMailboxes, the
// count stops there and `flaws` gets ParseFlaw::kTooManyAddresses. Views point into the message or `arena`.
FromFacts ParseFromFacts(const MessageView& message, const AddressList& from, Arena& arena,
                         ParseFlaws* flaws = nullptr);
SenderFacts ParseSenderFacts(const MessageView& message, Arena& arena, ParseFlaws* flaws = nullptr);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_FROM_H_
