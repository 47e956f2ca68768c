#include "io/byte_source.h"

#include <algorithm>

namespace kenpin {

std::string DescribeShrunkFile() {
  return "the file became shorter while it was read; what could be read was judged, run again when nobody "
         "writes to it";
}

size_t FileSource::Read(char* out, size_t size) {
  if (failure()) return 0;
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

size_t StreamSource::Read(char* out, size_t size) {
  if (failure()) return 0;
  const ReadResult result = ReadSome(fd_, out, size, stop_fd_);
  position_ += result.bytes;
  if (result.error_number != 0) Fail(position_, DescribeError("cannot read", result.error_number));
  return result.bytes;
}

std::optional<size_t> StreamSource::PeekAt(uint64_t, char*, size_t) { return std::nullopt; }

}  // namespace kenpin
