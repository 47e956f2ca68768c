// What the trusted fields of one delivery say, put together: many receivers write one field a method, and
// each in words of its own.
#ifndef KENPIN_ENGINE_AUTH_RECEIVER_RESULTS_H_
#define KENPIN_ENGINE_AUTH_RECEIVER_RESULTS_H_

#include <cstddef>
#include <span>

#include "engine/auth/delivery.h"
#include "engine/auth/trusted_claims.h"
#include "engine/mail/arena.h"

namespace kenpin {

// Entries of dkim= kept of one message (ParseFlaw::kAuthResultsTooLong). A message has 16 signatures that are
// evaluated, and every entry beside them may cost a look at its Organizational Domain.
inline constexpr size_t kMaxReceiverDkim = 64;

// Merges the claims, which must all be trusted; of each method but dkim the first word counts. With a null
// sender SPF of HELO counts for want of one of MAIL FROM (RFC 9989 §4.4.2), else it says nothing. Views live
// in `keep`.
ReceiverResults MergeResults(std::span<const Claim* const> claims, const EnvelopeFacts& envelope,
                             Arena& scratch, Arena& keep);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_RECEIVER_RESULTS_H_
