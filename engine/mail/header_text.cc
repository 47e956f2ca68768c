// Most bodies are one line of ASCII and are returned as they are.
#include "engine/mail/header_text.h"

#include <algorithm>
#include <optional>
#include <span>

#include "engine/mail/ascii.h"
#include "engine/mail/charset.h"
#include "engine/mail/encoded_word.h"

namespace kenpin {
namespace {

// Room for one more character behind the end.
constexpr size_t kSlack = 4;

// Collects up to `most` octets.
class Writer {
 public:
  Writer(size_t most, Arena& arena) : out_(arena.NewArray<char>(most + kSlack)), most_(most) {}

  // Text between encoded-words, folds removed.
  void Plain(std::string_view text) {
    for (const char c : text) {
      if (c == '\r' || c == '\n') continue;
      if (size_ == most_) {
        cut_ = true;
        return;
      }
      out_[size_++] = c;
    }
  }
  void Octets(std::string_view octets, std::string_view charset) {
    const std::span<char> room = out_.subspan(size_, most_ - size_);
    const size_t written = room.empty() ? 0 : ConvertToUtf8(octets, charset, room);
    size_ += written;
    // A character that finds no room leaves up to three octets of it.
    cut_ |= !octets.empty() && room.size() - written < kSlack;
  }
  bool cut() const { return cut_; }
  std::string_view Finish() const {
    size_t end = size_;
    if (end == most_) {
      // Half a character at the end is none.
      while (end > 0 && most_ - end < 3 && (static_cast<unsigned char>(out_[end - 1]) & 0xc0) == 0x80) --end;
      if (end > 0 && static_cast<unsigned char>(out_[end - 1]) >= 0xc0) --end;
    }
    return {out_.data(), end};
  }

 private:
  std::span<char> out_;
  size_t most_;
  size_t size_ = 0;
  bool cut_ = false;
};

}  // namespace

std::string_view DecodeHeaderText(std::string_view body, size_t most, Arena& arena, bool* cut) {
  body = TrimBlanks(body);
  std::optional<EncodedWord> word = FindEncodedWord(body, 0);
  if (!word && body.size() <= most && body.find('\n') == std::string_view::npos) return body;
  Writer writer(std::min(most, 4 * body.size()), arena);
  size_t done = 0;
  bool after_word = false;
  for (; word; word = FindEncodedWord(body, word->end)) {
    const std::string_view between = body.substr(done, word->begin - done);
    const std::optional<std::string_view> octets = DecodeEncodedWord(*word, arena);
    // §6.2: white space between two encoded-words is not shown.
    if (!after_word || !octets || !TrimBlanks(between).empty()) writer.Plain(between);
    if (octets) {
      writer.Octets(*octets, word->charset);
    } else {
      writer.Plain(body.substr(word->begin, word->end - word->begin));
    }
    after_word = octets.has_value();
    done = word->end;
  }
  writer.Plain(body.substr(done));
  *cut |= writer.cut();
  return writer.Finish();
}

}  // namespace kenpin
