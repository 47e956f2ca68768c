// The field's arithmetic against OpenSSL's big numbers, with random numbers and those at the edges of limbs
// and of the field.
#include "engine/crypto/ed25519_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "engine/crypto/test_rsa.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::Number;
using test::Octets;

Number FieldOrder() {
  Number p = test::PowerOfTwo(255);
  BN_sub_word(p.get(), 19);
  return p;
}

// The value of the limbs, not reduced.
Number ValueOf(const FieldNumber& a) {
  Number value = test::NewNumber();
  for (size_t i = kFieldLimbs; i > 0; --i) {
    BN_lshift(value.get(), value.get(), kFieldLimbBits);
    Number limb = test::NewNumber(a.limbs[i - 1]);
    BN_add(value.get(), value.get(), limb.get());
  }
  return value;
}

Number Reduced(const Number& value, const Number& p) {
  Number rest = test::NewNumber();
  BN_nnmod(rest.get(), value.get(), p.get(), test::NumberContext());
  return rest;
}

void ExpectIs(const FieldNumber& found, const Number& wanted, const Number& p) {
  for (const uint64_t limb : found.limbs) ASSERT_LT(limb, uint64_t{1} << 53);
  const Number reduced = Reduced(wanted, p);
  ASSERT_EQ(BN_cmp(Reduced(ValueOf(found), p).get(), reduced.get()), 0);
  Octets octets = test::ToOctets(reduced, kFieldOctets);
  std::reverse(octets.begin(), octets.end());
  const std::array<uint8_t, kFieldOctets> written = ToOctets(found);
  ASSERT_TRUE(std::equal(written.begin(), written.end(), octets.begin()));
  ASSERT_EQ(BN_cmp(ValueOf(FromOctets(written)).get(), reduced.get()), 0);
}

// Limbs as large as they may be, as small, at the edges of 51 bits, or anything.
FieldNumber AnyNumber(std::mt19937_64* random) {
  const uint64_t edges[] = {0,
                            1,
                            18,
                            19,
                            kFieldLimbMask - 19,
                            kFieldLimbMask - 18,
                            kFieldLimbMask,
                            kFieldLimbMask + 1,
                            (uint64_t{1} << 53) - 1};
  const bool uniform = (*random)() % 4 == 0;
  const uint64_t common = edges[(*random)() % std::size(edges)];
  FieldNumber a;
  for (uint64_t& limb : a.limbs) {
    limb = uniform                ? common
           : (*random)() % 2 == 0 ? edges[(*random)() % std::size(edges)]
                                  : (*random)() >> 11;
  }
  return a;
}

TEST(Ed25519FieldTest, ArithmeticAsOpenssl) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Number p = FieldOrder();
  for (int round = 0; round < test::Effort(20000); ++round) {
    const FieldNumber a = AnyNumber(&random), b = AnyNumber(&random);
    const Number x = ValueOf(a), y = ValueOf(b);
    Number wanted = test::NewNumber();
    BN_add(wanted.get(), x.get(), y.get());
    ExpectIs(Plus(a, b), wanted, p);
    BN_sub(wanted.get(), x.get(), y.get());
    ExpectIs(Minus(a, b), wanted, p);
    BN_mul(wanted.get(), x.get(), y.get(), test::NumberContext());
    ExpectIs(Times(a, b), wanted, p);
    BN_sqr(wanted.get(), x.get(), test::NumberContext());
    ExpectIs(Square(a), wanted, p);
    ExpectIs(CarryOver(a), x, p);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Ed25519FieldTest, PowersAsOpenssl) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Number p = FieldOrder();
  Number inverse = test::Copy(p), root = test::Copy(p);
  BN_sub_word(inverse.get(), 2);
  BN_sub_word(root.get(), 5);
  BN_rshift(root.get(), root.get(), 3);
  for (int round = 0; round < 300; ++round) {
    const FieldNumber a = round == 0 ? FieldNumber() : AnyNumber(&random);
    const Number x = Reduced(ValueOf(a), p);
    ExpectIs(Inverse(a), test::PowerMod(x, inverse, p), p);
    ExpectIs(RootPower(a), test::PowerMod(x, root, p), p);
    if (testing::Test::HasFatalFailure()) return;
  }
}

// p itself and what lies around it up to 2^255.
TEST(Ed25519FieldTest, TheLeastForm) {
  for (uint64_t above = 0; above < 40; ++above) {
    FieldNumber a;
    for (uint64_t& limb : a.limbs) limb = kFieldLimbMask;
    a.limbs[0] = kFieldLimbMask - 38 + above;  // p - 20 + above.
    const uint64_t wanted = above < 20 ? a.limbs[0] : above - 20;
    const FieldNumber least = FromOctets(ToOctets(a));
    EXPECT_EQ(least.limbs[0], wanted);
    for (size_t i = 1; i < kFieldLimbs; ++i) EXPECT_EQ(least.limbs[i], above < 20 ? kFieldLimbMask : 0);
  }
}

}  // namespace
}  // namespace kenpin
