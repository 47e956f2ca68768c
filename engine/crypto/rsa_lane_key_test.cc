#include "engine/crypto/rsa_lane_key.h"

#include <gtest/gtest.h>

#include "engine/crypto/test_rsa_power.h"

namespace kenpin {
namespace {

test::Number ToNumber(const RsaNumber& limbs, size_t count) {
  LaneNumber lanes{};
  test::PutLane(limbs, count, 0, &lanes);
  return test::LaneToNumber(lanes, count, 0);
}

TEST(RsaLaneKeyTest, LimbsAreTheNumber) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    const size_t size = round % 2 == 0 ? 128 : 256;
    const size_t limbs = round % 2 == 0 ? 20 : 40;
    test::Octets octets = test::RandomOctets(size, &random);
    if (round < 8) octets.assign(size, round < 4 ? 0xff : 0x00);
    RsaNumber number;
    ReadRsaNumber(octets, &number);
    for (size_t i = 0; i < limbs; ++i) ASSERT_LE(number[i], kRsaLimbMask);
    EXPECT_EQ(test::ToOctets(ToNumber(number, limbs), size), octets);
  }
}

TEST(RsaLaneKeyTest, ConstantsFitTheModulus) {
  std::mt19937_64 random(2);
  const test::Number e = test::NewNumber(65537);
  for (int round = 0; round < 100; ++round) {
    const int bits = round % 2 == 0 ? 1024 : 2048;
    const test::Number n = test::MakeOddModulus(bits, &random);
    const std::unique_ptr<const RsaLaneKey> key = MakeRsaLaneKey(n.get(), e.get());
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->octets, static_cast<size_t>(bits) / 8);
    EXPECT_EQ(BN_cmp(ToNumber(key->modulus, key->limbs).get(), n.get()), 0);
    EXPECT_EQ((key->inverse * key->modulus[0] + 1) & kRsaLimbMask, 0u);
    const test::Number r_squared = test::PowerOfTwo(static_cast<int>(2 * key->limbs * kRsaLimbBits));
    BN_nnmod(r_squared.get(), r_squared.get(), n.get(), test::NumberContext());
    EXPECT_EQ(BN_cmp(ToNumber(key->r_squared, key->limbs).get(), r_squared.get()), 0);
  }
}

TEST(RsaLaneKeyTest, OtherKeysAreLeftToOpenssl) {
  std::mt19937_64 random(3);
  const test::Number e = test::NewNumber(65537);
  for (const int bits : {512, 1016, 1023, 1025, 1031, 1536, 2047, 2049, 3072, 4096}) {
    const test::Number n = test::PowerOfTwo(bits - 1);
    BN_add_word(n.get(), 1);
    EXPECT_EQ(MakeRsaLaneKey(n.get(), e.get()), nullptr) << bits;
  }
  test::Number n = test::MakeOddModulus(2048, &random);
  for (const uint64_t exponent : {uint64_t{3}, uint64_t{17}, uint64_t{65535}, uint64_t{65539},
                                  (uint64_t{1} << 32) + 65537, uint64_t{1} << 63 | 65537}) {
    EXPECT_EQ(MakeRsaLaneKey(n.get(), test::NewNumber(exponent).get()), nullptr) << exponent;
  }
  EXPECT_NE(MakeRsaLaneKey(n.get(), e.get()), nullptr);
  BN_sub_word(n.get(), 1);
  EXPECT_EQ(MakeRsaLaneKey(n.get(), e.get()), nullptr) << "even";
}

}  // namespace
}  // namespace kenpin
