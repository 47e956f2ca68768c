// Few streams: with the SHA instructions of x86-64 where the processor has them, otherwise word by word. An
// SHA instruction waits for the one before it; a second stream beside the first fills the gap.
#include <bit>
#include <cstring>

#include "engine/crypto/sha256_lanes_kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace kenpin {
namespace {

constexpr size_t kBlockWords = 16;

uint32_t LoadBigEndian(const uint8_t* in) {
  return uint32_t{in[0]} << 24 | uint32_t{in[1]} << 16 | uint32_t{in[2]} << 8 | in[3];
}

void CompressBlock(std::array<uint32_t, kSha256Words>* state, const uint8_t* in) {
  std::array<uint32_t, kBlockWords> w;
  for (size_t i = 0; i < kBlockWords; ++i) w[i] = LoadBigEndian(in + 4 * i);
  auto [a, b, c, d, e, f, g, h] = *state;
  for (size_t t = 0; t < kSha256Rounds.size(); ++t) {
    const uint32_t word = w[t % kBlockWords];
    const uint32_t t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) +
                        kSha256Rounds[t] + word;
    const uint32_t t2 =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    const uint32_t w1 = w[(t + 1) % kBlockWords], w14 = w[(t + 14) % kBlockWords];
    w[t % kBlockWords] += (std::rotr(w1, 7) ^ std::rotr(w1, 18) ^ w1 >> 3) + w[(t + 9) % kBlockWords] +
                          (std::rotr(w14, 17) ^ std::rotr(w14, 19) ^ w14 >> 10);
  }
  const std::array<uint32_t, kSha256Words> variables = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < kSha256Words; ++i) (*state)[i] += variables[i];
}

}  // namespace

void CompressByWords(std::span<NarrowStream> streams, size_t blocks) {
  for (NarrowStream& stream : streams) {
    for (size_t i = 0; i < blocks; ++i, stream.in += kSha256Block) CompressBlock(&stream.state, stream.in);
  }
}

#if defined(__x86_64__)

#define KENPIN_SHA_TARGET __attribute__((target("sha,sse4.1"), always_inline)) inline

namespace {

// The eight variables as the instructions want them: ABEF and CDGH, the first letter highest.
struct ShaState {
  __m128i abef;
  __m128i cdgh;
};

KENPIN_SHA_TARGET ShaState ToShaState(const std::array<uint32_t, kSha256Words>& state) {
  const __m128i* const words = reinterpret_cast<const __m128i*>(state.data());
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1B);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

KENPIN_SHA_TARGET void FromShaState(const ShaState& state, std::array<uint32_t, kSha256Words>* out) {
  __m128i* const words = reinterpret_cast<__m128i*>(out->data());
  const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xB1);
  _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

KENPIN_SHA_TARGET void FourRounds(ShaState* state, __m128i words, size_t round) {
  const __m128i constants = _mm_load_si128(reinterpret_cast<const __m128i*>(&kSha256Rounds[round]));
  const __m128i sum = _mm_add_epi32(words, constants);
  state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, sum);
  state->abef = _mm_sha256rnds2_epu32(state->abef, state->cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

// The four words of round t + 16 and on, over those of round t; w[i] holds the words of four rounds.
KENPIN_SHA_TARGET __m128i ExtendFour(const __m128i* w, size_t i) {
  const __m128i w7 = _mm_alignr_epi8(w[(i + 3) % 4], w[(i + 2) % 4], 4);
  const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[i], w[(i + 1) % 4]), w7);
  return _mm_sha256msg2_epu32(sum, w[(i + 3) % 4]);
}

template <size_t kStreams>
__attribute__((target("sha,sse4.1"))) void CompressSha(std::span<NarrowStream> streams, size_t blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  ShaState state[kStreams];
  for (size_t k = 0; k < kStreams; ++k) state[k] = ToShaState(streams[k].state);
  for (; blocks > 0; --blocks) {
    __m128i w[kStreams][4];
    ShaState before[kStreams];
    for (size_t k = 0; k < kStreams; ++k) {
      before[k] = state[k];
      for (size_t i = 0; i < 4; ++i) {
        const __m128i* const in = reinterpret_cast<const __m128i*>(streams[k].in) + i;
        w[k][i] = _mm_shuffle_epi8(_mm_loadu_si128(in), swap);
      }
      streams[k].in += kSha256Block;
    }
#pragma GCC unroll 16
    for (size_t i = 0; i < 16; ++i) {
#pragma GCC unroll 4
      for (size_t k = 0; k < kStreams; ++k) {
        FourRounds(&state[k], w[k][i % 4], 4 * i);
        if (i < 12) w[k][i % 4] = ExtendFour(w[k], i % 4);
      }
    }
    for (size_t k = 0; k < kStreams; ++k) {
      state[k].abef = _mm_add_epi32(state[k].abef, before[k].abef);
      state[k].cdgh = _mm_add_epi32(state[k].cdgh, before[k].cdgh);
    }
  }
  for (size_t k = 0; k < kStreams; ++k) FromShaState(state[k], &streams[k].state);
}

}  // namespace

void CompressByShaInstructions(std::span<NarrowStream> streams, size_t blocks) {
  if (streams.size() == 2) {
    CompressSha<2>(streams, blocks);
  } else {
    CompressSha<1>(streams, blocks);
  }
}

bool HasShaInstructions() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned kSha = 1u << 29;  // CPUID leaf 7, EBX.
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0;
}

#else

void CompressByShaInstructions(std::span<NarrowStream> streams, size_t blocks) {
  CompressByWords(streams, blocks);
}

bool HasShaInstructions() { return false; }

#endif

}  // namespace kenpin
