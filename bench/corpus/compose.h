// Makes fields and body of a plan: the message as its signer gets it.
#ifndef KENPIN_BENCH_CORPUS_COMPOSE_H_
#define KENPIN_BENCH_CORPUS_COMPOSE_H_

#include "bench/corpus/message.h"

namespace kenpin::corpus {

// Fills fields, signature_slot and body of `message` from its plan. Draws from the plan's random numbers.
void ComposeMessage(Message& message);

// The domain that links and unsubscribe addresses are of: a made-up service's, or the sender's own.
std::string LinkDomain(const Plan& plan);

// The fields Content-Type and Content-Transfer-Encoding (if the shape has any) and the body.
struct MimeBody {
  std::string content_type;       // Empty: no MIME fields at all.
  std::string transfer_encoding;  // Empty: none at the top.
  std::string text;
};
MimeBody ComposeBody(Plan& plan);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_COMPOSE_H_
