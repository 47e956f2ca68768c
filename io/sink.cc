#include "io/sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
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

}  // namespace

absl::StatusOr<std::unique_ptr<Sink>> Sink::Open(const std::string& path, int stop_fd) {
  if (path.empty() || path == "-") return std::unique_ptr<Sink>(new Sink(STDOUT_FILENO, "", stop_fd));
  struct stat info = {};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && !S_ISREG(info.st_mode)) {
    // A device, a pipe or /dev/stdout cannot be renamed over: written as it stands.
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return Error(fmt::format("{}: {}", path, DescribeError("cannot open for writing", errno)));
    return std::unique_ptr<Sink>(new Sink(fd, path, stop_fd));
  }
  absl::StatusOr<PendingFile> file = PendingFile::Create(path);
  if (!file.ok()) return file.status();
  return std::unique_ptr<Sink>(new Sink(*std::move(file)));
}

Sink::Sink(int fd, std::string path, int stop_fd) : fd_(fd), path_(std::move(path)), stop_fd_(stop_fd) {
  buffer_.reserve(kBufferBytes);
}

Sink::Sink(PendingFile file) : fd_(file.fd()), path_(file.target()), stop_fd_(-1), pending_(std::move(file)) {
  buffer_.reserve(kBufferBytes);
}

Sink::~Sink() {
  if (!pending_ && !path_.empty()) ::close(fd_);
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
  return pending_ ? pending_->Commit() : absl::OkStatus();
}

bool IsClosedPipe(const absl::Status& status) { return status.GetPayload(kClosedPipe).has_value(); }

}  // namespace kenpin
