// Most text needs one step or none: 7bit and 8bit stand as they are; quoted-printable and base64 are decoded
// at memory speed into a buffer that stays in the cache. ISO-2022-JP is made EUC-JP. Only charsets like
// UTF-16 go through ICU.
#include "engine/mail/text_source.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_scan.h"
#include "engine/mail/charset.h"
#include "engine/mail/text_decode.h"

namespace kenpin {
namespace {

constexpr size_t kSlack = 64;
// A longer text gives its memory back at the next one.
constexpr size_t kKeptOctets = 512 * 1024;

// Charsets in which an octet below 128 may be half a character.
constexpr std::string_view kOpaque[] = {"utf-16", "utf16",       "utf-32",      "utf32",   "ucs-2", "ucs-4",
                                        "utf-7",  "iso-10646",   "iso-2022-kr", "hz",      "scsu",  "bocu",
                                        "ibm037", "iso-2022-cn", "csunicode",   "unicode", "ebcdic"};

bool IsOpaque(std::string_view charset) {
  return std::any_of(std::begin(kOpaque), std::end(kOpaque),
                     [charset](std::string_view prefix) { return StartsWithIgnoreCase(charset, prefix); });
}

}  // namespace

char* TextSource::Reserve(std::unique_ptr<char[]>& buffer, size_t& capacity, size_t size) {
  if (capacity < size || (capacity > kKeptOctets && size <= kKeptOctets)) {
    capacity = std::max(size, kKeptOctets);
    buffer.reset(new char[capacity + 2 * kSlack]);
    std::memset(buffer.get(), 0, kSlack);
  }
  return buffer.get() + kSlack;
}

std::string_view TextSource::Decode(std::string_view raw, TransferEncoding encoding) {
  if (encoding != TransferEncoding::kQuotedPrintable && encoding != TransferEncoding::kBase64) return raw;
  char* out = Reserve(decoded_, decoded_size_, raw.size() + kDecodeSlack);
  const size_t size =
      encoding == TransferEncoding::kBase64 ? DecodeBase64(raw, out) : DecodeQuotedPrintable(raw, out);
  return {out, size};
}

LeafText TextSource::Convert(LeafText leaf) {
  leaf.cut |= leaf.text.size() > kMaxConvertedText;
  const std::string_view in = leaf.text.substr(0, kMaxConvertedText);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(
      ucnv_open(std::string(leaf.charset).c_str(), &error), ucnv_close);
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open("UTF-8", &error), ucnv_close);
  if (U_FAILURE(error)) {
    leaf.unknown_charset = true;
    return leaf;
  }
  const size_t most = 4 * in.size() + 16;
  char* out = Reserve(converted_, converted_size_, most);
  char* target = out;
  const char* source = in.data();
  // One UTF-16 unit takes at most three octets, so the output always fits; the pivot is ICU's own.
  ucnv_convertEx(to.get(), from.get(), &target, out + most, &source, in.data() + in.size(), nullptr, nullptr,
                 nullptr, nullptr, true, true, &error);
  leaf.text = {out, static_cast<size_t>(target - out)};
  leaf.charset = {};
  return leaf;
}

LeafText TextSource::Read(std::string_view message, const MimeLeaf& leaf, size_t most) {
  std::string_view raw = message.substr(leaf.begin, leaf.end - leaf.begin);
  LeafText text;
  text.cut = raw.size() > most;
  raw = raw.substr(0, most);
  text.charset = leaf.charset;
  text.text = Decode(raw, leaf.encoding);
  if (StartsWithIgnoreCase(leaf.charset, "iso-2022-jp") || EqualsIgnoreCase(leaf.charset, "csISO2022JP")) {
    char* out = Reserve(converted_, converted_size_, 3 * text.text.size() + kDecodeSlack);
    text.text = {out, Iso2022JpToEucJp(text.text, out)};
    text.charset = "EUC-JP";
  } else if (IsOpaque(leaf.charset)) {
    text = Convert(text);
  } else if (!leaf.charset.empty() && !IsKnownCharset(leaf.charset) && HasEightBit(text.text)) {
    text.unknown_charset = true;
  }
  return text;
}

}  // namespace kenpin
