#include "engine/report/explanation.h"

#include <gtest/gtest.h>

#include <set>

namespace kenpin {
namespace {

TEST(Explanation, EveryDisbeliefHasItsWords) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Disbelief::kForeignId); ++i) {
    EXPECT_FALSE(DisbeliefText(static_cast<Disbelief>(i)).empty());
    EXPECT_TRUE(names.insert(DisbeliefName(static_cast<Disbelief>(i))).second);
  }
}

}  // namespace
}  // namespace kenpin
