#include "engine/run_tally.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(RunTally, AddsUpByInputAndNamesErrors) {
  std::vector<std::string> told;
  RunTally tally([&told](const std::string& error) { told.push_back(error); });
  PendingChunk chunk;
  chunk.input = 1;
  chunk.read_messages = 3;
  chunk.bytes_read = 100;
  chunk.errors.push_back({1, "b.mbox", 42, "the file shrank; scan it again"});
  chunk.errors.push_back({1, "b.mbox", 50, "another"});
  for (uint64_t i = 0; i < kMaxAmbiguousOffsets + 5; ++i) chunk.ambiguous.push_back({1, i, false});
  tally.Add(chunk);
  chunk.Clear();
  chunk.input = 1;
  chunk.read_messages = 2;
  chunk.bytes_read = 11;
  tally.Add(chunk);
  EXPECT_EQ(tally.bytes(), 111u);
  EXPECT_EQ(told,
            (std::vector<std::string>{"b.mbox:42: the file shrank; scan it again", "b.mbox:50: another"}));

  RunSummary run;
  RunState state = tally.Take({{"a.mbox", InputFormat::kMbox, 0}, {"b.mbox", std::nullopt, 0}}, {}, 3);
  ASSERT_TRUE(FoldState(std::move(state), &run).ok());
  ASSERT_EQ(run.inputs.size(), 2u);
  EXPECT_EQ(run.inputs[0].path, "a.mbox");
  EXPECT_EQ(run.inputs[0].format, "mbox");
  EXPECT_EQ(run.inputs[0].messages, 0u);
  EXPECT_EQ(run.inputs[1].format, "");
  EXPECT_EQ(run.inputs[1].messages, 5u);
  EXPECT_EQ(run.inputs[1].bytes, 111u);
  EXPECT_EQ(run.inputs[1].errors, 2u);
  EXPECT_EQ(run.inputs[1].error, "b.mbox:42: the file shrank; scan it again");
  EXPECT_EQ(run.inputs[1].ambiguous_lines, kMaxAmbiguousOffsets + 5);
  EXPECT_EQ(run.inputs[1].ambiguous_at.size(), kMaxAmbiguousOffsets);
}

}  // namespace
}  // namespace kenpin
