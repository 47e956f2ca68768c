// Where the splitter's bytes come from: a range of a file, or a stream that can only be read forward.
#ifndef KENPIN_IO_BYTE_SOURCE_H_
#define KENPIN_IO_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/file.h"

namespace kenpin {

// A regular file that several threads read at once.
struct SharedFile {
  File file;
  std::string path;
  uint64_t size = 0;  // At the time of opening: later growth is not read.
  uint32_t rank = 0;  // Of the file in its directory, as Ordinal has it; 0 for a file that was named.
};

// Why reading ended before it should have.
struct ReadFailure {
  uint64_t offset = 0;
  std::string what;
};

// Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads the next octets, at most `size`; 0 means the end, which is an early one if failure() says so.
  virtual size_t Read(char* out, size_t size) = 0;

  // Reads octets at an offset without moving the position; fewer than `size` at the end. Null if the source
  // can only go forward.
  virtual std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) = 0;

  // Makes a Read() that waits, and all later ones, fail, where reading may wait. Any thread.
  virtual void Cancel() {}

  const std::optional<ReadFailure>& failure() const { return failure_; }

 protected:
  void Fail(uint64_t offset, std::string what) { failure_ = ReadFailure{offset, std::move(what)}; }

 private:
  std::optional<ReadFailure> failure_;
};

// Reads a regular file from `begin` to its size at the time of opening. A file that has become shorter is a
// failure.
class FileSource : public ByteSource {
 public:
  // Ends with a failure once `stop_fd` can be read; -1: never.
  FileSource(std::shared_ptr<const SharedFile> file, uint64_t begin, int stop_fd = -1)
      : file_(std::move(file)), position_(begin), stop_fd_(stop_fd) {}

  size_t Read(char* out, size_t size) override;
  std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) override;

 private:
  std::shared_ptr<const SharedFile> file_;
  uint64_t position_;
  int stop_fd_;
};

// Reads a descriptor forward to its end. Does not close it.
class StreamSource : public ByteSource {
 public:
  // Ends with a failure once `stop_fd` can be read; -1: never.
  explicit StreamSource(int fd, int stop_fd = -1);

  size_t Read(char* out, size_t size) override;
  std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) override;
  void Cancel() override;

 private:
  int fd_;
  int stop_fd_;
  File cancel_;  // An event, which can be read once Cancel() was called.
  uint64_t position_ = 0;
};

// Gives the first octets of another source before they are read, and then all of them. Can only go forward.
class PeekedSource : public ByteSource {
 public:
  // Reads the first `size` octets, or all there are; may wait for them.
  PeekedSource(std::unique_ptr<ByteSource> source, size_t size);

  // What was read ahead, whole.
  std::string_view beginning() const { return beginning_; }

  size_t Read(char* out, size_t size) override;
  std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) override;
  void Cancel() override { source_->Cancel(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string beginning_;
  size_t given_ = 0;  // Octets of the beginning that were read.
};

// What is said of a file that ended before the size that it had when it was opened.
std::string DescribeShrunkFile();

}  // namespace kenpin

#endif  // KENPIN_IO_BYTE_SOURCE_H_
