// The MIME walk and what becomes of its leaves: the text of a leaf is what its decoder gives, whatever stands
// around the message and whatever was read before.
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/charset.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "engine/mail/text_decode_scalar.h"
#include "engine/mail/text_source.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

bool IsAsciiOrUtf8(std::string_view charset) {
  std::string lower(charset);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower.empty() || lower == "utf-8" || lower == "us-ascii";
}

std::string Plainly(std::string_view raw, TransferEncoding encoding) {
  std::string out(3 * raw.size() + 8, '\0');
  if (encoding == TransferEncoding::kQuotedPrintable) {
    out.resize(scalar::DecodeQuotedPrintable(raw, out.data()));
  } else if (encoding == TransferEncoding::kBase64) {
    out.resize(scalar::DecodeBase64(raw, out.data()));
  } else {
    out = raw;
  }
  return out;
}

std::string ReadAll(const fuzz::Surrounded& text, TextSource& source) {
  Arena arena;
  const MessageView view = IndexMessage(text.view(), arena);
  const MimeWalk walk = WalkMime(view, arena);
  std::string all = std::to_string(walk.leaves.size());
  for (const MimeLeaf& leaf : walk.leaves) {
    const std::string_view raw = text.view().substr(leaf.begin, leaf.end - leaf.begin);
    for (const size_t most : {kMaxDecodedText, raw.size() / 2}) {
      const LeafText read = source.Read(text.view(), leaf, most);
      text.RequireSound(read.text);
      fuzz::Touch(read.charset);
      if (IsAsciiOrUtf8(leaf.charset) && !read.cut && most == kMaxDecodedText)
        Require(read.text == Plainly(raw, leaf.encoding), "a leaf's text is what its decoder gives");
      (all += read.text) += read.cut ? '+' : '.';
      if (IsKnownCharset(leaf.charset)) EndsInsideCharacter(raw, leaf.charset);
    }
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static TextSource used;
  TextSource fresh;
  fuzz::Dice dice(input);
  const std::string expected = ReadAll(fuzz::Surrounded(input, fuzz::Around::kZeros), fresh);
  for (const fuzz::Around around : fuzz::kArounds) {
    Require(ReadAll(fuzz::Surrounded(input, around, dice.Below(64)), used) == expected,
            "what stands around a message changes nothing");
  }
  return 0;
}
