#include "engine/crypto/rsa_lane_key.h"

namespace kenpin {
namespace {

constexpr unsigned long kExponent = 65537;

struct BignumDeleter {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Bignum = std::unique_ptr<BIGNUM, BignumDeleter>;
struct BignumContextDeleter {
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using BignumContext = std::unique_ptr<BN_CTX, BignumContextDeleter>;

constexpr size_t kWordBits = 64;

uint64_t ReadBigEndian(const uint8_t* octets) {
  uint64_t word = 0;
  for (size_t i = 0; i < sizeof(word); ++i) word = word << 8 | octets[i];
  return word;
}

// -1/n mod 2^52 for an odd n. Each step doubles the bits that are right, and n is its own inverse mod 8.
uint64_t NegativeInverse(uint64_t n) {
  uint64_t inverse = n;
  for (size_t bits = 3; bits < kRsaLimbBits; bits *= 2) inverse *= 2 - n * inverse;
  return (0 - inverse) & kRsaLimbMask;
}

// R^2 mod n as octets.
bool ComputeRSquared(const BIGNUM* n, size_t limbs, std::span<uint8_t> octets) {
  const BignumContext context(BN_CTX_new());
  const Bignum r_squared(BN_new());
  return context != nullptr && r_squared != nullptr &&
         BN_set_bit(r_squared.get(), static_cast<int>(2 * limbs * kRsaLimbBits)) == 1 &&
         BN_nnmod(r_squared.get(), r_squared.get(), n, context.get()) == 1 &&
         BN_bn2binpad(r_squared.get(), octets.data(), static_cast<int>(octets.size())) >= 0;
}

}  // namespace

void ReadRsaNumber(std::span<const uint8_t> octets, RsaNumber* number) {
  const size_t words = octets.size() / sizeof(uint64_t);
  const size_t limbs = words * kWordBits / kRsaLimbBits + 1;
  // A zero word stands behind the last one.
  std::array<uint64_t, kMaxRsaOctets / sizeof(uint64_t) + 1> word;
  for (size_t i = 0; i < words; ++i)
    word[i] = ReadBigEndian(octets.data() + octets.size() - (i + 1) * sizeof(uint64_t));
  word[words] = 0;
  for (size_t i = 0; i < limbs; ++i) {
    const size_t bit = i * kRsaLimbBits;
    const size_t shift = bit % kWordBits;
    const size_t index = bit / kWordBits;
    // In two steps, since a word is not to be shifted by all of its bits.
    const uint64_t above = word[index + 1] << 1 << (kWordBits - 1 - shift);
    (*number)[i] = (word[index] >> shift | above) & kRsaLimbMask;
  }
}

std::unique_ptr<const RsaLaneKey> MakeRsaLaneKey(const BIGNUM* modulus, const BIGNUM* exponent) {
  const int bits = BN_num_bits(modulus);
  if ((bits != 1024 && bits != 2048) || !BN_is_odd(modulus) || !BN_is_word(exponent, kExponent))
    return nullptr;
  std::unique_ptr<RsaLaneKey> key = std::make_unique<RsaLaneKey>();
  key->octets = static_cast<size_t>(bits) / 8;
  key->limbs = bits == 1024 ? kMaxRsaLimbs / 2 : kMaxRsaLimbs;
  const std::span<uint8_t> octets(key->modulus_octets.data(), key->octets);
  std::array<uint8_t, kMaxRsaOctets> r_squared;
  const std::span<uint8_t> r_squared_octets(r_squared.data(), key->octets);
  if (BN_bn2binpad(modulus, octets.data(), static_cast<int>(octets.size())) < 0) return nullptr;
  if (!ComputeRSquared(modulus, key->limbs, r_squared_octets)) return nullptr;
  ReadRsaNumber(octets, &key->modulus);
  ReadRsaNumber(r_squared_octets, &key->r_squared);
  key->inverse = NegativeInverse(key->modulus[0]);
  return key;
}

}  // namespace kenpin
