#include <gtest/gtest.h>

#include "engine/crypto/test_rsa_power.h"

namespace kenpin {
namespace {

TEST(RsaLanesIfmaTest, PowersAreThoseOfOpenssl) {
  if (!HasIfma()) GTEST_SKIP() << "no AVX-512 IFMA";
  test::ComparePowers(PowerByIfma, 1024, 400);
  test::ComparePowers(PowerByIfma, 2048, 400);
}

// Limb by limb, not only up to a multiple of the modulus: the twins do the same arithmetic.
TEST(RsaLanesIfmaTest, GivesTheLimbsOfItsTwin) {
  if (!HasIfma()) GTEST_SKIP() << "no AVX-512 IFMA";
  std::mt19937_64 random(1);
  const test::Number e = test::NewNumber(65537);
  for (int round = 0; round < 40; ++round) {
    const test::Number n = test::MakeOddModulus(round % 2 == 0 ? 1024 : 2048, &random);
    const std::unique_ptr<const RsaLaneKey> key = MakeRsaLaneKey(n.get(), e.get());
    RsaPowerInputs inputs{};
    for (size_t lane = 0; lane < kRsaLanes; ++lane) {
      RsaNumber base;
      ReadRsaNumber(test::ToOctets(test::RandomBelow(n, &random), key->octets), &base);
      test::PutLane(base, key->limbs, lane, &inputs.signature);
      test::PutLane(key->modulus, key->limbs, lane, &inputs.modulus);
      test::PutLane(key->r_squared, key->limbs, lane, &inputs.r_squared);
      inputs.inverse.lane[lane] = key->inverse;
    }
    LaneNumber by_ifma, by_words;
    PowerByIfma(inputs, key->limbs, &by_ifma);
    PowerByWords(inputs, key->limbs, &by_words);
    for (size_t i = 0; i < key->limbs; ++i) ASSERT_EQ(by_ifma[i].lane, by_words[i].lane) << "limb " << i;
  }
}

}  // namespace
}  // namespace kenpin
