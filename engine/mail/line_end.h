// The one policy on line ends, for every part of kenpin that reads lines of a message.
//
// LF ends a line and CRLF ends a line; both hash as CRLF. A CR that no LF follows is data. CR CR LF is a CR
// (data) and a line end. The form is never decided by the first line: stores prepend header fields with LF to
// mail kept with CRLF. What was found is counted, for header section and body apart, and the format rules
// judge those counts. Only where one message mixes forms, and only after a hash mismatch, DKIM tries the few
// other readings below and names the one that matched.
#ifndef KENPIN_ENGINE_MAIL_LINE_END_H_
#define KENPIN_ENGINE_MAIL_LINE_END_H_

#include <cstdint>

namespace kenpin {

// How the bytes CR and LF are read.
enum class LineEndReading : uint8_t {
  kStandard,          // LF and CRLF end a line, a lone CR is data.
  kCrBeforeLfIsData,  // LF ends a line, every CR is data: CRLF hashes as CR CR LF.
  kLoneLfIsData,      // Only CRLF ends a line, a lone LF is data.
  kLoneCrEndsLine,    // CRLF, LF and a lone CR all end a line.
};

// Counts of what stands in a run of bytes, read by kStandard.
struct LineEndCounts {
  uint64_t crlf = 0;
  uint64_t lone_lf = 0;
  uint64_t lone_cr = 0;

  uint64_t lines() const { return crlf + lone_lf; }
  bool mixed() const { return lone_cr != 0 || (crlf != 0 && lone_lf != 0); }
  LineEndCounts& operator+=(const LineEndCounts& other) {
    crlf += other.crlf;
    lone_lf += other.lone_lf;
    lone_cr += other.lone_cr;
    return *this;
  }
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_LINE_END_H_
