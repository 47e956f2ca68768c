// Body hashes of RFC 6376 §3.4 and §3.7: each distinct (canonicalization, hash, l=) once, all of them in one
// pass over the body, together with what the rules want to know of the body's lines. Canonical bytes go into
// the hash in cache-sized pieces and are never stored whole.
#ifndef KENPIN_ENGINE_DKIM_BODY_HASH_H_
#define KENPIN_ENGINE_DKIM_BODY_HASH_H_

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

#include "engine/crypto/crypto_kernels.h"
#include "engine/crypto/hash_algorithm.h"
#include "engine/mail/line_end.h"

namespace kenpin {

// RFC 6376 §3.4.
enum class Canonicalization : uint8_t {
  kSimple,   // §3.4.1, §3.4.3: nothing changes but the line ends at the end of the body.
  kRelaxed,  // §3.4.2, §3.4.4: runs of white space become one space.
};

inline constexpr uint64_t kNoBodyLimit = std::numeric_limits<uint64_t>::max();

// What one signature asks of the body. `limit` is l=: octets counted after canonicalization (§3.5).
struct BodyHashRequest {
  Canonicalization canonicalization = Canonicalization::kRelaxed;
  HashAlgorithm hash = HashAlgorithm::kSha256;
  uint64_t limit = kNoBodyLimit;
  bool operator==(const BodyHashRequest&) const = default;
};

struct BodyHash {
  BodyHashRequest request;
  std::array<uint8_t, 32> digest{};  // The first digest_size bytes.
  uint8_t digest_size = 0;           // 32 or 20.
  uint64_t canonical_length = 0;     // Octets of the whole canonical body, whatever the limit.
  // l= is greater than the canonical body: permerror by §3.5.
  bool limit_exceeds_body() const {
    return request.limit != kNoBodyLimit && request.limit > canonical_length;
  }
  std::span<const uint8_t> bytes() const { return {digest.data(), digest_size}; }
};

// What the pass saw on its way; costs next to nothing.
struct BodyFacts {
  LineEndCounts line_ends;
  uint64_t longest_line = 0;   // Octets without the line end.
  bool has_eight_bit = false;  // A byte above 127.
  bool has_nul = false;
};

// How mbox quoting is treated while hashing.
enum class MboxQuoting : uint8_t {
  kAsStored,  // Bytes as they stand.
  kUnquote,   // One '>' is taken from every line that matches ">+From " (the mboxrd way).
};

struct BodyReading {
  LineEndReading line_ends = LineEndReading::kStandard;
  MboxQuoting quoting = MboxQuoting::kAsStored;
};

// A body and what is wanted of it; the fields are those of BodyHasher::Compute().
struct BodyHashJob {
  std::string_view body;
  BodyReading reading;
  std::span<BodyHash> hashes;
  BodyFacts* facts = nullptr;
};

class BodyHashLanes;

// Computes hashes with contexts and buffers that it reuses: nothing is allocated per message. One per thread;
// not thread-safe.
class BodyHasher {
 public:
  explicit BodyHasher(CryptoKernels kernels = CryptoKernels::kAuto);
  ~BodyHasher();
  BodyHasher(BodyHasher&&) noexcept;

  // Fills `hashes[i]` for its own `hashes[i].request`; the requests are distinct (at most
  // kMaxBodyHashesPerMessage, the caller sees to it). `facts` may be null; it always describes the standard
  // reading as stored. At least kBufferSlack bytes before and after `body` must be readable (any view into a
  // Buffer is).
  void Compute(std::string_view body, const BodyReading& reading, std::span<BodyHash> hashes,
               BodyFacts* facts);
  // The same for many bodies in one go, which is faster than one by one. All that the jobs refer to must
  // live until the call returns.
  void ComputeAll(std::span<const BodyHashJob> jobs);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr size_t kMaxBodyHashesPerMessage = 16;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_BODY_HASH_H_
