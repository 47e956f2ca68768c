// A table that workers fill together: what one has worked out, the others find. It only grows, up to a bound,
// so a value that was found once stays where it is.
#ifndef KENPIN_ENGINE_AUTH_BOUNDED_MEMO_H_
#define KENPIN_ENGINE_AUTH_BOUNDED_MEMO_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <type_traits>

#include <absl/container/flat_hash_map.h>
#include <absl/strings/string_view.h>

namespace kenpin {

// The parts of a key, written one behind the other so that different parts never give the same text. Keys of
// usual size do not allocate. `text` may hold any octets.
class MemoKey {
 public:
  template <typename T>
  MemoKey& Add(const T& number) {
    static_assert(std::is_integral_v<T> || std::is_enum_v<T>);
    return AddOctets(&number, sizeof number);
  }
  MemoKey& Add(std::string_view text) { return Add(text.size()).AddOctets(text.data(), text.size()); }

  // A part whose length is always the same.
  MemoKey& AddOctets(const void* bytes, size_t size) {
    if (size == 0) return *this;
    if (long_.empty() && size_ + size <= short_.size()) {
      std::memcpy(short_.data() + size_, bytes, size);
      size_ += size;
      return *this;
    }
    if (long_.empty()) long_.assign(short_.data(), size_);
    long_.append(static_cast<const char*>(bytes), size);
    return *this;
  }

  std::string_view view() const {
    return long_.empty() ? std::string_view(short_.data(), size_) : std::string_view(long_);
  }

 private:
  std::array<char, 640> short_;  // Not initialized: only size_ octets of it are read.
  size_t size_ = 0;
  std::string long_;
};

// Thread-safe. Readers of different keys rarely meet: the table is in parts, each with a lock of its own.
template <typename Value>
class BoundedMemo {
 public:
  // `max_bytes`: of keys, values and what the callers of Keep() say that the values hold besides.
  explicit BoundedMemo(uint64_t max_bytes) : max_bytes_(max_bytes) {}

  // The value, or null. It lives as long as the table. Does not allocate.
  const Value* Find(std::string_view key) const {
    const Part& part = PartOf(key);
    const std::shared_lock lock(part.mutex);
    const auto found = part.values.find(absl::string_view(key.data(), key.size()));
    return found == part.values.end() ? nullptr : found->second.get();
  }

  // Puts a copy of the value in. Returns where it is, or the one that another worker put there before; null
  // when the table is full. `held_bytes`: what the value has allocated.
  const Value* Keep(std::string_view key, const Value& value, uint64_t held_bytes) {
    const uint64_t bytes = key.size() + sizeof(Value) + kEntryBytes + held_bytes;
    Part& part = PartOf(key);
    const std::unique_lock lock(part.mutex);
    const auto found = part.values.find(absl::string_view(key.data(), key.size()));
    if (found != part.values.end()) return found->second.get();
    if (bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes > max_bytes_) {
      bytes_.fetch_sub(bytes, std::memory_order_relaxed);
      return nullptr;
    }
    return part.values.emplace(std::string(key), std::make_unique<const Value>(value)).first->second.get();
  }

 private:
  static constexpr size_t kParts = 32;
  static constexpr uint64_t kEntryBytes = 96;  // Slot, control octet, two headers of the allocator.

  struct alignas(64) Part {
    mutable std::shared_mutex mutex;
    absl::flat_hash_map<std::string, std::unique_ptr<const Value>> values;
  };

  Part& PartOf(std::string_view key) { return parts_[std::hash<std::string_view>()(key) % kParts]; }
  const Part& PartOf(std::string_view key) const {
    return parts_[std::hash<std::string_view>()(key) % kParts];
  }

  const uint64_t max_bytes_;
  std::atomic<uint64_t> bytes_{0};
  std::array<Part, kParts> parts_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_BOUNDED_MEMO_H_
