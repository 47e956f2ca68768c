// Both DER shapes, the limits of modulus and exponent, points of small order, and any bytes at all.
#include "engine/crypto/public_key.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <random>
#include <string>
#include <vector>

#include "engine/crypto/test_keys.h"

namespace kenpin {
namespace {

using Octets = std::vector<uint8_t>;

// A DER element of a tag with short or long length.
Octets Element(uint8_t tag, const Octets& content) {
  Octets element = {tag};
  if (content.size() < 128) {
    element.push_back(static_cast<uint8_t>(content.size()));
  } else {
    element.push_back(0x82);
    element.push_back(static_cast<uint8_t>(content.size() >> 8));
    element.push_back(static_cast<uint8_t>(content.size()));
  }
  element.insert(element.end(), content.begin(), content.end());
  return element;
}

Octets operator+(Octets a, const Octets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// A modulus of `bits` bits with the given last octet; nobody factors it, so it need not be a product of two
// primes.
Octets Modulus(size_t bits, uint8_t last) {
  Octets modulus(bits / 8 + 1, 0x5a);
  modulus[0] = 0;
  modulus[1] = 0x80;
  modulus.back() = last;
  return modulus;
}

Octets BareRsa(const Octets& modulus, const Octets& exponent) {
  return Element(0x30, Element(0x02, modulus) + Element(0x02, exponent));
}

const Octets kRsaOid = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
const Octets kEcOid = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};

Octets WrappedRsa(const Octets& oid, const Octets& bare, uint8_t unused_bits = 0) {
  return Element(0x30, Element(0x30, oid + Octets{0x05, 0x00}) + Element(0x03, Octets{unused_bits} + bare));
}

const Octets kF4 = {0x01, 0x00, 0x01};

struct KeyCase {
  std::string name;
  KeyType type;
  Octets der;
  KeyError error;
  int bits;
};

std::vector<KeyCase> KeyCases() {
  const Octets good = BareRsa(Modulus(1024, 0x5b), kF4);
  Octets long_exponent(10, 0x11);
  return {
      {"bare", KeyType::kRsa, good, KeyError::kNone, 1024},
      {"wrapped", KeyType::kRsa, WrappedRsa(kRsaOid, good), KeyError::kNone, 1024},
      {"wrapped without the NULL", KeyType::kRsa,
       Element(0x30, Element(0x30, kRsaOid) + Element(0x03, Octets{0} + good)), KeyError::kNone, 1024},
      {"modulus without its leading zero", KeyType::kRsa, BareRsa(Octets(128, 0xff), kF4), KeyError::kNone,
       1024},
      {"exponent 3", KeyType::kRsa, BareRsa(Modulus(1024, 0x5b), {3}), KeyError::kNone, 1024},
      {"512 bits", KeyType::kRsa, BareRsa(Modulus(512, 0x5b), kF4), KeyError::kNone, 512},
      {"8192 bits", KeyType::kRsa, BareRsa(Modulus(8192, 0x5b), kF4), KeyError::kNone, 8192},
      {"504 bits", KeyType::kRsa, BareRsa(Modulus(504, 0x5b), kF4), KeyError::kUnusable, 0},
      {"8200 bits", KeyType::kRsa, BareRsa(Modulus(8200, 0x5b), kF4), KeyError::kTooLong, 0},
      {"even modulus", KeyType::kRsa, BareRsa(Modulus(1024, 0x5a), kF4), KeyError::kUnusable, 0},
      {"modulus zero", KeyType::kRsa, BareRsa({0}, kF4), KeyError::kUnusable, 0},
      {"exponent 1", KeyType::kRsa, BareRsa(Modulus(1024, 0x5b), {1}), KeyError::kUnusable, 0},
      {"exponent 0", KeyType::kRsa, BareRsa(Modulus(1024, 0x5b), {0}), KeyError::kUnusable, 0},
      {"exponent 2", KeyType::kRsa, BareRsa(Modulus(1024, 0x5b), {2}), KeyError::kUnusable, 0},
      {"exponent of 77 bits", KeyType::kRsa, BareRsa(Modulus(1024, 0x5b), long_exponent), KeyError::kUnusable,
       0},
      {"empty", KeyType::kRsa, {}, KeyError::kEmpty, 0},
      {"another algorithm", KeyType::kRsa, WrappedRsa(kEcOid, good), KeyError::kUndecodable, 0},
      {"unused bits", KeyType::kRsa, WrappedRsa(kRsaOid, good, 1), KeyError::kUndecodable, 0},
      {"octets behind the key", KeyType::kRsa, good + Octets{0}, KeyError::kUndecodable, 0},
      {"a third number", KeyType::kRsa,
       Element(0x30, Element(0x02, Modulus(1024, 0x5b)) + Element(0x02, kF4) + Element(0x02, kF4)),
       KeyError::kUndecodable, 0},
      {"indefinite length",
       KeyType::kRsa,
       {0x30, 0x80, 0x02, 0x01, 0x05, 0x02, 0x01, 0x03, 0x00, 0x00},
       KeyError::kUndecodable,
       0},
      {"text", KeyType::kRsa, {'M', 'I', 'G', 'f'}, KeyError::kUndecodable, 0},
      {"ed25519 empty", KeyType::kEd25519, {}, KeyError::kEmpty, 0},
      {"ed25519 of 31 octets", KeyType::kEd25519, Octets(31, 7), KeyError::kUndecodable, 0},
      {"ed25519 of 33 octets", KeyType::kEd25519, Octets(33, 7), KeyError::kUndecodable, 0},
  };
}

TEST(PublicKeyTest, Parse) {
  for (const KeyCase& c : KeyCases()) {
    SCOPED_TRACE(c.name);
    KeyError error = KeyError::kTooLong;
    std::shared_ptr<const PublicKey> key = PublicKey::Parse(c.type, c.der, &error);
    EXPECT_EQ(error, c.error);
    EXPECT_EQ(key != nullptr, c.error == KeyError::kNone);
    EXPECT_EQ(key != nullptr ? key->bits() : 0, c.bits);
    EXPECT_EQ(ERR_peek_error(), 0u);
  }
}

TEST(PublicKeyTest, BothShapesThatOpenSslWrites) {
  const test::PrivateKey made = test::MakeRsaKey(1024);
  for (const Octets& der : {test::SubjectPublicKeyInfo(made), test::RsaPublicKey(made)}) {
    KeyError error;
    std::shared_ptr<const PublicKey> key = PublicKey::Parse(KeyType::kRsa, der, &error);
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->type(), KeyType::kRsa);
    EXPECT_EQ(key->bits(), 1024);
  }
}

// 2^255 - 19 and the curve's d, in which the small-order points are computed anew here: y of order 1, 2, 4
// and 8.
TEST(PublicKeyTest, SmallOrderPoints) {
  Octets one(32, 0), zero(32, 0), minus_one(32, 0xff);
  one[0] = 1;
  minus_one[0] = 0xec;
  minus_one[31] = 0x7f;
  Octets zero_again = minus_one, one_again = minus_one;
  zero_again[0] = 0xed;
  one_again[0] = 0xee;
  for (Octets point : {one, zero, minus_one, zero_again, one_again}) {
    for (int sign = 0; sign < 2; ++sign) {
      KeyError error;
      EXPECT_EQ(PublicKey::Parse(KeyType::kEd25519, point, &error), nullptr);
      EXPECT_EQ(error, KeyError::kUnusable);
      point[31] ^= 0x80;
    }
  }
}

// Why small order matters, shown on OpenSSL itself: with such a key the signature (R = identity, S = 0),
// which anybody can write, is valid for about one message in eight.
TEST(PublicKeyTest, PointsOfOrderEightVerifyForgedSignatures) {
  const char* hex[] = {"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"};
  for (const char* digits : hex) {
    Octets point;
    for (size_t i = 0; i < 64; i += 2) {
      point.push_back(static_cast<uint8_t>(std::stoi(std::string(digits + i, 2), nullptr, 16)));
    }
    KeyError error;
    EXPECT_EQ(PublicKey::Parse(KeyType::kEd25519, point, &error), nullptr);
    EXPECT_EQ(error, KeyError::kUnusable);

    test::PrivateKey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, point.data(), point.size()));
    Octets forged(64, 0);
    forged[0] = 1;
    int accepted = 0;
    for (uint8_t message = 0; message < 200; ++message) {
      EVP_MD_CTX* context = EVP_MD_CTX_new();
      EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key.get());
      if (EVP_DigestVerify(context, forged.data(), forged.size(), &message, 1) == 1) ++accepted;
      EVP_MD_CTX_free(context);
    }
    EXPECT_GT(accepted, 0) << digits;
  }
  ERR_clear_error();
}

TEST(PublicKeyTest, AnyBytesGiveAKeyOrAnError) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const Octets whole = WrappedRsa(kRsaOid, BareRsa(Modulus(512, 0x5b), kF4));
  for (int round = 0; round < 20000; ++round) {
    Octets der = whole;
    for (uint_fast32_t changes = random() % 4; changes > 0; --changes) {
      der[random() % std::min<size_t>(der.size(), 40)] = static_cast<uint8_t>(random());
    }
    if (random() % 4 == 0) der.resize(random() % (der.size() + 1));
    KeyError error;
    std::shared_ptr<const PublicKey> key = PublicKey::Parse(KeyType::kRsa, der, &error);
    ASSERT_EQ(key == nullptr, error != KeyError::kNone);
    ASSERT_EQ(ERR_peek_error(), 0u);
  }
}

}  // namespace
}  // namespace kenpin
