#include "engine/complain.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace kenpin {
namespace {

TEST(Complain, IsOnePrintableLine) {
  testing::internal::CaptureStderr();
  Complain("a\nb\x1b[31m: no such file");
  Complain(absl::NotFoundError("gone"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "kenpin: a\\x0ab\\x1b[31m: no such file\nkenpin: gone\n");
}

// In a child process, since it closes stderr.
TEST(ComplainDeathTest, StderrThatTakesNothingStopsNothing) {
  EXPECT_EXIT(
      {
        ::close(STDERR_FILENO);
        Complain("nobody hears it");
        std::exit(0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace kenpin
