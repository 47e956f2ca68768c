// The header half of a signature: the hash of the fields that it signs, under RFC 6376 §3.4.1 or §3.4.2, with
// the signature's own field last and its b= emptied (§3.7). Canonical bytes go into the hash through one
// small block and are never stored whole.
#ifndef KENPIN_ENGINE_DKIM_HEADER_HASH_H_
#define KENPIN_ENGINE_DKIM_HEADER_HASH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/crypto/digest.h"
#include "engine/dkim/signature.h"
#include "engine/mail/line_end.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// Hashes the selected fields. Keeps its contexts and its block: nothing is allocated per message. One per
// thread; not thread-safe.
class HeaderHasher {
 public:
  HeaderHasher();

  // The digest that b= signs. `fields` comes from FieldSelector; `reading` says how CR and LF inside of
  // fields are read (where a field ends is the standard reading's in any case).
  Digest Compute(const MessageView& view, const DkimSignature& signature, std::span<const uint32_t> fields,
                 uint32_t own, LineEndReading reading);

  // One set of the seals' part of a header (RFC 8617 §5.1.1).
  struct SealedSet {
    uint32_t results = 0;             // Index of the ARC-Authentication-Results.
    uint32_t message_signature = 0;   // Of the ARC-Message-Signature.
    uint32_t seal = 0;                // Of the ARC-Seal.
    std::string_view signature_text;  // DkimSignature::signature_text of the seal.
  };

  // The SHA-256 digests that the b= of the seals sign; `sets` by instance, from 1. Each seal signs all sets
  // up to its own, whose b= is empty: the digests branch off one running hash, so that a chain is read twice
  // and not once a seal.
  void ComputeSeals(const MessageView& view, std::span<const SealedSet> sets, LineEndReading reading,
                    std::span<Digest> digests);

 private:
  Hasher sha256_;
  Hasher branch_;
  Hasher sha1_;
  std::unique_ptr<char[]> block_;
};

// The canonical header itself instead of its hash: for tests and for whoever must see what was signed.
std::string CanonicalHeader(const MessageView& view, const DkimSignature& signature,
                            std::span<const uint32_t> fields, uint32_t own, LineEndReading reading);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_HEADER_HASH_H_
