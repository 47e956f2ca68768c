#include "engine/report/domain_figures.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(DomainFigures, PeakDayIsTheFirstOfTheLargest) {
  DomainCounts counts;
  EXPECT_FALSE(FindPeakDay(counts).has_value());
  counts.days = {{10, 3}, {11, 7}, {12, 7}, {13, 1}};
  ASSERT_TRUE(FindPeakDay(counts).has_value());
  EXPECT_EQ(FindPeakDay(counts)->day, 11);
  EXPECT_EQ(FindPeakDay(counts)->messages, 7u);
}

TEST(DomainFigures, OutcomesWithoutSamples) {
  DomainCounts counts;
  counts.rules[static_cast<size_t>(RuleId::kFeedbackId)].outcomes.Add(Outcome::kWarn);
  const OutcomeTable table = DirectOutcomesOf(counts);
  EXPECT_EQ(table[static_cast<size_t>(RuleId::kFeedbackId)][Outcome::kWarn], 1u);
  EXPECT_EQ(table[static_cast<size_t>(RuleId::kFormatDate)].total(), 0u);
}

}  // namespace
}  // namespace kenpin
