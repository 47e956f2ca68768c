// The signature (R, s) of a message M by the key A is valid if s is below L and [s]B - [k]A encodes as R,
// where k is the SHA-512 of R, A and M. That is the equation without cofactor, compared as octets, as OpenSSL
// does.
//
// Both numbers are cut in two halves, with which B, 2^127 B, -A and -2^127 A are multiplied: all four
// products share 128 doublings. Each half is written with few digits that are odd (a "non-adjacent form"),
// whose multiples are at hand: of B for all keys, of A made with the key.
#include "engine/crypto/ed25519_check.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "engine/crypto/ed25519_field.h"

namespace kenpin {
namespace {

using Octets32 = std::array<uint8_t, kFieldOctets>;
__extension__ using Half = unsigned __int128;

constexpr int kHalfBits = 127;
constexpr size_t kSha512Octets = 64;

// A point (x, y) as x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 §5.1.4).
struct Point {
  FieldNumber x, y, z, t;
};

// A point as a summand.
struct Summand {
  FieldNumber sum, difference, twice_z, t_2d;  // Y + X, Y - X, 2 Z, 2 d T.
};

// What both formulas of §5.1.4 end with: X = EF, Y = GH, T = EH, Z = FG.
struct Unfinished {
  FieldNumber e, f, g, h;
};

Point Finish(const Unfinished& p) {
  return {Times(p.e, p.f), Times(p.g, p.h), Times(p.f, p.g), Times(p.e, p.h)};
}

// Without T, which Double() does not read.
Point FinishForDouble(const Unfinished& p) { return {Times(p.e, p.f), Times(p.g, p.h), Times(p.f, p.g), {}}; }

Unfinished Double(const Point& p) {
  const FieldNumber a = Square(p.x), b = Square(p.y), zz = Square(p.z);
  const FieldNumber h = Plus(a, b), g = Minus(a, b);
  return {Minus(h, Square(Plus(p.x, p.y))), Plus(Plus(zz, zz), g), g, h};
}

// Adds the summand, or its negative.
Unfinished Add(const Point& p, const Summand& q, bool negative) {
  const FieldNumber a = Times(Minus(p.y, p.x), negative ? q.sum : q.difference);
  const FieldNumber b = Times(Plus(p.y, p.x), negative ? q.difference : q.sum);
  const FieldNumber c = Times(p.t, q.t_2d), d = Times(p.z, q.twice_z);
  const FieldNumber less = Minus(d, c), more = Plus(d, c);
  return {Minus(b, a), negative ? more : less, negative ? less : more, Plus(b, a)};
}

// The constants of the curve (RFC 8032 §5.1), worked out from their definitions.
struct Curve {
  FieldNumber d = Minus(SmallNumber(0), Times(SmallNumber(121665), Inverse(SmallNumber(121666))));
  FieldNumber twice_d = Plus(d, d);
  // 2^((p-1)/4), where (p-1)/4 = 2 (p-5)/8 + 1.
  FieldNumber root_of_minus_one = Times(Square(RootPower(SmallNumber(2))), SmallNumber(2));
};

bool Equal(const FieldNumber& a, const FieldNumber& b) { return ToOctets(a) == ToOctets(b); }

// The x that goes with y, as odd or even as told (§5.1.3). Nothing if there is none.
std::optional<FieldNumber> FindX(const Curve& curve, const FieldNumber& y, bool odd) {
  const FieldNumber yy = Square(y);
  const FieldNumber u = Minus(yy, SmallNumber(1)), v = Plus(Times(curve.d, yy), SmallNumber(1));
  const FieldNumber v3 = Times(Square(v), v), v7 = Times(Square(v3), v);
  FieldNumber x = Times(Times(u, v3), RootPower(Times(u, v7)));
  const FieldNumber vxx = Times(v, Square(x));
  if (!Equal(vxx, u)) {
    if (!Equal(vxx, Minus(SmallNumber(0), u))) return std::nullopt;
    x = Times(x, curve.root_of_minus_one);
  }
  const Octets32 octets = ToOctets(x);
  if (odd && octets == Octets32{}) return std::nullopt;
  return (octets[0] & 1) == (odd ? 1 : 0) ? x : Minus(SmallNumber(0), x);
}

Point MakePoint(const FieldNumber& x, const FieldNumber& y) { return {x, y, SmallNumber(1), Times(x, y)}; }

Summand MakeSummand(const Curve& curve, const Point& p) {
  return {Plus(p.y, p.x), Minus(p.y, p.x), Plus(p.z, p.z), Times(p.t, curve.twice_d)};
}

// The odd multiples 1, 3, 5, .. of a point, for digits of `kBits` bits and a sign.
template <size_t kBits>
struct OddMultiples {
  static constexpr int kDigitBits = kBits + 1;
  std::array<Summand, size_t{1} << (kBits - 1)> multiples;

  void Fill(const Curve& curve, Point point) {
    const Summand twice = MakeSummand(curve, kenpin::Finish(Double(point)));
    for (Summand& multiple : multiples) {
      multiple = MakeSummand(curve, point);
      point = kenpin::Finish(Add(point, twice, false));
    }
  }
};

using KeyMultiples = OddMultiples<4>;
using BaseMultiples = OddMultiples<7>;

// Those of a point and of 2^127 times it.
template <typename Multiples>
void FillBoth(const Curve& curve, Point point, Multiples* low, Multiples* high) {
  low->Fill(curve, point);
  for (int i = 0; i < kHalfBits; ++i) point = Finish(Double(point));
  high->Fill(curve, point);
}

struct Base {
  Curve curve;
  BaseMultiples low, high;

  Base() {
    const FieldNumber y = Times(SmallNumber(4), Inverse(SmallNumber(5)));
    FillBoth(curve, MakePoint(*FindX(curve, y, false), y), &low, &high);
  }
};

// Made with the first key.
const Base& TheBase() {
  static const Base base;
  return base;
}

// A number modulo L, the order of B: 2^252 + 27742317777372353535851937790883648493 (RFC 8032 §5.1).
using Scalar = std::array<uint64_t, 4>;
constexpr Scalar kOrder = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, uint64_t{1} << 60};

bool IsBelowOrder(const Scalar& a) {
  return std::lexicographical_compare(a.rbegin(), a.rend(), kOrder.rbegin(), kOrder.rend());
}

uint64_t BitOf(std::span<const uint8_t> octets, size_t bit) { return octets[bit / 8] >> (bit % 8) & 1u; }

Scalar ReadScalar(std::span<const uint8_t> octets) {
  Scalar a{};
  for (size_t i = 0; i < kFieldOctets; ++i) a[i / 8] |= uint64_t{octets[i]} << (i % 8 * 8);
  return a;
}

// a = 2 a + bit, less L if that is L or more. `a` is below L.
void Append(uint64_t bit, Scalar* a) {
  uint64_t carry = bit;
  for (uint64_t& word : *a) {
    const uint64_t top = word >> 63;
    word = word << 1 | carry;
    carry = top;
  }
  if (IsBelowOrder(*a)) return;
  uint64_t borrow = 0;
  for (size_t i = 0; i < a->size(); ++i) {
    const Half difference = Half{(*a)[i]} - kOrder[i] - borrow;
    (*a)[i] = static_cast<uint64_t>(difference);
    borrow = static_cast<uint64_t>(difference >> 64) & 1;
  }
}

// A little-endian number of 512 bits modulo L.
Scalar Reduce(std::span<const uint8_t, kSha512Octets> octets) {
  // The upper 252 bits are below L as they are.
  constexpr size_t kLower = 512 - 252;
  Scalar a{};
  for (size_t bit = 511; bit >= kLower; --bit) {
    const size_t to = bit - kLower;
    a[to / 64] |= BitOf(octets, bit) << (to % 64);
  }
  for (size_t bit = kLower; bit > 0; --bit) Append(BitOf(octets, bit - 1), &a);
  return a;
}

Half LowHalf(const Scalar& a) { return (Half{a[1]} << 64 | a[0]) & ((Half{1} << kHalfBits) - 1); }
Half HighHalf(const Scalar& a) { return (Half{a[3]} << 65) | (Half{a[2]} << 1) | a[1] >> 63; }

// Digits by position; those that are not 0 are odd, and the sum of digit * 2^position is the number.
using Digits = std::array<int8_t, kHalfBits + 2>;

void WriteDigits(Half number, int bits, Digits* digits) {
  digits->fill(0);
  size_t position = 0;
  while (number != 0) {
    const uint64_t low = static_cast<uint64_t>(number);
    if ((low & 1) == 0) {
      const int zeros = low == 0 ? 63 : std::countr_zero(low);
      number >>= zeros;
      position += static_cast<size_t>(zeros);
      continue;
    }
    int digit = static_cast<int>(low & ((uint64_t{1} << bits) - 1));
    if (digit >= 1 << (bits - 1)) digit -= 1 << bits;
    (*digits)[position] = static_cast<int8_t>(digit);
    number = digit > 0 ? number - static_cast<Half>(digit) : number + static_cast<Half>(-digit);
  }
}

// Adds up products that share their doublings. T of a sum is only worked out where something is added to it.
class Sum {
 public:
  template <typename Multiples>
  void AddDigit(const Multiples& multiples, int digit) {
    if (digit == 0) return;
    const size_t magnitude = static_cast<size_t>(digit < 0 ? -digit : digit);
    sum_ = Add(Finish(sum_), multiples.multiples[magnitude / 2], digit < 0);
  }
  void Twice() { sum_ = Double(FinishForDouble(sum_)); }

  Octets32 Encode() const {
    const Point point = FinishForDouble(sum_);
    const FieldNumber inverse = Inverse(point.z);
    Octets32 octets = ToOctets(Times(point.y, inverse));
    const uint8_t odd = ToOctets(Times(point.x, inverse))[0] & 1;
    octets.back() = static_cast<uint8_t>(octets.back() | odd << 7);
    return octets;
  }

 private:
  // x = 0, y = 1.
  Unfinished sum_{SmallNumber(0), SmallNumber(1), SmallNumber(1), SmallNumber(1)};
};

}  // namespace

struct Ed25519Multiples {
  Octets32 octets;
  KeyMultiples low, high;  // Of -A.
};

void Ed25519MultiplesDeleter::operator()(const Ed25519Multiples* multiples) const { delete multiples; }

Ed25519Key MakeEd25519Key(std::span<const uint8_t, kEd25519KeyOctets> octets) {
  const Curve& curve = TheBase().curve;
  const FieldNumber y = FromOctets(octets);
  const bool odd = octets.back() >> 7 != 0;
  Octets32 canonical = ToOctets(y);
  canonical.back() = static_cast<uint8_t>(canonical.back() | (odd ? 0x80 : 0));
  if (!std::equal(canonical.begin(), canonical.end(), octets.begin())) return nullptr;
  const std::optional<FieldNumber> x = FindX(curve, y, odd);
  if (!x) return nullptr;
  Ed25519Multiples* const key = new Ed25519Multiples;
  key->octets = canonical;
  FillBoth(curve, MakePoint(Minus(SmallNumber(0), *x), y), &key->low, &key->high);
  return Ed25519Key(key);
}

struct Ed25519Checker::Impl {
  EVP_MD* sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha512);
  }
};

Ed25519Checker::Ed25519Checker() : impl_(std::make_unique<Impl>()) {}
Ed25519Checker::~Ed25519Checker() = default;
Ed25519Checker::Ed25519Checker(Ed25519Checker&&) noexcept = default;

bool Ed25519Checker::IsValid(const Ed25519Multiples& key, std::span<const uint8_t> message,
                             std::span<const uint8_t> signature) {
  if (signature.size() != kEd25519SignatureOctets) return false;
  const std::span<const uint8_t> r = signature.first(kFieldOctets);
  const Scalar s = ReadScalar(signature.subspan(kFieldOctets));
  if (!IsBelowOrder(s)) return false;
  std::array<uint8_t, kSha512Octets> hash;
  if (impl_->context == nullptr || impl_->sha512 == nullptr ||
      EVP_DigestInit_ex2(impl_->context, impl_->sha512, nullptr) != 1 ||
      EVP_DigestUpdate(impl_->context, r.data(), r.size()) != 1 ||
      EVP_DigestUpdate(impl_->context, key.octets.data(), key.octets.size()) != 1 ||
      EVP_DigestUpdate(impl_->context, message.data(), message.size()) != 1 ||
      EVP_DigestFinal_ex(impl_->context, hash.data(), nullptr) != 1) {
    return false;
  }
  const Scalar k = Reduce(hash);
  const Base& base = TheBase();
  Digits s_low, s_high, k_low, k_high;
  WriteDigits(LowHalf(s), BaseMultiples::kDigitBits, &s_low);
  WriteDigits(HighHalf(s), BaseMultiples::kDigitBits, &s_high);
  WriteDigits(LowHalf(k), KeyMultiples::kDigitBits, &k_low);
  WriteDigits(HighHalf(k), KeyMultiples::kDigitBits, &k_high);
  Sum sum;
  for (size_t i = s_low.size(); i > 0; --i) {
    sum.Twice();
    sum.AddDigit(base.low, s_low[i - 1]);
    sum.AddDigit(base.high, s_high[i - 1]);
    sum.AddDigit(key.low, k_low[i - 1]);
    sum.AddDigit(key.high, k_high[i - 1]);
  }
  const Octets32 found = sum.Encode();
  return std::equal(found.begin(), found.end(), r.begin());
}

}  // namespace kenpin
