#include "engine/interrupt.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <csignal>
#include <cstdlib>

namespace kenpin {
namespace {

bool CanBeRead(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return poll(&waiting, 1, 0) == 1;
}

// Each in a child process: the flag and the handlers belong to the process.
TEST(InterruptDeathTest, FirstSignalIsRemembered) {
  EXPECT_EXIT(
      {
        InstallSignalHandlers();
        if (PendingSignal() != 0) std::exit(1);
        if (CanBeRead(StopDescriptor())) std::exit(3);
        std::raise(SIGTERM);
        if (!CanBeRead(StopDescriptor())) std::exit(4);
        std::exit(PendingSignal() == SIGTERM ? 0 : 2);
      },
      testing::ExitedWithCode(0), "");
}

TEST(InterruptDeathTest, SecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        InstallSignalHandlers();
        std::raise(SIGINT);
        std::raise(SIGINT);
        std::exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptDeathTest, ClosedPipeIsNoSignal) {
  EXPECT_EXIT(
      {
        InstallSignalHandlers();
        std::raise(SIGPIPE);
        std::exit(PendingSignal() == 0 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace kenpin
