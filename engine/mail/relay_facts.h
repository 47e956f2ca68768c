// Signs of mailing lists and forwarders in a header. None of them proves that mail is indirect: anybody can
// write them.
#ifndef KENPIN_ENGINE_MAIL_RELAY_FACTS_H_
#define KENPIN_ENGINE_MAIL_RELAY_FACTS_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// RFC 2919 §2: the whole identifier.
inline constexpr size_t kMaxListIdOctets = 255;

// Whether `body` is an optional phrase (colons and brackets in it do no harm) and one <label.domain> (RFC
// 2919 §3), and nothing else but comments.
bool IsListId(std::string_view body);

// A display name of the form "Author via List" counts as a rewritten From only beside another sign of a list:
// services that send for their users write it too.
RelayFacts FindRelayFacts(const MessageView& message, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_RELAY_FACTS_H_
