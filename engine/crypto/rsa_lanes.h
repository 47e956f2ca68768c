// RSA signatures (PKCS#1 v1.5, RFC 8017 §8.2.2) eight at a time: one lane of a SIMD register a signature,
// each with a key of its own. Only what nearly all mail has is checked here: 1024 and 2048 bits, exponent
// 65537.
//
// The batch never says that a signature is wrong. It finds signatures valid; all others, and all that it does
// not take, are left to SignatureVerifier, whose word is the last one.
#ifndef KENPIN_ENGINE_CRYPTO_RSA_LANES_H_
#define KENPIN_ENGINE_CRYPTO_RSA_LANES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/crypto/crypto_kernels.h"
#include "engine/crypto/hash_algorithm.h"
#include "engine/crypto/public_key.h"

namespace kenpin {

inline constexpr size_t kRsaLanes = 8;

// One check. All that it refers to must live until the batch has run.
struct RsaCheck {
  const PublicKey* key = nullptr;
  HashAlgorithm hash = HashAlgorithm::kSha256;
  std::span<const uint8_t> digest;
  std::span<const uint8_t> signature;
  const PublicKey** valid_with = nullptr;  // Becomes `key` if the signature is valid, else stays as it is.
};

// How many checks went which way.
struct RsaBatchCounts {
  uint64_t checked = 0;  // In lanes.
  uint64_t valid = 0;    // Of these.
};

// What the checks go through; tests choose others.
struct RsaKernels;

// Collects checks and makes them. Owns its numbers: nothing is allocated after construction. One per thread;
// not thread-safe.
class RsaBatch {
 public:
  explicit RsaBatch(CryptoKernels kernels);
  explicit RsaBatch(const RsaKernels& kernels);
  ~RsaBatch();
  RsaBatch(RsaBatch&&) noexcept;

  // Whether any check is made here at all; if not, Add() need not be called.
  bool works() const;
  // Takes a check, or leaves it alone: whether the signature is checked here is nothing that a caller has to
  // know. Runs when a register is full.
  void Add(const RsaCheck& check);
  // Makes the checks that still wait, but for so few of them that OpenSSL is faster.
  void Finish();

  const RsaBatchCounts& counts() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What CryptoKernels::kAuto checks RSA by, for people: "8 lanes of AVX-512 IFMA", or "OpenSSL".
std::string_view RsaKernelName();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_RSA_LANES_H_
