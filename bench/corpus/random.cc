// The lognormal sizes: integer arithmetic from the uniform numbers to the result.
//
// The normal variate is the sum of twelve uniform ones (Irwin-Hall), good to 6 sigma: with the default sizes
// (sigma 1.18) the mean comes out 0.8 % low, which no test of a mail engine can feel. 2^x is a shift for the
// whole part and one multiplication a bit for the rest.
#include "bench/corpus/random.h"

#include <cmath>

namespace kenpin::corpus {
namespace {

constexpr std::string_view kTokenAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

// 2^(2^-1), 2^(2^-2), ... in units of 2^-32.
constexpr std::array<uint64_t, 16> kRootsOfTwo = {
    6074001000, 5107605667, 4683695048, 4485121744, 4389014833, 4341736423, 4318288544, 4306612134,
    4300785774, 4297875550, 4296421177, 4295694175, 4295330720, 4295149004, 4295058149, 4295012722};

// Returns value * 2^(exponent / 2^16), saturated below at 0; exponents stay within +-20 * 2^16 here.
uint64_t ScaleByPowerOfTwo(uint64_t value, int64_t exponent) {
  const int64_t whole = exponent >> 16;
  const uint64_t rest = static_cast<uint64_t>(exponent) & 0xffff;
  unsigned __int128 scaled = static_cast<unsigned __int128>(value) << 32;
  for (size_t bit = 0; bit < kRootsOfTwo.size(); ++bit) {
    if (rest & (0x8000U >> bit)) scaled = scaled * kRootsOfTwo[bit] >> 32;
  }
  scaled = whole >= 0 ? scaled << whole : scaled >> -whole;
  return static_cast<uint64_t>(scaled >> 32);
}

}  // namespace

std::string Random::Token(size_t length) {
  std::string token;
  token.reserve(length);
  for (size_t i = 0; i < length; ++i) token += kTokenAlphabet[Below(kTokenAlphabet.size())];
  return token;
}

LogNormalSizes::LogNormalSizes(uint64_t median, uint64_t mean) : median_(median) {
  // For a lognormal variate mean / median = exp(sigma^2 / 2). Rounding to 2^-16 hides the last digits in
  // which libraries differ.
  const double sigma = std::sqrt(2.0 * std::log(static_cast<double>(mean) / static_cast<double>(median)));
  constexpr double kLog2E = 1.4426950408889634;
  exponent_per_sigma_ = static_cast<int64_t>(std::lround(sigma * kLog2E * 65536.0));
}

uint64_t LogNormalSizes::Draw(Random& random) const {
  constexpr int kUniforms = 12;
  constexpr int64_t kOne = int64_t{1} << 32;
  int64_t sum = 0;
  for (int i = 0; i < kUniforms; ++i) sum += static_cast<int64_t>(random.Next() >> 32);
  const int64_t sigmas = sum - kUniforms / 2 * kOne;  // In units of 2^-32.
  return ScaleByPowerOfTwo(median_, sigmas * exponent_per_sigma_ / kOne);
}

}  // namespace kenpin::corpus
