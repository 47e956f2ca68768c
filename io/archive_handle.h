// libarchive's handle, and where it reads from.
#ifndef KENPIN_IO_ARCHIVE_HANDLE_H_
#define KENPIN_IO_ARCHIVE_HANDLE_H_

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "io/byte_source.h"

struct archive;

namespace kenpin {

// A tar is made of blocks of so many octets; blocks of zeros mark its end.
inline constexpr size_t kTarBlock = 512;

struct ArchiveCloser {
  void operator()(struct archive* handle) const;
};
using ArchiveHandle = std::unique_ptr<struct archive, ArchiveCloser>;

// A handle for reading; it knows no format yet.
ArchiveHandle MakeArchiveHandle();

// What libarchive last complained about; never null.
const char* ArchiveError(struct archive* handle);

// Gives libarchive its octets: from a source that only goes forward, or from a file, in which it may also
// seek. Must outlive the handle that reads it. Not thread-safe.
class ArchiveInput {
 public:
  // `source` must outlive this.
  explicit ArchiveInput(ByteSource* source) : source_(source) {}
  // Reading ends with a failure once `stop_fd` can be read; -1: never.
  explicit ArchiveInput(std::shared_ptr<const SharedFile> file, int stop_fd = -1)
      : file_(std::move(file)), stop_fd_(stop_fd) {}

  // Opens the handle, whose formats and filters are set. Returns whether that went well. This must not be
  // moved any more. A file may be opened again, by a new handle: it is read from its beginning.
  bool Open(struct archive* handle);

  // Of a source, before Open(): reads the first octets, at least so many (at most 4096) unless there are
  // fewer, and returns them. The handle gets them all the same.
  std::string_view ReadAhead(size_t octets);

  // Octets that libarchive has asked for and got.
  uint64_t bytes_read() const { return bytes_read_; }
  // Behind the last of them. In a file that is another number: libarchive goes to and fro there.
  uint64_t position() const { return source_ != nullptr ? bytes_read_ : position_; }
  // Whether the last `octets` of them (at most kTarBlock) are all zeros, and none were skipped behind them.
  bool ends_in_zeros(size_t octets) const { return zeros_at_end_ >= octets; }
  // Why the input ended too early; absent: it did not.
  const std::optional<ReadFailure>& failure() const {
    return source_ != nullptr ? source_->failure() : failure_;
  }
  // Throws what the source has thrown (std::bad_alloc), if it has: that does not pass through libarchive,
  // which is told of a failure.
  void Rethrow() const {
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
  }

 private:
  struct Callbacks;

  size_t Read();

  ByteSource* source_ = nullptr;
  std::shared_ptr<const SharedFile> file_;
  int stop_fd_ = -1;                    // Of the file, as is
  std::optional<ReadFailure> failure_;  // this.
  std::exception_ptr thrown_;           // Null: nothing.
  std::vector<char> buffer_;
  size_t ahead_ = 0;       // Octets in the buffer that the handle has not got yet.
  uint64_t position_ = 0;  // In the file.
  uint64_t bytes_read_ = 0;
  size_t zeros_at_end_ = 0;  // At most kTarBlock are counted.
};

// Reads the data of one entry after another. Not thread-safe. `handle` must outlive it.
class ArchiveData {
 public:
  explicit ArchiveData(struct archive* handle) : handle_(handle) {}

  // To be called behind each header.
  void Begin();
  // Reads the next octets of the entry; fewer than `size` only at its end, which is a sound one if is_sound()
  // says so. Holes of sparse files are zeros.
  size_t Read(char* out, size_t size);

  // Of the entry that was read to its end: whether it is whole and undamaged.
  bool is_sound() const;
  // Whether nothing can be read behind it.
  bool is_fatal() const;

 private:
  void Fetch();

  struct archive* handle_;
  std::string_view left_;  // What libarchive gave and was not read.
  uint64_t gap_ = 0;       // Zeros that stand before it.
  uint64_t position_ = 0;  // In the entry, behind `left_`.
  int status_ = 0;         // ARCHIVE_OK, _EOF, or what went wrong.
};

}  // namespace kenpin

#endif  // KENPIN_IO_ARCHIVE_HANDLE_H_
