// The last stop of the mail room: everything that the header of one message says, in one value. The body half
// of MimeFacts comes from WalkMime(), the body's lines from the pass that hashes them, its text from
// ContentReader.
#ifndef KENPIN_ENGINE_MAIL_MAIL_FACTS_H_
#define KENPIN_ENGINE_MAIL_MAIL_FACTS_H_

#include <cstdint>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/line_end.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"

namespace kenpin {

// Collects what the header section says. Not filled: mime, body_line_ends, longest_body_line (AddMime,
// AddBodyLines), content (ContentReader), and of received all but the number of fields: what they say is read
// together with the rest of the trace (ParseReceivedHop), or of the topmost alone (ParseReceivedFacts). Views
// live as long as the message and the arena.
MailFacts CollectMailFacts(const MessageView& message, Arena& arena);

// Takes over what WalkMime() found.
void AddMime(const MimeWalk& walk, MailFacts* facts);

// Takes over the body's lines and adds the flaws kBareCr and kMixedEol where header and body together deserve
// them.
void AddBodyLines(const LineEndCounts& line_ends, uint64_t longest_line, MailFacts* facts);

// Replaces every view in `facts` by copy(view), which returns a std::string_view that lives longer.
template <typename Copy>
void CopyViews(MailFacts* facts, Copy&& copy) {
  facts->from.domain = copy(facts->from.domain);
  facts->from.local_part = copy(facts->from.local_part);
  facts->sender.domain = copy(facts->sender.domain);
  facts->message_id.id = copy(facts->message_id.id);
  facts->received.top_by = copy(facts->received.top_by);
  facts->unsubscribe.first_https = copy(facts->unsubscribe.first_https);
  for (size_t i = 0; i < facts->content.host_pairs; ++i) {
    facts->content.pairs[i].shown = copy(facts->content.pairs[i].shown);
    facts->content.pairs[i].target = copy(facts->content.pairs[i].target);
  }
  IdentityFacts& identity = facts->identity;
  for (std::string_view* view :
       {&identity.display_name, &identity.name_domain, &identity.subject, &identity.original_local_part,
        &identity.original_domain, &identity.from.domain, &identity.from.script_names,
        &identity.reply_to.domain, &identity.reply_to.script_names, &identity.sender.domain,
        &identity.sender.script_names}) {
    *view = copy(*view);
  }
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MAIL_FACTS_H_
