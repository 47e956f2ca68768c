// The scans of markup_scan.h an octet at a time, as they are defined.
#ifndef KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_
#define KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/markup_scan.h"

namespace kenpin::scalar {

// The octet with bit 5 set: ASCII letters in lower case, CR as '-', LF as '*', HTAB as ')'.
inline uint8_t Fold(char c) { return static_cast<uint8_t>(static_cast<uint8_t>(c) | 0x20); }
inline bool IsOneOf(uint8_t c, std::string_view set) { return set.find(static_cast<char>(c)) != set.npos; }

inline bool IsMarkupPlace(const char* p) {
  const uint8_t next = Fold(p[1]);
  const uint8_t previous = Fold(p[-1]);
  switch (p[0]) {
    case ':': {
      const uint8_t before = Fold(p[-2]);
      if ((previous == 't' && before == 'p') || (previous == 'a' && before == 't')) return true;
      if (previous == 'd' && before == 'n') return true;
      if (!IsOneOf(previous, "ehpty */-)")) return false;
      return IsOneOf(next, "nhc0-. /*)") || (next == '1' && Fold(p[2]) == 'p');
    }
    case '/':
      return p[1] == '/';
    case '<':
      return p[1] == '!' || next == 's';
    case 'r':
    case 'R':
      return previous == 'o' && (p[1] == ':' || p[1] == '=');
    case '>':
      return next == 'w';
    default:
      return false;
  }
}

inline ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  ScanRun run;
  for (run.next = from; run.next < text.size() && run.count < places.size(); ++run.next) {
    if (IsMarkupPlace(text.data() + run.next)) places[run.count++] = static_cast<uint32_t>(run.next);
  }
  return run;
}

inline uint32_t BucketsAt(const char* p, const WordWindows& windows) {
  uint32_t buckets = 0xff;
  for (size_t k = 0; k < 4; ++k) {
    const uint8_t octet = Fold(p[k]);
    buckets &= windows.low[k][octet & 15] & static_cast<uint32_t>(windows.high[k][octet >> 4]);
  }
  return buckets;
}

inline ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                           std::span<WordPlace> places) {
  ScanRun run;
  for (run.next = from; run.next < text.size() && run.count < places.size(); ++run.next) {
    const uint32_t buckets = BucketsAt(text.data() + run.next, windows);
    if (buckets != 0) places[run.count++] = {static_cast<uint32_t>(run.next), buckets};
  }
  return run;
}

}  // namespace kenpin::scalar

#endif  // KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_
