// Files and descriptors: opening without ever hanging, reading at an offset, and errors in words.
#ifndef KENPIN_IO_FILE_H_
#define KENPIN_IO_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kenpin {

// Owns a file descriptor. Movable, not copyable. Reading at an offset is thread-safe.
class File {
 public:
  File() = default;
  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
};

// What opening gave: a regular file or a directory, or an error.
struct OpenedFile {
  File file;
  uint64_t size = 0;  // Octets at the time of opening; 0 for a directory.
  bool is_directory = false;
  int error_number = 0;  // The errno of the failure; 0 when it opened or is of a kind that is not read.
  std::string error;     // Empty when it opened; else what happened and what to do.
};

// Opens `path`, relative to the directory `dir_fd` (AT_FDCWD for none), for reading. FIFOs, sockets and
// devices are errors and are not touched, so that this never waits and has no side effects. Thread-safe.
OpenedFile OpenForReading(int dir_fd, const char* path);

struct ReadResult {
  size_t bytes = 0;      // Octets read; fewer than asked for only at the end of the file or after an error.
  int error_number = 0;  // The errno that ended the reading, or 0.
};

// Reads up to `size` octets at `offset` with pread, going on after short reads and interruptions.
// Thread-safe.
ReadResult ReadAt(const File& file, uint64_t offset, char* out, size_t size);

// Waits until `fd` is ready for `events` (POLLIN, POLLOUT) or has an error to tell, and returns true; or
// until `stop_fd` or `cancel_fd` can be read, and returns false. A signal by itself ends no wait: it may have
// reached another thread. -1 for both: waits for `fd` alone.
bool WaitUnlessStopped(int fd, short events, int stop_fd, int cancel_fd = -1);

// Whether `stop_fd` can be read, now; -1: never.
bool IsStopped(int stop_fd);

// Reads up to `size` octets from the current position of a pipe or terminal; returns as soon as there are
// any. 0 octets: the end, or the error EINTR once `stop_fd` or `cancel_fd` can be read.
ReadResult ReadSome(int fd, char* out, size_t size, int stop_fd = -1, int cancel_fd = -1);

// Puts something in the place of those of descriptors 0, 1 and 2 that are closed: else the next file opened
// would take that place, and what is meant for stdout would go there. Reading or writing them still fails.
// To be called first, from one thread.
void OccupyStandardDescriptors();

// "WHAT: MEANING OF THE ERROR; ADVICE", e.g. "cannot open: Permission denied; check its permissions". Always
// English.
std::string DescribeError(std::string_view what, int error_number);

}  // namespace kenpin

#endif  // KENPIN_IO_FILE_H_
