// The power lane by lane, limb by limb, row by row: slow and plain, for every processor.
#include "engine/crypto/rsa_lanes_kernels.h"

namespace kenpin {
namespace {

constexpr int kSquarings = 16;  // 65537 = 2^16 + 1.

// Twice 104 bits and two carries.
__extension__ using DoubleLimb = unsigned __int128;

RsaNumber TakeLane(const LaneNumber& number, size_t lane) {
  RsaNumber taken;
  for (size_t i = 0; i < taken.size(); ++i) taken[i] = number[i].lane[lane];
  return taken;
}

struct Modulus {
  RsaNumber n;
  uint64_t inverse;
  size_t limbs;
};

// a b / R mod n, below 2n if both are: after each row a multiple of n makes the lowest limb zero, and all
// limbs move down by one.
RsaNumber Multiply(const Modulus& modulus, const RsaNumber& a, const RsaNumber& b) {
  RsaNumber sum{};
  const size_t limbs = modulus.limbs;
  for (size_t i = 0; i < limbs; ++i) {
    const uint64_t low = (sum[0] + a[i] * b[0]) & kRsaLimbMask;
    const uint64_t m = (low * modulus.inverse) & kRsaLimbMask;
    DoubleLimb carry = 0;
    for (size_t j = 0; j < limbs; ++j) {
      carry += DoubleLimb{a[i]} * b[j] + DoubleLimb{m} * modulus.n[j] + sum[j];
      if (j > 0) sum[j - 1] = static_cast<uint64_t>(carry) & kRsaLimbMask;
      carry >>= kRsaLimbBits;
    }
    sum[limbs - 1] = static_cast<uint64_t>(carry);
  }
  return sum;
}

}  // namespace

void PowerByWords(const RsaPowerInputs& in, size_t limbs, LaneNumber* power) {
  for (size_t lane = 0; lane < kRsaLanes; ++lane) {
    const Modulus modulus{TakeLane(in.modulus, lane), in.inverse.lane[lane], limbs};
    const RsaNumber signature = TakeLane(in.signature, lane);
    RsaNumber result = Multiply(modulus, signature, TakeLane(in.r_squared, lane));
    for (int i = 0; i < kSquarings; ++i) result = Multiply(modulus, result, result);
    // The signature is no Montgomery number, so this product leaves Montgomery's form on its way.
    result = Multiply(modulus, result, signature);
    for (size_t i = 0; i < limbs; ++i) (*power)[i].lane[lane] = result[i];
  }
}

}  // namespace kenpin
