// Eight octets at a time in one integer, for scans of header text, where the runs between two octets of
// interest are too short for the wide kernels of byte_scan.h to pay for their call.
#ifndef KENPIN_ENGINE_MAIL_BYTE_WORD_H_
#define KENPIN_ENGINE_MAIL_BYTE_WORD_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace kenpin {

// Whether the first octet in memory is the lowest of the integer, which all below takes for granted; where it
// is not, scan octet by octet.
inline constexpr bool kHasByteWords = std::endian::native == std::endian::little;
inline constexpr size_t kByteWordSize = sizeof(uint64_t);
inline constexpr uint64_t kEachByte = 0x0101010101010101u;
inline constexpr uint64_t kEachHighBit = 0x80 * kEachByte;

// Eight octets from anywhere.
inline uint64_t LoadByteWord(const char* from) {
  uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// The high bit of every octet below `limit` (at most 128), and nothing else. No octet carries into the next.
constexpr uint64_t OctetsBelow(uint64_t word, uint8_t limit) {
  const uint64_t low = word & ~kEachHighBit;
  return ~(low + (0x80u - limit) * kEachByte) & ~word & kEachHighBit;
}

// The high bit of every octet that is `c` (below 128), and nothing else.
constexpr uint64_t OctetsEqual(uint64_t word, char c) {
  return OctetsBelow(word ^ static_cast<uint8_t>(c) * kEachByte, 1);
}

// Which octet comes first among marked ones; `marks` is not 0.
constexpr size_t FirstMarked(uint64_t marks) { return static_cast<size_t>(std::countr_zero(marks)) / 8; }

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_BYTE_WORD_H_
