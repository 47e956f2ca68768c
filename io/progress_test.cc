#include "io/progress.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace kenpin {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A clock that the test moves, and a pipe that it reads.
class ProgressTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::pipe(ends_), 0); }
  void TearDown() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Progress Make(ProgressMode mode) {
    return Progress(mode, ends_[1], [this] { return now_; });
  }
  std::string Written() {
    EXPECT_EQ(::write(ends_[1], "|", 1), 1);  // So that read() returns.
    char buffer[4096];
    const ssize_t n = ::read(ends_[0], buffer, sizeof buffer);
    return n > 0 ? std::string(buffer, static_cast<size_t>(n - 1)) : "";
  }

  int ends_[2] = {-1, -1};
  steady_clock::time_point now_{};
};

TEST(ProgressText, Table) {
  EXPECT_EQ(ProgressText(512'000'000, 1'024'000'000, 1), " 50.0 %  512.0 MB of 1.0 GB  512.0 MB/s  ETA 0:01");
  EXPECT_EQ(ProgressText(0, 1000, 0), "  0.0 %  0 B of 1.0 kB  0 B/s  ETA -:--");
  EXPECT_EQ(ProgressText(1500, 1000, 1), "100.0 %  1.0 kB of 1.0 kB  1.5 kB/s  ETA 0:00")
      << "a file that grew";
  EXPECT_EQ(ProgressText(2'500'000, 0, 2), "2.5 MB  1.2 MB/s") << "stdin";
  EXPECT_EQ(ProgressText(1, 7201, 1), "  0.0 %  1 B of 7.2 kB  1 B/s  ETA 2:00:00");
}

TEST_F(ProgressTest, RewritesOneLineTenTimesASecond) {
  Progress progress = Make(ProgressMode::kAlways);
  progress.Update(1, 100);
  EXPECT_EQ(Written(), "") << "too early";
  now_ += milliseconds(100);
  progress.Update(10, 100);
  progress.Update(11, 100);
  const std::string text = Written();
  EXPECT_EQ(text.find("\r\x1b[K"), 0u);
  EXPECT_EQ(text.find("11.0 %"), std::string::npos);
  progress.Finish();
  EXPECT_EQ(Written(), "\r\x1b[K");
  progress.Finish();
  EXPECT_EQ(Written(), "") << "nothing left to clear";
}

TEST_F(ProgressTest, PlainWritesWholeLines) {
  Progress progress = Make(ProgressMode::kPlain);
  now_ += milliseconds(4900);
  progress.Update(1, 100);
  EXPECT_EQ(Written(), "");
  now_ += milliseconds(200);
  progress.Update(50, 100);
  const std::string text = Written();
  EXPECT_EQ(text.find("kenpin: "), 0u);
  EXPECT_EQ(text.back(), '\n');
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST_F(ProgressTest, NeverAndNoTerminalAreSilent) {
  for (const ProgressMode mode : {ProgressMode::kNever, ProgressMode::kAuto}) {
    Progress progress = Make(mode);
    now_ += std::chrono::seconds(60);
    progress.Update(50, 100);
    progress.Finish();
  }
  EXPECT_EQ(Written(), "");
}

}  // namespace
}  // namespace kenpin
