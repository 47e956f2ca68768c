// The hash functions that DKIM names.
#ifndef KENPIN_ENGINE_CRYPTO_HASH_ALGORITHM_H_
#define KENPIN_ENGINE_CRYPTO_HASH_ALGORITHM_H_

#include <cstddef>
#include <cstdint>

namespace kenpin {

enum class HashAlgorithm : uint8_t {
  kSha256,  // RFC 6376 §3.3.
  kSha1,    // Historic; RFC 8301 forbids it, and it never passes.
};

inline constexpr size_t DigestSize(HashAlgorithm hash) { return hash == HashAlgorithm::kSha256 ? 32 : 20; }

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_HASH_ALGORITHM_H_
