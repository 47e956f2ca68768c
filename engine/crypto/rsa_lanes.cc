// From signatures and keys to lanes and back. The power that comes out of a lane is compared with the whole
// encoded message that the digest must have had (EMSA-PKCS1-v1_5, RFC 8017 §9.2): nothing of it is parsed.
#include "engine/crypto/rsa_lanes.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/crypto/public_key_impl.h"
#include "engine/crypto/rsa_lanes_kernels.h"

namespace kenpin {
namespace {

using Octets = std::span<const uint8_t>;

// DigestInfo without its digest, §9.2 note 1.
constexpr std::array<uint8_t, 19> kSha256Info = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
constexpr std::array<uint8_t, 15> kSha1Info = {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e,
                                               0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14};

Octets InfoOf(HashAlgorithm hash) {
  return hash == HashAlgorithm::kSha256 ? Octets(kSha256Info) : Octets(kSha1Info);
}

// 00 01 FF .. FF 00 DigestInfo; the shortest modulus leaves room for 74 octets FF.
void EncodeMessage(HashAlgorithm hash, Octets digest, std::span<uint8_t> message) {
  const Octets info = InfoOf(hash);
  const size_t padding = message.size() - digest.size() - info.size();
  std::fill(message.begin(), message.end(), 0xff);
  message[0] = 0x00;
  message[1] = 0x01;
  message[padding - 1] = 0x00;
  std::copy(info.begin(), info.end(), message.begin() + static_cast<ptrdiff_t>(padding));
  std::copy(digest.begin(), digest.end(), message.end() - static_cast<ptrdiff_t>(digest.size()));
}

// Subtracts `modulus` from `number`, which is below twice of it, where that leaves no negative number.
void ReduceOnce(const RsaNumber& modulus, size_t limbs, RsaNumber* number) {
  RsaNumber difference;
  uint64_t borrow = 0;
  for (size_t i = 0; i < limbs; ++i) {
    const uint64_t limb = (*number)[i] - modulus[i] - borrow;
    difference[i] = limb & kRsaLimbMask;
    borrow = limb >> 63;
  }
  if (borrow == 0) std::copy_n(difference.begin(), limbs, number->begin());
}

// The checks of one length that wait.
struct Queue {
  std::array<RsaCheck, kRsaLanes> checks;
  size_t size = 0;
};

}  // namespace

struct RsaBatch::Impl {
  explicit Impl(const RsaKernels& chosen) : kernels(chosen) {}

  static const RsaLaneKey* KeyOf(const RsaCheck& check) { return check.key->impl_->lane_key.get(); }
  void Fill(const RsaCheck& check, size_t lane);
  bool IsValid(const RsaCheck& check, size_t lane) const;
  void Run(Queue* queue);

  RsaKernels kernels;
  RsaPowerInputs inputs{};
  LaneNumber power{};
  std::array<Queue, 2> queues;  // 1024 bits, 2048 bits.
  RsaBatchCounts counts;
};

void RsaBatch::Impl::Fill(const RsaCheck& check, size_t lane) {
  const RsaLaneKey& key = *KeyOf(check);
  RsaNumber signature;
  ReadRsaNumber(check.signature, &signature);
  for (size_t i = 0; i < key.limbs; ++i) {
    inputs.signature[i].lane[lane] = signature[i];
    inputs.modulus[i].lane[lane] = key.modulus[i];
    inputs.r_squared[i].lane[lane] = key.r_squared[i];
  }
  // A longer number may have been here before.
  for (size_t i = key.limbs; i < key.limbs + kRsaBlock; ++i) {
    inputs.signature[i].lane[lane] = 0;
    inputs.modulus[i].lane[lane] = 0;
    inputs.r_squared[i].lane[lane] = 0;
  }
  inputs.inverse.lane[lane] = key.inverse;
}

bool RsaBatch::Impl::IsValid(const RsaCheck& check, size_t lane) const {
  const RsaLaneKey& key = *KeyOf(check);
  RsaNumber found;
  for (size_t i = 0; i < key.limbs; ++i) found[i] = power[i].lane[lane];
  ReduceOnce(key.modulus, key.limbs, &found);
  std::array<uint8_t, kMaxRsaOctets> message;
  const std::span<uint8_t> octets(message.data(), key.octets);
  EncodeMessage(check.hash, check.digest, octets);
  RsaNumber expected;
  ReadRsaNumber(octets, &expected);
  // Limbs below 2^52 write a number in one way only, so equal limbs are equal octets.
  return std::equal(found.begin(), found.begin() + static_cast<ptrdiff_t>(key.limbs), expected.begin());
}

void RsaBatch::Impl::Run(Queue* queue) {
  if (queue->size == 0) return;
  // Lanes without work repeat the first check.
  for (size_t lane = 0; lane < kRsaLanes; ++lane) Fill(queue->checks[lane < queue->size ? lane : 0], lane);
  kernels.power(inputs, KeyOf(queue->checks[0])->limbs, &power);
  for (size_t lane = 0; lane < queue->size; ++lane) {
    const RsaCheck& check = queue->checks[lane];
    if (!IsValid(check, lane)) continue;
    *check.valid_with = check.key;
    ++counts.valid;
  }
  counts.checked += queue->size;
  queue->size = 0;
}

RsaBatch::RsaBatch(CryptoKernels kernels) : RsaBatch(ChooseRsaKernels(kernels)) {}
RsaBatch::RsaBatch(const RsaKernels& kernels) : impl_(std::make_unique<Impl>(kernels)) {}
RsaBatch::~RsaBatch() = default;
RsaBatch::RsaBatch(RsaBatch&&) noexcept = default;

bool RsaBatch::works() const { return impl_->kernels.power != nullptr; }
const RsaBatchCounts& RsaBatch::counts() const { return impl_->counts; }

void RsaBatch::Add(const RsaCheck& check) {
  if (!works() || check.key->type() != KeyType::kRsa) return;
  const RsaLaneKey* const key = Impl::KeyOf(check);
  if (key == nullptr || check.signature.size() != key->octets) return;
  if (check.digest.size() != DigestSize(check.hash)) return;
  // §5.2.2 step 1: a signature is below the modulus.
  if (std::memcmp(check.signature.data(), key->modulus_octets.data(), key->octets) >= 0) return;
  Queue& queue = impl_->queues[key->limbs == kMaxRsaLimbs ? 1 : 0];
  queue.checks[queue.size++] = check;
  if (queue.size == kRsaLanes) impl_->Run(&queue);
}

void RsaBatch::Finish() {
  for (Queue& queue : impl_->queues) {
    if (queue.size >= impl_->kernels.fewest) impl_->Run(&queue);
    queue.size = 0;
  }
}

RsaKernels ChooseRsaKernels(CryptoKernels kernels) {
  // A run takes as long as one and a half checks by OpenSSL.
  constexpr size_t kFewest = 2;
  switch (kernels) {
    case CryptoKernels::kAuto:
      return {HasIfma() ? PowerByIfma : nullptr, kFewest};
    case CryptoKernels::kOpenssl:
      return {};
    case CryptoKernels::kLanes:
      return {HasIfma() ? PowerByIfma : PowerByWords, 1};
  }
  return {};
}

std::string_view RsaKernelName() {
  return ChooseRsaKernels(CryptoKernels::kAuto).power != nullptr ? "8 lanes of AVX-512 IFMA" : "OpenSSL";
}

}  // namespace kenpin
