// A million signatures, right and spoilt, by Ed25519Checker and by OpenSSL.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/crypto/test_ed25519.h"

namespace kenpin {
namespace {

TEST(Ed25519CheckMillionTest, AgreesWithOpenssl) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  test::CompareWithOpenssl(&random, 1'000'000 / 16);
}

}  // namespace
}  // namespace kenpin
