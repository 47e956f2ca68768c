// Canonicalization of 64 bytes at a time. Comparing turns a block into bit masks (where is LF, CR, WSP);
// arithmetic on those masks decides for all 64 bytes at once which of them vanish and before which a CR or SP
// appears; then the bytes move. Step() does not look ahead: a WSP run or a CR at the end of a block is left
// pending, and the next block begins by writing it or forgetting it. PassLines(), the loop for plain text,
// looks at one byte more.
//
// How the bytes move depends on the machine. AVX-512 VBMI2 removes bytes from a vector in one instruction and
// opens gaps in the next, with no branch. All others copy the stretches between two places where something
// changes, 64 bytes a copy, the surplus being overwritten.
#include "engine/dkim/body_kernels.h"

#include <algorithm>
#include <bit>
#include <type_traits>

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
};

// A block in registers.
struct Block {
  Bytes vectors[kBlock / HWY_MAX_BYTES];
};

// All blocks so far, laid over each other: enough to know whether any byte was above 127 or zero.
struct Overlay {
  Bytes any;    // OR of all.
  Bytes least;  // Minimum of all.
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

// Loads 64 bytes, of which the first `count` belong to the body. The others become letters, which no mask
// knows.
template <class Count>
HWY_INLINE Block LoadBlock(const uint8_t* in, Count count) {
  const ByteTag d;
  Block block;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    Bytes bytes = hn::LoadU(d, in + i);
    if (count < kBlock)
      bytes = hn::IfThenElse(hn::FirstN(d, count > i ? count - i : 0), bytes, hn::Set(d, 'a'));
    block.vectors[i / hn::Lanes(d)] = bytes;
  }
  return block;
}

HWY_INLINE void Lay(const Block& block, Overlay* overlay) {
  for (const Bytes& bytes : block.vectors) {
    overlay->any = hn::Or(overlay->any, bytes);
    overlay->least = hn::Min(overlay->least, bytes);
  }
}

template <Canonicalization kCanonicalization>
HWY_INLINE Masks Classify(const Block& block) {
  const ByteTag d;
  Masks masks;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    const Bytes bytes = block.vectors[i / hn::Lanes(d)];
    masks.lf |= BitsOf(d, hn::Eq(bytes, hn::Set(d, '\n'))) << i;
    masks.cr |= BitsOf(d, hn::Eq(bytes, hn::Set(d, '\r'))) << i;
    if constexpr (kCanonicalization == Canonicalization::kRelaxed) {
      masks.wsp |= BitsOf(d, hn::Or(hn::Eq(bytes, hn::Set(d, ' ')), hn::Eq(bytes, hn::Set(d, '\t')))) << i;
    }
  }
  return masks;
}

// Bits of the LFs that a CR stands before.
HWY_INLINE uint64_t CrlfOf(const Masks& masks, bool after_cr) {
  return masks.lf & (masks.cr << 1 | static_cast<uint64_t>(after_cr));
}

// Adds the facts of a block of `count` bytes. Whether it holds an LF is a coin toss in mail with lines of
// about that length; yet branching on it measured 7 to 25 % faster than two ways of computing without.
HWY_INLINE void ScanBlock(const Masks& masks, uint64_t crlf, size_t count, LineScan* scan) {
  scan->line_feeds += static_cast<uint64_t>(std::popcount(masks.lf));
  scan->carriage_returns += static_cast<uint64_t>(std::popcount(masks.cr));
  scan->crlfs += static_cast<uint64_t>(std::popcount(crlf));
  if (masks.lf == 0) {
    scan->line_length += count;
    return;
  }
  const uint64_t first = static_cast<uint64_t>(std::countr_zero(masks.lf));
  const uint64_t first_length = scan->line_length + first - (crlf >> first & 1);
  scan->longest_line = std::max(scan->longest_line, first_length);
  scan->line_length = count - 1 - (63 - static_cast<uint64_t>(std::countl_zero(masks.lf)));
  // Lines that begin and end in this block are at most 62 octets long: soon no longer worth a look.
  if (HWY_LIKELY(scan->longest_line >= kBlock - 2)) return;
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
HWY_INLINE Plan MakePlan(const Masks& masks, uint64_t crlf, uint64_t last, CanonicalState* state) {
  Plan plan;
  const uint64_t open_cr = masks.cr & last;
  plan.insert_cr = masks.lf & ~crlf;
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
    const uint64_t writes_no_sp = masks.lf | ((masks.wsp | line_end) & (uint64_t{state->pending_cr} - 1));
    plan.write_sp = state->pending_wsp & ~writes_no_sp & 1;
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
HWY_INLINE Bytes Translate(Bytes bytes) {
  const ByteTag d;
  if constexpr (kCanonicalization == Canonicalization::kSimple) return bytes;
  return hn::IfThenElse(hn::Eq(bytes, hn::Set(d, '\t')), hn::Set(d, ' '), bytes);
}

#if HWY_TARGET == HWY_AVX3_DL

// Writes the bytes `keep` of a vector of 32 with a CR before each byte of `insert`.
//
// Where do the gaps come to lie? Give every byte two places, an even one for the CR before it and an odd one
// for itself: PDEP spreads the masks over these 64 places, and PEXT, taking only the places that are in use,
// closes the ranks.
HWY_INLINE char* ExpandHalf(__m256i bytes, uint32_t keep, uint32_t insert, char* out) {
  constexpr uint64_t kEven = 0x5555555555555555u;
  const __m256i kept = _mm256_maskz_compress_epi8(keep, bytes);
  const uint64_t crs = _pdep_u64(insert, kEven);
  const uint64_t used = crs | _pdep_u64(keep, ~kEven);
  const uint64_t gaps = _pext_u64(crs, used);
  const __m512i cr = _mm512_set1_epi8('\r');
  _mm512_storeu_si512(out, _mm512_mask_expand_epi8(cr, ~gaps, _mm512_castsi256_si512(kept)));
  return out + std::popcount(used);
}

// Moves the bytes of a block. `*expanding` remembers that this body needs gaps, so that the branch goes one
// way in one body.
template <Canonicalization kCanonicalization>
HWY_INLINE char* Move(const Block& block, const uint8_t* in, uint64_t valid, const Plan& plan,
                      bool* expanding, char* out) {
  const __m512i bytes = Translate<kCanonicalization>(block.vectors[0]).raw;
  const uint64_t keep = valid & ~plan.drop;
  *expanding |= plan.insert_cr != 0;
  if (!*expanding) {
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(keep, bytes));
    return out + std::popcount(keep);
  }
  if ((plan.insert_cr & (plan.insert_cr - 1)) == 0) {
    // With one gap at most, 65 bytes can come of it; the 65th is the block's last one, not dropped and
    // therefore no WSP.
    const __m512i kept = _mm512_maskz_compress_epi8(keep, bytes);
    const uint64_t gap = _pext_u64(plan.insert_cr, keep);
    _mm512_storeu_si512(out, _mm512_mask_expand_epi8(_mm512_set1_epi8('\r'), ~gap, kept));
    out[kBlock] = static_cast<char>(in[kBlock - 1]);
    return out + std::popcount(keep) + (gap != 0);
  }
  out = ExpandHalf(_mm512_castsi512_si256(bytes), static_cast<uint32_t>(keep),
                   static_cast<uint32_t>(plan.insert_cr), out);
  return ExpandHalf(_mm512_extracti64x4_epi64(bytes, 1), static_cast<uint32_t>(keep >> 32),
                    static_cast<uint32_t>(plan.insert_cr >> 32), out);
}

#else

template <Canonicalization kCanonicalization>
HWY_INLINE void CopyBlock(const uint8_t* in, char* out) {
  const ByteTag d;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    hn::StoreU(Translate<kCanonicalization>(hn::LoadU(d, in + i)), d, reinterpret_cast<uint8_t*>(out) + i);
  }
}

// The first place where something changes is treated like all others, but without asking whether there is
// one: most blocks of text have one, at the end of the line, and asking would cost more in mispredicted
// branches than the second copy does.
template <Canonicalization kCanonicalization>
HWY_INLINE char* Move(const Block& /*block*/, const uint8_t* in, uint64_t valid, const Plan& plan,
                      bool* /*expanding*/, char* out) {
  size_t from = 0;
  uint64_t events = plan.drop | plan.insert_cr;
  CopyBlock<kCanonicalization>(in, out);
  do {
    const size_t at = static_cast<size_t>(std::countr_zero(events | ~valid));
    out += at - from;
    from = at + static_cast<size_t>(std::countr_one(plan.drop >> (at % kBlock)));
    *out = '\r';
    out += (plan.insert_cr >> (from % kBlock)) & static_cast<uint64_t>(from < kBlock);
    CopyBlock<kCanonicalization>(in + from, out);
    events = from + 1 < kBlock ? events >> (from + 1) << (from + 1) : 0;
  } while (HWY_UNLIKELY(events != 0));
  return out + static_cast<size_t>(std::popcount(valid)) - from;
}

#endif  // HWY_TARGET == HWY_AVX3_DL

// A pass over a run of bytes, with everything that changes from block to block in registers.
struct Pass {
  CanonicalState state;
  LineScan scan;
  Overlay overlay;
  bool expanding = false;
};

HWY_INLINE Pass BeginPass(const CanonicalState& state, const LineScan& scan) {
  const ByteTag d;
  return {state, scan, {hn::Zero(d), hn::Set(d, 'a')}, false};
}

HWY_INLINE void EndPass(const Pass& pass, LineScan* scan) {
  const ByteTag d;
  const hn::RebindToSigned<ByteTag> signed_d;
  *scan = pass.scan;
  scan->after_cr = pass.state.pending_cr;  // By the standard reading these are one.
  scan->eight_bit |=
      !hn::AllFalse(signed_d, hn::Lt(hn::BitCast(signed_d, pass.overlay.any), hn::Zero(signed_d)));
  scan->nul |= !hn::AllFalse(d, hn::Eq(pass.overlay.least, hn::Zero(d)));
}

using WholeBlock = std::integral_constant<size_t, kBlock>;

// Canonicalizes one block of `count` bytes; WholeBlock makes that a constant.
template <Canonicalization kCanonicalization, class Count>
HWY_INLINE char* Step(const uint8_t* in, Count count, Pass* pass, char* out) {
  const uint64_t last = uint64_t{1} << (count - 1);
  const Block block = LoadBlock(in, count);
  Lay(block, &pass->overlay);
  const Masks masks = Classify<kCanonicalization>(block);
  const uint64_t crlf = CrlfOf(masks, pass->state.pending_cr);
  ScanBlock(masks, crlf, count, &pass->scan);
  const Plan plan = MakePlan<kCanonicalization>(masks, crlf, last, &pass->state);
  return Move<kCanonicalization>(block, in, last | (last - 1), plan, &pass->expanding,
                                 WritePending(plan, out));
}

// PassLines() canonicalizes blocks from *done on as long as nothing happens in them but line ends: for
// relaxed no WSP that would change. That is nearly all of text, and takes half as long as Step() does. It
// stops before any other block, before the last one, and when `out` grows full. Nothing may be pending
// before; nothing is afterwards.

#if HWY_TARGET == HWY_AVX3_DL

// Writes 32 bytes with a CR before each LF.
HWY_INLINE char* WidenHalf(__m256i bytes, uint32_t lf, char* out) {
  // As ExpandHalf(), where every byte is kept.
  constexpr uint64_t kEven = 0x5555555555555555u;
  const uint64_t crs = _pdep_u64(lf, kEven);
  const uint64_t gaps = _pext_u64(crs, crs | ~kEven);
  const __m512i cr = _mm512_set1_epi8('\r');
  _mm512_storeu_si512(out, _mm512_mask_expand_epi8(cr, ~gaps, _mm512_castsi256_si512(bytes)));
  return out + 32 + std::popcount(lf);
}

// For text with LF only.
template <Canonicalization kCanonicalization>
HWY_INLINE char* PassLines(std::string_view in, const char* full, size_t* done, Pass* pass, char* out) {
  constexpr bool kRelaxed = kCanonicalization == Canonicalization::kRelaxed;
  const __m512i cr = _mm512_set1_epi8('\r'), lf = _mm512_set1_epi8('\n'), sp = _mm512_set1_epi8(' ');
  const __m512i first_control = _mm512_set1_epi8('\t'), controls = _mm512_set1_epi8('\r' - '\t');
  const uint8_t* const begin = reinterpret_cast<const uint8_t*>(in.data()) + *done;
  const uint8_t* const end = reinterpret_cast<const uint8_t*>(in.data()) + in.size();
  const char* const out_begin = out;
  const uint8_t* at = begin;
  __m512i any = pass->overlay.any.raw, least = pass->overlay.least.raw;
  uint64_t longest = pass->scan.longest_line, length = pass->scan.line_length;
  for (; end - at > static_cast<std::ptrdiff_t>(kBlock) && out <= full; at += kBlock) {
    const __m512i bytes = _mm512_loadu_si512(at);
    const uint64_t feeds = _cvtmask64_u64(_mm512_cmpeq_epi8_mask(bytes, lf));
    uint64_t other = 0;
    if constexpr (kRelaxed) {
      // HTAB, LF, VT, FF and CR stand in a row.
      const __m512i from_tab = _mm512_sub_epi8(bytes, first_control);
      other = _cvtmask64_u64(_mm512_cmple_epu8_mask(from_tab, controls)) ^ feeds;
      const uint64_t spaces = _cvtmask64_u64(_mm512_cmpeq_epi8_mask(bytes, sp));
      other |= spaces & (spaces | feeds) >> 1;
      other |= spaces >> 63 & static_cast<uint64_t>(at[kBlock] <= ' ');
    } else {
      other = _cvtmask64_u64(_mm512_cmpeq_epi8_mask(bytes, cr));
    }
    // Lines that begin and end in a block are left to ScanBlock() as long as they may be the longest.
    other |= longest < kBlock - 2 ? feeds & (feeds - 1) : 0;
    if (HWY_UNLIKELY(other != 0)) break;
    any = _mm512_or_si512(any, bytes);
    least = _mm512_min_epu8(least, bytes);
    // Without LF this counts what there is of a line that goes on.
    longest = std::max(longest, length + static_cast<uint64_t>(std::countr_zero(feeds)));
    length = static_cast<uint64_t>(std::countl_zero(feeds)) + (feeds == 0 ? length : 0);
    out = WidenHalf(_mm512_castsi512_si256(bytes), static_cast<uint32_t>(feeds), out);
    out = WidenHalf(_mm512_extracti64x4_epi64(bytes, 1), static_cast<uint32_t>(feeds >> 32), out);
  }
  const size_t taken = static_cast<size_t>(at - begin);
  pass->overlay = {Bytes{any}, Bytes{least}};
  pass->scan.longest_line = longest;
  pass->scan.line_length = length;
  pass->scan.line_feeds += static_cast<size_t>(out - out_begin) - taken;
  *done += taken;
  return out;
}

#else

// Where CR stands in text whose lines end with LF, or with CRLF.
enum class LineEnds { kLf, kCrlf };

// Whether canonicalization may change anything in a block but its line ends; VT and FF, which stand between
// LF and CR, are taken for a change. In text with CRLF the CRs have been judged before. `at` is where the
// block was loaded from.
template <Canonicalization kCanonicalization, LineEnds kLineEnds>
HWY_INLINE bool ChangesMore(const Block& block, const uint8_t* at) {
  const ByteTag d;
  const Bytes sp = hn::Set(d, ' ');
  // HTAB, LF, VT, FF and CR stand in a row.
  const Bytes controls = hn::Set(d, (kLineEnds == LineEnds::kLf ? '\r' : '\f') - '\t');
  hn::Mask<ByteTag> found = hn::FirstN(d, 0);
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    const Bytes bytes = block.vectors[i / hn::Lanes(d)];
    if constexpr (kCanonicalization == Canonicalization::kRelaxed) {
      const Bytes from_tab = hn::Sub(bytes, hn::Set(d, '\t')), next = hn::LoadU(d, at + i + 1);
      const auto is_control = hn::Eq(hn::Min(from_tab, controls), from_tab);
      found = hn::Or(found, hn::AndNot(hn::Eq(bytes, hn::Set(d, '\n')), is_control));
      // A space is left alone where a word follows.
      found = hn::Or(found, hn::And(hn::Eq(bytes, sp), hn::Eq(hn::Min(next, sp), next)));
    } else if constexpr (kLineEnds == LineEnds::kLf) {
      found = hn::Or(found, hn::Eq(bytes, hn::Set(d, '\r')));
    }
  }
  return !hn::AllFalse(d, found);
}

HWY_INLINE void StoreBlock(const Block& block, char* out) {
  const ByteTag d;
  for (size_t i = 0; i < kBlock; i += hn::Lanes(d))
    hn::StoreU(block.vectors[i / hn::Lanes(d)], d, reinterpret_cast<uint8_t*>(out) + i);
}

// Writes a block with a CR before each byte of `feeds`. As in Move(), the first one is not asked for.
HWY_INLINE char* WidenBlock(const Block& block, const uint8_t* in, uint64_t feeds, char* out) {
  StoreBlock(block, out);
  size_t from = 0;
  do {
    const size_t feed = static_cast<size_t>(std::countr_zero(feeds));
    out += feed - from;
    *out = '\r';
    out += feeds != 0;
    CopyBlock<Canonicalization::kSimple>(in + feed, out);
    from = feed;
    feeds &= feeds - 1;
  } while (HWY_UNLIKELY(feeds != 0));
  return out + kBlock - from;
}

// Bits of the LFs in a block, and whether the block is one in which nothing happens but line ends.
template <Canonicalization kCanonicalization, LineEnds kLineEnds>
HWY_INLINE bool HasOnlyLines(const Block& block, const uint8_t* at, uint64_t* feeds) {
  if constexpr (kLineEnds == LineEnds::kLf) {
    const ByteTag d;
    *feeds = 0;
    for (size_t i = 0; i < kBlock; i += hn::Lanes(d))
      *feeds |= BitsOf(d, hn::Eq(block.vectors[i / hn::Lanes(d)], hn::Set(d, '\n'))) << i;
  } else {
    const Masks masks = Classify<Canonicalization::kSimple>(block);
    *feeds = masks.lf;
    if (masks.cr != masks.lf >> 1 || (masks.lf & 1) != 0) return false;
  }
  return !ChangesMore<kCanonicalization, kLineEnds>(block, at);
}

// PassLines() for text with line ends of one kind.
template <Canonicalization kCanonicalization, LineEnds kLineEnds>
HWY_INLINE char* PassLinesOf(std::string_view in, const char* full, size_t* done, Pass* pass, char* out) {
  const uint8_t* const begin = reinterpret_cast<const uint8_t*>(in.data()) + *done;
  const uint8_t* const end = reinterpret_cast<const uint8_t*>(in.data()) + in.size();
  const uint8_t* at = begin;
  Overlay overlay = pass->overlay;
  uint64_t longest = pass->scan.longest_line, length = pass->scan.line_length, lines = 0;
  for (; end - at > static_cast<std::ptrdiff_t>(kBlock) && out <= full; at += kBlock) {
    const Block block = LoadBlock(at, WholeBlock());
    uint64_t feeds = 0;
    if (HWY_UNLIKELY(!(HasOnlyLines<kCanonicalization, kLineEnds>(block, at, &feeds)))) break;
    // Lines that begin and end in a block are left to ScanBlock() as long as they may be the longest.
    if (HWY_UNLIKELY(longest < kBlock - 2 && (feeds & (feeds - 1)) != 0)) break;
    Lay(block, &overlay);
    // Without LF this counts what there is of a line that goes on.
    const uint64_t first = static_cast<uint64_t>(std::countr_zero(feeds));
    const uint64_t line_end = kLineEnds == LineEnds::kCrlf && feeds != 0 ? 1 : 0;
    longest = std::max(longest, length + first - line_end);
    length = static_cast<uint64_t>(std::countl_zero(feeds)) + (feeds == 0 ? length : 0);
    lines += static_cast<uint64_t>(std::popcount(feeds));
    if constexpr (kLineEnds == LineEnds::kLf) {
      out = WidenBlock(block, at, feeds, out);
    } else {
      StoreBlock(block, out);
      out += kBlock;
    }
  }
  const uint64_t crlfs = kLineEnds == LineEnds::kCrlf ? lines : 0;
  pass->overlay = overlay;
  pass->scan.longest_line = longest;
  pass->scan.line_length = length;
  pass->scan.line_feeds += lines;
  pass->scan.carriage_returns += crlfs;
  pass->scan.crlfs += crlfs;
  *done += static_cast<size_t>(at - begin);
  return out;
}

// The line ends so far tell which kind it is.
template <Canonicalization kCanonicalization>
HWY_INLINE char* PassLines(std::string_view in, const char* full, size_t* done, Pass* pass, char* out) {
  return pass->scan.crlfs > pass->scan.line_feeds / 2
             ? PassLinesOf<kCanonicalization, LineEnds::kCrlf>(in, full, done, pass, out)
             : PassLinesOf<kCanonicalization, LineEnds::kLf>(in, full, done, pass, out);
}

#endif  // HWY_TARGET == HWY_AVX3_DL

// When to try PassLines(): again after each other block, but after longer and longer pauses where that leads
// nowhere.
class PassTurn {
 public:
  bool Comes(const CanonicalState& state) {
    if (state.pending_wsp || state.pending_cr) return false;
    if (pause_ == 0) return true;
    --pause_;
    return false;
  }
  void Note(size_t taken) {
    constexpr size_t kWorthwhile = 8 * kBlock;
    next_pause_ = taken >= kWorthwhile ? 0 : std::min(2 * next_pause_ + 1, kMaxPause);
    pause_ = next_pause_;
  }

 private:
  static constexpr int kMaxPause = 31;
  int pause_ = 0;
  int next_pause_ = 0;
};

template <Canonicalization kCanonicalization>
KernelProgress Canonicalize(std::string_view in, std::span<char> room, CanonicalState* state,
                            LineScan* scan) {
  const uint8_t* const bytes = reinterpret_cast<const uint8_t*>(in.data());
  char* out = room.data();
  const char* const full = out + room.size() - kMinKernelOutput;
  Pass pass = BeginPass(*state, *scan);
  size_t done = 0;
  PassTurn turn;
  while (done + kBlock <= in.size() && out <= full) {
    if (turn.Comes(pass.state)) {
      const size_t before = done;
      out = PassLines<kCanonicalization>(in, full, &done, &pass, out);
      turn.Note(done - before);
      if (done + kBlock > in.size() || out > full) break;
    }
    out = Step<kCanonicalization>(bytes + done, WholeBlock(), &pass, out);
    done += kBlock;
  }
  const size_t rest = in.size() - done;
  if (rest > 0 && rest < kBlock && out <= full) {
    out = Step<kCanonicalization>(bytes + done, rest, &pass, out);
    done = in.size();
  }
  *state = pass.state;
  EndPass(pass, scan);
  return {done, static_cast<size_t>(out - room.data())};
}

template <class Count>
HWY_INLINE void ScanStep(const uint8_t* in, Count count, Pass* pass) {
  const Block block = LoadBlock(in, count);
  Lay(block, &pass->overlay);
  const Masks masks = Classify<Canonicalization::kSimple>(block);
  ScanBlock(masks, CrlfOf(masks, pass->state.pending_cr), count, &pass->scan);
  pass->state.pending_cr = (masks.cr >> (count - 1) & 1) != 0;
}

void Scan(std::string_view in, LineScan* scan) {
  const uint8_t* const bytes = reinterpret_cast<const uint8_t*>(in.data());
  Pass pass = BeginPass({false, scan->after_cr}, *scan);
  size_t done = 0;
  for (; done + kBlock <= in.size(); done += kBlock) ScanStep(bytes + done, WholeBlock(), &pass);
  if (done < in.size()) ScanStep(bytes + done, in.size() - done, &pass);
  EndPass(pass, scan);
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
