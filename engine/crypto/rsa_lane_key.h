// What lanes need of an RSA key, computed once a key: its modulus in limbs of 52 bits and the constants of
// Montgomery multiplication.
#ifndef KENPIN_ENGINE_CRYPTO_RSA_LANE_KEY_H_
#define KENPIN_ENGINE_CRYPTO_RSA_LANE_KEY_H_

#include <openssl/bn.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace kenpin {

inline constexpr size_t kRsaLimbBits = 52;
inline constexpr uint64_t kRsaLimbMask = (uint64_t{1} << kRsaLimbBits) - 1;
inline constexpr size_t kMaxRsaLimbs = 40;    // Of 2048 bits, with at least two bits to spare.
inline constexpr size_t kMaxRsaOctets = 256;  // Of 2048 bits.

// A number in ascending limbs below 2^52.
using RsaNumber = std::array<uint64_t, kMaxRsaLimbs>;

// Reads 128 or 256 octets, the most significant first (OS2IP, RFC 8017 §4.2), into 20 or 40 limbs.
void ReadRsaNumber(std::span<const uint8_t> octets, RsaNumber* number);

// Of a key that lanes can check with.
struct RsaLaneKey {
  size_t octets = 0;                                    // Of the modulus and so of a signature: 128 or 256.
  size_t limbs = 0;                                     // 20 or 40.
  std::array<uint8_t, kMaxRsaOctets> modulus_octets{};  // The most significant first.
  RsaNumber modulus{};
  RsaNumber r_squared{};  // R^2 mod modulus, with R = 2^(52 limbs).
  uint64_t inverse = 0;   // -1/modulus mod 2^52.
};

// Returns null for every key that lanes do not check: other lengths than 1024 and 2048 bits, other exponents
// than 65537, an even modulus. Also where OpenSSL has no memory.
std::unique_ptr<const RsaLaneKey> MakeRsaLaneKey(const BIGNUM* modulus, const BIGNUM* exponent);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_RSA_LANE_KEY_H_
