// The first half of DKIM verification (RFC 6376 §6.1): while the bytes of a message are there, its signatures
// are parsed, their names asked in DNS, its header and body hashed. What remains is compact and owned, and
// waits for the keys (verify.h). A chunk's worker calls, in this order and each for all messages of the
// chunk:
//   SignaturePreparer::Prepare()  PlanBodyHashes()  BodyHasher::Compute()  MatchBodyHashes()
#ifndef KENPIN_ENGINE_DKIM_PREPARE_H_
#define KENPIN_ENGINE_DKIM_PREPARE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/crypto/digest.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/result.h"
#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "engine/mail/parse_flaw.h"
#include "io/dns.h"

namespace kenpin {

// The header's digest under a reading of line ends other than the standard one.
struct AlternativeDigest {
  LineEndReading reading = LineEndReading::kStandard;
  std::array<uint8_t, kMaxDigestSize> digest{};
};

// One signature between the two halves. Its views live in the arena given to Prepare() as `keep`; it holds
// nothing of the message's bytes.
struct PendingSignature {
  DkimEvidence evidence;              // What is known so far; result and reason are not yet.
  std::optional<DkimReason> decided;  // The reason, where it is settled without a key.
  HashAlgorithm hash = HashAlgorithm::kSha256;
  bool auid_in_subdomain = false;
  std::optional<DnsQuestionId> question;  // The key's name; absent when none is asked.
  std::span<const uint8_t> signature;     // b=.
  Digest header_digest;
  std::span<const AlternativeDigest> alternatives;         // Where the header mixes forms of line ends.
  std::array<uint8_t, kMaxDigestSize> stated_body_hash{};  // bh=.
  size_t stated_body_hash_size = 0;
  BodyHashRequest body_request;
};

// How much of the message was read.
enum class MessageExtent : uint8_t {
  kWhole,
  kBeginning,  // The record exceeds the size limit or was cut off: nothing can be hashed (kMessageTooLarge).
};

struct PreparedSignatures {
  std::span<PendingSignature> signatures;  // In the order of the message, topmost first; in `keep`.
  ParseFlaws flaws;                        // kTooManySignatures, kTagListTooLong.
};

// Prepares messages one by one; keeps its hashing contexts. One per thread; not thread-safe.
class SignaturePreparer {
 public:
  // Parses the signatures of a message, asks `dns` for their keys, hashes what they sign of its header. Past
  // kMaxSignaturesPerMessage one more entry says kTooManySignatures for all the rest. `scratch` is needed
  // until the call returns, `keep` until the evidence is read.
  PreparedSignatures Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns, Arena& scratch,
                             Arena& keep);

 private:
  void HashHeader(const MessageView& view, const DkimSignature& signature, std::span<const uint32_t> fields,
                  uint32_t own, Arena& keep, PendingSignature* pending);

  HeaderHasher hasher_;
};

// The body hashes of a message, distinct. `hashes` go to BodyHasher::Compute().
struct BodyHashPlan {
  std::span<BodyHash> hashes;
  ParseFlaws
      flaws;  // kTooManyBodyHashes: more than kMaxBodyHashesPerMessage, the last signatures go without.
};

// Plans what the signatures ask for and what the caller wants besides (`also`, which comes first, in its
// order, and is never left out). The plan lives in `arena`.
BodyHashPlan PlanBodyHashes(std::span<const PendingSignature> signatures,
                            std::span<const BodyHashRequest> also, Arena& arena);

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

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_PREPARE_H_
