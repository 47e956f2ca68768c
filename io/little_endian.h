// Numbers as packed formats write them: the low octet first.
#ifndef KENPIN_IO_LITTLE_ENDIAN_H_
#define KENPIN_IO_LITTLE_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// The `octets` octets (at most eight) from text[at] on, which must be there.
constexpr uint64_t LittleEndian(std::string_view text, size_t at, size_t octets) {
  uint64_t value = 0;
  for (size_t i = octets; i-- > 0;) value = value << 8 | static_cast<uint8_t>(text[at + i]);
  return value;
}

}  // namespace kenpin

#endif  // KENPIN_IO_LITTLE_ENDIAN_H_
