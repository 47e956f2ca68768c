// What the rules about a whole corpus want of one message's bytes, as numbers of fixed size: later nobody can
// compare Subjects any more.
#ifndef KENPIN_ENGINE_MAIL_CORPUS_SIGNS_H_
#define KENPIN_ENGINE_MAIL_CORPUS_SIGNS_H_

#include <cstdint>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/mailbox.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// 64 bits of `text` mixed with `seed`; the same on every machine. Fast, and no defence against somebody who
// looks for collisions: those only spoil the figures of his own domain.
uint64_t HashText(std::string_view text, uint64_t seed);

// What an https URI of List-Unsubscribe looks like. Pure; linear.
struct UnsubscribeUriSigns {
  uint32_t token_length = 0;  // The longest run of letters, digits, '-', '_' and %XX behind the host that
                              // holds a digit, or letters of both cases: words of a path are none.
  bool has_address = false;   // '@' or %40 behind the host.
  bool landing_page = false;  // A word of the path is that of a page to log in or to set preferences.
};
UnsubscribeUriSigns ReadUnsubscribeUri(std::string_view uri);

// Of the message: `to` is the list of its topmost To, `unsubscribe` what ParseListUnsubscribeFacts() says.
CorpusSigns ParseCorpusSigns(const MessageView& message, const AddressList& to,
                             const ListUnsubscribeFacts& unsubscribe, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_CORPUS_SIGNS_H_
