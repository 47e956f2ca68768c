// Ed25519Checker against OpenSSL: signatures of many keys, altered ones, numbers at and above the order of
// the curve, encodings at the edges, and what verifiers are known to disagree about.
#include "engine/crypto/ed25519_check.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/crypto/test_ed25519.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::MakeKey;
using test::Octets;
using test::OpensslFindsValid;

TEST(Ed25519CheckTest, AsOpenssl) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  test::CompareWithOpenssl(&random, test::Effort(300));
}

TEST(Ed25519CheckTest, SizesOtherThanThatOfASignature) {
  const test::PrivateKey made = test::MakeEd25519Key();
  const Ed25519Key key = MakeKey(test::RawEd25519(made));
  Ed25519Checker checker;
  Octets signature = test::SignEd25519(made, Octets{});
  EXPECT_TRUE(checker.IsValid(*key, {}, signature)) << "an empty message";
  for (const size_t size : {0u, 1u, 32u, 63u, 65u, 128u}) {
    signature.resize(size);
    EXPECT_FALSE(checker.IsValid(*key, {}, signature)) << size;
  }
}

// y = 2 and others have no x; p + 1 is another way to write 1; x = 0 has no odd form.
TEST(Ed25519CheckTest, EncodingsThatAreNoKeys) {
  Octets two(32), order_plus_one(32, 0xff), odd_zero(32);
  two[0] = 2;
  order_plus_one[0] = 0xee;
  order_plus_one[31] = 0x7f;
  odd_zero[0] = 1;
  odd_zero[31] = 0x80;
  for (const Octets& octets : {two, order_plus_one, odd_zero}) EXPECT_EQ(MakeKey(octets), nullptr);
}

// Points of small order as R or as the key, with s = 0 or any other: there a check with a cofactor, or one
// that decodes R, would differ.
TEST(Ed25519CheckTest, PointsOfSmallOrder) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<Octets> points(4, Octets(32));
  points[0][0] = 1;              // (0, 1).
  points[1] = Octets(32, 0xff);  // (0, -1).
  points[1][0] = 0xec, points[1][31] = 0x7f;
  points[3][31] = 0x80;  // y = 0, x the one root of -1 or the other.
  Ed25519Checker checker;
  int valid = 0;
  for (const Octets& a : points) {
    const Ed25519Key key = MakeKey(a);
    ASSERT_NE(key, nullptr);
    for (const Octets& r : points) {
      for (int round = 0; round < 40; ++round) {
        const Octets message = test::RandomOctets(8, &random);
        Octets signature = r;
        signature.resize(64);
        if (round % 8 == 7) signature[32] = 1;
        const bool wanted = OpensslFindsValid(a, message, signature);
        ASSERT_EQ(checker.IsValid(*key, message, signature), wanted);
        valid += wanted ? 1 : 0;
      }
    }
  }
  EXPECT_GT(valid, 0) << "an order of four is met by chance often enough";
}

}  // namespace
}  // namespace kenpin
