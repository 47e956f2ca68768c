// How far a run is, by octets, on stderr: one line that is rewritten on a terminal, a line every few seconds
// elsewhere when asked for.
#ifndef KENPIN_IO_PROGRESS_H_
#define KENPIN_IO_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace kenpin {

enum class ProgressMode : uint8_t {
  kAuto,    // A rewritten line if stderr is a terminal, else nothing.
  kAlways,  // A rewritten line, terminal or not.
  kNever,
  kPlain,  // A line of its own every few seconds.
};

// What a progress line says: "45.1 %  512.0 MB of 1.1 GB  1.0 GB/s  ETA 0:01"; without a known total only
// amount and rate.
std::string ProgressText(uint64_t done, uint64_t total, double seconds);

// One thread at a time. Writes nothing that comes from a message.
class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  explicit Progress(ProgressMode mode, int fd = 2, Clock clock = std::chrono::steady_clock::now);

  // Tells the state, at most ten times a second (plain: every kPlainSeconds). `total` 0: not known.
  void Update(uint64_t done, uint64_t total);
  // Clears the rewritten line, so that what follows begins on an empty one.
  void Finish();

 private:
  void Write(const std::string& text);

  ProgressMode mode_;
  int fd_;
  Clock clock_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
  bool line_open_ = false;
};

inline constexpr std::chrono::milliseconds kProgressInterval{100};
inline constexpr std::chrono::seconds kPlainInterval{5};

}  // namespace kenpin

#endif  // KENPIN_IO_PROGRESS_H_
