// Which implementations of the heavy primitives a run uses (--kernels). What they say is the same.
#ifndef KENPIN_ENGINE_CRYPTO_CRYPTO_KERNELS_H_
#define KENPIN_ENGINE_CRYPTO_CRYPTO_KERNELS_H_

#include <cstdint>

namespace kenpin {

enum class CryptoKernels : uint8_t {
  kAuto,     // Many at once, where the processor gains by it.
  kOpenssl,  // One after the other, through OpenSSL.
  kLanes,    // Many at once on every processor, also where that is slower.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_CRYPTO_KERNELS_H_
