// The power by IFMA: one instruction multiplies 52 by 52 bits in eight lanes and adds the low or the high
// half to a 64-bit sum. A column of product and reduction takes at most 160 halves of 52 bits and the carry
// of the column before it, so that the twelve spare bits hold them all.
//
// Montgomery multiplication without a last subtraction: R is more than four times n, so factors below 2n give
// a result below 2n again.
//
// A squaring of 40 limbs costs 1,640 such instructions and its reduction 3,200; the rest hardly counts. Both
// go over the columns of the sum and give each of them the eight halves that four rows hold for it: the rows
// stay in registers, the other number slides past them, and the columns do not wait for one another.
#include "engine/crypto/rsa_lanes_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kenpin {

#if defined(__x86_64__)

#define KENPIN_IFMA_TARGET __attribute__((target("avx512f,avx512ifma"), always_inline)) inline

namespace {

constexpr int kSquarings = 16;  // 65537 = 2^16 + 1.

template <size_t kLimbs>
using Columns = std::array<LaneLimb, 2 * kLimbs + kRsaBlock>;

KENPIN_IFMA_TARGET __m512i Load(const LaneLimb& limb) { return _mm512_load_si512(&limb); }
KENPIN_IFMA_TARGET void Store(__m512i value, LaneLimb* limb) { _mm512_store_si512(limb, value); }
KENPIN_IFMA_TARGET __m512i AddLow(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52lo_epu64(sum, a, b);
}
KENPIN_IFMA_TARGET __m512i AddHigh(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52hi_epu64(sum, a, b);
}
// What a column passes on to the next one. The masked form is the same instruction; in the plain one gcc 12
// sees an uninitialized value (its bug 105593).
KENPIN_IFMA_TARGET __m512i ShiftOut(__m512i sum) {
  constexpr __mmask8 kAll = 0xff;
  return _mm512_maskz_srli_epi64(kAll, sum, kRsaLimbBits);
}

// Four consecutive limbs of one factor.
struct Rows {
  __m512i limb[kRsaBlock];
};
// The limbs of the other factor that stand left of the column: [0] is the nearest.
struct Window {
  __m512i limb[kRsaBlock];
};

KENPIN_IFMA_TARGET Window EmptyWindow() {
  const __m512i zero = _mm512_setzero_si512();
  return {{zero, zero, zero, zero}};
}

// Adds rows times number to the columns: column i belongs to number[i]. Zeros stand behind the number's end.
KENPIN_IFMA_TARGET void AddRows(const Rows& rows, const LaneLimb* number, Window window, size_t count,
                                LaneLimb* columns) {
#pragma GCC unroll 5
  for (size_t i = 0; i < count; ++i) {
    const __m512i next = Load(number[i]);
    __m512i low = Load(columns[i]);
    __m512i high = _mm512_setzero_si512();
    low = AddLow(low, rows.limb[0], next);
    high = AddHigh(high, rows.limb[0], window.limb[0]);
    low = AddLow(low, rows.limb[1], window.limb[0]);
    high = AddHigh(high, rows.limb[1], window.limb[1]);
    low = AddLow(low, rows.limb[2], window.limb[1]);
    high = AddHigh(high, rows.limb[2], window.limb[2]);
    low = AddLow(low, rows.limb[3], window.limb[2]);
    high = AddHigh(high, rows.limb[3], window.limb[3]);
    Store(_mm512_add_epi64(low, high), &columns[i]);
    window = {{next, window.limb[0], window.limb[1], window.limb[2]}};
  }
}

// The products of different limbs inside one block of a square: columns[0] belongs to the first limb squared.
KENPIN_IFMA_TARGET void AddCorner(const Rows& rows, LaneLimb* columns) {
  for (size_t i = 0; i < kRsaBlock; ++i) {
    for (size_t j = i + 1; j < kRsaBlock; ++j) {
      Store(AddLow(Load(columns[i + j]), rows.limb[i], rows.limb[j]), &columns[i + j]);
      Store(AddHigh(Load(columns[i + j + 1]), rows.limb[i], rows.limb[j]), &columns[i + j + 1]);
    }
  }
}

KENPIN_IFMA_TARGET Rows LoadRows(const LaneLimb* limbs) {
  return {{Load(limbs[0]), Load(limbs[1]), Load(limbs[2]), Load(limbs[3])}};
}

template <size_t kLimbs>
KENPIN_IFMA_TARGET void Multiply(const LaneNumber& a, const LaneNumber& b, Columns<kLimbs>* product) {
  for (LaneLimb& column : *product) Store(_mm512_setzero_si512(), &column);
  for (size_t i = 0; i < kLimbs; i += kRsaBlock)
    AddRows(LoadRows(&a[i]), b.data(), EmptyWindow(), kLimbs + kRsaBlock, product->data() + i);
}

template <size_t kLimbs>
KENPIN_IFMA_TARGET void Square(const LaneNumber& a, Columns<kLimbs>* square) {
  for (LaneLimb& column : *square) Store(_mm512_setzero_si512(), &column);
  for (size_t i = 0; i < kLimbs; i += kRsaBlock) {
    const Rows rows = LoadRows(&a[i]);
    AddCorner(rows, square->data() + 2 * i);
    AddRows(rows, &a[i + kRsaBlock], EmptyWindow(), kLimbs - i, square->data() + 2 * i + kRsaBlock);
  }
  // Every product of two different limbs counts twice.
  for (size_t i = 0; i < kLimbs; ++i) {
    const __m512i limb = Load(a[i]);
    LaneLimb* const columns = square->data() + 2 * i;
    const __m512i even = Load(columns[0]);
    const __m512i odd = Load(columns[1]);
    Store(AddLow(_mm512_add_epi64(even, even), limb, limb), &columns[0]);
    Store(AddHigh(_mm512_add_epi64(odd, odd), limb, limb), &columns[1]);
  }
}

// Makes the four lowest columns divisible by 2^208 by adding multiples of n, and returns what they pass on.
KENPIN_IFMA_TARGET __m512i ClearBlock(const Rows& n, __m512i inverse, __m512i carry, const LaneLimb* columns,
                                      Rows* multiples) {
  __m512i c[kRsaBlock];
  for (size_t i = 0; i < kRsaBlock; ++i) c[i] = Load(columns[i]);
  c[0] = _mm512_add_epi64(c[0], carry);
#pragma GCC unroll 4
  for (size_t i = 0; i < kRsaBlock; ++i) {
    const __m512i m = AddLow(_mm512_setzero_si512(), c[i], inverse);
    multiples->limb[i] = m;
    c[i] = AddLow(c[i], m, n.limb[0]);
    const __m512i passed = ShiftOut(c[i]);
    if (i + 1 == kRsaBlock) return passed;
    c[i + 1] = _mm512_add_epi64(c[i + 1], passed);
#pragma GCC unroll 4
    for (size_t j = 1; i + j < kRsaBlock; ++j) {
      c[i + j] = AddHigh(AddLow(c[i + j], m, n.limb[j]), m, n.limb[j - 1]);
    }
  }
  return _mm512_setzero_si512();
}

// *out = product / R mod n, below 2n where the product is below 4n^2.
template <size_t kLimbs>
KENPIN_IFMA_TARGET void Reduce(const LaneNumber& n, __m512i inverse, Columns<kLimbs>* product,
                               LaneNumber* out) {
  const Rows first = LoadRows(n.data());
  const Window window = {{first.limb[3], first.limb[2], first.limb[1], first.limb[0]}};
  __m512i carry = _mm512_setzero_si512();
  for (size_t i = 0; i < kLimbs; i += kRsaBlock) {
    LaneLimb* const columns = product->data() + i;
    Rows multiples;
    carry = ClearBlock(first, inverse, carry, columns, &multiples);
    AddRows(multiples, &n[kRsaBlock], window, kLimbs, columns + kRsaBlock);
  }
  const __m512i mask = _mm512_set1_epi64(static_cast<int64_t>(kRsaLimbMask));
  for (size_t i = 0; i < kLimbs; ++i) {
    carry = _mm512_add_epi64(carry, Load((*product)[kLimbs + i]));
    Store(_mm512_and_si512(carry, mask), &(*out)[i]);
    carry = ShiftOut(carry);
  }
}

template <size_t kLimbs>
__attribute__((target("avx512f,avx512ifma"))) void Power(const RsaPowerInputs& in, LaneNumber* power) {
  const __m512i inverse = Load(in.inverse);
  Columns<kLimbs> columns;
  for (size_t i = kLimbs; i < kLimbs + kRsaBlock; ++i) Store(_mm512_setzero_si512(), &(*power)[i]);
  Multiply<kLimbs>(in.signature, in.r_squared, &columns);
  Reduce<kLimbs>(in.modulus, inverse, &columns, power);
  for (int i = 0; i < kSquarings; ++i) {
    Square<kLimbs>(*power, &columns);
    Reduce<kLimbs>(in.modulus, inverse, &columns, power);
  }
  // The signature is no Montgomery number, so this product leaves Montgomery's form on its way.
  Multiply<kLimbs>(in.signature, *power, &columns);
  Reduce<kLimbs>(in.modulus, inverse, &columns, power);
}

}  // namespace

void PowerByIfma(const RsaPowerInputs& in, size_t limbs, LaneNumber* power) {
  if (limbs == kMaxRsaLimbs) {
    Power<kMaxRsaLimbs>(in, power);
  } else {
    Power<kMaxRsaLimbs / 2>(in, power);
  }
}

bool HasIfma() { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma"); }

#else

void PowerByIfma(const RsaPowerInputs& in, size_t limbs, LaneNumber* power) {
  PowerByWords(in, limbs, power);
}

bool HasIfma() { return false; }

#endif

}  // namespace kenpin
