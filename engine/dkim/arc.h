// Validates an Authenticated Received Chain (RFC 8617 §5.2) in the same two halves as DKIM: while the bytes
// of the message are there its ARC Sets are collected, its keys asked for, its header hashed; when the keys
// are there, the newest message signature and all seals are verified. A chunk's worker calls, beside the
// steps of prepare.h:
//   ArcPreparer::Prepare()   PlanBodyHashes(.., arc.message_signatures, ..)   BodyHasher::Compute()
//   MatchBodyHashes(.., arc.message_signatures, ..)
//   and, when all questions of message_signatures and seals are answered, VerifyArcChain()
#ifndef KENPIN_ENGINE_DKIM_ARC_H_
#define KENPIN_ENGINE_DKIM_ARC_H_

#include <span>

#include "engine/dkim/arc_result.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/key_record.h"
#include "engine/dkim/prepare.h"
#include "engine/dkim/verify.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "io/dns.h"

namespace kenpin {

// A chain between the halves. Its views live in the arena given to Prepare() as `keep`; it holds nothing of
// the message's bytes.
struct PendingArcChain {
  ArcEvidence evidence;  // Final where both spans are empty; else result and reason are still to come.
  std::span<PendingSignature> message_signatures;  // The newest first, at most kMaxArcMessageSignatures.
  std::span<PendingSignature> seals;               // The newest first, one an instance.
  ParseFlaws flaws;                                // kTooManyArcSets, kTagListTooLong.
};

// Prepares messages one by one; keeps its hashing contexts. One per thread; not thread-safe.
class ArcPreparer {
 public:
  // Collects the ARC Sets of a message and, if their structure holds, asks `dns` for their keys and hashes
  // what they sign of the header. Linear in the header but for the message signatures, each of which may sign
  // all of it. `scratch` is needed until the call returns, `keep` until the evidence is read.
  PendingArcChain Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns, Arena& scratch,
                          Arena& keep);

 private:
  HeaderHasher hasher_;
};

// So many of a chain's newest seals are checked ahead; hardly any chain has more.
inline constexpr size_t kMaxBatchedSeals = 8;

// Puts the checks that VerifyArcChain() makes when all is well into `batch`: see BatchSignature().
void BatchArcChain(const DnsClient& dns, KeyStore& keys, int64_t at, PendingArcChain* pending,
                   RsaBatch* batch);

// The second half: the result of the chain. Questions that are still open count as failed. Seals are verified
// from the newest down, and nothing more after the first that fails.
ArcEvidence VerifyArcChain(const PendingArcChain& pending, const DnsClient& dns, KeyStore& keys,
                           SignatureVerifier& verifier, const VerifyContext& context);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_ARC_H_
