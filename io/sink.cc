#include "io/sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "io/file.h"

namespace kenpin {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;
// A pipe that is ready takes this much without waiting (POSIX, poll() and PIPE_BUF); of more the rest would
// have to be waited for inside write(), where nothing can stop it.
constexpr size_t kStoppablePiece = PIPE_BUF;
constexpr char kClosedPipe[] = "kenpin/closed-pipe";

absl::Status Error(const std::string& text) {
  return absl::UnavailableError(absl::string_view(text.data(), text.size()));
}

// The mode of a new file as open(2) would give it; mkostemp() is stricter than a report needs.
mode_t NewFileMode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

// Where a rename must go so that a link at `path` stays a link. A dangling one is replaced.
std::string BehindLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  return error ? path : target.string();
}

// A rename is on the disk only when its directory is. Some file systems cannot do that, and the report itself
// is safe by now.
void SyncDirectoryOf(const std::string& path) {
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  const File opened(::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open()) ::fsync(opened.fd());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sink>> Sink::Open(const std::string& path, int stop_fd) {
  if (path.empty() || path == "-") return std::unique_ptr<Sink>(new Sink(STDOUT_FILENO, "", "", stop_fd));
  struct stat info = {};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && !S_ISREG(info.st_mode)) {
    // A device, a pipe or /dev/stdout cannot be renamed over: written as it stands.
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return Error(fmt::format("{}: {}", path, DescribeError("cannot open for writing", errno)));
    return std::unique_ptr<Sink>(new Sink(fd, path, "", stop_fd));
  }
  const std::string target = BehindLinks(path);
  std::string temporary = target + ".kenpin-XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0)
    return Error(fmt::format("{}: {}", path, DescribeError("cannot create a file beside it", errno)));
  ::fchmod(fd, exists ? info.st_mode & 07777 : NewFileMode());
  return std::unique_ptr<Sink>(new Sink(fd, target, std::move(temporary), -1));
}

Sink::Sink(int fd, std::string path, std::string temporary, int stop_fd)
    : fd_(fd), path_(std::move(path)), temporary_(std::move(temporary)), stop_fd_(stop_fd) {
  buffer_.reserve(kBufferBytes);
}

Sink::~Sink() {
  if (!path_.empty() && fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

absl::Status Sink::Fail(std::string_view what) {
  const int error = errno;
  status_ = Error(fmt::format("{}: {}", path_.empty() ? "stdout" : path_, DescribeError(what, error)));
  if (error == EPIPE) status_.SetPayload(kClosedPipe, absl::Cord());
  return status_;
}

absl::Status Sink::Flush() {
  const size_t piece = stop_fd_ < 0 ? buffer_.size() : kStoppablePiece;
  size_t done = 0;
  while (done < buffer_.size()) {
    if (stop_fd_ >= 0 && !WaitUnlessStopped(fd_, POLLOUT, stop_fd_)) {
      errno = EINTR;
      return Fail("cannot write");
    }
    const ssize_t n = ::write(fd_, buffer_.data() + done, std::min(piece, buffer_.size() - done));
    if (n >= 0) {
      done += static_cast<size_t>(n);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // A terminal or pipe that somebody left non-blocking.
      WaitUnlessStopped(fd_, POLLOUT, stop_fd_);
    } else if (errno != EINTR) {
      return Fail("cannot write");
    }
  }
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status Sink::Append(std::string_view bytes) {
  if (!status_.ok()) return status_;
  buffer_.append(bytes);
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
}

absl::Status Sink::Commit() {
  if (!status_.ok()) return status_;
  if (absl::Status flushed = Flush(); !flushed.ok()) return flushed;
  if (temporary_.empty()) return absl::OkStatus();
  if (::fsync(fd_) != 0) return Fail("cannot flush to the disk");
  const int fd = std::exchange(fd_, -1);
  if (::close(fd) != 0) return Fail("cannot close");
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return Fail("cannot rename the finished report");
  temporary_.clear();
  SyncDirectoryOf(path_);
  return absl::OkStatus();
}

bool IsClosedPipe(const absl::Status& status) { return status.GetPayload(kClosedPipe).has_value(); }

}  // namespace kenpin
