// Canonicalization of 64 bytes at a time. Comparing turns a block into bit masks (where is LF, CR, WSP);
// arithmetic on those masks decides for all 64 bytes at once which of them vanish and before which a CR or SP
// appears; then the bytes move. Nothing looks ahead: a WSP run or a CR at the end of a block is left pending,
// and the next block begins by writing it or forgetting it.
//
// How the bytes move depends on the machine. AVX-512 VBMI2 removes bytes from a vector in one instruction and
// opens gaps in the next, with no branch. All others copy the stretches between two places where something
// changes, 64 bytes a copy, the surplus being overwritten.
#include "engine/dkim/body_kernels.h"

#include <algorithm>
#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/dkim/body_kernels.cc"
#include "hwy/foreach_target.h"
// Must follow foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

template <Canonicalization kCanonicalization>
KernelProgress Canonicalize(std::string_view in, std::span<char> out, CanonicalState* state, LineScan* scan) {
  KernelProgress progress = CanonicalizeBytes(kCanonicalization, LineEndReading::kStandard, in, out, state);
  ScanLinesByBytes(in.substr(0, progress.consumed), scan);
  return progress;
}

void Scan(std::string_view in, LineScan* scan) { ScanLinesByBytes(in, scan); }

#else

namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kBlock = 64;
using ByteTag = hn::CappedTag<uint8_t, kBlock>;
using Bytes = hn::Vec<ByteTag>;

// One bit a byte of the block, lowest first.
struct Masks {
  uint64_t lf = 0;
  uint64_t cr = 0;
  uint64_t wsp = 0;
  uint64_t eight_bit = 0;
  uint64_t nul = 0;
};

// The bits go through a variable of just their width: with a wider one g++ 12 stores four bytes and loads
// eight, which stalls.
template <class Word>
HWY_INLINE uint64_t WordOf(ByteTag d, hn::Mask<ByteTag> mask) {
  Word word = 0;
  hn::StoreMaskBits(d, mask, reinterpret_cast<uint8_t*>(&word));
  return word;
}

HWY_INLINE uint64_t BitsOf(ByteTag d, hn::Mask<ByteTag> mask) {
  if (hn::Lanes(d) == 64) return WordOf<uint64_t>(d, mask);
  if (hn::Lanes(d) == 32) return WordOf<uint32_t>(d, mask);
  return WordOf<uint16_t>(d, mask);
}

HWY_INLINE Masks Classify(const uint8_t* in) {
  const ByteTag d;
  const hn::RebindToSigned<ByteTag> di;
  Masks masks;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    const Bytes bytes = hn::LoadU(d, in + i);
    masks.lf |= BitsOf(d, hn::Eq(bytes, hn::Set(d, '\n'))) << i;
    masks.cr |= BitsOf(d, hn::Eq(bytes, hn::Set(d, '\r'))) << i;
    masks.wsp |= BitsOf(d, hn::Or(hn::Eq(bytes, hn::Set(d, ' ')), hn::Eq(bytes, hn::Set(d, '\t')))) << i;
    masks.eight_bit |= BitsOf(d, hn::RebindMask(d, hn::Lt(hn::BitCast(di, bytes), hn::Zero(di)))) << i;
    masks.nul |= BitsOf(d, hn::Eq(bytes, hn::Zero(d))) << i;
  }
  return masks;
}

HWY_INLINE void Restrict(uint64_t valid, Masks* masks) {
  masks->lf &= valid;
  masks->cr &= valid;
  masks->wsp &= valid;
  masks->eight_bit &= valid;
  masks->nul &= valid;
}

// Bits of the LFs that a CR stands before.
HWY_INLINE uint64_t CrlfOf(const Masks& masks, bool after_cr) {
  return masks.lf & (masks.cr << 1 | static_cast<uint64_t>(after_cr));
}

// Adds the facts of a block of `count` bytes.
HWY_INLINE void ScanBlock(const Masks& masks, size_t count, LineScan* scan) {
  const uint64_t crlf = CrlfOf(masks, scan->after_cr);
  scan->line_feeds += static_cast<uint64_t>(std::popcount(masks.lf));
  scan->carriage_returns += static_cast<uint64_t>(std::popcount(masks.cr));
  scan->crlfs += static_cast<uint64_t>(std::popcount(crlf));
  scan->eight_bit |= masks.eight_bit;
  scan->nul |= masks.nul;
  scan->after_cr = (masks.cr >> (count - 1) & 1) != 0;
  if (masks.lf == 0) {
    scan->line_length += count;
    return;
  }
  const uint64_t first = static_cast<uint64_t>(std::countr_zero(masks.lf));
  const uint64_t first_length = scan->line_length + first - (crlf >> first & 1);
  scan->longest_line = std::max(scan->longest_line, first_length);
  scan->line_length = count - 1 - (63 - static_cast<uint64_t>(std::countl_zero(masks.lf)));
  // Lines that begin and end in this block are at most 62 octets long: soon no longer worth a look.
  if (scan->longest_line >= kBlock - 2) return;
  uint64_t begin = first + 1;
  for (uint64_t rest = masks.lf & (masks.lf - 1); rest != 0; rest &= rest - 1) {
    const uint64_t end = static_cast<uint64_t>(std::countr_zero(rest));
    scan->longest_line = std::max(scan->longest_line, end - begin - (crlf >> end & 1));
    begin = end + 1;
  }
}

// What becomes of a block: the pending bytes to write before it, and which of its own bytes are kept or get a
// CR before them.
struct Plan {
  uint64_t drop = 0;
  uint64_t insert_cr = 0;
  bool write_sp = false;
  bool write_cr = false;
};

// `last` is the bit of the block's last byte. Updates *state to where the block ends.
template <Canonicalization kCanonicalization>
HWY_INLINE Plan MakePlan(const Masks& masks, uint64_t last, CanonicalState* state) {
  Plan plan;
  const uint64_t open_cr = masks.cr & last;
  plan.insert_cr = masks.lf & ~CrlfOf(masks, state->pending_cr);
  plan.drop = open_cr;
  plan.write_cr = state->pending_cr;  // Either data, or the first half of CRLF: written in both cases.
  if constexpr (kCanonicalization == Canonicalization::kRelaxed) {
    // Where a line ends, or may end if the next block begins with LF.
    const uint64_t line_end = masks.lf | (masks.cr & masks.lf >> 1) | open_cr;
    // The last byte of a WSP run stands for all of it, if data follows in this block. At the end of the block
    // it is pending.
    plan.drop |= masks.wsp & ((masks.wsp | line_end) >> 1 | last);
    // The pending run becomes SP unless it goes on, or the line ends. Behind it a pending CR is data if no LF
    // follows.
    const bool goes_on = ((masks.wsp | line_end) & 1) != 0;
    const bool begins_with_lf = (masks.lf & 1) != 0;
    plan.write_sp = state->pending_wsp & !(state->pending_cr ? begins_with_lf : goes_on);
    const bool run_before_cr =
        last == 1 ? state->pending_wsp & !state->pending_cr : (masks.wsp & last >> 1) != 0;
    const bool run_at_end = (masks.wsp & last) != 0;
    state->pending_wsp = run_at_end | ((open_cr != 0) & run_before_cr);
  }
  state->pending_cr = open_cr != 0;
  return plan;
}

HWY_INLINE char* WritePending(const Plan& plan, char* out) {
  *out = ' ';
  out += plan.write_sp;
  *out = '\r';
  return out + plan.write_cr;
}

// HTAB becomes SP wherever it is kept.
template <Canonicalization kCanonicalization>
HWY_INLINE Bytes Translate(ByteTag d, Bytes bytes) {
  if constexpr (kCanonicalization == Canonicalization::kSimple) return bytes;
  return hn::IfThenElse(hn::Eq(bytes, hn::Set(d, '\t')), hn::Set(d, ' '), bytes);
}

#if HWY_TARGET == HWY_AVX3_DL

// Opens a gap with a CR before each byte of `insert`, among 32 bytes of which `keep` are left.
//
// Where do the gaps come to lie? Give every byte two places, an even one for the CR before it and an odd one
// for itself: PDEP spreads the masks over these 64 places, and PEXT, taking only the places that are in use,
// closes the ranks.
template <Canonicalization kCanonicalization>
HWY_INLINE char* ExpandHalf(const uint8_t* in, uint32_t keep, uint32_t insert, char* out) {
  constexpr uint64_t kEven = 0x5555555555555555u;
  __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  if constexpr (kCanonicalization == Canonicalization::kRelaxed) {
    const __mmask32 tabs = _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8('\t'));
    bytes = _mm256_mask_mov_epi8(bytes, tabs, _mm256_set1_epi8(' '));
    bytes = _mm256_maskz_compress_epi8(keep, bytes);
  }
  const uint64_t crs = _pdep_u64(insert, kEven);
  const uint64_t used = crs | _pdep_u64(keep, ~kEven);
  const uint64_t gaps = _pext_u64(crs, used);
  const __m512i cr = _mm512_set1_epi8('\r');
  _mm512_storeu_si512(out, _mm512_mask_expand_epi8(cr, ~gaps, _mm512_castsi256_si512(bytes)));
  return out + std::popcount(used);
}

// For simple, only the last byte of a block can be dropped (a CR), so that its halves need no compression.
template <Canonicalization kCanonicalization>
HWY_INLINE char* Expand(const uint8_t* in, uint64_t keep, uint64_t insert, char* out) {
  out = ExpandHalf<kCanonicalization>(in, static_cast<uint32_t>(keep), static_cast<uint32_t>(insert), out);
  return ExpandHalf<kCanonicalization>(in + 32, static_cast<uint32_t>(keep >> 32),
                                       static_cast<uint32_t>(insert >> 32), out);
}

template <Canonicalization kCanonicalization>
HWY_INLINE char* Compress(const uint8_t* in, uint64_t keep, char* out) {
  const ByteTag d;
  const Bytes bytes = Translate<kCanonicalization>(d, hn::LoadU(d, in));
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(keep, bytes.raw));
  return out + std::popcount(keep);
}

// Moves the bytes of a block; `*expanding` remembers that this body needs gaps, so that the branch goes one
// way in one body.
template <Canonicalization kCanonicalization>
HWY_INLINE char* Move(const uint8_t* in, uint64_t valid, const Plan& plan, bool* expanding, char* out) {
  *expanding |= plan.insert_cr != 0;
  const uint64_t keep = valid & ~plan.drop;
  if (*expanding) return Expand<kCanonicalization>(in, keep, plan.insert_cr, out);
  return Compress<kCanonicalization>(in, keep, out);
}

#else

template <Canonicalization kCanonicalization>
HWY_INLINE void CopyBlock(const uint8_t* in, char* out) {
  const ByteTag d;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    const Bytes bytes = Translate<kCanonicalization>(d, hn::LoadU(d, in + i));
    hn::StoreU(bytes, d, reinterpret_cast<uint8_t*>(out) + i);
  }
}

template <Canonicalization kCanonicalization>
HWY_INLINE char* Move(const uint8_t* in, uint64_t valid, const Plan& plan, bool* /*expanding*/, char* out) {
  size_t from = 0;
  uint64_t events = plan.drop | plan.insert_cr;
  while (events != 0) {
    const size_t at = static_cast<size_t>(std::countr_zero(events));
    CopyBlock<kCanonicalization>(in + from, out);
    out += at - from;
    const size_t dropped = static_cast<size_t>(std::countr_one(plan.drop >> at));
    from = at + dropped;
    if (from == kBlock) return out;
    const uint64_t inserts = plan.insert_cr >> from & 1;
    *out = '\r';
    out += inserts;
    events &= ~((uint64_t{2} << from) - 1);
  }
  CopyBlock<kCanonicalization>(in + from, out);
  return out + static_cast<size_t>(std::popcount(valid)) - from;
}

#endif  // HWY_TARGET == HWY_AVX3_DL

template <Canonicalization kCanonicalization>
KernelProgress Canonicalize(std::string_view in, std::span<char> room, CanonicalState* state_out,
                            LineScan* scan_out) {
  const uint8_t* const bytes = reinterpret_cast<const uint8_t*>(in.data());
  char* out = room.data();
  const char* const full = out + room.size() - kMinKernelOutput;
  CanonicalState state = *state_out;
  LineScan scan = *scan_out;
  bool expanding = false;
  size_t done = 0;
  for (; done + kBlock <= in.size() && out <= full; done += kBlock) {
    const Masks masks = Classify(bytes + done);
    ScanBlock(masks, kBlock, &scan);
    const Plan plan = MakePlan<kCanonicalization>(masks, uint64_t{1} << 63, &state);
    out = Move<kCanonicalization>(bytes + done, ~uint64_t{0}, plan, &expanding, WritePending(plan, out));
  }
  const size_t rest = in.size() - done;
  if (rest > 0 && rest < kBlock && out <= full) {
    const uint64_t last = uint64_t{1} << (rest - 1);
    const uint64_t valid = last | (last - 1);
    Masks masks = Classify(bytes + done);
    Restrict(valid, &masks);
    ScanBlock(masks, rest, &scan);
    const Plan plan = MakePlan<kCanonicalization>(masks, last, &state);
    out = Move<kCanonicalization>(bytes + done, valid, plan, &expanding, WritePending(plan, out));
    done = in.size();
  }
  *state_out = state;
  *scan_out = scan;
  return {done, static_cast<size_t>(out - room.data())};
}

void Scan(std::string_view in, LineScan* scan_out) {
  const uint8_t* const bytes = reinterpret_cast<const uint8_t*>(in.data());
  LineScan scan = *scan_out;
  size_t done = 0;
  for (; done + kBlock <= in.size(); done += kBlock) ScanBlock(Classify(bytes + done), kBlock, &scan);
  const size_t rest = in.size() - done;
  if (rest > 0) {
    Masks masks = Classify(bytes + done);
    Restrict((uint64_t{1} << rest) - 1, &masks);
    ScanBlock(masks, rest, &scan);
  }
  *scan_out = scan;
}

#endif  // HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

KernelProgress Relaxed(std::string_view in, std::span<char> out, CanonicalState* state, LineScan* scan) {
  return Canonicalize<Canonicalization::kRelaxed>(in, out, state, scan);
}

KernelProgress Simple(std::string_view in, std::span<char> out, CanonicalState* state, LineScan* scan) {
  return Canonicalize<Canonicalization::kSimple>(in, out, state, scan);
}

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {

HWY_EXPORT(Relaxed);
HWY_EXPORT(Simple);
HWY_EXPORT(Scan);

KernelProgress CanonicalizeRelaxed(std::string_view in, std::span<char> out, CanonicalState* state,
                                   LineScan* scan) {
  return HWY_DYNAMIC_DISPATCH(Relaxed)(in, out, state, scan);
}

KernelProgress CanonicalizeSimple(std::string_view in, std::span<char> out, CanonicalState* state,
                                  LineScan* scan) {
  return HWY_DYNAMIC_DISPATCH(Simple)(in, out, state, scan);
}

void ScanLines(std::string_view in, LineScan* scan) { HWY_DYNAMIC_DISPATCH(Scan)(in, scan); }

}  // namespace kenpin
#endif  // HWY_ONCE
