// A worker's arena: memory that lives until the end of the chunk and is then reused without returning to the
// allocator.
#ifndef KENPIN_ENGINE_MAIL_ARENA_H_
#define KENPIN_ENGINE_MAIL_ARENA_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/mail/ascii.h"

namespace kenpin {

// Not thread-safe. Holds only trivially destructible things; their destructors are never run.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // Returns `size` uninitialized bytes; they live until Reset().
  void* Allocate(size_t size, size_t alignment = alignof(std::max_align_t)) {
    size_t begin = (used_ + alignment - 1) & ~(alignment - 1);
    if (block_ >= blocks_.size() || begin + size > blocks_[block_].size) {
      NextBlock(size + alignment);
      begin = (used_ + alignment - 1) & ~(alignment - 1);
    }
    used_ = begin + size;
    return blocks_[block_].bytes.get() + begin;
  }

  // Returns `count` value-initialized objects.
  template <typename T>
  std::span<T> NewArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    constexpr size_t kSize = sizeof(T);  // NOLINT(bugprone-sizeof-expression): T may well be a pointer.
    T* first = static_cast<T*>(Allocate(count * kSize, alignof(T)));
    for (size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }

  // Returns a copy of `text` that lives until Reset().
  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* bytes = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
  }

  // Returns a copy of `text` in which letters of ASCII are in lower case; it lives until Reset().
  std::string_view CopyInLowerCase(std::string_view text) {
    char* bytes = static_cast<char*>(Allocate(text.size(), 1));
    for (size_t i = 0; i < text.size(); ++i) bytes[i] = ToLower(text[i]);
    return {bytes, text.size()};
  }

  // Forgets everything and keeps the memory, up to kKeptBytes.
  void Reset() {
    size_t kept = 0;
    size_t n = 0;
    while (n < blocks_.size() && kept + blocks_[n].size <= kKeptBytes) kept += blocks_[n++].size;
    blocks_.resize(n);
    block_ = 0;
    used_ = 0;
  }

 private:
  static constexpr size_t kBlockBytes = 64 * 1024;
  // One hostile chunk must not keep its memory for the rest of the run.
  static constexpr size_t kKeptBytes = 4 * 1024 * 1024;

  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };

  void NextBlock(size_t size) {
    while (++block_ < blocks_.size()) {
      if (blocks_[block_].size >= size) {
        used_ = 0;
        return;
      }
    }
    const size_t wanted = size > kBlockBytes ? size : kBlockBytes;
    blocks_.push_back({std::unique_ptr<char[]>(new char[wanted]), wanted});
    block_ = blocks_.size() - 1;
    used_ = 0;
  }

  std::vector<Block> blocks_;
  size_t block_ = static_cast<size_t>(-1);
  size_t used_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_ARENA_H_
