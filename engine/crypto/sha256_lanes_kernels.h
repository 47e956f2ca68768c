// The compression function of SHA-256 (FIPS 180-4 §6.2.2) in two forms: wide, with one stream in each lane of
// SIMD registers; and narrow, with few streams and whatever the processor has for one. Both work on the same
// states, so a stream may change from one to the other after any block. They pad nothing and know no lengths.
#ifndef KENPIN_ENGINE_CRYPTO_SHA256_LANES_KERNELS_H_
#define KENPIN_ENGINE_CRYPTO_SHA256_LANES_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/crypto/sha256_lanes.h"

namespace kenpin {

inline constexpr size_t kSha256Block = 64;
inline constexpr size_t kSha256Words = 8;

// §5.3.3.
inline constexpr std::array<uint32_t, kSha256Words> kSha256Start = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// §4.2.2.
alignas(64) inline constexpr std::array<uint32_t, 64> kSha256Rounds = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The states of all lanes, word by word.
struct LaneStates {
  alignas(64) std::array<std::array<uint32_t, kMaxSha256Lanes>, kSha256Words> words;
};

// One stream outside of the lanes.
struct NarrowStream {
  std::array<uint32_t, kSha256Words> state;
  const uint8_t* in = nullptr;
};

// Where the next block of each lane stands.
using LaneInputs = std::array<const uint8_t*, kMaxSha256Lanes>;

// Compresses `blocks` consecutive blocks of every lane, by the SIMD target that Highway has chosen. Lanes
// without work need as many readable bytes all the same.
void CompressLanes(LaneStates* states, const LaneInputs& in, size_t blocks);
// The lanes that CompressLanes has; 0 below AVX2, where it does nothing.
size_t WideSha256Lanes();

// Compress `blocks` consecutive blocks of every stream. Word by word: the twin that all others are tested
// against, for any number of streams.
void CompressByWords(std::span<NarrowStream> streams, size_t blocks);
// By SHA instructions, for one or two streams; only where HasShaInstructions().
void CompressByShaInstructions(std::span<NarrowStream> streams, size_t blocks);
bool HasShaInstructions();

// What a scheduler works with.
struct Sha256Kernels {
  size_t lanes = 0;    // Of the wide form; 0: it is not used.
  size_t streams = 1;  // That the narrow form takes at a time.
  void (*narrow)(std::span<NarrowStream> streams, size_t blocks) = CompressByWords;
  // With so many busy lanes or fewer, and no more jobs, the narrow form is the faster one.
  size_t narrow_limit = kMaxSha256Lanes;
};

// The best of this machine and the SIMD target that Highway has chosen.
Sha256Kernels ChooseSha256Kernels();
// The same, but with the wide form wherever there is one.
Sha256Kernels ChooseWideSha256Kernels();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_SHA256_LANES_KERNELS_H_
