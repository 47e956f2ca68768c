#include "io/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace kenpin {
namespace {

// Clears from the cursor to the end of the line (ECMA-48 EL), and of the screen (ED).
constexpr std::string_view kClearLine = "\r\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

// What a terminal echoes for Ctrl-C, and the column behind it.
constexpr size_t kColumnsForEcho = 3;
constexpr size_t kDefaultColumns = 80;
constexpr size_t kMinBar = 10;
constexpr size_t kMaxBar = 40;

// The terminal's columns as they are now: a window may be resized at any time.
size_t ColumnsOf(int fd) {
  struct winsize size = {};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kDefaultColumns;
}

bool CanMoveCursor() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) != "dumb";
}

// "[=====>    ]" of `columns` columns.
std::string Bar(double share, size_t columns) {
  const size_t inside = columns - 2;
  const size_t filled = std::min(inside, static_cast<size_t>(share * static_cast<double>(inside)));
  std::string bar(inside, ' ');
  std::fill_n(bar.begin(), filled, '=');
  if (filled < inside) bar[filled] = '>';
  return "[" + bar + "]";
}

std::string Amount(double bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < std::size(kUnits)) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

std::string Duration(double seconds) {
  const uint64_t s = static_cast<uint64_t>(std::lround(std::clamp(seconds, 0.0, 359999.0)));
  if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
  return fmt::format("{}:{:02}", s / 60, s % 60);
}

}  // namespace

std::string ProgressText(uint64_t done, uint64_t total, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const std::string speed = fmt::format("{}/s", Amount(rate));
  if (total == 0) return fmt::format("{}  {}", Amount(static_cast<double>(done)), speed);
  const uint64_t shown = std::min(done, total);
  const double share = static_cast<double>(shown) / static_cast<double>(total);
  const std::string eta = rate > 0 ? Duration(static_cast<double>(total - shown) / rate) : "-:--";
  return fmt::format("{:5.1f} %  {} of {}  {}  ETA {}", share * 100, Amount(static_cast<double>(shown)),
                     Amount(static_cast<double>(total)), speed, eta);
}

std::string ProgressBar(uint64_t done, uint64_t total, double seconds, size_t columns) {
  const size_t room = columns > kColumnsForEcho ? columns - kColumnsForEcho : 0;
  std::string text = ProgressText(done, total, seconds);
  if (total > 0) {
    const double share = static_cast<double>(std::min(done, total)) / static_cast<double>(total);
    // Without the amounts the text is the share, the rate and the time left.
    if (text.size() + kMinBar + 1 > room) {
      const size_t amounts = text.find("%  ") + 1;
      text.erase(amounts, text.find("  ", amounts + 2) - amounts);
    }
    if (text.size() + kMinBar + 1 <= room)
      text = Bar(share, std::min(kMaxBar, room - text.size() - 1)) + " " + text;
  }
  return text.substr(0, room);
}

Progress::Progress(ProgressMode mode, int fd, Clock clock)
    : mode_(mode), fd_(fd), clock_(std::move(clock)), start_(clock_()), next_(start_ + kProgressInterval) {
  if (mode_ == ProgressMode::kAuto)
    mode_ = ::isatty(fd_) == 1 && CanMoveCursor() ? ProgressMode::kAlways : ProgressMode::kNever;
  if (mode_ == ProgressMode::kPlain) next_ = start_ + kPlainInterval;
}

void Progress::Update(uint64_t done, uint64_t total) {
  if (mode_ == ProgressMode::kNever) return;
  const std::chrono::steady_clock::time_point now = clock_();
  if (now < next_) return;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (mode_ == ProgressMode::kPlain) {
    next_ = now + kPlainInterval;
    Write("kenpin: " + ProgressText(done, total, seconds) + "\n");
    return;
  }
  next_ = now + kProgressInterval;
  const size_t columns = ColumnsOf(fd_);
  const std::string bar = ProgressBar(done, total, seconds, columns);
  const std::string text = Clear(columns) + bar;
  drawn_ = bar.size();
  Write(text);
}

void Progress::Finish() {
  if (drawn_ == 0) return;
  Write(Clear(ColumnsOf(fd_)));
  drawn_ = 0;
}

std::string Progress::Clear(size_t columns) const {
  // A window that was made narrower has broken the bar into several lines; the cursor is in the last.
  const size_t lines_above = drawn_ > 0 ? (drawn_ - 1) / columns : 0;
  if (lines_above == 0) return std::string(kClearLine);
  return fmt::format("\r\x1b[{}A{}", lines_above, kClearBelow);
}

void Progress::Write(const std::string& text) {
  // Progress is a courtesy: a stderr that takes nothing stops no run.
  if (::write(fd_, text.data(), text.size()) < 0) mode_ = ProgressMode::kNever;
}

}  // namespace kenpin
