#include "io/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace kenpin {
namespace {

// Clears from the cursor to the end of the line (ECMA-48 EL).
constexpr std::string_view kClearLine = "\r\x1b[K";

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

Progress::Progress(ProgressMode mode, int fd, Clock clock)
    : mode_(mode), fd_(fd), clock_(std::move(clock)), start_(clock_()), next_(start_ + kProgressInterval) {
  if (mode_ == ProgressMode::kAuto) mode_ = ::isatty(fd_) == 1 ? ProgressMode::kAlways : ProgressMode::kNever;
  if (mode_ == ProgressMode::kPlain) next_ = start_ + kPlainInterval;
}

void Progress::Update(uint64_t done, uint64_t total) {
  if (mode_ == ProgressMode::kNever) return;
  const std::chrono::steady_clock::time_point now = clock_();
  if (now < next_) return;
  const std::string text = ProgressText(done, total, std::chrono::duration<double>(now - start_).count());
  if (mode_ == ProgressMode::kPlain) {
    next_ = now + kPlainInterval;
    Write("kenpin: " + text + "\n");
  } else {
    next_ = now + kProgressInterval;
    line_open_ = true;
    Write(std::string(kClearLine) + text);
  }
}

void Progress::Finish() {
  if (std::exchange(line_open_, false)) Write(std::string(kClearLine));
}

void Progress::Write(const std::string& text) {
  // Progress is a courtesy: a stderr that takes nothing stops no run.
  if (::write(fd_, text.data(), text.size()) < 0) mode_ = ProgressMode::kNever;
}

}  // namespace kenpin
