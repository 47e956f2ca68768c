#include "io/archive_handle.h"

#include <archive.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>

namespace kenpin {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;

}  // namespace

void ArchiveCloser::operator()(struct archive* handle) const { archive_read_free(handle); }

ArchiveHandle MakeArchiveHandle() {
  ArchiveHandle handle(archive_read_new());
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

const char* ArchiveError(struct archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "" : text;
}

struct ArchiveInput::Callbacks {
  static la_ssize_t Read(struct archive* handle, void* self, const void** out) {
    ArchiveInput& input = *static_cast<ArchiveInput*>(self);
    size_t got = 0;
    try {
      got = input.Read();
    } catch (...) {
      input.thrown_ = std::current_exception();
      archive_set_error(handle, ENOMEM, "out of memory");
      return ARCHIVE_FATAL;
    }
    *out = input.buffer_.data();
    if (got == 0 && input.failure()) {
      archive_set_error(handle, EIO, "%s", input.failure()->what.c_str());
      return ARCHIVE_FATAL;
    }
    return static_cast<la_ssize_t>(got);
  }

  static la_int64_t Seek(struct archive* /*handle*/, void* self, la_int64_t offset, int whence) {
    ArchiveInput& input = *static_cast<ArchiveInput*>(self);
    const la_int64_t size = static_cast<la_int64_t>(input.file_->size);
    const la_int64_t from = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? static_cast<la_int64_t>(input.position_)
                                                 : size;
    // libarchive adds nothing that leaves the file, but what it read there may.
    input.position_ = static_cast<uint64_t>(std::clamp<la_int64_t>(from + offset, 0, size));
    return static_cast<la_int64_t>(input.position_);
  }

  static la_int64_t Skip(struct archive* /*handle*/, void* self, la_int64_t request) {
    ArchiveInput& input = *static_cast<ArchiveInput*>(self);
    const uint64_t left = input.file_->size - std::min(input.file_->size, input.position_);
    const uint64_t step = std::min(left, static_cast<uint64_t>(std::max<la_int64_t>(request, 0)));
    input.position_ += step;
    if (step > 0) input.zeros_at_end_ = 0;
    return static_cast<la_int64_t>(step);
  }
};

bool ArchiveInput::Open(struct archive* handle) {
  buffer_.resize(kReadBytes);
  position_ = 0;
  archive_read_set_callback_data(handle, this);
  archive_read_set_read_callback(handle, Callbacks::Read);
  if (file_ != nullptr) {
    archive_read_set_seek_callback(handle, Callbacks::Seek);
    archive_read_set_skip_callback(handle, Callbacks::Skip);
  }
  return archive_read_open1(handle) == ARCHIVE_OK;
}

std::string_view ArchiveInput::ReadAhead(size_t octets) {
  buffer_.resize(kReadBytes);
  while (ahead_ < octets) {
    const size_t got = source_->Read(buffer_.data() + ahead_, buffer_.size() - ahead_);
    if (got == 0) break;
    ahead_ += got;
  }
  return {buffer_.data(), ahead_};
}

size_t ArchiveInput::Read() {
  size_t got = 0;
  if (source_ != nullptr) {
    got = ahead_ > 0 ? std::exchange(ahead_, 0) : source_->Read(buffer_.data(), buffer_.size());
  } else {
    if (IsStopped(stop_fd_)) {
      failure_ = ReadFailure{position_, DescribeError("cannot read", EINTR)};
      return 0;
    }
    const uint64_t left = file_->size - std::min(file_->size, position_);
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>(buffer_.size(), left));
    const ReadResult result = ReadAt(file_->file, position_, buffer_.data(), wanted);
    got = result.bytes;
    position_ += got;
    if (result.error_number != 0) {
      failure_ = ReadFailure{position_, DescribeError("cannot read", result.error_number)};
    } else if (got < wanted) {
      failure_ = ReadFailure{position_, DescribeShrunkFile()};
    }
  }
  bytes_read_ += got;
  size_t zeros = 0;
  while (zeros < std::min(got, kTarBlock) && buffer_[got - 1 - zeros] == '\0') ++zeros;
  zeros_at_end_ = std::min(zeros + (zeros == got ? zeros_at_end_ : 0), kTarBlock);
  return got;
}

void ArchiveData::Begin() {
  left_ = {};
  gap_ = position_ = 0;
  status_ = ARCHIVE_OK;
}

size_t ArchiveData::Read(char* out, size_t size) {
  size_t given = 0;
  while (given < size) {
    if (gap_ > 0) {
      const size_t step = static_cast<size_t>(std::min<uint64_t>(gap_, size - given));
      std::memset(out + given, 0, step);
      gap_ -= step;
      given += step;
    } else if (!left_.empty()) {
      const size_t step = std::min(left_.size(), size - given);
      std::memcpy(out + given, left_.data(), step);
      left_.remove_prefix(step);
      given += step;
    } else if (status_ == ARCHIVE_OK) {
      Fetch();
    } else {
      break;
    }
  }
  return given;
}

// archive_read_data() would lose what it has read before an error.
void ArchiveData::Fetch() {
  const void* data = nullptr;
  size_t size = 0;
  la_int64_t offset = static_cast<la_int64_t>(position_);
  status_ = archive_read_data_block(handle_, &data, &size, &offset);
  if (status_ < ARCHIVE_WARN) return;
  if (offset > static_cast<la_int64_t>(position_)) gap_ = static_cast<uint64_t>(offset) - position_;
  left_ = {static_cast<const char*>(data), status_ == ARCHIVE_EOF ? 0 : size};
  position_ += gap_ + left_.size();
}

bool ArchiveData::is_sound() const { return status_ == ARCHIVE_EOF; }
bool ArchiveData::is_fatal() const { return status_ == ARCHIVE_FATAL; }

}  // namespace kenpin
