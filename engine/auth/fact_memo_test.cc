#include "engine/auth/fact_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(FactMemo, RemembersByEpochAndText) {
  FactMemo<int> memo(100);
  FactMemo<int>::Slot& slot = memo.Get(1, "example.com");
  EXPECT_FALSE(slot.known);
  EXPECT_EQ(slot.text, "example.com");
  slot.known = true;
  slot.value = 7;
  EXPECT_EQ(memo.Get(1, std::string("example.com")).value, 7);
  EXPECT_FALSE(memo.Get(2, "example.com").known);
  EXPECT_FALSE(memo.Get(1, "").known);
  EXPECT_EQ(memo.size(), 3u);
}

TEST(FactMemo, SlotsStayInPlaceUntilTheyAreForgotten) {
  FactMemo<int> memo(1000);
  FactMemo<int>::Slot& first = memo.Get(0, "a");
  const std::string_view text = first.text;
  for (int i = 0; i < 999; ++i) memo.Get(0, std::to_string(i));
  EXPECT_EQ(&memo.Get(0, "a"), &first);
  EXPECT_EQ(memo.Get(0, "a").text.data(), text.data());
  memo.Trim();
  EXPECT_EQ(memo.size(), 0u);
  memo.Get(0, "a");
  memo.Trim();
  EXPECT_EQ(memo.size(), 1u);
}

}  // namespace
}  // namespace kenpin
