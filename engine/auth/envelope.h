// The envelope of a stored message: MAIL FROM, the client and HELO, each with its basis. MAIL FROM is never
// assumed to equal From.
#ifndef KENPIN_ENGINE_AUTH_ENVELOPE_H_
#define KENPIN_ENGINE_AUTH_ENVELOPE_H_

#include <string_view>

#include "engine/auth/delivery.h"
#include "engine/auth/trusted_claims.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"

namespace kenpin {

struct EnvelopeInput {
  const MessageView& view;
  std::string_view from_line;  // The mbox From_ line; empty if there is none.
  const EnvelopeFacts& given;
  // Null before delivery: then the trace fields are the sender's, and only what is given and Return-Path
  // count.
  const TrustedClaims* trusted = nullptr;
  const ReceivedHop* border = nullptr;  // Null when unknown.
};

// Delivered mail: a trusted Authentication-Results, the Received-SPF of the border hop, the border Received
// or Return-Path, what is given. Else what is given, then Return-Path. MAIL FROM is at last taken from the
// From_ line. Views live in `keep`, or are those of `input.given`.
EnvelopeFacts FindEnvelope(const EnvelopeInput& input, Arena& scratch, Arena& keep);

// The property of an spf= result that names MAIL FROM, or null.
const AuthProperty* FindMailFrom(const AuthResult& result);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_ENVELOPE_H_
