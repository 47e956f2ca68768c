// Chance is the same everywhere, and sizes have the distribution that was asked for.
#include "bench/corpus/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace kenpin::corpus {
namespace {

TEST(RandomTest, NumbersAreFixed) {
  // A change here changes every corpus that was ever made from a seed.
  EXPECT_EQ(Mix(kGoldenStep), 0xe220a8397b1dcdafULL)
      << "the first number of splitmix64 from state 0, as published";
  Random random(1);
  EXPECT_EQ(random.Next(), 0x5e41ab087439611eULL);
  EXPECT_EQ(random.Token(8), "WcLnLBok");
}

TEST(RandomTest, BelowStaysBelowAndReachesAll) {
  Random random(2);
  std::vector<int> seen(7);
  for (int i = 0; i < 1000; ++i) ++seen.at(random.Below(7));
  for (const int count : seen) EXPECT_GT(count, 90);
}

struct SizeCase {
  const char* name;
  uint64_t median;
  uint64_t mean;
};

TEST(RandomTest, SizesHaveMedianAndMean) {
  const SizeCase cases[] = {{"campaign mail", 30000, 60000}, {"demo", 3000, 3100}, {"all alike", 5000, 5000}};
  for (const SizeCase& c : cases) {
    const LogNormalSizes sizes(c.median, c.mean);
    Random random(3);
    std::vector<uint64_t> drawn(40000);
    uint64_t sum = 0;
    for (uint64_t& size : drawn) sum += size = sizes.Draw(random);
    std::nth_element(drawn.begin(), drawn.begin() + 20000, drawn.end());
    EXPECT_NEAR(static_cast<double>(drawn[20000]), static_cast<double>(c.median),
                0.03 * static_cast<double>(c.median))
        << c.name;
    EXPECT_NEAR(static_cast<double>(sum) / 40000, static_cast<double>(c.mean),
                0.04 * static_cast<double>(c.mean))
        << c.name;
  }
}

}  // namespace
}  // namespace kenpin::corpus
