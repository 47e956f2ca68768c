// The text of a leaf as something that can be searched: the transfer encoding undone, in a charset whose
// octets below 128 are ASCII.
#ifndef KENPIN_ENGINE_MAIL_TEXT_SOURCE_H_
#define KENPIN_ENGINE_MAIL_TEXT_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "engine/mail/mime_walk.h"

namespace kenpin {

// Octets of text that are looked at in one message. Receivers cut newsletters above 102 KB; this bounds the
// time that one message can cost to some milliseconds.
inline constexpr size_t kMaxDecodedText = 4u << 20;
// Of a charset that must be converted (UTF-16 and the like), at 200 MB/s.
inline constexpr size_t kMaxConvertedText = 1u << 20;

struct LeafText {
  std::string_view text;     // 64 octets on both sides of it are readable.
  std::string_view charset;  // As FindUnsubscribeWord() takes it.
  bool cut = false;          // There is more of it.
  bool unknown_charset = false;
};

// Not thread-safe: one a worker. It keeps its memory, but for that of an unusually long text.
class TextSource {
 public:
  // The text of a leaf, its first `most` encoded octets at most. Text in 7bit, 8bit and binary is the
  // message's own octets; other text lives until the next call.
  LeafText Read(std::string_view message, const MimeLeaf& leaf, size_t most);

 private:
  // Memory for `size` octets with slack on both sides.
  char* Reserve(std::unique_ptr<char[]>& buffer, size_t& capacity, size_t size);
  std::string_view Decode(std::string_view raw, TransferEncoding encoding);
  LeafText Convert(LeafText leaf);

  std::unique_ptr<char[]> decoded_;
  std::unique_ptr<char[]> converted_;
  size_t decoded_size_ = 0;
  size_t converted_size_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_TEXT_SOURCE_H_
