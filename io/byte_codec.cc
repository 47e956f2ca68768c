#include "io/byte_codec.h"

namespace kenpin {
namespace {

constexpr unsigned kBitsPerOctet = 7;
constexpr uint8_t kMore = 1u << kBitsPerOctet;

}  // namespace

std::string Hexadecimal(std::span<const uint8_t> octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const uint8_t octet : octets) {
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

void ByteWriter::Number(uint64_t value) {
  for (; value >= kMore; value >>= kBitsPerOctet) bytes_ += static_cast<char>(value | kMore);
  bytes_ += static_cast<char>(value);
}

void ByteWriter::Text(std::string_view text) {
  Number(text.size());
  bytes_ += text;
}

void ByteReader::Fail() {
  ok_ = false;
  rest_ = {};
}

uint64_t ByteReader::Number(uint64_t limit) {
  uint64_t value = 0;
  unsigned shift = 0;
  for (size_t i = 0; i < rest_.size() && shift < 64; ++i, shift += kBitsPerOctet) {
    const uint8_t octet = static_cast<uint8_t>(rest_[i]);
    const uint64_t bits = octet & (kMore - 1u);
    if (bits << shift >> shift != bits) break;
    value |= bits << shift;
    if (octet >= kMore) continue;
    if (value > limit) break;
    rest_.remove_prefix(i + 1);
    return value;
  }
  Fail();
  return 0;
}

std::string_view ByteReader::Text() {
  const size_t size = Number(rest_.size());
  if (size > rest_.size()) Fail();
  if (!ok_) return {};
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return text;
}

}  // namespace kenpin
