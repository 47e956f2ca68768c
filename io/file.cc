#include "io/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kenpin {
namespace {

// pread may be asked for at most this much at a time on Linux.
constexpr size_t kMaxSingleRead = size_t{1} << 30;

std::string_view AdviceFor(int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM:
      return "; check its permissions";
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return "; check the path";
    case ELOOP:
      return "; check where the link leads";
    case EMFILE:
    case ENFILE:
      return "; raise the limit of open files";
    case EIO:
      return "; check the disk and the file system";
    case ENOSPC:
    case EDQUOT:
      return "; make room and run again";
    default:
      return "";
  }
}

// Null when a file of this kind can be read.
const char* WhyNotRead(mode_t mode) {
  if (S_ISREG(mode) || S_ISDIR(mode)) return nullptr;
  if (S_ISFIFO(mode)) return "is a FIFO; pass its content through standard input, as \"-\"";
  if (S_ISSOCK(mode)) return "is a socket; name a file or a directory";
  return "is a device; name a file or a directory";
}

OpenedFile OpenFailed(int error_number) {
  OpenedFile failed;
  failed.error_number = error_number;
  failed.error = DescribeError("cannot open", error_number);
  return failed;
}

}  // namespace

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

File::~File() {
  if (fd_ >= 0) close(fd_);
}

OpenedFile OpenForReading(int dir_fd, const char* path) {
  // Asking first, because merely opening a device or a FIFO may have an effect. Whether the answer still
  // holds after opening is checked below; O_NONBLOCK keeps even a lost race from hanging.
  struct stat found;
  if (fstatat(dir_fd, path, &found, 0) != 0) return OpenFailed(errno);
  OpenedFile opened;
  if (const char* why = WhyNotRead(found.st_mode)) {
    opened.error = why;
    return opened;
  }
  opened.file = File(openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!opened.file.is_open() || fstat(opened.file.fd(), &found) != 0) return OpenFailed(errno);
  if (const char* why = WhyNotRead(found.st_mode)) opened.error = why;
  opened.is_directory = S_ISDIR(found.st_mode);
  opened.size = opened.is_directory ? 0 : static_cast<uint64_t>(found.st_size);
  return opened;
}

ReadResult ReadAt(const File& file, uint64_t offset, char* out, size_t size) {
  ReadResult result;
  while (result.bytes < size) {
    const ssize_t n = pread(file.fd(), out + result.bytes, std::min(size - result.bytes, kMaxSingleRead),
                            static_cast<off_t>(offset + result.bytes));
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      result.error_number = errno;
      break;
    }
    result.bytes += static_cast<size_t>(n);
  }
  return result;
}

bool WaitUnlessStopped(int fd, short events, int stop_fd, int cancel_fd) {
  pollfd waiting[3] = {{fd, events, 0}, {stop_fd, POLLIN, 0}, {cancel_fd, POLLIN, 0}};
  // poll() passes over a negative descriptor.
  while (poll(waiting, 3, -1) < 0 && errno == EINTR) {
  }
  return waiting[1].revents == 0 && waiting[2].revents == 0;
}

bool IsStopped(int stop_fd) {
  pollfd asked{stop_fd, POLLIN, 0};
  return stop_fd >= 0 && poll(&asked, 1, 0) > 0;
}

ReadResult ReadSome(int fd, char* out, size_t size, int stop_fd, int cancel_fd) {
  const bool may_stop = stop_fd >= 0 || cancel_fd >= 0;
  while (true) {
    if (may_stop && !WaitUnlessStopped(fd, POLLIN, stop_fd, cancel_fd)) return {0, EINTR};
    const ssize_t n = read(fd, out, std::min(size, kMaxSingleRead));
    if (n >= 0) return {static_cast<size_t>(n), 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // Somebody left the descriptor non-blocking; kenpin has nothing else to do than to wait for it.
      WaitUnlessStopped(fd, POLLIN, stop_fd, cancel_fd);
    } else if (errno != EINTR) {
      return {0, errno};
    }
  }
}

void OccupyStandardDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    // open() gives the lowest number that is free; in the wrong direction, so that use is an error as before.
    const int opened = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened != fd && opened >= 0) close(opened);
  }
}

std::string DescribeError(std::string_view what, int error_number) {
  const char* meaning =
      strerrordesc_np(error_number);  // Unlike strerror(), neither translated nor in a shared buffer.
  std::string text(what);
  text += ": ";
  text += meaning == nullptr ? "unknown error" : meaning;
  text += AdviceFor(error_number);
  return text;
}

}  // namespace kenpin
