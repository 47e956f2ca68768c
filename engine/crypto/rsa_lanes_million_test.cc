// A million signatures of every kind through the fastest kernel of this machine and through OpenSSL, and some
// ten thousand through its twin.
#include <gtest/gtest.h>

#include "engine/crypto/test_rsa_cases.h"
#include "engine/crypto/test_rsa_power.h"

namespace kenpin {
namespace {

constexpr size_t kMillion = 1'000'000;
constexpr size_t kByWords = 60'000;

TEST(RsaLanesMillionTest, AgreesWithOpenssl) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::RsaCases cases(seed, 4);
  test::CompareWithOpenssl(ChooseRsaKernels(CryptoKernels::kLanes), &cases, kMillion);
  test::CompareWithOpenssl({PowerByWords, 1}, &cases, kByWords);
}

TEST(RsaLanesMillionTest, PowersAreThoseOfOpenssl) {
  for (const int bits : {1024, 2048}) {
    test::ComparePowers(ChooseRsaKernels(CryptoKernels::kLanes).power, bits, 10'000);
    test::ComparePowers(PowerByWords, bits, 500);
  }
}

}  // namespace
}  // namespace kenpin
