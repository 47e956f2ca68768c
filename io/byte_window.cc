#include "io/byte_window.h"

#include <algorithm>
#include <cstring>

namespace kenpin {

std::string_view ByteWindow::Want(size_t size) {
  if (end_ - begin_ < size) {
    if (begin_ < end_) std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    dropped_ += begin_;
    end_ -= begin_;
    begin_ = 0;
    bytes_.resize(std::max({bytes_.size(), size, kWindowRead}));
    while (end_ < size) {
      const size_t got = source_->Read(bytes_.data() + end_, bytes_.size() - end_);
      if (got == 0) break;
      end_ += got;
    }
  }
  return {bytes_.data() + begin_, end_ - begin_};
}

uint64_t ByteWindow::Skip(uint64_t size) {
  uint64_t skipped = 0;
  while (skipped < size) {
    const size_t step = static_cast<size_t>(std::min<uint64_t>(Want(1).size(), size - skipped));
    if (step == 0) break;
    Consume(step);
    skipped += step;
  }
  return skipped;
}

}  // namespace kenpin
