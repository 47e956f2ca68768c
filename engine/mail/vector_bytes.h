// Vectors of octets, as the scans and decoders of this room use them. Compiled once for each instruction set,
// so it is included behind hwy/foreach_target.h, and its guard opens anew for each.
#if defined(KENPIN_ENGINE_MAIL_VECTOR_BYTES_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef KENPIN_ENGINE_MAIL_VECTOR_BYTES_H_
#undef KENPIN_ENGINE_MAIL_VECTOR_BYTES_H_
#else
#define KENPIN_ENGINE_MAIL_VECTOR_BYTES_H_
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

// At most 64 lanes, so that a mask is one word.
using Bytes = hwy::HWY_NAMESPACE::CappedTag<uint8_t, 64>;
using Octets = hwy::HWY_NAMESPACE::Vec<Bytes>;

// Bit i is lane i.
template <class D, class M>
HWY_INLINE uint64_t Bits(D d, M mask) {
  uint8_t raw[8] = {};
  hwy::HWY_NAMESPACE::StoreMaskBits(d, mask, raw);
  uint64_t bits = 0;
  std::memcpy(&bits, raw, sizeof(bits));
  return bits;
}

HWY_INLINE const uint8_t* AsBytes(const char* p) { return reinterpret_cast<const uint8_t*>(p); }

// Asks for the octets that a scan from lower to higher addresses needs soon: the processor does not look
// beyond a page by itself. They need not exist.
template <typename T>
HWY_INLINE void FetchAhead(const T* p) {
  constexpr size_t kDistance = 4096;
  hwy::Prefetch(p + kDistance);
}

// The bits of the lanes that lie before the end, `left` octets away.
HWY_INLINE uint64_t Inside(size_t left) { return left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1; }

// The bits of the lanes from `from` on.
HWY_INLINE uint64_t From(size_t from) { return ~Inside(from); }

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#endif  // KENPIN_ENGINE_MAIL_VECTOR_BYTES_H_
