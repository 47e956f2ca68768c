// One stream a lane. The rounds are those of the standard, on vectors; nothing depends on the data, so there
// is nothing to predict and no load to wait for.
//
// The hard part is the entrance: a lane wants word t of its own block, but memory holds a block's sixteen
// words side by side. A vector is therefore loaded from four (or two) lanes, 16 bytes each, lane i beside
// lane i+4; four such vectors, transposed within their quarters, are four words of all lanes in the right
// order. That needs no gather and no shuffle across quarters.
#include <utility>

#include "engine/crypto/sha256_lanes_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/crypto/sha256_lanes_wide.cc"
#include "hwy/foreach_target.h"
// Must follow foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL

namespace hn = hwy::HWY_NAMESPACE;

using WordTag = hn::CappedTag<uint32_t, kMaxSha256Lanes>;
using Words = hn::Vec<WordTag>;
constexpr size_t kLanes = HWY_TARGET == HWY_AVX2 ? 8 : 16;
constexpr size_t kBlockWords = 16;

HWY_INLINE Words Add(Words a, Words b) { return hn::Add(a, b); }

#if HWY_TARGET == HWY_AVX2

HWY_INLINE Words Choose(Words e, Words f, Words g) { return hn::Xor(g, hn::And(e, hn::Xor(f, g))); }
HWY_INLINE Words Majority(Words a, Words b, Words c) {
  return hn::Or(hn::And(a, b), hn::And(c, hn::Or(a, b)));
}

// 16 bytes of lane i and of lane i+4.
HWY_INLINE Words LoadQuarters(const LaneInputs& in, size_t lane, size_t offset) {
  const hn::Full128<uint8_t> d;
  const hn::Full256<uint8_t> whole;
  return hn::BitCast(
      WordTag(), hn::Combine(whole, hn::LoadU(d, in[lane + 4] + offset), hn::LoadU(d, in[lane] + offset)));
}

#else

// One instruction each; the constants are the truth tables of the functions.
HWY_INLINE Words Choose(Words e, Words f, Words g) {
  return Words{_mm512_ternarylogic_epi32(e.raw, f.raw, g.raw, 0xCA)};
}
HWY_INLINE Words Majority(Words a, Words b, Words c) {
  return Words{_mm512_ternarylogic_epi32(a.raw, b.raw, c.raw, 0xE8)};
}

// 16 bytes of each of the lanes i, i+4, i+8 and i+12.
HWY_INLINE Words LoadQuarters(const LaneInputs& in, size_t lane, size_t offset) {
  const hn::Full128<uint8_t> d;
  const hn::Full256<uint8_t> half;
  const hn::Full512<uint8_t> whole;
  const hn::Vec<hn::Full256<uint8_t>> low =
      hn::Combine(half, hn::LoadU(d, in[lane + 4] + offset), hn::LoadU(d, in[lane] + offset));
  const hn::Vec<hn::Full256<uint8_t>> high =
      hn::Combine(half, hn::LoadU(d, in[lane + 12] + offset), hn::LoadU(d, in[lane + 8] + offset));
  return hn::BitCast(WordTag(), hn::Combine(whole, high, low));
}

#endif

// The words of a message are big-endian.
HWY_INLINE Words SwapBytes(Words words) {
  const hn::Repartition<uint8_t, WordTag> d;
  alignas(16) static constexpr uint8_t kOrder[16] = {3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12};
  return hn::BitCast(WordTag(), hn::TableLookupBytes(hn::BitCast(d, words), hn::LoadDup128(d, kOrder)));
}

// Words 4 * `group` to 4 * `group` + 3 of the next block of all lanes.
HWY_INLINE void LoadGroup(const LaneInputs& in, size_t offset, Words* out) {
  const WordTag d;
  const hn::Repartition<uint64_t, WordTag> pairs;
  const Words r0 = SwapBytes(LoadQuarters(in, 0, offset));
  const Words r1 = SwapBytes(LoadQuarters(in, 1, offset));
  const Words r2 = SwapBytes(LoadQuarters(in, 2, offset));
  const Words r3 = SwapBytes(LoadQuarters(in, 3, offset));
  const hn::Vec<hn::Repartition<uint64_t, WordTag>> low01 =
      hn::BitCast(pairs, hn::InterleaveLower(d, r0, r1));
  const hn::Vec<hn::Repartition<uint64_t, WordTag>> low23 =
      hn::BitCast(pairs, hn::InterleaveLower(d, r2, r3));
  const hn::Vec<hn::Repartition<uint64_t, WordTag>> high01 =
      hn::BitCast(pairs, hn::InterleaveUpper(d, r0, r1));
  const hn::Vec<hn::Repartition<uint64_t, WordTag>> high23 =
      hn::BitCast(pairs, hn::InterleaveUpper(d, r2, r3));
  out[0] = hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23));
  out[1] = hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23));
  out[2] = hn::BitCast(d, hn::InterleaveLower(pairs, high01, high23));
  out[3] = hn::BitCast(d, hn::InterleaveUpper(pairs, high01, high23));
}

template <int k1, int k2, int k3>
HWY_INLINE Words Sigma(Words x) {
  return hn::Xor3(hn::RotateRight<k1>(x), hn::RotateRight<k2>(x), hn::RotateRight<k3>(x));
}

template <int k1, int k2, int kShift>
HWY_INLINE Words SmallSigma(Words x) {
  return hn::Xor3(hn::RotateRight<k1>(x), hn::RotateRight<k2>(x), hn::ShiftRight<kShift>(x));
}

// Round t of sixteen. Instead of moving the eight variables along, each round knows them by other indices.
template <size_t t>
HWY_INLINE void Round(Words* s, Words word, const uint32_t* constants) {
  const WordTag d;
  const Words& a = s[(0 - t) % 8];
  const Words& b = s[(1 - t) % 8];
  const Words& c = s[(2 - t) % 8];
  Words& dd = s[(3 - t) % 8];
  const Words& e = s[(4 - t) % 8];
  const Words& f = s[(5 - t) % 8];
  const Words& g = s[(6 - t) % 8];
  Words& h = s[(7 - t) % 8];
  const Words t1 =
      Add(Add(Add(h, Add(word, hn::Set(d, constants[t]))), Choose(e, f, g)), Sigma<6, 11, 25>(e));
  dd = Add(dd, t1);
  h = Add(t1, Add(Majority(a, b, c), Sigma<2, 13, 22>(a)));
}

// The word of round t + 16 (§6.2.2 step 1), over that of round t.
template <size_t t>
HWY_INLINE void Extend(Words* w) {
  w[t] = Add(Add(w[t], SmallSigma<7, 18, 3>(w[(t + 1) % 16])),
             Add(w[(t + 9) % 16], SmallSigma<17, 19, 10>(w[(t + 14) % 16])));
}

template <size_t... t>
HWY_INLINE void Rounds(Words* s, Words* w, const uint32_t* constants, std::index_sequence<t...>) {
  (Round<t>(s, w[t], constants), ...);
}

template <size_t... t>
HWY_INLINE void ExtendedRounds(Words* s, Words* w, const uint32_t* constants, std::index_sequence<t...>) {
  ((Extend<t>(w), Round<t>(s, w[t], constants)), ...);
}

void CompressSha256(LaneStates* states, const LaneInputs& in, size_t blocks) {
  const WordTag d;
  constexpr std::make_index_sequence<kBlockWords> kSixteen;
  Words s[kSha256Words];
  for (size_t i = 0; i < kSha256Words; ++i) s[i] = hn::Load(d, states->words[i].data());
  for (size_t offset = 0; offset < blocks * kSha256Block; offset += kSha256Block) {
    Words w[kBlockWords];
    for (size_t i = 0; i < 4; ++i) LoadGroup(in, offset + 16 * i, w + 4 * i);
    Rounds(s, w, kSha256Rounds.data(), kSixteen);
    for (size_t i = kBlockWords; i < kSha256Rounds.size(); i += kBlockWords)
      ExtendedRounds(s, w, kSha256Rounds.data() + i, kSixteen);
    for (size_t i = 0; i < kSha256Words; ++i) {
      s[i] = Add(s[i], hn::Load(d, states->words[i].data()));
      hn::Store(s[i], d, states->words[i].data());
    }
  }
}

size_t Sha256LaneCount() { return kLanes; }

#else

void CompressSha256(LaneStates* /*states*/, const LaneInputs& /*in*/, size_t /*blocks*/) {}

size_t Sha256LaneCount() { return 0; }

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {

HWY_EXPORT(CompressSha256);
HWY_EXPORT(Sha256LaneCount);

void CompressLanes(LaneStates* states, const LaneInputs& in, size_t blocks) {
  HWY_DYNAMIC_DISPATCH(CompressSha256)(states, in, blocks);
}

size_t WideSha256Lanes() { return HWY_DYNAMIC_DISPATCH(Sha256LaneCount)(); }

}  // namespace kenpin
#endif  // HWY_ONCE
