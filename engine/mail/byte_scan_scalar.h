// The scalar twins of byte_scan.h: slow, obvious, and the reference that the kernels are tested against.
#ifndef KENPIN_ENGINE_MAIL_BYTE_SCAN_SCALAR_H_
#define KENPIN_ENGINE_MAIL_BYTE_SCAN_SCALAR_H_

#include "engine/mail/byte_scan.h"

namespace kenpin::scalar {

inline bool IsBase64Symbol(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

inline void ScanBlocks(const char* bytes, size_t blocks, BlockMasks* masks) {
  for (size_t block = 0; block < blocks; ++block) {
    masks[block] = BlockMasks();
    for (size_t i = 0; i < 64; ++i) {
      const char c = bytes[64 * block + i];
      const uint64_t bit = uint64_t{1} << i;
      if (c == '\n') masks[block].lf |= bit;
      if (c == '\r') masks[block].cr |= bit;
      if ((c & 0x80) != 0) masks[block].eight_bit |= bit;
      if (c == '\0') masks[block].nul |= bit;
      if (c == '=' && bytes[64 * block + i + 1] == '?') masks[block].encoded_word |= bit;
    }
  }
}

inline size_t FindDashLine(std::string_view bytes, size_t from) {
  for (size_t i = from; i + 3 <= bytes.size(); ++i) {
    if (bytes[i] == '\n' && bytes[i + 1] == '-' && bytes[i + 2] == '-') return i;
  }
  return bytes.size();
}

inline bool HasEightBit(std::string_view bytes) {
  for (const char c : bytes) {
    if ((c & 0x80) != 0) return true;
  }
  return false;
}

inline Base64Run MeasureBase64(std::string_view bytes) {
  Base64Run run;
  for (const char c : bytes) {
    const bool symbol = IsBase64Symbol(c);
    if (!symbol && c != '\r' && c != '\n' && c != ' ' && c != '\t') break;
    ++run.length;
    if (symbol) ++run.symbols;
  }
  return run;
}

}  // namespace kenpin::scalar

#endif  // KENPIN_ENGINE_MAIL_BYTE_SCAN_SCALAR_H_
