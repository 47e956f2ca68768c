// A look at the octets of a source that were read and not yet used up.
#ifndef KENPIN_IO_BYTE_WINDOW_H_
#define KENPIN_IO_BYTE_WINDOW_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "io/byte_source.h"

namespace kenpin {

// Not thread-safe. `source` must outlive it. Its memory is the largest amount that was wanted at once, or
// kWindowRead.
class ByteWindow {
 public:
  explicit ByteWindow(ByteSource* source) : source_(source) {}

  // All that is at hand, once `size` octets are or the source has ended. Valid until the next Want().
  std::string_view Want(size_t size);
  // Uses up the first octets of what is at hand.
  void Consume(size_t size) { begin_ += size; }
  // Uses up octets, at hand or not. Returns how many there were: fewer at the end.
  uint64_t Skip(uint64_t size);

  // Octets that were used up.
  uint64_t position() const { return dropped_ + begin_; }
  const ByteSource& source() const { return *source_; }

 private:
  ByteSource* source_;
  std::vector<char> bytes_;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t dropped_ = 0;  // Octets that stood before bytes_[0].
};

// Octets that are read at once.
inline constexpr size_t kWindowRead = size_t{256} << 10;

}  // namespace kenpin

#endif  // KENPIN_IO_BYTE_WINDOW_H_
