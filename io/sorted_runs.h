// Counting equal things over a whole corpus in bounded memory: fixed-size fingerprints are collected, sorted
// when a buffer is full, written as runs to an unlinked temporary file, and merged once at the end. Which
// record came first is forgotten on purpose: the result does not depend on the thread count.
#ifndef KENPIN_IO_SORTED_RUNS_H_
#define KENPIN_IO_SORTED_RUNS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace kenpin {

// 32 bytes, ordered by their words. What the words mean is the caller's.
struct Fingerprint {
  std::array<uint64_t, 4> words{};
  auto operator<=>(const Fingerprint&) const = default;
};

// Not thread-safe: one per thread, merged by one.
class SortedRuns {
 public:
  // Keeps at most `memory_bytes` of fingerprints in memory; the rest goes to a file in `directory` (TMPDIR or
  // /tmp if empty) that is unlinked at once, so that nothing is left behind however the process ends.
  explicit SortedRuns(size_t memory_bytes, std::string directory = {});
  SortedRuns(SortedRuns&& other) noexcept;
  SortedRuns& operator=(SortedRuns&&) = delete;
  ~SortedRuns();

  // Remembers one. When the temporary file cannot be written, status() tells, and further fingerprints are
  // dropped.
  void Add(const Fingerprint& fingerprint);

  const absl::Status& status() const { return status_; }
  uint64_t spilled_bytes() const { return spilled_bytes_; }

  // Calls `visit` with every fingerprint of all `sources` in ascending order, equal ones repeated. Consumes
  // nothing; memory is bounded by the buffers that the sources already hold plus kMergeBufferBytes a run.
  // Returns the first error met.
  static absl::Status Merge(std::span<SortedRuns* const> sources,
                            const std::function<void(const Fingerprint&)>& visit);

 private:
  friend class RunCursor;
  struct Run {
    uint64_t begin = 0;  // Offset in the file, in fingerprints.
    uint64_t end = 0;
  };
  void Spill();

  size_t capacity_;
  std::string directory_;
  std::vector<Fingerprint> buffer_;
  std::vector<Run> runs_;
  int fd_ = -1;
  uint64_t spilled_bytes_ = 0;
  absl::Status status_;
};

inline constexpr size_t kMergeBufferBytes = 64 * 1024;

}  // namespace kenpin

#endif  // KENPIN_IO_SORTED_RUNS_H_
