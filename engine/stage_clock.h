// Where the time goes, by stage: one clock a worker, read twice a stage and chunk, so that it costs nothing
// to leave it on (--stats prints it).
#ifndef KENPIN_ENGINE_STAGE_CLOCK_H_
#define KENPIN_ENGINE_STAGE_CLOCK_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace kenpin {

enum class Stage : uint8_t { kLoad, kIndex, kFacts, kPrepare, kHash, kKeep, kVerify, kJudge, kCount };

// "load", "index", ... in the order of Stage.
inline constexpr std::array<std::string_view, static_cast<size_t>(Stage::kCount)> kStageNames = {
    "load", "index", "facts", "prepare", "hash", "keep", "verify", "judge"};

// Not thread-safe.
class StageClock {
 public:
  using Seconds = std::array<double, static_cast<size_t>(Stage::kCount)>;

  void Start() { last_ = std::chrono::steady_clock::now(); }
  // Books the time since the last Start() or Lap() to `stage`.
  void Lap(Stage stage) {
    const std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
    seconds_[static_cast<size_t>(stage)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }
  const Seconds& seconds() const { return seconds_; }

 private:
  std::chrono::steady_clock::time_point last_;
  Seconds seconds_{};
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_STAGE_CLOCK_H_
