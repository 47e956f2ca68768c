// One DKIM-Signature field as data (RFC 6376 §3.5, RFC 8301, RFC 8463), or one of the two signatures of an
// ARC Set (RFC 8617 §4.1), which are made of the same tags: every tag checked against its grammar, nothing
// yet against the message. What a broken field still tells (its d= and s=, say) is kept, for whoever must
// find the broken signer.
#ifndef KENPIN_ENGINE_DKIM_SIGNATURE_H_
#define KENPIN_ENGINE_DKIM_SIGNATURE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/crypto/hash_algorithm.h"
#include "engine/dkim/arc_result.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/result.h"
#include "engine/mail/arena.h"
#include "engine/mail/field_id.h"

namespace kenpin {

// §3.5: l= is "an unsigned decimal integer" of at most 76 digits; t= and x= have at most 12.
inline constexpr size_t kMaxLimitDigits = 76;
inline constexpr size_t kMaxTimeDigits = 12;
// Instances have two digits (RFC 8617 §4.2.1); larger ones are all this one.
inline constexpr uint32_t kMaxArcInstance = 999;

// One name of h=, in its order. `name` is as written; it decides where `id` stands for no single name.
struct SignedName {
  FieldId id = FieldId::kOther;
  std::string_view name;
};

// Which field it is. The tags differ a little.
enum class SignatureKind : uint8_t {
  kDkim,        // DKIM-Signature.
  kArcMessage,  // ARC-Message-Signature: i= is the instance, v= means nothing, h= may be empty and need not
                // name From, and must not name ARC-Seal (RFC 8617 §4.1.2).
  kArcSeal,     // ARC-Seal: no body and no h=, always relaxed; i= is the instance, cv= the chain's status
                // (§4.1.3).
};

struct DkimSignature {
  // Why the field cannot be evaluated (kSyntax to kDomainMismatch of DkimReason; of several the first in that
  // order), absent when it can. The other members then hold what could be read.
  std::optional<DkimReason> error;
  bool too_many_tags = false;       // More than kMaxTags (also kSyntax).
  std::string_view domain;          // d=: A-labels in lower case, at least two; empty if it is no such name.
  std::string_view selector;        // s=: likewise, at least one label.
  std::string_view auid;            // i= as written, without folding white space; empty if absent.
  std::string_view algorithm_text;  // a= as written.
  DkimAlgorithm algorithm = DkimAlgorithm::kUnknown;
  Canonicalization header_canonicalization = Canonicalization::kSimple;
  Canonicalization body_canonicalization = Canonicalization::kSimple;
  bool auid_in_subdomain =
      false;  // The domain of i= is under d=, not d= itself: t=s of a key forbids it (§3.6.1).
  std::span<const SignedName> names;   // h=.
  std::span<const uint8_t> body_hash;  // bh=, decoded.
  std::span<const uint8_t> signature;  // b=, decoded.
  std::optional<uint64_t>
      body_limit;  // l=; what does not fit is one below kNoBodyLimit, more than any body has.
  std::optional<int64_t> signed_at;   // t=.
  std::optional<int64_t> expires_at;  // x=.
  // Of ARC only.
  uint32_t instance = 0;  // i=: 1 to kMaxArcInstance, 0 if absent or illegal.
  ArcChainStatus chain_status = ArcChainStatus::kIllegal;  // cv= of a seal.
  // The value of b= with all white space around it: what §3.7 takes away when the field itself is hashed. A
  // view into the field body; empty, but pointing there, also for an empty value.
  std::string_view signature_text;

  HashAlgorithm hash() const {
    return algorithm == DkimAlgorithm::kRsaSha1 ? HashAlgorithm::kSha1 : HashAlgorithm::kSha256;
  }
  BodyHashRequest body_hash_request() const {
    return {body_canonicalization, hash(), body_limit.value_or(kNoBodyLimit)};
  }
};

// Parses the field body (folds included). Never fails; linear. Views point into `field_body` and `arena`.
DkimSignature ParseSignature(SignatureKind kind, std::string_view field_body, Arena& arena);
inline DkimSignature ParseDkimSignature(std::string_view field_body, Arena& arena) {
  return ParseSignature(SignatureKind::kDkim, field_body, arena);
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_SIGNATURE_H_
