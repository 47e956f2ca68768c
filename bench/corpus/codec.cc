// Base64, quoted-printable, encoded-words and ISO-2022-JP.
#include "bench/corpus/codec.h"

#include <openssl/evp.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace kenpin::corpus {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// Bytes of the UTF-8 character that begins with `lead`.
size_t CharacterLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

void AppendHex(std::string& out, unsigned char byte) {
  out += '=';
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 15];
}

// One line without its end. A soft break keeps lines within 76 characters, the "=" of the break included.
void AppendQuotedLine(std::string& out, std::string_view line) {
  constexpr size_t kMaxBeforeBreak = 75;
  size_t column = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(line[i]);
    const bool last = i + 1 == line.size();
    const bool white = byte == ' ' || byte == '\t';
    const bool literal = (byte > 32 && byte < 127 && byte != '=') || (white && !last);
    const size_t width = literal ? 1 : 3;
    if (column + width > kMaxBeforeBreak) {
      out += "=\r\n";
      column = 0;
    }
    if (literal) {
      out += static_cast<char>(byte);
    } else {
      AppendHex(out, byte);
    }
    column += width;
  }
}

// Encodes one word whose text is already cut to length.
std::string EncodedWord(std::string_view utf8, Charset charset) {
  const std::string bytes = charset == Charset::kIso2022Jp ? ToIso2022Jp(utf8) : std::string(utf8);
  return "=?" + std::string(CharsetName(charset)) + "?B?" + Base64(bytes) + "?=";
}

}  // namespace

std::string_view CharsetName(Charset charset) {
  switch (charset) {
    case Charset::kAscii:
      return "US-ASCII";
    case Charset::kUtf8:
      return "UTF-8";
    case Charset::kIso2022Jp:
      return "ISO-2022-JP";
  }
  return "";
}

std::string Base64(std::string_view input) {
  std::string out((input.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock also writes a final NUL.
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(input.data()), static_cast<int>(input.size()));
  out.resize(static_cast<size_t>(size));
  return out;
}

std::string Base64Lines(std::string_view input) {
  constexpr size_t kLine = 76;
  const std::string text = Base64(input);
  std::string out;
  out.reserve(text.size() + text.size() / kLine * 2 + 2);
  for (size_t at = 0; at < text.size(); at += kLine) {
    out.append(text, at, kLine);
    out += "\r\n";
  }
  return out;
}

std::string QuotedPrintable(std::string_view lines) {
  std::string out;
  out.reserve(lines.size() + lines.size() / 4);
  while (!lines.empty()) {
    const size_t end = std::min(lines.find("\r\n"), lines.size());
    AppendQuotedLine(out, lines.substr(0, end));
    out += "\r\n";
    lines.remove_prefix(std::min(end + 2, lines.size()));
  }
  return out;
}

std::string ToIso2022Jp(std::string_view utf8) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  UErrorCode error = U_ZERO_ERROR;
  // A converter is not thread-safe and slow to open; one per thread serves all its messages.
  thread_local const icu::LocalUConverterPointer converter(ucnv_open("ISO-2022-JP", &error));
  if (U_FAILURE(error) || converter.isNull()) throw std::runtime_error("ICU has no ISO-2022-JP converter");
  std::string out(static_cast<size_t>(text.length()) * 8 + 16, '\0');
  const int32_t size = ucnv_fromUChars(converter.getAlias(), out.data(), static_cast<int32_t>(out.size()),
                                       text.getBuffer(), text.length(), &error);
  if (U_FAILURE(error)) throw std::runtime_error("a text of the generator is not ISO-2022-JP");
  out.resize(static_cast<size_t>(size));
  return out;
}

std::string FromUtf8(std::string_view utf8, std::string_view charset) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  UErrorCode error = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(std::string(charset).c_str(), &error));
  ucnv_setFromUCallBack(converter.getAlias(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU has no converter for " + std::string(charset));
  std::string out(static_cast<size_t>(text.length()) * 4 + 16, '\0');
  const int32_t size = ucnv_fromUChars(converter.getAlias(), out.data(), static_cast<int32_t>(out.size()),
                                       text.getBuffer(), text.length(), &error);
  if (U_FAILURE(error)) throw std::runtime_error("a text of the generator is not " + std::string(charset));
  out.resize(static_cast<size_t>(size));
  return out;
}

std::string EncodedWords(std::string_view utf8, Charset charset) {
  if (IsAscii(utf8)) return std::string(utf8);
  // 36 bytes of UTF-8, or 14 characters of two bytes with two escapes, both stay well within 75 encoded
  // characters, and a line with a short field name before it within 78.
  const size_t max_bytes = 36;
  const size_t max_characters = charset == Charset::kIso2022Jp ? 12 : 36;
  std::string out;
  while (!utf8.empty()) {
    size_t size = 0;
    for (size_t characters = 0; size < utf8.size() && characters < max_characters; ++characters) {
      const size_t next = CharacterLength(static_cast<unsigned char>(utf8[size]));
      if (size + next > max_bytes) break;
      size += next;
    }
    if (!out.empty()) out += "\r\n ";
    out += EncodedWord(utf8.substr(0, size), charset);
    utf8.remove_prefix(size);
  }
  return out;
}

bool IsAscii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; });
}

}  // namespace kenpin::corpus
