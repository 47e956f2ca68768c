// For tests: a source that gives a text.
#ifndef KENPIN_IO_TEST_TEXT_SOURCE_H_
#define KENPIN_IO_TEST_TEXT_SOURCE_H_

#include <algorithm>
#include <string>
#include <utility>

#include "io/byte_source.h"

namespace kenpin {

class TestTextSource : public ByteSource {
 public:
  // At most `most` octets at once. If `what` is not empty, the end is that failure.
  explicit TestTextSource(std::string text, size_t most = 100'000, std::string what = "")
      : text_(std::move(text)), most_(most), what_(std::move(what)) {}

  size_t Read(char* out, size_t size) override {
    const size_t n = std::min({size, most_, text_.size() - position_});
    std::copy_n(text_.data() + position_, n, out);
    position_ += n;
    if (n == 0 && !what_.empty()) Fail(position_, what_);
    return n;
  }
  std::optional<size_t> PeekAt(uint64_t, char*, size_t) override { return std::nullopt; }

 private:
  std::string text_;
  size_t most_;
  std::string what_;
  size_t position_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_IO_TEST_TEXT_SOURCE_H_
