// RSA by OpenSSL's big numbers, for tests of RSA in lanes: keys whose moduli have a shape, powers, and raw
// signatures of messages that no signer would encode.
#ifndef KENPIN_ENGINE_CRYPTO_TEST_RSA_H_
#define KENPIN_ENGINE_CRYPTO_TEST_RSA_H_

#include <openssl/bn.h>

#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "engine/crypto/public_key.h"

namespace kenpin::test {

using Octets = std::vector<uint8_t>;

struct NumberDeleter {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Number = std::unique_ptr<BIGNUM, NumberDeleter>;

inline BN_CTX* NumberContext() {
  struct Deleter {
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  };
  static const std::unique_ptr<BN_CTX, Deleter> context(BN_CTX_new());
  return context.get();
}

inline Number NewNumber(uint64_t word = 0) {
  Number number(BN_new());
  BN_set_word(number.get(), word);
  return number;
}
inline Number Copy(const Number& number) { return Number(BN_dup(number.get())); }
inline Number PowerOfTwo(int exponent) {
  Number number = NewNumber();
  BN_set_bit(number.get(), exponent);
  return number;
}
inline Number FromOctets(std::span<const uint8_t> octets) {
  return Number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
}
// As long as asked for, which must be enough.
inline Octets ToOctets(const Number& number, size_t size) {
  Octets octets(size);
  BN_bn2binpad(number.get(), octets.data(), static_cast<int>(size));
  return octets;
}
inline Octets RandomOctets(size_t size, std::mt19937_64* random) {
  Octets octets(size);
  for (uint8_t& octet : octets) octet = static_cast<uint8_t>((*random)());
  return octets;
}
inline Number RandomBelow(const Number& limit, std::mt19937_64* random) {
  const size_t size = static_cast<size_t>(BN_num_bytes(limit.get())) + 8;
  Number number = FromOctets(RandomOctets(size, random));
  BN_nnmod(number.get(), number.get(), limit.get(), NumberContext());
  return number;
}
inline Number PowerMod(const Number& base, const Number& exponent, const Number& modulus) {
  Number power = NewNumber();
  BN_mod_exp(power.get(), base.get(), exponent.get(), modulus.get(), NumberContext());
  return power;
}

enum class ModulusShape {
  kRandom,
  kHighest,   // Just below 2^bits: the upper half is ones.
  kLowest,    // Just above 2^(bits-1): below the first bit the upper half is zeros.
  kLowOnes,   // The lowest limb is 2^52-1.
  kLowZeros,  // The lowest limb is 1.
};
inline constexpr ModulusShape kModulusShapes[] = {ModulusShape::kRandom, ModulusShape::kHighest,
                                                  ModulusShape::kLowest, ModulusShape::kLowOnes,
                                                  ModulusShape::kLowZeros};

struct RsaTestKey {
  Number n, e, d;
  int bits = 0;
  size_t octets = 0;
  std::shared_ptr<const PublicKey> key;
};

inline void AppendDer(uint8_t tag, const Octets& content, Octets* der) {
  der->insert(der->end(),
              {tag, 0x82, static_cast<uint8_t>(content.size() >> 8), static_cast<uint8_t>(content.size())});
  der->insert(der->end(), content.begin(), content.end());
}

// The RSAPublicKey of two numbers. Lengths are always written in the long form.
inline Octets RsaPublicKeyDer(const Number& n, const Number& e) {
  Octets numbers, der;
  for (const Number* number : {&n, &e}) {
    const size_t size = static_cast<size_t>(BN_num_bytes(number->get())) + 1;
    AppendDer(0x02, ToOctets(*number, size), &numbers);
  }
  AppendDer(0x30, numbers, &der);
  return der;
}

inline std::shared_ptr<const PublicKey> ParseRsaNumbers(const Number& n, const Number& e) {
  KeyError error;
  return PublicKey::Parse(KeyType::kRsa, RsaPublicKeyDer(n, e), &error);
}

// Where to look for q, so that p q gets the shape; and how far apart the places are.
inline std::pair<Number, Number> PlacesOfSecondPrime(const Number& p, int bits, ModulusShape shape) {
  Number start = NewNumber(), step = NewNumber(2);
  if (shape == ModulusShape::kHighest || shape == ModulusShape::kLowest) {
    const bool highest = shape == ModulusShape::kHighest;
    BN_div(start.get(), nullptr, PowerOfTwo(highest ? bits : bits - 1).get(), p.get(), NumberContext());
    if (BN_is_odd(start.get()) == 0) BN_add_word(start.get(), 1);
    BN_set_negative(step.get(), highest ? 1 : 0);
    BN_add(start.get(), start.get(), step.get());
    return {std::move(start), std::move(step)};
  }
  const bool ones = shape == ModulusShape::kLowOnes;
  step = PowerOfTwo(52);
  BN_mod_inverse(start.get(), p.get(), step.get(), NumberContext());
  if (ones) BN_sub(start.get(), step.get(), start.get());
  const Number base = NewNumber();
  BN_rand(base.get(), bits - BN_num_bits(p.get()), BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ANY);
  BN_rshift(base.get(), base.get(), 52);
  BN_lshift(base.get(), base.get(), 52);
  BN_add(start.get(), start.get(), base.get());
  return {std::move(start), std::move(step)};
}

// A key of exactly `bits` bits with both its exponents.
inline RsaTestKey MakeRsaTestKey(int bits, uint64_t exponent, ModulusShape shape) {
  RsaTestKey key;
  key.bits = bits;
  key.octets = static_cast<size_t>(bits + 7) / 8;
  key.e = NewNumber(exponent);
  for (;;) {
    Number p = NewNumber(), q = NewNumber();
    BN_generate_prime_ex(p.get(), bits / 2, 0, nullptr, nullptr, nullptr);
    if (shape == ModulusShape::kRandom) {
      BN_generate_prime_ex(q.get(), bits - bits / 2, 0, nullptr, nullptr, nullptr);
    } else {
      auto [start, step] = PlacesOfSecondPrime(p, bits, shape);
      q = std::move(start);
      while (BN_check_prime(q.get(), NumberContext(), nullptr) != 1) BN_add(q.get(), q.get(), step.get());
    }
    key.n = NewNumber();
    key.d = NewNumber();
    BN_mul(key.n.get(), p.get(), q.get(), NumberContext());
    BN_sub_word(p.get(), 1);
    BN_sub_word(q.get(), 1);
    const Number phi = NewNumber();
    BN_mul(phi.get(), p.get(), q.get(), NumberContext());
    const bool invertible = BN_mod_inverse(key.d.get(), key.e.get(), phi.get(), NumberContext()) != nullptr;
    if (invertible && BN_num_bits(key.n.get()) == bits) break;
  }
  key.key = ParseRsaNumbers(key.n, key.e);
  return key;
}

// The signature whose power is `message`, which must be below the modulus.
inline Octets SignRaw(const RsaTestKey& key, const Octets& message) {
  return ToOctets(PowerMod(FromOctets(message), key.d, key.n), key.octets);
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_CRYPTO_TEST_RSA_H_
