// For tests: a message in memory with the slack that the kernels may read, indexed. The allocation is exactly
// as large as the contract promises, so that AddressSanitizer sees a read beyond it.
#ifndef KENPIN_ENGINE_MAIL_TEST_MESSAGE_H_
#define KENPIN_ENGINE_MAIL_TEST_MESSAGE_H_

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// Bytes with 64 readable octets on both sides. The slack is filled with what would do harm if it were taken
// for mail.
class PaddedText {
 public:
  explicit PaddedText(std::string_view text) : size_(text.size()), bytes_(new char[size_ + 128]) {
    std::memset(bytes_.get(), '\n', 64);
    if (!text.empty()) std::memcpy(bytes_.get() + 64, text.data(), text.size());
    for (size_t i = 0; i < 64; ++i) bytes_[64 + size_ + i] = "\n--=?\r"[i % 6];
  }
  std::string_view view() const { return {bytes_.get() + 64, size_}; }

 private:
  size_t size_;
  std::unique_ptr<char[]> bytes_;
};

// Owns text, arena and view; not movable.
struct TestMessage {
  explicit TestMessage(std::string_view bytes) : text(bytes), view(IndexMessage(text.view(), arena)) {}
  TestMessage(const TestMessage&) = delete;
  PaddedText text;
  Arena arena;
  MessageView view;
};

// `text` with every LF written as CRLF.
inline std::string WithCrlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_TEST_MESSAGE_H_
