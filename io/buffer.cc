#include "io/buffer.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace kenpin {
namespace {

constexpr std::align_val_t kAlignment{64};

char* AllocateBlock(size_t capacity) {
  char* block = static_cast<char*>(::operator new(capacity + 2 * kBufferSlack, kAlignment));
  std::memset(block, 0, kBufferSlack);
  return block + kBufferSlack;
}

void FreeBlock(char* data) {
  if (data != nullptr) ::operator delete(data - kBufferSlack, kAlignment);
}

}  // namespace

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  if (this != &other) {
    FreeBlock(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
  }
  return *this;
}

Buffer::~Buffer() { FreeBlock(data_); }

void Buffer::Reserve(size_t capacity) {
  if (capacity <= capacity_) return;
  char* grown = AllocateBlock(capacity);
  if (size_ > 0) std::memcpy(grown, data_, size_);
  FreeBlock(data_);
  data_ = grown;
  capacity_ = capacity;
  Resize(size_);
}

void Buffer::Resize(size_t size) {
  if (size > capacity_) std::abort();  // A bug of the caller: Reserve() comes first.
  size_ = size;
  if (data_ != nullptr) std::memset(data_ + size_, 0, kBufferSlack);
}

}  // namespace kenpin
