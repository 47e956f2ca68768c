// The first half of DKIM verification (RFC 6376 §6.1): while the bytes of a message are there, its signatures
// are parsed, their names asked in DNS, its header and body hashed. What remains is compact and owned, and
// waits for the keys (verify.h). A chunk's worker calls, in this order and each for all messages of the
// chunk:
//   SignaturePreparer::Prepare()  PlanBodyHashes()  BodyHasher::Compute()  MatchBodyHashes()
#ifndef KENPIN_ENGINE_DKIM_PREPARE_H_
#define KENPIN_ENGINE_DKIM_PREPARE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/dkim/body_hash.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/large_body_hashes.h"
#include "engine/dkim/pending_signature.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "engine/mail/parse_flaw.h"
#include "io/dns.h"

namespace kenpin {

struct PreparedSignatures {
  std::span<PendingSignature> signatures;  // In the order of the message, topmost first; in `keep`.
  ParseFlaws flaws;                        // kTooManySignatures, kTagListTooLong.
};

// Prepares messages one by one; keeps its hashing contexts. One per thread; not thread-safe.
class SignaturePreparer {
 public:
  // Parses the signatures of a message, asks `dns` for their keys, hashes what they sign of its header. Past
  // kMaxSignaturesPerMessage one more entry says kTooManySignatures for all the rest; so do signatures past
  // kMaxSignedHeaderBytes. `scratch` is needed until the call returns, `keep` until the evidence is read.
  PreparedSignatures Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns, Arena& scratch,
                             Arena& keep);

 private:
  HeaderHasher hasher_;
};

// The body hashes of a message, distinct. `hashes` go to BodyHasher::Compute().
struct BodyHashPlan {
  std::span<BodyHash> hashes;
  ParseFlaws
      flaws;  // kTooManyBodyHashes: more than kMaxBodyHashesPerMessage, the last signatures go without.
};

// Plans what the caller wants besides the signatures (`also`, which comes first, in its order, and is never
// left out), what the DKIM signatures ask for, and last what the message signatures of an ARC chain do. The
// plan lives in `arena`.
struct BodyHashWishes {
  std::span<const BodyHashRequest> also;
  std::span<const PendingSignature> signatures;
  std::span<const PendingSignature> arc;
};
BodyHashPlan PlanBodyHashes(const BodyHashWishes& wishes, Arena& arena);
inline BodyHashPlan PlanBodyHashes(std::span<const PendingSignature> signatures,
                                   std::span<const BodyHashRequest> also, Arena& arena) {
  return PlanBodyHashes({also, signatures, {}}, arena);
}

// The reading of the body that is tried first: quoted lines of an mbox are unquoted.
BodyReading FirstBodyReading(uint32_t quoted_from_lines);

// What MatchBodyHashes needs besides the signatures.
struct BodyMatchInput {
  std::string_view body;             // With kBufferSlack readable bytes at both ends.
  std::span<const BodyHash> hashes;  // Computed with FirstBodyReading(quoted_from_lines).
  const BodyFacts* facts = nullptr;  // Of the same pass.
  uint32_t quoted_from_lines = 0;    // MessageRange::quoted_from_lines.
};

// Compares the computed body hashes with bh= and fills the body part of the evidence. A mismatch is looked at
// again: with the mbox quoting as stored, where lines are quoted; with the other readings of line ends, where
// the body mixes forms. What matches is named. Returns how many more passes over the body that took.
int MatchBodyHashes(const BodyMatchInput& input, BodyHasher& hasher, std::span<PendingSignature> signatures,
                    Arena& scratch);

// The same for a body that has passed by (MessageExtent::kPassed). `hashes` are those that LargeBodyHashes
// has filled by FirstBodyReading(quoted_from_lines); where lines are quoted a mismatch is looked at again
// with the quoting as stored. Other readings of line ends are not tried.
void MatchPassedBody(const LargeBodyHashes& body, std::span<const BodyHash> hashes,
                     uint32_t quoted_from_lines, std::span<PendingSignature> signatures);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_PREPARE_H_
