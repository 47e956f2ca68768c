#include "io/scan_kernels.h"

#include <cstdint>
#include <cstring>

// This file is compiled once per instruction set: foreach_target.h includes it again for each.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "io/scan_kernels.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR
namespace hn = hwy::HWY_NAMESPACE;

// Whether one of the 64 bytes at `block` begins a line with F or '>'. Hardly any block of mail has one.
HWY_INLINE bool MayHoldCandidate(const uint8_t* block) {
  const hn::CappedTag<uint8_t, 64> d;
  const size_t lanes = hn::Lanes(d);
  hn::Mask<decltype(d)> found = hn::FirstN(d, 0);
  for (size_t i = 0; i < 64; i += lanes) {
    const hn::Vec<decltype(d)> first = hn::LoadU(d, block + i);
    const hn::Mask<decltype(d)> begins = hn::Eq(hn::LoadU(d, block + i - 1), hn::Set(d, '\n'));
    const hn::Mask<decltype(d)> sign = hn::Or(hn::Eq(first, hn::Set(d, 'F')), hn::Eq(first, hn::Set(d, '>')));
    found = hn::Or(found, hn::And(begins, sign));
  }
  return !hn::AllFalse(d, found);
}

// One bit for each of the 64 bytes at `block` that begins an interesting line. Three loads, shifted by a byte
// each, are cheaper than shifting masks across the ends of blocks, and need no state between steps.
HWY_INLINE uint64_t CandidateMask(const uint8_t* block) {
  const hn::CappedTag<uint8_t, 64> d;
  const size_t lanes = hn::Lanes(d);
  const hn::Vec<decltype(d)> from = hn::Set(d, 'F');
  const hn::Vec<decltype(d)> quote = hn::Set(d, '>');
  uint64_t mask = 0;
  for (size_t i = 0; i < 64; i += lanes) {
    const hn::Vec<decltype(d)> before = hn::LoadU(d, block + i - 1);
    const hn::Vec<decltype(d)> first = hn::LoadU(d, block + i);
    const hn::Vec<decltype(d)> second = hn::LoadU(d, block + i + 1);
    const hn::Mask<decltype(d)> plain = hn::And(hn::Eq(first, from), hn::Eq(second, hn::Set(d, 'r')));
    const hn::Mask<decltype(d)> quoted =
        hn::And(hn::Eq(first, quote), hn::Or(hn::Eq(second, quote), hn::Eq(second, from)));
    const hn::Mask<decltype(d)> hit = hn::And(hn::Eq(before, hn::Set(d, '\n')), hn::Or(plain, quoted));
    uint64_t part = 0;
    hn::StoreMaskBits(d, hit, reinterpret_cast<uint8_t*>(&part));
    mask |= part << i;
  }
  return mask;
}
#endif

CandidateScan FindFromCandidatesSimd(const char* data, size_t first, size_t end, size_t* positions) {
#if HWY_TARGET == HWY_SCALAR
  return FindFromCandidatesScalar(data, first, end, positions);
#else
  CandidateScan scan{0, first};
  while (scan.next < end && scan.count + kCandidateStep <= kCandidateCapacity) {
    const uint8_t* const block = reinterpret_cast<const uint8_t*>(data) + scan.next;
    const size_t left = end - scan.next;
    uint64_t mask = HWY_UNLIKELY(MayHoldCandidate(block)) ? CandidateMask(block) : 0;
    if (left < kCandidateStep) mask &= (uint64_t{1} << left) - 1;
    for (; mask != 0; mask &= mask - 1) {
      positions[scan.count++] = scan.next + hwy::Num0BitsBelowLS1Bit_Nonzero64(mask);
    }
    scan.next += left < kCandidateStep ? left : kCandidateStep;
  }
  return scan;
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {

HWY_EXPORT(FindFromCandidatesSimd);

CandidateScan FindFromCandidates(const char* data, size_t first, size_t end, size_t* positions) {
  return HWY_DYNAMIC_DISPATCH(FindFromCandidatesSimd)(data, first, end, positions);
}

CandidateScan FindFromCandidatesScalar(const char* data, size_t first, size_t end, size_t* positions) {
  CandidateScan scan{0, first};
  while (scan.next < end && scan.count < kCandidateCapacity) {
    const size_t p = scan.next++;
    if (data[static_cast<ptrdiff_t>(p) - 1] != '\n') continue;
    const char a = data[p];
    const char b = data[p + 1];
    if ((a == 'F' && b == 'r') || (a == '>' && (b == '>' || b == 'F'))) positions[scan.count++] = p;
  }
  return scan;
}

}  // namespace kenpin
#endif  // HWY_ONCE
