// For tests: signatures of every kind, right and spoilt, by Ed25519Checker and by OpenSSL.
#ifndef KENPIN_ENGINE_CRYPTO_TEST_ED25519_H_
#define KENPIN_ENGINE_CRYPTO_TEST_ED25519_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/crypto/ed25519_check.h"
#include "engine/crypto/test_keys.h"
#include "engine/crypto/test_rsa.h"

namespace kenpin::test {

inline Ed25519Key MakeKey(const Octets& octets) {
  return kenpin::MakeEd25519Key(std::span(octets).first<kEd25519KeyOctets>());
}

inline bool OpensslFindsValid(const Octets& key, const Octets& message, const Octets& signature) {
  EVP_PKEY* const pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size());
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const bool valid =
      pkey != nullptr && EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey) == 1 &&
      EVP_DigestVerify(context, signature.data(), signature.size(), message.data(), message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pkey);
  return valid;
}

inline Number Order() {
  Number order = NewNumber();
  BIGNUM* number = order.get();
  BN_dec2bn(&number, "27742317777372353535851937790883648493");
  BN_add(number, number, PowerOfTwo(252).get());
  return order;
}

// The number s of a signature, changed by `change`.
template <typename Change>
void ChangeNumber(Octets* signature, Change change) {
  Octets octets(signature->rbegin(), signature->rbegin() + 32);
  Number s = FromOctets(octets);
  change(s.get());
  octets = ToOctets(s, 32);
  std::copy(octets.rbegin(), octets.rend(), signature->begin() + 32);
}

// One of the ways to spoil a signature or its message.
inline void Spoil(unsigned way, std::mt19937_64* random, Octets* message, Octets* signature) {
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
                   [](BIGNUM* s) { BN_mod_sub(s, Order().get(), s, Order().get(), NumberContext()); });
      return;
    case 4:
      (*signature)[31] ^= 0x80;  // -R.
      return;
    case 5:
      ChangeNumber(signature, [](BIGNUM* s) { BN_zero(s); });
      return;
    case 6:
      *signature = RandomOctets(64, random);
      (*signature)[63] &= 0x0f;
      return;
    default:
      ChangeNumber(signature, [](BIGNUM* s) { BN_add_word(s, 1); });
      return;
  }
}

// Keys and signatures of which each is right, and then spoilt in each way: `keys` times 16 comparisons.
inline void CompareWithOpenssl(std::mt19937_64* random, int keys) {
  Ed25519Checker checker;
  for (int round = 0; round < keys; ++round) {
    const PrivateKey made = MakeEd25519Key();
    const Octets octets = RawEd25519(made);
    const Ed25519Key key = MakeKey(octets);
    ASSERT_NE(key, nullptr);
    for (unsigned way = 0; way < 8; ++way) {
      Octets message = RandomOctets(1 + (*random)() % 100, random);
      Octets signature = SignEd25519(made, message);
      ASSERT_TRUE(checker.IsValid(*key, message, signature));
      Spoil(way, random, &message, &signature);
      ASSERT_FALSE(OpensslFindsValid(octets, message, signature)) << way;
      ASSERT_FALSE(checker.IsValid(*key, message, signature)) << way;
    }
  }
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_CRYPTO_TEST_ED25519_H_
