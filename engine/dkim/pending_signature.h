// A signature between the two halves of its verification, and what the preparation of DKIM and of ARC share:
// the question for its key, the digests of what it signs of the header, copies of what it says.
#ifndef KENPIN_ENGINE_DKIM_PENDING_SIGNATURE_H_
#define KENPIN_ENGINE_DKIM_PENDING_SIGNATURE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/crypto/digest.h"
#include "engine/crypto/public_key.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/result.h"
#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"
#include "engine/mail/line_end.h"
#include "engine/mail/message_view.h"
#include "io/dns.h"

namespace kenpin {

// The header's digest under a reading of line ends other than the standard one.
struct AlternativeDigest {
  LineEndReading reading = LineEndReading::kStandard;
  std::array<uint8_t, kMaxDigestSize> digest{};
};

// One signature between the two halves. Its views live in the arena that was called `keep`; it holds
// nothing of the message's bytes.
struct PendingSignature {
  DkimEvidence evidence;              // What is known so far; result and reason are not yet.
  std::optional<DkimReason> decided;  // The reason, where it is settled without a key.
  HashAlgorithm hash = HashAlgorithm::kSha256;
  bool auid_in_subdomain = false;
  std::optional<DnsQuestionId> question;  // The key's name; absent when none is asked.
  std::span<const uint8_t> signature;     // b=.
  Digest header_digest;
  const PublicKey* valid_with = nullptr;                   // The key with which RsaBatch has found it valid.
  std::span<const AlternativeDigest> alternatives;         // Where the header mixes forms of line ends.
  std::array<uint8_t, kMaxDigestSize> stated_body_hash{};  // bh=.
  size_t stated_body_hash_size = 0;                        // 0 where it is longer than any hash.
  BodyHashRequest body_request;
};

// How much of the message was read.
enum class MessageExtent : uint8_t {
  kWhole,
  kPassed,     // The record exceeds the size limit: the header is there, the body was hashed as it passed.
  kBeginning,  // Of such a record, or one that was cut off: nothing can be hashed (kMessageTooLarge).
};

// Whether all of the header is there to be hashed.
bool IsWhole(const MessageView& view, MessageExtent extent);

// Readings of line ends other than the standard one that may explain a mismatch.
struct LineEndReadings {
  std::array<LineEndReading, 3> list{};
  size_t count = 0;
  void Add(LineEndReading reading) { list[count++] = reading; }
  std::span<const LineEndReading> all() const { return {list.data(), count}; }
};

// Those that bytes with these line ends allow; none where one form only occurs.
LineEndReadings OtherReadings(const LineEndCounts& counts);

// Takes over what the field says, with copies of its strings in `keep`. A fault of the field is `decided`.
void KeepSignature(const DkimSignature& signature, Arena& keep, PendingSignature* pending);

// Takes over what is needed to compare bh= and to check b=.
void KeepHashes(const DkimSignature& signature, Arena& keep, PendingSignature* pending);

// Asks for the key: <selector>._domainkey.<SDID> (RFC 6376 §3.6.2.1). Too long a name is DNS's to refuse.
DnsQuestionId AskForKey(const DkimSignature& signature, DnsClient& dns);

// Hashes the selected fields and the signature's own, `own`, under the standard reading of line ends and
// under the others that the header's mixture allows: which one it is shows only with the key.
void HashSignedHeader(const MessageView& view, const DkimSignature& signature,
                      std::span<const uint32_t> fields, uint32_t own, HeaderHasher& hasher, Arena& keep,
                      PendingSignature* pending);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_PENDING_SIGNATURE_H_
