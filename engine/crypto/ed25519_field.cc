#include "engine/crypto/ed25519_field.h"

namespace kenpin {
namespace {

FieldNumber SquareTimes(FieldNumber a, int times) {
  for (; times > 0; --times) a = Square(a);
  return a;
}

// Powers that both exponents are put together from: they are ones in binary but for their last digits.
struct Powers {
  FieldNumber eleven;  // a^11.
  FieldNumber ones;    // a^(2^250 - 1).
};

Powers FindPowers(const FieldNumber& a) {
  const FieldNumber two = Square(a);
  const FieldNumber nine = Times(SquareTimes(two, 2), a);
  const FieldNumber eleven = Times(nine, two);
  const FieldNumber ones_5 = Times(Square(eleven), nine);  // 31 = 22 + 9.
  const FieldNumber ones_10 = Times(SquareTimes(ones_5, 5), ones_5);
  const FieldNumber ones_20 = Times(SquareTimes(ones_10, 10), ones_10);
  const FieldNumber ones_40 = Times(SquareTimes(ones_20, 20), ones_20);
  const FieldNumber ones_50 = Times(SquareTimes(ones_40, 10), ones_10);
  const FieldNumber ones_100 = Times(SquareTimes(ones_50, 50), ones_50);
  const FieldNumber ones_200 = Times(SquareTimes(ones_100, 100), ones_100);
  return {eleven, Times(SquareTimes(ones_200, 50), ones_50)};
}

}  // namespace

// p - 2 = 2^255 - 32 + 11.
FieldNumber Inverse(const FieldNumber& a) {
  const Powers powers = FindPowers(a);
  return Times(SquareTimes(powers.ones, 5), powers.eleven);
}

// (p - 5) / 8 = 2^252 - 4 + 1.
FieldNumber RootPower(const FieldNumber& a) { return Times(SquareTimes(FindPowers(a).ones, 2), a); }

FieldNumber FromOctets(std::span<const uint8_t, kFieldOctets> octets) {
  FieldNumber a;
  for (size_t bit = 0; bit < 255; ++bit) {
    const uint64_t value = octets[bit / 8] >> (bit % 8) & 1u;
    a.limbs[bit / kFieldLimbBits] |= value << (bit % kFieldLimbBits);
  }
  return a;
}

std::array<uint8_t, kFieldOctets> ToOctets(const FieldNumber& a) {
  // Twice, for the first carry out of the top may overflow the lowest limb; then the number is below 2^255
  // + 19.
  FieldNumber least = CarryOver(CarryOver(a));
  // It is p or more exactly if 19 more reach 2^255; then the carry adds these 19 and takes the 2^255 away.
  uint64_t carry = 19;
  for (const uint64_t limb : least.limbs) carry = (limb + carry) >> kFieldLimbBits;
  carry *= 19;
  for (uint64_t& limb : least.limbs) {
    limb += carry;
    carry = limb >> kFieldLimbBits;
    limb &= kFieldLimbMask;
  }
  std::array<uint8_t, kFieldOctets> octets{};
  for (size_t bit = 0; bit < 255; ++bit) {
    const uint64_t value = least.limbs[bit / kFieldLimbBits] >> (bit % kFieldLimbBits) & 1u;
    octets[bit / 8] = static_cast<uint8_t>(octets[bit / 8] | value << (bit % 8));
  }
  return octets;
}

}  // namespace kenpin
