#include "rules/settle.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace kenpin {
namespace {

TEST(Settle, SameInputSameSentence) {
  EXPECT_EQ(SettledBy(Reason::kClientUnknown), SettledBy(Reason::kMailFromUnknown));
  EXPECT_NE(SettledBy(Reason::kClientUnknown), SettledBy(Reason::kClassUnknown));
  EXPECT_TRUE(SettledBy(Reason::kNone).empty());
  EXPECT_TRUE(SettledBy(Reason::kHeaderCut).empty()) << "nobody can give what is not read";
}

TEST(Settle, EverySentenceIsOne) {
  std::set<std::string_view> english;
  std::set<std::string_view> japanese;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const Bilingual& text = SettledBy(static_cast<Reason>(i));
    if (text.empty()) continue;
    EXPECT_EQ(text.en.back(), '.') << text.en;
    EXPECT_EQ(text.ja.find("。"), text.ja.size() - std::string_view("。").size()) << text.ja;
    english.insert(text.en);
    japanese.insert(text.ja);
  }
  EXPECT_GE(english.size(), 8u);
  EXPECT_EQ(english.size(), japanese.size());
}

TEST(Settle, NextStepsAreSummedAndOrdered) {
  std::array<uint64_t, kReasonCount> unknown{};
  EXPECT_TRUE(NextSteps(unknown).empty());
  unknown[static_cast<size_t>(Reason::kClassUnknown)] = 5;
  unknown[static_cast<size_t>(Reason::kClientUnknown)] = 3;
  unknown[static_cast<size_t>(Reason::kMailFromUnknown)] = 4;
  unknown[static_cast<size_t>(Reason::kHeaderCut)] = 100;  // Nobody can settle these.
  const NextStepList steps = NextSteps(unknown);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].verdicts, 7u);
  EXPECT_EQ(steps[0].text, SettledBy(Reason::kClientUnknown));
  EXPECT_EQ(steps[1].verdicts, 5u);
}

TEST(Settle, NoStepIsLost) {
  std::array<uint64_t, kReasonCount> unknown{};
  unknown.fill(1);
  std::set<std::string_view> told;
  uint64_t verdicts = 0;
  for (const NextStep& step : NextSteps(unknown)) {
    EXPECT_TRUE(told.insert(step.text.en).second) << step.text.en;
    verdicts += step.verdicts;
  }
  uint64_t expected = 0;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const std::string_view text = SettledBy(static_cast<Reason>(i)).en;
    expected += text.empty() ? 0 : 1;
    EXPECT_TRUE(text.empty() || told.count(text) == 1) << text;
  }
  EXPECT_EQ(verdicts, expected);
}

}  // namespace
}  // namespace kenpin
