#include "engine/partial/run_state.h"

#include <gtest/gtest.h>

#include <utility>

namespace kenpin {
namespace {

InputSummary Input(const char* path, uint64_t messages, uint64_t first_offset, size_t offsets) {
  InputSummary input;
  input.path = path;
  input.messages = messages;
  input.bytes = 10 * messages;
  input.ambiguous_lines = offsets;
  for (size_t i = 0; i < offsets; ++i) OfferAmbiguous({0, first_offset + i}, &input);
  return input;
}

RunState State(uint64_t messages, uint64_t first_offset) {
  RunState state(3);
  state.inputs.push_back(Input("a.mbox", messages, first_offset, 7));
  state.totals.bytes = 100 * messages;
  state.totals.unknown_because[1] = messages;
  DomainCounts& counts = state.domains["shop.example"]["news.shop.example"];
  counts.messages = messages;
  counts.unsigned_messages = 1;
  counts.rules[0].outcomes.counts[0] = messages;
  counts.rules[0].indirect.counts[0] = 1;
  for (uint8_t i = 0; i < messages; ++i) {
    const std::array<uint8_t, 32> digest = {i};
    state.AddFingerprint(BodyFingerprint(NameHash("shop.example"), NameHash("news.shop.example"), digest));
  }
  return state;
}

TEST(RunState, MergeAndFold) {
  RunState state = State(4, 100);
  RunState behind = State(6, 200);
  behind.inputs[0].format = "mbox";
  behind.inputs[0].error = "a.mbox:7: broken";
  behind.inputs[0].errors = 2;
  behind.inputs.push_back(Input("b.mbox", 1, 0, 0));
  EXPECT_EQ(behind.messages(), 6u);
  state.Merge(std::move(behind));
  EXPECT_EQ(state.messages(), 10u);

  RunSummary run;
  ASSERT_TRUE(FoldState(std::move(state), &run).ok());
  ASSERT_EQ(run.inputs.size(), 2u);
  EXPECT_EQ(run.inputs[0].messages, 10u);
  EXPECT_EQ(run.inputs[0].bytes, 100u);
  EXPECT_EQ(run.inputs[0].format, "mbox");
  EXPECT_EQ(run.inputs[0].error, "a.mbox:7: broken");
  EXPECT_EQ(run.inputs[0].errors, 2u);
  EXPECT_EQ(run.inputs[0].ambiguous_lines, 14u);
  ASSERT_EQ(run.inputs[0].ambiguous_at.size(), kMaxAmbiguousOffsets);
  EXPECT_EQ(run.inputs[0].ambiguous_at[0], (PlaceInInput{0, 100}));
  EXPECT_EQ(run.inputs[0].ambiguous_at[9], (PlaceInInput{0, 202}));
  EXPECT_EQ(run.inputs[1].path, "b.mbox");
  EXPECT_EQ(run.totals.bytes, 1000u);
  EXPECT_EQ(run.totals.unknown_because[1], 10u);
  EXPECT_EQ(run.totals.messages, 10u);
  EXPECT_EQ(run.totals.unsigned_messages, 2u);
  EXPECT_EQ(run.totals.rules[0].counts[0], 10u);
  EXPECT_EQ(run.totals.direct_rules[0].counts[0], 8u);
  ASSERT_EQ(run.domains.size(), 1u);
  EXPECT_EQ(run.domains[0].domain, "shop.example");
  EXPECT_EQ(run.domains[0].counts.distinct_bodies, 6u) << "four of the bodies are in both";
  ASSERT_EQ(run.domains[0].subdomains.size(), 1u);
  EXPECT_EQ(run.domains[0].subdomains[0].counts.distinct_bodies, 6u);
}

TEST(RunState, AmbiguousLinesStandByTheirPlaces) {
  InputSummary input;
  for (uint32_t file = 9; file > 0; --file) OfferAmbiguous({file, 100}, &input);
  for (uint64_t offset = 5; offset > 0; --offset) OfferAmbiguous({3, offset}, &input);
  OfferAmbiguous({9, 1000}, &input);
  ASSERT_EQ(input.ambiguous_at.size(), kMaxAmbiguousOffsets);
  EXPECT_EQ(input.ambiguous_at[1], (PlaceInInput{2, 100}));
  EXPECT_EQ(input.ambiguous_at[2], (PlaceInInput{3, 1}));
  EXPECT_EQ(input.ambiguous_at[9], (PlaceInInput{5, 100}));
}

TEST(RunState, NothingAtAll) {
  RunState state(3);
  state.Merge(RunState(3));
  RunSummary run;
  ASSERT_TRUE(FoldState(std::move(state), &run).ok());
  EXPECT_EQ(run.totals.messages, 0u);
  EXPECT_TRUE(run.domains.empty());
}

}  // namespace
}  // namespace kenpin
