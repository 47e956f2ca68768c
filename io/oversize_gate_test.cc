#include "io/oversize_gate.h"

#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

TEST(OversizeGateTest, OneTicketAtATime) {
  OversizeGate gate;
  std::atomic<int> holders = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const std::shared_ptr<void> ticket = gate.Acquire();
        const int now = ++holders;
        if (now > most) most = now;
        --holders;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
}

TEST(OversizeGateTest, TicketMayBeCopiedMovedAndOutliveTheGate) {
  std::optional<OversizeGate> gate(std::in_place);
  std::shared_ptr<void> first = gate->Acquire();
  std::shared_ptr<void> copy = first;
  first.reset();
  std::shared_ptr<void> moved = std::move(copy);
  moved.reset();
  std::shared_ptr<void> again = gate->Acquire();
  gate.reset();
  again.reset();
}

}  // namespace
}  // namespace kenpin
