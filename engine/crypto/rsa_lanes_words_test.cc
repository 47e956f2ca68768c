#include <gtest/gtest.h>

#include "engine/crypto/test_rsa_power.h"

namespace kenpin {
namespace {

TEST(RsaLanesWordsTest, PowersAreThoseOfOpenssl) {
  test::ComparePowers(PowerByWords, 1024, 200);
  test::ComparePowers(PowerByWords, 2048, 100);
}

}  // namespace
}  // namespace kenpin
