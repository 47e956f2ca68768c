// Compares a kernel's powers with OpenSSL's over moduli of every shape, also such that are no products of two
// primes.
#ifndef KENPIN_ENGINE_CRYPTO_TEST_RSA_POWER_H_
#define KENPIN_ENGINE_CRYPTO_TEST_RSA_POWER_H_

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "engine/crypto/rsa_lanes_kernels.h"
#include "engine/crypto/test_rsa.h"

namespace kenpin::test {

// An odd number of exactly `bits` bits: runs of ones and zeros, one of the extremes, or random.
inline Number MakeOddModulus(int bits, std::mt19937_64* random) {
  Number n = NewNumber();
  switch ((*random)() % 5) {
    case 0:
      n = PowerOfTwo(bits);
      BN_sub_word(n.get(), 1 + 2 * ((*random)() % 8));
      return n;
    case 1:
      n = PowerOfTwo(bits - 1);
      BN_add_word(n.get(), 1 + 2 * ((*random)() % 8));
      return n;
    case 2:
      for (int bit = 0; bit < bits;) {
        const int run = 1 + static_cast<int>((*random)() % 120);
        const bool ones = (*random)() % 2 == 0;
        for (int i = bit; ones && i < std::min(bits, bit + run); ++i) BN_set_bit(n.get(), i);
        bit += run;
      }
      break;
    default:
      n = FromOctets(RandomOctets(static_cast<size_t>(bits) / 8, random));
  }
  BN_set_bit(n.get(), 0);
  BN_set_bit(n.get(), bits - 1);
  return n;
}

inline Number MakeBase(const Number& n, std::mt19937_64* random) {
  Number s = NewNumber((*random)() % 4);
  switch ((*random)() % 6) {
    case 0:
      return s;  // 0, 1, 2, 3.
    case 1:
      BN_sub(s.get(), n.get(), s.get());
      BN_sub_word(s.get(), 1);
      return s;  // n-1, ..
    case 2:
      s = PowerOfTwo(BN_num_bits(n.get()) - 1);
      BN_sub_word(s.get(), 1);
      return s;  // All ones.
    case 3:
      return PowerOfTwo(static_cast<int>((*random)() % static_cast<uint64_t>(BN_num_bits(n.get()) - 1)));
    default:
      return RandomBelow(n, random);
  }
}

inline Number LaneToNumber(const LaneNumber& number, size_t limbs, size_t lane) {
  Number sum = NewNumber();
  for (size_t i = limbs; i-- > 0;) {
    BN_lshift(sum.get(), sum.get(), static_cast<int>(kRsaLimbBits));
    BN_add(sum.get(), sum.get(), NewNumber(number[i].lane[lane]).get());
  }
  return sum;
}

inline void PutLane(const RsaNumber& number, size_t limbs, size_t lane, LaneNumber* lanes) {
  for (size_t i = 0; i < limbs; ++i) (*lanes)[i].lane[lane] = number[i];
}

// `rounds` times eight powers of `bits` bits.
inline void ComparePowers(void (*power)(const RsaPowerInputs&, size_t, LaneNumber*), int bits, int rounds) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(std::to_string(bits) + " bits, seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Number e = NewNumber(65537);
  for (int round = 0; round < rounds; ++round) {
    std::array<Number, kRsaLanes> n, s;
    RsaPowerInputs inputs{};
    size_t limbs = 0;
    for (size_t lane = 0; lane < kRsaLanes; ++lane) {
      n[lane] = MakeOddModulus(bits, &random);
      s[lane] = MakeBase(n[lane], &random);
      const std::unique_ptr<const RsaLaneKey> key = MakeRsaLaneKey(n[lane].get(), e.get());
      ASSERT_NE(key, nullptr);
      limbs = key->limbs;
      RsaNumber base;
      ReadRsaNumber(ToOctets(s[lane], key->octets), &base);
      PutLane(base, limbs, lane, &inputs.signature);
      PutLane(key->modulus, limbs, lane, &inputs.modulus);
      PutLane(key->r_squared, limbs, lane, &inputs.r_squared);
      inputs.inverse.lane[lane] = key->inverse;
    }
    LaneNumber result;
    for (LaneLimb& limb : result) limb.lane.fill(~uint64_t{0});  // What was there before does not matter.
    power(inputs, limbs, &result);
    for (size_t lane = 0; lane < kRsaLanes; ++lane) {
      for (size_t i = 0; i < limbs; ++i) ASSERT_LE(result[i].lane[lane], kRsaLimbMask);
      const Number found = LaneToNumber(result, limbs, lane);
      const Number twice = Copy(n[lane]);
      BN_lshift1(twice.get(), twice.get());
      ASSERT_LT(BN_cmp(found.get(), twice.get()), 0) << "round " << round << ", lane " << lane;
      BN_nnmod(found.get(), found.get(), n[lane].get(), NumberContext());
      ASSERT_EQ(BN_cmp(found.get(), PowerMod(s[lane], e, n[lane]).get()), 0)
          << "round " << round << ", lane " << lane;
    }
  }
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_CRYPTO_TEST_RSA_POWER_H_
