// The innermost loops of body canonicalization (RFC 6376 §3.4.3 and §3.4.4): bytes in, canonical bytes out,
// without a thought for empty lines at the end of the body, which canonical_body.h holds back. State between
// two calls is a few bits, so a body may come in any pieces. Each loop exists for every SIMD target and once
// more byte by byte; the program chooses at run time.
//
// Where a call reads: at most kBufferSlack bytes before or behind `in` are loaded (never believed), so they
// must be readable.
#ifndef KENPIN_ENGINE_DKIM_BODY_KERNELS_H_
#define KENPIN_ENGINE_DKIM_BODY_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/dkim/body_hash.h"
#include "engine/mail/line_end.h"

namespace kenpin {

// Where the canonicalizer stands between two bytes. What is pending was read but not written: only the next
// byte tells what it becomes.
struct CanonicalState {
  bool pending_wsp = false;  // A run of WSP: one SP if data follows, nothing if the line ends. (relaxed only)
  bool pending_cr = false;   // A CR behind that run: half a line end if LF follows, data if not.
  bool operator==(const CanonicalState&) const = default;
};

// Facts of the lines so far, by the standard reading.
struct LineScan {
  uint64_t line_feeds = 0;
  uint64_t carriage_returns = 0;
  uint64_t crlfs = 0;
  uint64_t longest_line = 0;  // At least that of the lines that have ended, never more than of all.
  uint64_t line_length = 0;   // Of the line that has not, a CR at its end included.
  uint64_t eight_bit = 0;     // Not zero if a byte above 127 was seen.
  uint64_t nul = 0;           // Not zero if a NUL was seen.
  bool after_cr = false;      // The last byte was a CR.

  uint64_t lone_line_feeds() const { return line_feeds - crlfs; }
  // What these become if the body ends here.
  BodyFacts Facts() const;
};

struct KernelProgress {
  size_t consumed = 0;  // Bytes of `in`; all of them unless `out` grew full.
  size_t produced = 0;  // Bytes of `out`. CR and LF of a line end are never divided between two calls.
};

// The least `out` with which a call makes progress: 64 bytes become at most 130, and vectors are stored
// whole.
inline constexpr size_t kMinKernelOutput = 256;

// By the standard reading, with the line facts of what was consumed added to *scan.
KernelProgress CanonicalizeRelaxed(std::string_view in, std::span<char> out, CanonicalState* state,
                                   LineScan* scan);
KernelProgress CanonicalizeSimple(std::string_view in, std::span<char> out, CanonicalState* state,
                                  LineScan* scan);
// The line facts alone.
void ScanLines(std::string_view in, LineScan* scan);

// Byte by byte: every reading of line ends, and the twin that the loops above are tested against.
KernelProgress CanonicalizeBytes(Canonicalization canonicalization, LineEndReading reading,
                                 std::string_view in, std::span<char> out, CanonicalState* state);
void ScanLinesByBytes(std::string_view in, LineScan* scan);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_BODY_KERNELS_H_
