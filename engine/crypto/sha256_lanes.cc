// Who works on which lane, and for how many blocks: as many as the lane with the fewest has at hand. Then
// that lane fetches its next piece, or ends and takes the next job.
//
// A lane's buffer has a gap in front of the room that pieces are written to. What is left of a piece, less
// than a block, is put there, directly before the next piece; so pieces are written once, where they are
// hashed.
#include "engine/crypto/sha256_lanes.h"

#include <algorithm>
#include <cstring>

#include "engine/crypto/sha256_lanes_kernels.h"

namespace kenpin {
namespace {

// Room for the padding of FIPS 180-4 §5.1.1: a bit, zeros, the length.
constexpr size_t kLengthSize = 8;
constexpr size_t kMaxPadding = kSha256Block + kLengthSize;

struct Lane {
  const uint8_t* next = nullptr;  // The octets that are not hashed yet: whole blocks, then the rest.
  size_t blocks = 0;
  size_t rest = 0;
  uint64_t length = 0;  // Octets of the job so far.
  bool busy = false;
  bool padded = false;  // The job ends with these blocks.
  alignas(64) std::array<uint8_t, kSha256Block + kLanePiece + kMaxPadding> buffer;

  uint8_t* room() { return buffer.data() + kSha256Block; }
};

void StoreBigEndian(uint64_t value, size_t size, uint8_t* out) {
  for (size_t i = size; i > 0; --i, value >>= 8) out[i - 1] = static_cast<uint8_t>(value);
}

}  // namespace

struct Sha256Lanes::Impl {
  explicit Impl(const Sha256Kernels& chosen)
      : kernels(chosen), count(std::max(chosen.lanes, chosen.streams)) {}

  void Run(LaneJobs& jobs);
  void Begin(size_t i, LaneJobs& jobs);
  void Fetch(size_t i, LaneJobs& jobs);
  void Pad(Lane& lane);
  void End(size_t i, LaneJobs& jobs);
  void Advance(size_t i, size_t blocks, LaneJobs& jobs);
  void StepWide(LaneJobs& jobs);
  void StepNarrow(LaneJobs& jobs);

  Sha256Kernels kernels;
  size_t count;
  size_t busy = 0;
  LaneStates states;
  std::array<Lane, kMaxSha256Lanes> lanes;
};

void Sha256Lanes::Impl::Run(LaneJobs& jobs) {
  busy = 0;
  for (size_t i = 0; i < count; ++i) Begin(i, jobs);
  const bool wide = kernels.lanes > 0;
  while (wide && busy > kernels.narrow_limit) StepWide(jobs);
  while (busy > 0) StepNarrow(jobs);
}

void Sha256Lanes::Impl::Begin(size_t i, LaneJobs& jobs) {
  Lane& lane = lanes[i];
  lane.busy = jobs.Begin(i);
  if (!lane.busy) return;
  ++busy;
  for (size_t k = 0; k < kSha256Words; ++k) states.words[k][i] = kSha256Start[k];
  lane.next = lane.room();
  lane.blocks = lane.rest = 0;
  lane.length = 0;
  lane.padded = false;
  Fetch(i, jobs);
}

// Until there is a block to hash.
void Sha256Lanes::Impl::Fetch(size_t i, LaneJobs& jobs) {
  Lane& lane = lanes[i];
  while (lane.blocks == 0) {
    std::memmove(lane.room() - lane.rest, lane.next, lane.rest);
    lane.next = lane.room() - lane.rest;
    const std::span<char> room(reinterpret_cast<char*>(lane.room()), kLanePiece);
    const std::string_view octets = jobs.Next(i, room);
    if (octets.empty()) return Pad(lane);
    if (octets.data() != room.data()) std::memcpy(room.data(), octets.data(), octets.size());
    lane.length += octets.size();
    lane.blocks = (lane.rest + octets.size()) / kSha256Block;
    lane.rest = (lane.rest + octets.size()) % kSha256Block;
  }
}

void Sha256Lanes::Impl::Pad(Lane& lane) {
  uint8_t* const end = lane.room();
  const bool one_block = lane.rest + 1 + kLengthSize <= kSha256Block;
  lane.blocks = one_block ? 1 : 2;
  const size_t padding = lane.blocks * kSha256Block - lane.rest;
  std::memset(end, 0, padding);
  *end = 0x80;
  StoreBigEndian(lane.length * 8, kLengthSize, end + padding - kLengthSize);
  lane.rest = 0;
  lane.padded = true;
}

void Sha256Lanes::Impl::End(size_t i, LaneJobs& jobs) {
  Digest digest;
  for (size_t k = 0; k < kSha256Words; ++k) StoreBigEndian(states.words[k][i], 4, digest.data.data() + 4 * k);
  digest.size = 32;
  jobs.End(i, digest);
  --busy;
  Begin(i, jobs);
}

// `blocks` blocks of the lane have been hashed.
void Sha256Lanes::Impl::Advance(size_t i, size_t blocks, LaneJobs& jobs) {
  Lane& lane = lanes[i];
  lane.next += blocks * kSha256Block;
  lane.blocks -= blocks;
  if (lane.blocks > 0) return;
  if (lane.padded) {
    End(i, jobs);
  } else {
    Fetch(i, jobs);
  }
}

void Sha256Lanes::Impl::StepWide(LaneJobs& jobs) {
  size_t blocks = SIZE_MAX;
  const uint8_t* any = nullptr;
  for (size_t i = 0; i < count; ++i) {
    if (!lanes[i].busy) continue;
    blocks = std::min(blocks, lanes[i].blocks);
    any = lanes[i].next;
  }
  LaneInputs in;
  // An idle lane hashes what another one does, for nobody.
  for (size_t i = 0; i < count; ++i) in[i] = lanes[i].busy ? lanes[i].next : any;
  CompressLanes(&states, in, blocks);
  for (size_t i = 0; i < count; ++i) {
    if (lanes[i].busy) Advance(i, blocks, jobs);
  }
}

void Sha256Lanes::Impl::StepNarrow(LaneJobs& jobs) {
  std::array<NarrowStream, kMaxSha256Lanes> streams;
  std::array<size_t, kMaxSha256Lanes> chosen;
  size_t size = 0, blocks = SIZE_MAX;
  for (size_t i = 0; i < count && size < kernels.streams; ++i) {
    if (!lanes[i].busy) continue;
    for (size_t k = 0; k < kSha256Words; ++k) streams[size].state[k] = states.words[k][i];
    streams[size].in = lanes[i].next;
    blocks = std::min(blocks, lanes[i].blocks);
    chosen[size++] = i;
  }
  kernels.narrow({streams.data(), size}, blocks);
  for (size_t n = 0; n < size; ++n) {
    for (size_t k = 0; k < kSha256Words; ++k) states.words[k][chosen[n]] = streams[n].state[k];
  }
  for (size_t n = 0; n < size; ++n) Advance(chosen[n], blocks, jobs);
}

Sha256Lanes::Sha256Lanes() : Sha256Lanes(ChooseSha256Kernels()) {}
Sha256Lanes::Sha256Lanes(const Sha256Kernels& kernels) : impl_(std::make_unique<Impl>(kernels)) {}
Sha256Lanes::~Sha256Lanes() = default;
Sha256Lanes::Sha256Lanes(Sha256Lanes&&) noexcept = default;

void Sha256Lanes::Run(LaneJobs& jobs) { impl_->Run(jobs); }

// Measured on a Xeon with AVX-512 and SHA instructions, through Run(): 16 busy lanes make 3.6 GB/s, nine 2.2,
// which is what two streams by SHA instructions make as well; one stream makes 1.7. On an EPYC without
// AVX-512, compression alone: two streams 2.7, three 2.3, one 1.5 (as OpenSSL), eight lanes of AVX2 1.1.
Sha256Kernels ChooseWideSha256Kernels() {
  Sha256Kernels kernels;
  kernels.lanes = WideSha256Lanes();
  if (HasShaInstructions()) {
    kernels.streams = 2;
    kernels.narrow = CompressByShaInstructions;
    kernels.narrow_limit = 9;
  } else {
    kernels.narrow_limit = 2;
  }
  return kernels;
}

Sha256Kernels ChooseSha256Kernels() {
  Sha256Kernels kernels = ChooseWideSha256Kernels();
  if (HasShaInstructions() && kernels.lanes < kMaxSha256Lanes) kernels.lanes = 0;
  return kernels;
}

// Eight lanes of AVX2 make 1.1 GB/s on that EPYC, OpenSSL without SHA instructions 0.33.
bool Sha256LanesPay() { return HasShaInstructions() || WideSha256Lanes() > 0; }

std::string_view Sha256KernelName() {
  if (WideSha256Lanes() == kMaxSha256Lanes) return "16 lanes of AVX-512";
  if (HasShaInstructions()) return "2 streams of SHA instructions";
  return WideSha256Lanes() > 0 ? "8 lanes of AVX2" : "OpenSSL";
}

}  // namespace kenpin
