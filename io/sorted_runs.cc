#include "io/sorted_runs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <queue>
#include <utility>

namespace kenpin {
namespace {

absl::Status FileError(const std::string& directory, const char* what) {
  const std::string text =
      directory + ": " + what + ": " + std::strerror(errno) + "; set TMPDIR to a directory with room";
  return absl::UnavailableError(absl::string_view(text.data(), text.size()));
}

// Writes all of it, or returns false with errno set.
bool WriteAll(int fd, const void* bytes, size_t size) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t n = ::write(fd, at, size);
    if (n < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    at += n;
    size -= static_cast<size_t>(n);
  }
  return true;
}

}  // namespace

// Reads one run in order, a buffer at a time; the run in memory is the same without a file.
class RunCursor {
 public:
  explicit RunCursor(std::span<const Fingerprint> memory) : view_(memory) {}
  RunCursor(int fd, SortedRuns::Run run) : fd_(fd), next_(run.begin), end_(run.end) {
    buffer_.resize(kMergeBufferBytes / sizeof(Fingerprint));
  }

  // The smallest one left, or null at the end or after a read error (failed() tells).
  const Fingerprint* Peek() {
    if (at_ < view_.size()) return &view_[at_];
    if (next_ == end_ || failed_) return nullptr;
    const size_t n = std::min<uint64_t>(buffer_.size(), end_ - next_);
    const ssize_t want = static_cast<ssize_t>(n * sizeof(Fingerprint));
    if (::pread(fd_, buffer_.data(), static_cast<size_t>(want),
                static_cast<off_t>(next_ * sizeof(Fingerprint))) != want) {
      failed_ = true;
      return nullptr;
    }
    next_ += n;
    view_ = {buffer_.data(), n};
    at_ = 0;
    return view_.data();
  }
  void Pop() { ++at_; }
  bool failed() const { return failed_; }

 private:
  std::vector<Fingerprint> buffer_;
  std::span<const Fingerprint> view_;
  size_t at_ = 0;
  int fd_ = -1;
  uint64_t next_ = 0;
  uint64_t end_ = 0;
  bool failed_ = false;
};

SortedRuns::SortedRuns(size_t memory_bytes, std::string directory)
    : capacity_(std::max<size_t>(memory_bytes / sizeof(Fingerprint), 16)), directory_(std::move(directory)) {}

SortedRuns::SortedRuns(SortedRuns&& other) noexcept
    : capacity_(other.capacity_),
      directory_(std::move(other.directory_)),
      buffer_(std::move(other.buffer_)),
      runs_(std::move(other.runs_)),
      fd_(std::exchange(other.fd_, -1)),
      spilled_bytes_(other.spilled_bytes_),
      status_(std::move(other.status_)) {}

SortedRuns::~SortedRuns() {
  if (fd_ >= 0) ::close(fd_);
}

void SortedRuns::Add(const Fingerprint& fingerprint) {
  if (!status_.ok()) return;
  if (buffer_.size() == capacity_) Spill();
  // All at once: a buffer that grows by copying is held twice meanwhile, and pages not written take no
  // memory.
  if (buffer_.capacity() == 0) buffer_.reserve(capacity_);
  buffer_.push_back(fingerprint);
}

void SortedRuns::Spill() {
  if (fd_ < 0) {
    if (directory_.empty()) {
      const char* tmp = std::getenv("TMPDIR");
      directory_ = tmp != nullptr && *tmp != '\0' ? tmp : "/tmp";
    }
    fd_ = ::open(directory_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ < 0) {  // A file system without O_TMPFILE.
      std::string name = directory_ + "/kenpin-XXXXXX";
      fd_ = ::mkostemp(name.data(), O_CLOEXEC);
      if (fd_ >= 0) ::unlink(name.c_str());
    }
    if (fd_ < 0) {
      status_ = FileError(directory_, "cannot create a temporary file");
      return;
    }
  }
  std::sort(buffer_.begin(), buffer_.end());
  const size_t bytes = buffer_.size() * sizeof(Fingerprint);
  if (!WriteAll(fd_, buffer_.data(), bytes)) {
    status_ = FileError(directory_, "cannot write a temporary file");
    return;
  }
  const uint64_t begin = spilled_bytes_ / sizeof(Fingerprint);
  runs_.push_back({begin, begin + buffer_.size()});
  spilled_bytes_ += bytes;
  buffer_.clear();
}

absl::Status SortedRuns::Merge(std::span<SortedRuns* const> sources,
                               const std::function<void(const Fingerprint&)>& visit) {
  std::vector<std::unique_ptr<RunCursor>> cursors;
  std::string directory;  // Of temporary files.
  for (SortedRuns* source : sources) {
    if (!source->status_.ok()) return source->status_;
    if (source->fd_ >= 0) directory = source->directory_;
    std::sort(source->buffer_.begin(), source->buffer_.end());
    cursors.push_back(std::make_unique<RunCursor>(std::span<const Fingerprint>(source->buffer_)));
    for (const Run& run : source->runs_) cursors.push_back(std::make_unique<RunCursor>(source->fd_, run));
  }
  struct Head {
    Fingerprint value;
    RunCursor* cursor;
    bool operator<(const Head& other) const {
      return other.value < value;
    }  // The queue's top is the smallest.
  };
  std::priority_queue<Head> heads;
  const auto push = [&heads](RunCursor* cursor) {
    if (const Fingerprint* f = cursor->Peek()) heads.push({*f, cursor});
    return !cursor->failed();
  };
  for (const std::unique_ptr<RunCursor>& cursor : cursors) {
    if (!push(cursor.get())) return FileError(directory, "cannot read a temporary file back");
  }
  while (!heads.empty()) {
    const Head head = heads.top();
    heads.pop();
    visit(head.value);
    head.cursor->Pop();
    if (!push(head.cursor)) return FileError(directory, "cannot read a temporary file back");
  }
  return absl::OkStatus();
}

}  // namespace kenpin
