// s^65537 mod n for eight pairs (s, n) at once, in two forms: by the IFMA instructions of AVX-512, and word
// by word as the twin that the other is tested against. They know nothing of keys and signatures.
#ifndef KENPIN_ENGINE_CRYPTO_RSA_LANES_KERNELS_H_
#define KENPIN_ENGINE_CRYPTO_RSA_LANES_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/crypto/rsa_lane_key.h"
#include "engine/crypto/rsa_lanes.h"

namespace kenpin {

// Rows of a product are taken four at a time, so that one load serves eight multiplications.
inline constexpr size_t kRsaBlock = 4;

// One limb of all lanes.
struct alignas(64) LaneLimb {
  std::array<uint64_t, kRsaLanes> lane;
};

// A number a lane, in ascending limbs below 2^52. Behind the last limb in use stand kRsaBlock zeros, so that
// the sweeps over a number need no end of their own.
using LaneNumber = std::array<LaneLimb, kMaxRsaLimbs + kRsaBlock>;

// What a power is made of. With R = 2^(52 limbs): n odd and 4n < R; s < n.
struct RsaPowerInputs {
  LaneNumber signature;  // s.
  LaneNumber modulus;    // n.
  LaneNumber r_squared;  // R^2 mod n.
  LaneLimb inverse;      // -1/n mod 2^52.
};

// Puts a number congruent to s^65537 and below 2n into the first `limbs` limbs of *power; `limbs` is 20
// or 40.
void PowerByIfma(const RsaPowerInputs& in, size_t limbs, LaneNumber* power);  // Only where HasIfma().
void PowerByWords(const RsaPowerInputs& in, size_t limbs, LaneNumber* power);

// Whether processor and operating system offer AVX-512 IFMA.
bool HasIfma();

struct RsaKernels {
  void (*power)(const RsaPowerInputs& in, size_t limbs,
                LaneNumber* power) = nullptr;  // Null: nothing is checked.
  size_t fewest = 1;                           // Checks that make a run worthwhile.
};

RsaKernels ChooseRsaKernels(CryptoKernels kernels);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_RSA_LANES_KERNELS_H_
