// Where a report goes: a file that appears whole or not at all, or stdout.
//
// A file is written under a temporary name beside its target, flushed to the disk, and renamed by Commit();
// whoever reads the target sees the old report or the new one. A sink that is destroyed without Commit()
// leaves nothing behind.
#ifndef KENPIN_IO_SINK_H_
#define KENPIN_IO_SINK_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/pending_file.h"

namespace kenpin {

// Not thread-safe.
class Sink {
 public:
  // `path` empty or "-": stdout. Errors name the path, what happened and what to do. Once `stop_fd` can be
  // read, a pipe or terminal that takes nothing is waited for no longer and fails; -1: never.
  static absl::StatusOr<std::unique_ptr<Sink>> Open(const std::string& path, int stop_fd = -1);
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  // Writes through a buffer. The first error stays: every later call returns it.
  absl::Status Append(std::string_view bytes);
  // Writes what is buffered; a file is flushed to the disk and takes its name. To be called once, last.
  absl::Status Commit();

 private:
  Sink(int fd, std::string path, int stop_fd);
  explicit Sink(PendingFile file);
  absl::Status Flush();
  absl::Status Fail(std::string_view what);

  int fd_;
  std::string path_;  // Empty: stdout.
  int stop_fd_;
  std::optional<PendingFile> pending_;  // Absent for stdout and for what can not be renamed over.
  std::string buffer_;
  absl::Status status_;
};

// Whether the error is that the reader of a pipe went away (EPIPE): no fault of the run.
bool IsClosedPipe(const absl::Status& status);

}  // namespace kenpin

#endif  // KENPIN_IO_SINK_H_
