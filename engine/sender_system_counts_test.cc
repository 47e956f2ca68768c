#include "engine/sender_system_counts.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

void Add(SenderSystemTable& table, SenderSystem system, Certainty certainty, Outcome date,
         Stream stream = Stream::kDirect) {
  Evidence evidence;
  evidence.stream = stream;
  evidence.sender_system = {system, certainty, SenderSystem::kNone};
  VerdictSet verdicts{};
  for (Verdict& verdict : verdicts) verdict.outcome = Outcome::kPass;
  verdicts[static_cast<size_t>(RuleId::kFormatDate)].outcome = date;
  table.Add(evidence, verdicts);
}

uint64_t DateFailures(const SenderSystemCounts& counts) {
  return counts.failing[static_cast<size_t>(RuleId::kFormatDate)];
}

TEST(SenderSystemTable, CountsBySystemAndCertainty) {
  SenderSystemTable table;
  Add(table, SenderSystem::kHubSpot, Certainty::kCertain, Outcome::kFail);
  Add(table, SenderSystem::kHubSpot, Certainty::kLikely, Outcome::kWarn);
  Add(table, SenderSystem::kHubSpot, Certainty::kLikely, Outcome::kFail, Stream::kList);
  Add(table, SenderSystem::kNone, Certainty::kNone, Outcome::kFail);
  Add(table, SenderSystem::kSalesforce, Certainty::kClaimed, Outcome::kPass);
  ASSERT_EQ(table.systems().size(), 2u) << "unknown systems are not counted";
  EXPECT_EQ(table.systems()[0].system, SenderSystem::kSalesforce);
  const SenderSystemCounts& hubspot = table.systems()[1];
  EXPECT_EQ(hubspot.messages(), 3u);
  EXPECT_EQ(hubspot.by(Certainty::kCertain), 1u);
  EXPECT_EQ(hubspot.by(Certainty::kLikely), 2u);
  EXPECT_EQ(DateFailures(hubspot), 1u) << "a relay's failure is not held against the sender";
}

TEST(SenderSystemTable, MergeIsTheSum) {
  SenderSystemTable one;
  SenderSystemTable other;
  Add(one, SenderSystem::kHubSpot, Certainty::kCertain, Outcome::kFail);
  Add(other, SenderSystem::kHubSpot, Certainty::kCertain, Outcome::kFail);
  Add(other, SenderSystem::kSalesforce, Certainty::kCertain, Outcome::kPass);
  one.Merge(other);
  ASSERT_EQ(one.systems().size(), 2u);
  EXPECT_EQ(one.systems()[0].system, SenderSystem::kSalesforce);
  EXPECT_EQ(one.systems()[1].messages(), 2u);
  EXPECT_EQ(DateFailures(one.systems()[1]), 2u);
}

}  // namespace
}  // namespace kenpin
