// A file that appears whole or not at all: it is written under a temporary name beside its target and takes
// the target's name when it is finished.
#ifndef KENPIN_IO_PENDING_FILE_H_
#define KENPIN_IO_PENDING_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>

#include "io/file.h"

namespace kenpin {

// Movable. Destroyed without Commit() it leaves nothing behind. Not thread-safe.
class PendingFile {
 public:
  // Creates an empty file beside `path`, which must be absent or a regular file; a link stays one, and what
  // it leads to is replaced. The file has the mode of the one that it will replace, else that of any new
  // file. Errors name the path.
  static absl::StatusOr<PendingFile> Create(const std::string& path);
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&& other) = delete;
  ~PendingFile();

  int fd() const { return file_.fd(); }
  const std::string& target() const { return target_; }        // Links followed.
  const std::string& temporary() const { return temporary_; }  // Where it is now; empty after Commit().

  // Flushes the file to the disk and gives it its name. To be called once, last.
  absl::Status Commit();

 private:
  PendingFile(File file, std::string target, std::string temporary);

  File file_;
  std::string target_;
  std::string temporary_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_PENDING_FILE_H_
