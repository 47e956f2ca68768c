// Body hashes of many messages at once: each (body, canonicalization) is a stream of canonical octets, made
// in small pieces where a lane of SHA-256 hashes them. Only the common kind of request comes here; the rest
// goes body by body.
#ifndef KENPIN_ENGINE_DKIM_BODY_HASH_LANES_H_
#define KENPIN_ENGINE_DKIM_BODY_HASH_LANES_H_

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/crypto/crypto_kernels.h"
#include "engine/crypto/sha256_lanes.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/canonical_body.h"

namespace kenpin {

// One per thread; not thread-safe. Allocates only while its list of streams grows.
class BodyHashLanes : private LaneJobs {
 public:
  // CryptoKernels::kLanes: by SIMD lanes wherever there are some; else by what is fastest.
  explicit BodyHashLanes(CryptoKernels kernels = CryptoKernels::kAuto);

  // Whether all of the job's hashes are of the kind that lanes compute: SHA-256 of the whole body, by the
  // standard reading as stored.
  static bool Takes(const BodyHashJob& job);

  // Adds a job that Takes() approves. What it refers to must live until the end of Run().
  void Add(const BodyHashJob& job);
  // Computes all that was added, and forgets it.
  void Run();

 private:
  struct Stream {
    const BodyHashJob* job = nullptr;
    BodyHash* hash = nullptr;
    BodyHash* simple = nullptr;  // Becomes equal to `hash`, which is relaxed, if both forms are the same.
  };
  // A stream that is being hashed.
  struct Running {
    Stream stream;
    CanonicalBody body;
    std::string_view input;  // What is not canonicalized yet.
    uint64_t length = 0;     // Canonical octets so far.
  };

  void TellApart(Running& running);
  bool Begin(size_t lane) override;
  std::string_view Next(size_t lane, std::span<char> room) override;
  void End(size_t lane, const Digest& digest) override;

  Sha256Lanes lanes_;
  std::vector<Stream> streams_;
  size_t begun_ = 0;
  std::vector<Stream> late_;  // Those of simple that turned out to be needed; not begun yet.
  std::array<Running, kMaxSha256Lanes> running_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_BODY_HASH_LANES_H_
