// SIMD scans over message bytes, with a scalar twin of each in engine/mail/byte_scan_scalar.h that tests
// compare them with. The widest instruction set of the machine is chosen when the program runs.
//
// All may be called from any thread. "Readable" below means that the bytes may be loaded; they never change a
// result.
#ifndef KENPIN_ENGINE_MAIL_BYTE_SCAN_H_
#define KENPIN_ENGINE_MAIL_BYTE_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// What stands where in 64 bytes; bit i is byte i.
struct BlockMasks {
  uint64_t lf = 0;
  uint64_t cr = 0;
  uint64_t eight_bit = 0;  // Above 127.
  uint64_t nul = 0;
  uint64_t encoded_word = 0;  // '=' with '?' behind it.
};

// Fills `masks[i]` for bytes [64 i, 64 i + 64) of `bytes`, i below `blocks`. One byte behind the last block
// must be readable: the '?' of an "=?" may be it.
void ScanBlocks(const char* bytes, size_t blocks, BlockMasks* masks);

// Returns the offset of the first "\n--" in `bytes` at or after `from`, or bytes.size(). 64 bytes behind the
// end must be readable.
size_t FindDashLine(std::string_view bytes, size_t from);

// Returns whether a byte above 127 stands in `bytes`. 64 bytes behind the end must be readable.
bool HasEightBit(std::string_view bytes);

// The longest beginning of a text that consists of the base64 alphabet (RFC 2045 §6.8) and of CR, LF, SP and
// HTAB.
struct Base64Run {
  size_t length = 0;   // Bytes.
  size_t symbols = 0;  // Those of them that are in the alphabet.
};
// 64 bytes behind the end must be readable.
Base64Run MeasureBase64(std::string_view bytes);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_BYTE_SCAN_H_
