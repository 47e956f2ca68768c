// SHA-256 (FIPS 180-4) of many streams at once: one lane of a SIMD register a stream, sixteen with AVX-512. A
// single digest is a chain of dependent steps; many of them side by side fill the machine.
//
// Streams differ in length, so a lane that ends takes the next job at once. When no jobs are left and few
// lanes are still busy, most of a register would be idle: the rest is done by the processor's SHA
// instructions, two streams at a time, or word by word. Where there are SHA instructions, but registers of
// fewer than sixteen lanes, they do everything.
#ifndef KENPIN_ENGINE_CRYPTO_SHA256_LANES_H_
#define KENPIN_ENGINE_CRYPTO_SHA256_LANES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/crypto/digest.h"

namespace kenpin {

inline constexpr size_t kMaxSha256Lanes = 16;

// So many octets a lane asks for at a time: sixteen such pieces and what they are made from stay in the
// first-level cache.
inline constexpr size_t kLanePiece = 2048;

// Where the octets come from and where the digests go. Sha256Lanes::Run() pulls.
class LaneJobs {
 public:
  virtual ~LaneJobs() = default;

  // Puts the next job on `lane`, whose former one has ended. False: there are no more jobs, now and later.
  virtual bool Begin(size_t lane) = 0;
  // The next octets of the lane's job, at most room.size() (which is kLanePiece) of them: written to the
  // beginning of `room`, or any other memory that is valid until the next call. Empty: the job has ended.
  virtual std::string_view Next(size_t lane, std::span<char> room) = 0;
  // The digest of all octets of the lane's job.
  virtual void End(size_t lane, const Digest& digest) = 0;
};

// The loops that this machine offers; tests choose others.
struct Sha256Kernels;

// Owns a state and a buffer a lane, and nothing else: nothing is allocated after construction. One per
// thread; not thread-safe.
class Sha256Lanes {
 public:
  Sha256Lanes();
  explicit Sha256Lanes(const Sha256Kernels& kernels);
  ~Sha256Lanes();
  Sha256Lanes(Sha256Lanes&&) noexcept;

  // Hashes all jobs; returns when the last one has ended.
  void Run(LaneJobs& jobs);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether many streams at once are faster than one after the other through OpenSSL: with SHA instructions or
// AVX2.
bool Sha256LanesPay();

// By what, for people: "16 lanes of AVX-512", "2 streams of SHA instructions", "8 lanes of AVX2" or
// "OpenSSL".
std::string_view Sha256KernelName();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_SHA256_LANES_H_
