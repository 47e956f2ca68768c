#include "io/chunk.h"

#include "gtest/gtest.h"
#include "io/oversize_gate.h"

namespace kenpin {
namespace {

TEST(ChunkTest, ClearDropsTheContentsAndKeepsTheBuffer) {
  Chunk chunk;
  chunk.buffer.Reserve(100);
  chunk.buffer.Resize(50);
  chunk.messages.resize(2);
  chunk.files = {"a"};
  chunk.errors.push_back({0, "a", 0, "broken"});
  chunk.ambiguous.push_back({});
  chunk.input = 3;
  chunk.bytes_read = 7;
  chunk.Clear();
  EXPECT_EQ(chunk.buffer.capacity(), 100U);
  EXPECT_EQ(chunk.buffer.size(), 0U);
  EXPECT_TRUE(chunk.messages.empty() && chunk.files.empty() && chunk.errors.empty() &&
              chunk.ambiguous.empty());
  EXPECT_EQ(chunk.input + chunk.bytes_read, 0U);
}

TEST(ChunkTest, ClearFreesAnOversizedBufferAndItsTicket) {
  OversizeGate gate;
  Chunk chunk;
  chunk.buffer.Reserve(100);
  chunk.large_ticket = gate.Acquire();
  chunk.Clear();
  EXPECT_EQ(chunk.buffer.capacity(), 0U);
  EXPECT_NE(gate.Acquire(), nullptr);  // Would wait for ever if the ticket were still out.
}

TEST(ChunkTest, OrdinalsAreOrderedByInputThenFileThenOffset) {
  EXPECT_LT((Ordinal{0, 9, 9}), (Ordinal{1, 0, 0}));
  EXPECT_LT((Ordinal{0, 1, 9}), (Ordinal{0, 2, 0}));
  EXPECT_LT((Ordinal{0, 1, 1}), (Ordinal{0, 1, 2}));
}

}  // namespace
}  // namespace kenpin
