// The Message-ID field (RFC 5322 §3.6.4 and §4.5.4), judged by form.
#ifndef KENPIN_ENGINE_MAIL_MESSAGE_ID_H_
#define KENPIN_ENGINE_MAIL_MESSAGE_ID_H_

#include <string_view>

#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// Classifies one field body; `count` of the result is 1. Where several forms fit, the first of: kNoBrackets,
// kNoAt, kSpaces, kGarbage, kObsolete. Dots in the wrong place count as kObsolete: mail systems write them,
// and none refuses them. UTF-8 is allowed (RFC 6532). Linear, no allocation; the id is a view into `body`.
MessageIdFacts ParseMessageId(std::string_view body);

// The number of Message-ID fields, and the topmost one's form.
MessageIdFacts ParseMessageIdFacts(const MessageView& message);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MESSAGE_ID_H_
