// Chance, made so that a seed gives the same corpus on every machine: splitmix64 and integer arithmetic only.
// The distributions of the standard library may differ between implementations, and so may exp() and log() in
// their last digit.
#ifndef KENPIN_BENCH_CORPUS_RANDOM_H_
#define KENPIN_BENCH_CORPUS_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kenpin::corpus {

// The finalizer of splitmix64: spreads neighbouring numbers over all 64 bits.
constexpr uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// The step of splitmix64, 2^64 divided by the golden ratio: its multiples fall evenly over the 64-bit circle.
inline constexpr uint64_t kGoldenStep = 0x9e3779b97f4a7c15ULL;

// A stream of numbers. One per message, seeded by the corpus' seed and the message's ordinal, so that
// messages can be made in any order.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(Mix(seed + kGoldenStep)) {}

  uint64_t Next() { return Mix(state_ += kGoldenStep); }

  // A number from 0 to count - 1; count is not 0. The bias is below 2^-32 for the small counts used here.
  uint64_t Below(uint64_t count) { return (Next() >> 32) * count >> 32; }

  // True in `percent` of a hundred cases.
  bool Percent(uint64_t percent) { return Below(100) < percent; }

  template <typename T, size_t kSize>
  const T& Pick(const std::array<T, kSize>& items) {
    return items[Below(kSize)];
  }

  // `length` characters that may stand in a URL, a local part or a queue id.
  std::string Token(size_t length);

 private:
  uint64_t state_;
};

// Sizes of a lognormal distribution, given by its median and mean (mean >= median > 0, both below 2^40).
class LogNormalSizes {
 public:
  LogNormalSizes(uint64_t median, uint64_t mean);
  uint64_t Draw(Random& random) const;

 private:
  uint64_t median_;
  int64_t exponent_per_sigma_;  // sigma * log2(e) in units of 2^-16.
};

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_RANDOM_H_
