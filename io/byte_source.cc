#include "io/byte_source.h"

#include <fcntl.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kenpin {

std::string DescribeShrunkFile() {
  return "the file became shorter while it was read; what could be read was judged, run again when nobody "
         "writes to it";
}

size_t FileSource::Read(char* out, size_t size) {
  if (failure()) return 0;
  if (IsStopped(stop_fd_)) {
    Fail(position_, DescribeError("cannot read", EINTR));
    return 0;
  }
  const uint64_t left = file_->size - std::min(file_->size, position_);
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(size, left));
  const ReadResult result = ReadAt(file_->file, position_, out, wanted);
  position_ += result.bytes;
  if (result.error_number != 0) {
    Fail(position_, DescribeError("cannot read", result.error_number));
  } else if (result.bytes < wanted) {
    Fail(position_, DescribeShrunkFile());
  }
  return result.bytes;
}

std::optional<size_t> FileSource::PeekAt(uint64_t offset, char* out, size_t size) {
  const uint64_t left = file_->size - std::min(file_->size, offset);
  return ReadAt(file_->file, offset, out, static_cast<size_t>(std::min<uint64_t>(size, left))).bytes;
}

StreamSource::StreamSource(int fd, int stop_fd) : fd_(fd), stop_fd_(stop_fd) {
  // A descriptor that is closed must not become the event's.
  if (fcntl(fd, F_GETFD) >= 0) cancel_ = File(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

void StreamSource::Cancel() {
  // It fails only where Read() finds nothing to wait for either.
  static_cast<void>(eventfd_write(cancel_.fd(), 1));
}

size_t StreamSource::Read(char* out, size_t size) {
  if (failure()) return 0;
  const ReadResult result = ReadSome(fd_, out, size, stop_fd_, cancel_.fd());
  position_ += result.bytes;
  if (result.error_number != 0) Fail(position_, DescribeError("cannot read", result.error_number));
  return result.bytes;
}

std::optional<size_t> StreamSource::PeekAt(uint64_t, char*, size_t) { return std::nullopt; }

PeekedSource::PeekedSource(std::unique_ptr<ByteSource> source, size_t size) : source_(std::move(source)) {
  beginning_.resize(size);
  size_t got = 0;
  while (got < size) {
    const size_t step = source_->Read(beginning_.data() + got, size - got);
    if (step == 0) break;
    got += step;
  }
  beginning_.resize(got);
  if (got == 0 && source_->failure()) Fail(source_->failure()->offset, source_->failure()->what);
}

size_t PeekedSource::Read(char* out, size_t size) {
  if (failure()) return 0;
  if (given_ < beginning_.size()) {
    const size_t step = std::min(size, beginning_.size() - given_);
    std::memcpy(out, beginning_.data() + given_, step);
    given_ += step;
    return step;
  }
  const size_t got = source_->Read(out, size);
  if (got == 0 && source_->failure()) Fail(source_->failure()->offset, source_->failure()->what);
  return got;
}

std::optional<size_t> PeekedSource::PeekAt(uint64_t, char*, size_t) { return std::nullopt; }

}  // namespace kenpin
