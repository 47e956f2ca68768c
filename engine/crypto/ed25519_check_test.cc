// Ed25519Checker against OpenSSL: signatures of many keys, altered ones, numbers at and above the order of
// the curve, encodings at the edges, and what verifiers are known to disagree about.
#include "engine/crypto/ed25519_check.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/crypto/test_keys.h"
#include "engine/crypto/test_rsa.h"

namespace kenpin {
namespace {

using test::Number;
using test::Octets;

Ed25519Key MakeKey(const Octets& octets) {
  return MakeEd25519Key(std::span(octets).first<kEd25519KeyOctets>());
}

bool OpensslFindsValid(const Octets& key, const Octets& message, const Octets& signature) {
  EVP_PKEY* const pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size());
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const bool valid =
      pkey != nullptr && EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey) == 1 &&
      EVP_DigestVerify(context, signature.data(), signature.size(), message.data(), message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pkey);
  return valid;
}

Number Order() {
  Number order = test::NewNumber();
  BIGNUM* number = order.get();
  BN_dec2bn(&number, "27742317777372353535851937790883648493");
  BN_add(number, number, test::PowerOfTwo(252).get());
  return order;
}

// The number s of a signature, changed by `change`.
template <typename Change>
void ChangeNumber(Octets* signature, Change change) {
  Octets octets(signature->rbegin(), signature->rbegin() + 32);
  Number s = test::FromOctets(octets);
  change(s.get());
  octets = test::ToOctets(s, 32);
  std::copy(octets.rbegin(), octets.rend(), signature->begin() + 32);
}

// One of the ways to spoil a signature or its message.
void Spoil(unsigned way, std::mt19937_64* random, Octets* message, Octets* signature) {
  Octets& target = way == 0 ? *message : *signature;
  switch (way) {
    case 0:
    case 1:
      target[(*random)() % target.size()] ^= static_cast<uint8_t>(1u << (*random)() % 8);
      return;
    case 2:  // Above the order, and yet the same number.
      ChangeNumber(signature, [](BIGNUM* s) { BN_add(s, s, Order().get()); });
      return;
    case 3:
      ChangeNumber(signature,
                   [](BIGNUM* s) { BN_mod_sub(s, Order().get(), s, Order().get(), test::NumberContext()); });
      return;
    case 4:
      (*signature)[31] ^= 0x80;  // -R.
      return;
    case 5:
      ChangeNumber(signature, [](BIGNUM* s) { BN_zero(s); });
      return;
    case 6:
      *signature = test::RandomOctets(64, random);
      (*signature)[63] &= 0x0f;
      return;
    default:
      ChangeNumber(signature, [](BIGNUM* s) { BN_add_word(s, 1); });
      return;
  }
}

TEST(Ed25519CheckTest, AsOpenssl) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  Ed25519Checker checker;
  for (int round = 0; round < 300; ++round) {
    const test::PrivateKey made = test::MakeEd25519Key();
    const Octets octets = test::RawEd25519(made);
    const Ed25519Key key = MakeKey(octets);
    ASSERT_NE(key, nullptr);
    for (unsigned way = 0; way < 8; ++way) {
      Octets message = test::RandomOctets(1 + random() % 100, &random);
      Octets signature = test::SignEd25519(made, message);
      ASSERT_TRUE(checker.IsValid(*key, message, signature));
      Spoil(way, &random, &message, &signature);
      ASSERT_FALSE(OpensslFindsValid(octets, message, signature)) << way;
      ASSERT_FALSE(checker.IsValid(*key, message, signature)) << way;
    }
  }
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
