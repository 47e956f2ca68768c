#include "engine/sample_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace kenpin {
namespace {

Sample At(uint64_t offset, Outcome outcome) {
  Sample sample;
  sample.ordinal.offset = offset;
  sample.outcome = outcome;
  return sample;
}

TEST(SampleList, TheWorstThenTheFirst) {
  SampleList list;
  for (const Sample& sample : {At(50, Outcome::kWarn), At(40, Outcome::kFail), At(30, Outcome::kUnknown),
                               At(20, Outcome::kFail), At(10, Outcome::kPass)}) {
    list.Offer(sample, 3);
  }
  ASSERT_EQ(list.samples().size(), 3u);
  EXPECT_EQ(list.samples()[0].ordinal.offset, 20u);
  EXPECT_EQ(list.samples()[1].ordinal.offset, 40u);
  EXPECT_EQ(list.samples()[2].outcome, Outcome::kUnknown);
  EXPECT_FALSE(list.Wants(Outcome::kWarn, {}, 3));
  EXPECT_FALSE(list.Wants(Outcome::kFail, {}, 0));
}

TEST(SampleList, OrderAndPartsDoNotMatter) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<Sample> all;
  for (uint64_t i = 0; i < 100; ++i) all.push_back(At(i, static_cast<Outcome>(random() % kOutcomeCount)));
  SampleList whole;
  for (const Sample& sample : all) whole.Offer(sample, 5);
  std::shuffle(all.begin(), all.end(), random);
  SampleList parts[2];
  for (size_t i = 0; i < all.size(); ++i) parts[i % 2].Offer(all[i], 5);
  parts[1].Merge(parts[0], 5);
  ASSERT_EQ(parts[1].samples().size(), whole.samples().size());
  for (size_t i = 0; i < whole.samples().size(); ++i) {
    EXPECT_EQ(parts[1].samples()[i].ordinal, whole.samples()[i].ordinal);
  }
}

}  // namespace
}  // namespace kenpin
