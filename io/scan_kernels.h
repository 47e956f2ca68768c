// Finds the few lines of an mbox that need a closer look: those that could be a From_ line or a quoted one.
//
// One pass, 64 bytes a step, at memory speed: a line is interesting when it begins "Fr", ">F" or ">>".
// Ordinary quoted replies
// ("> text") are passed over without a stop.
#ifndef KENPIN_IO_SCAN_KERNELS_H_
#define KENPIN_IO_SCAN_KERNELS_H_

#include <cstddef>

namespace kenpin {

// A step finds at most 22 lines, so room for 64 more is always enough to take another one.
inline constexpr size_t kCandidateCapacity = 256;
inline constexpr size_t kCandidateStep = 64;

struct CandidateScan {
  size_t count = 0;  // Positions written.
  size_t next = 0;   // Where to go on; `end` when the pass is complete.
};

// Writes the positions p in [first, end), ascending, at which data[p-1] is LF and data[p], data[p+1] are one
// of the pairs above, to `positions` (room for kCandidateCapacity), and stops early when that fills up. Reads
// from data[first-1] to data[end+63], which a Buffer always allows; the byte at data[end] decides about a
// line that begins at end-1. Picks the best kernel of the processor at run time.
CandidateScan FindFromCandidates(const char* data, size_t first, size_t end, size_t* positions);

// The same, one byte at a time: the reference that the kernels are tested against, and the fallback.
CandidateScan FindFromCandidatesScalar(const char* data, size_t first, size_t end, size_t* positions);

}  // namespace kenpin

#endif  // KENPIN_IO_SCAN_KERNELS_H_
