#include "io/progress.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
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

TEST(ProgressBar, FitsAnyTerminal) {
  EXPECT_EQ(ProgressBar(512'000'000, 1'024'000'000, 1, 80),
            "[============>            ]  50.0 %  512.0 MB of 1.0 GB  512.0 MB/s  ETA 0:01");
  EXPECT_EQ(ProgressBar(512'000'000, 1'024'000'000, 1, 60),
            "[============>            ]  50.0 %  512.0 MB/s  ETA 0:01")
      << "the amounts go first";
  EXPECT_EQ(ProgressBar(1000, 1000, 1, 200),
            "[" + std::string(38, '=') + "] 100.0 %  1.0 kB of 1.0 kB  1.0 kB/s  ETA 0:00");
  EXPECT_EQ(ProgressBar(512'000'000, 1'024'000'000, 1, 32), " 50.0 %  512.0 MB/s  ETA 0:01");
  EXPECT_EQ(ProgressBar(2'500'000, 0, 2, 80), "2.5 MB  1.2 MB/s") << "how much is to come is not known";
  for (size_t columns = 1; columns < 220; ++columns) {
    for (const uint64_t done : {uint64_t{0}, uint64_t{1}, uint64_t{999'999'999'999}}) {
      EXPECT_LE(ProgressBar(done, 1'000'000'000'000, 1, columns).size(), columns > 3 ? columns - 3 : 0)
          << columns;
      EXPECT_LE(ProgressBar(done, 0, 1, columns).size(), columns > 3 ? columns - 3 : 0) << columns;
    }
  }
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

// A terminal that is made narrower breaks the bar that stands.
TEST(Progress, ClearsABrokenBarWhole) {
  int controller = -1;
  int terminal = -1;
  struct winsize size = {24, 80, 0, 0};
  ASSERT_EQ(::openpty(&controller, &terminal, nullptr, nullptr, &size), 0);
  steady_clock::time_point now{};
  Progress progress(ProgressMode::kAlways, terminal, [&now] { return now; });
  const auto written = [controller] {
    char buffer[4096];
    const ssize_t n = ::read(controller, buffer, sizeof buffer);
    return n > 0 ? std::string(buffer, static_cast<size_t>(n)) : "";
  };
  now += milliseconds(100);
  progress.Update(50, 100);
  EXPECT_EQ(written().size(), 4 + ProgressBar(50, 100, 0.1, 80).size());
  size.ws_col = 30;
  ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
  now += milliseconds(100);
  progress.Update(50, 100);
  const std::string text = written();
  EXPECT_EQ(text.find("\r\x1b[2A\x1b[J"), 0u) << "77 columns are three lines of 30";
  EXPECT_LE(text.size(), 8u + 27u);
  size.ws_col = 120;
  ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
  progress.Finish();
  EXPECT_EQ(written(), "\r\x1b[K");
  ::close(controller);
  ::close(terminal);
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
