// Numbers modulo p = 2^255 - 19, the field of Ed25519 (RFC 8032 §5.1), in five limbs of 51 bits. Nothing here
// is secret, so nothing takes care to run in constant time.
//
// Every function takes numbers whose limbs are below 2^53 and returns such numbers; a number has many forms
// until ToOctets() chooses the least.
#ifndef KENPIN_ENGINE_CRYPTO_ED25519_FIELD_H_
#define KENPIN_ENGINE_CRYPTO_ED25519_FIELD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kenpin {

inline constexpr size_t kFieldOctets = 32;
inline constexpr size_t kFieldLimbs = 5;
inline constexpr unsigned kFieldLimbBits = 51;
inline constexpr uint64_t kFieldLimbMask = (uint64_t{1} << kFieldLimbBits) - 1;

struct FieldNumber {
  std::array<uint64_t, kFieldLimbs> limbs{};
};

__extension__ using FieldProduct = unsigned __int128;

constexpr FieldNumber SmallNumber(uint64_t value) { return {{value, 0, 0, 0, 0}}; }

// The same number with limbs below 2^51 + 2^17.
inline FieldNumber CarryOver(FieldNumber a) {
  uint64_t carry = 0;
  for (uint64_t& limb : a.limbs) {
    limb += carry;
    carry = limb >> kFieldLimbBits;
    limb &= kFieldLimbMask;
  }
  a.limbs[0] += 19 * carry;
  return a;
}

inline FieldNumber Plus(const FieldNumber& a, const FieldNumber& b) {
  FieldNumber sum;
  for (size_t i = 0; i < kFieldLimbs; ++i) sum.limbs[i] = a.limbs[i] + b.limbs[i];
  return CarryOver(sum);
}

// a + 8 p - b, so that no limb falls below zero.
inline FieldNumber Minus(const FieldNumber& a, const FieldNumber& b) {
  FieldNumber difference;
  for (size_t i = 0; i < kFieldLimbs; ++i) {
    const uint64_t limb_of_p = kFieldLimbMask - (i == 0 ? 18 : 0);
    difference.limbs[i] = a.limbs[i] + 8 * limb_of_p - b.limbs[i];
  }
  return CarryOver(difference);
}

// Limbs of products are below 77 * 2^106, so that all sums fit.
inline FieldNumber CarryProduct(std::array<FieldProduct, kFieldLimbs> r) {
  FieldNumber a;
  for (size_t i = 0; i + 1 < kFieldLimbs; ++i) {
    a.limbs[i] = static_cast<uint64_t>(r[i]) & kFieldLimbMask;
    r[i + 1] += static_cast<uint64_t>(r[i] >> kFieldLimbBits);
  }
  a.limbs[4] = static_cast<uint64_t>(r[4]) & kFieldLimbMask;
  a.limbs[0] += 19 * static_cast<uint64_t>(r[4] >> kFieldLimbBits);
  a.limbs[1] += a.limbs[0] >> kFieldLimbBits;
  a.limbs[0] &= kFieldLimbMask;
  return a;
}

// 2^255 is 19.
inline FieldNumber Times(const FieldNumber& x, const FieldNumber& y) {
  const auto& a = x.limbs;
  const auto& b = y.limbs;
  const uint64_t b1 = 19 * b[1], b2 = 19 * b[2], b3 = 19 * b[3], b4 = 19 * b[4];
  using P = FieldProduct;
  return CarryProduct({P{a[0]} * b[0] + P{a[1]} * b4 + P{a[2]} * b3 + P{a[3]} * b2 + P{a[4]} * b1,
                       P{a[0]} * b[1] + P{a[1]} * b[0] + P{a[2]} * b4 + P{a[3]} * b3 + P{a[4]} * b2,
                       P{a[0]} * b[2] + P{a[1]} * b[1] + P{a[2]} * b[0] + P{a[3]} * b4 + P{a[4]} * b3,
                       P{a[0]} * b[3] + P{a[1]} * b[2] + P{a[2]} * b[1] + P{a[3]} * b[0] + P{a[4]} * b4,
                       P{a[0]} * b[4] + P{a[1]} * b[3] + P{a[2]} * b[2] + P{a[3]} * b[1] + P{a[4]} * b[0]});
}

inline FieldNumber Square(const FieldNumber& x) {
  const auto& a = x.limbs;
  const uint64_t a0 = 2 * a[0], a1 = 2 * a[1], a3 = 19 * a[3], a4 = 19 * a[4];
  using P = FieldProduct;
  return CarryProduct(
      {P{a[0]} * a[0] + P{a1} * a4 + P{2 * a[2]} * a3, P{a0} * a[1] + P{2 * a[2]} * a4 + P{a[3]} * a3,
       P{a0} * a[2] + P{a[1]} * a[1] + P{2 * a[3]} * a4, P{a0} * a[3] + P{a1} * a[2] + P{a[4]} * a4,
       P{a0} * a[4] + P{a1} * a[3] + P{a[2]} * a[2]});
}

// a^(p-2): the inverse, and 0 of 0.
FieldNumber Inverse(const FieldNumber& a);
// a^((p-5)/8), from which square roots are made (RFC 8032 §5.1.3).
FieldNumber RootPower(const FieldNumber& a);

// Little-endian. The top bit is ignored.
FieldNumber FromOctets(std::span<const uint8_t, kFieldOctets> octets);
// The least form, below p; the top bit is 0.
std::array<uint8_t, kFieldOctets> ToOctets(const FieldNumber& a);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_ED25519_FIELD_H_
