// What the receiver wrote about a delivery: the border hop, the fields that can be believed, the envelope.
// Asked once a message, while its bytes are there; rules see the answer as plain data (delivery.h).
#ifndef KENPIN_ENGINE_AUTH_RECEIVER_H_
#define KENPIN_ENGINE_AUTH_RECEIVER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/auth/delivery.h"
#include "engine/auth/evidence.h"
#include "engine/auth/organizational_domain.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"

namespace kenpin {

struct DeliveryInput {
  const MessageView& view;
  std::string_view from_line;  // The mbox From_ line; empty if there is none.
  const AuthorFacts& author;
  std::span<const std::string_view> signers;  // SDIDs.
  // What options or the envelope file say (bases kOption, kFile). It wins before delivery; of delivered mail
  // the receiver's word comes first. Its views must live as long as the result.
  EnvelopeFacts given;
};

struct ReceiverPolicy {
  std::span<const std::string> authserv_ids;  // --authserv-id.
  const PublicSuffixList& suffixes;
  std::optional<Mode> mode;  // --mode; absent: by the evidence of each message.
};

// Never fails; linear in the header section. Trace fields are read up to the limits of border_hop.h and
// trusted_results.h. Views of the result live in `keep`, or are those of `input.given`. Any thread.
//
// In presend and sent mode only the envelope, has_receiver_evidence and delivered_at are filled: there a
// Received field is the sender's.
DeliveryFacts FindDelivery(const DeliveryInput& input, const ReceiverPolicy& policy, Arena& scratch,
                           Arena& keep);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_RECEIVER_H_
