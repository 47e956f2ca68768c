#include "engine/auth/delivery.h"

#include <gtest/gtest.h>

#include <set>

namespace kenpin {
namespace {

TEST(Delivery, EveryBasisHasItsWord) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(TrustBasis::kBelowBorder); ++i) {
    EXPECT_TRUE(words.insert(TrustBasisName(static_cast<TrustBasis>(i))).second) << i;
  }
  words.clear();
  for (int i = 0; i <= static_cast<int>(EnvelopeBasis::kFromLine); ++i) {
    EXPECT_TRUE(words.insert(EnvelopeBasisName(static_cast<EnvelopeBasis>(i))).second) << i;
  }
}

}  // namespace
}  // namespace kenpin
