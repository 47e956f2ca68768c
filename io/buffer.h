// A growing byte buffer for SIMD: 64-byte aligned, with 64 readable bytes of slack before the first and after
// the last byte, so that kernels may load whole vectors at both ends. The slack is zeroed.
#ifndef KENPIN_IO_BUFFER_H_
#define KENPIN_IO_BUFFER_H_

#include <cstddef>
#include <string_view>

namespace kenpin {

inline constexpr size_t kBufferSlack = 64;

// Owns its bytes; movable, not copyable. Not thread-safe.
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer();

  // Makes room for `capacity` bytes, keeping the first `size()` ones; capacity never shrinks. Invalidates
  // views.
  void Reserve(size_t capacity);
  // Sets the number of valid bytes (at most capacity()) and zeroes the slack behind them.
  void Resize(size_t size);

  char* data() { return data_; }
  const char* data() const { return data_; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  std::string_view view() const { return {data_, size_}; }

 private:
  char* data_ = nullptr;  // Points kBufferSlack bytes behind the start of the allocation.
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_IO_BUFFER_H_
