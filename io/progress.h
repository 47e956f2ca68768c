// How far a run is, by octets, on stderr: a bar that is drawn again and again on a terminal, a line every few
// seconds elsewhere when asked for.
#ifndef KENPIN_IO_PROGRESS_H_
#define KENPIN_IO_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace kenpin {

enum class ProgressMode : uint8_t {
  kAuto,    // A bar if stderr is a terminal that can move its cursor, else nothing.
  kAlways,  // A bar, terminal or not.
  kNever,
  kPlain,  // A line of its own every few seconds.
};

// What a progress line says: "45.1 %  512.0 MB of 1.1 GB  1.0 GB/s  ETA 0:01"; without a known total only
// amount and rate.
std::string ProgressText(uint64_t done, uint64_t total, double seconds);

// The same for a terminal of so many columns, a bar before it where there is room: "[=====>    ]  45.1 %
// ...". What does not fit is left out, the amounts first; never wider than three columns less than the
// terminal, so that what the terminal echoes for Ctrl-C stands on the same line.
std::string ProgressBar(uint64_t done, uint64_t total, double seconds, size_t columns);

// One thread at a time. Writes nothing that comes from a message.
class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  explicit Progress(ProgressMode mode, int fd = 2, Clock clock = std::chrono::steady_clock::now);

  // Tells the state, at most ten times a second (plain: every kPlainSeconds). `total` 0: not known.
  void Update(uint64_t done, uint64_t total);
  // Clears the bar, so that what follows begins on an empty line. It is drawn again by the next Update().
  void Finish();

 private:
  void Write(const std::string& text);
  // Moves to where the bar begins, and clears from there on.
  std::string Clear(size_t columns) const;

  ProgressMode mode_;
  int fd_;
  Clock clock_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
  size_t drawn_ = 0;  // Columns of the bar that stands; 0: none.
};

inline constexpr std::chrono::milliseconds kProgressInterval{100};
inline constexpr std::chrono::seconds kPlainInterval{5};

}  // namespace kenpin

#endif  // KENPIN_IO_PROGRESS_H_
