// All hashes of one canonicalization of a body, which may come in pieces. Each algorithm runs once over the
// octets, however many l= there are: where a limit is reached the digest so far is read off. So sixteen
// signatures with sixteen limits cost two hashes, not sixteen.
#ifndef KENPIN_ENGINE_DKIM_CANONICAL_HASHES_H_
#define KENPIN_ENGINE_DKIM_CANONICAL_HASHES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/crypto/digest.h"
#include "engine/dkim/arc_result.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/canonical_body.h"
#include "engine/dkim/result.h"

namespace kenpin {

// The most hashes of one body: the body digest, those of its signatures, those of its ARC Sets.
inline constexpr size_t kMaxHashesOfBody = 1 + kMaxSignaturesPerMessage + kMaxArcSets;
static_assert(kMaxBodyHashesPerMessage <= kMaxHashesOfBody);

// Where canonical octets stand on their way into the hash. Any number of CanonicalHashes can share one.
struct alignas(64) CanonicalBlock {
  std::array<char, kCanonicalBlockSize> bytes;
};

// Reusable; not thread-safe. Use: Start, then Feed for each piece of the body, then Finish.
class CanonicalHashes {
 public:
  // Takes from `hashes`, at most kMaxHashesOfBody, those that ask for this canonicalization; they must live
  // until Finish() returns. False if there are none: then there is nothing to feed.
  bool Start(Canonicalization canonicalization, LineEndReading reading, std::span<BodyHash> hashes);

  // Behind a Start() that was given the same requests in the same order as that of `other`: goes on from
  // where `other` stands, which runs on by itself.
  void Resume(const CanonicalHashes& other);

  // `input` and its surroundings must be readable (kBufferSlack); `block` is scratch memory of
  // kCanonicalBlockSize.
  void Feed(std::string_view input, std::span<char> block);

  // The body has ended: fills the hashes.
  void Finish(std::span<char> block);

  // As CanonicalBody has them.
  const LineScan& scan() const { return body_.scan(); }
  void CompareWithSimple() { body_.CompareWithSimple(); }
  bool differs_from_simple() const { return body_.differs_from_simple(); }

 private:
  static constexpr size_t kAlgorithms = 2;

  static size_t Index(const BodyHash& hash) { return static_cast<size_t>(hash.request.hash); }
  void Hash(std::string_view octets);
  void Update(std::string_view octets);
  void Close(BodyHash* hash);

  CanonicalBody body_;
  std::array<Hasher, kAlgorithms> running_{Hasher(HashAlgorithm::kSha256), Hasher(HashAlgorithm::kSha1)};
  std::array<Hasher, kAlgorithms> scratch_{Hasher(HashAlgorithm::kSha256), Hasher(HashAlgorithm::kSha1)};
  std::array<size_t, kAlgorithms> open_{};              // Requests that still wait, by algorithm.
  std::array<BodyHash*, kMaxHashesOfBody> requests_{};  // By limit; those before next_ are closed.
  size_t next_ = 0;
  size_t count_ = 0;
  uint64_t position_ = 0;  // Canonical octets so far.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_CANONICAL_HASHES_H_
