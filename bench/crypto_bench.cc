// Signature checks and what goes with them: to be compared with `openssl speed rsa1024 rsa2048 rsa4096
// ed25519`.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/crypto/public_key.h"
#include "engine/crypto/rsa_lanes_kernels.h"
#include "engine/crypto/sha256_lanes_kernels.h"
#include "engine/crypto/test_keys.h"

namespace kenpin {
namespace {

void VerifyRsa(benchmark::State& state) {
  const test::PrivateKey signer = test::MakeRsaKey(static_cast<unsigned>(state.range(0)));
  const std::shared_ptr<const PublicKey> key = test::ParseRsa(signer);
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute("x");
  const std::vector<uint8_t> signature = test::SignRsa(signer, HashAlgorithm::kSha256, digest.bytes());
  SignatureVerifier verifier;
  for (auto _ : state) {
    if (!verifier.Verify(key, HashAlgorithm::kSha256, digest.bytes(), signature))
      state.SkipWithError("not valid");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(VerifyRsa)->Arg(1024)->Arg(2048)->Arg(4096)->Arg(8192);

// Eight keys, eight signatures; the time of an item is that of one check.
void VerifyRsaBatch(benchmark::State& state, CryptoKernels kernels) {
  std::array<std::shared_ptr<const PublicKey>, kRsaLanes> keys;
  std::array<std::vector<uint8_t>, kRsaLanes> signatures;
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute("x");
  for (size_t i = 0; i < kRsaLanes; ++i) {
    const test::PrivateKey signer = test::MakeRsaKey(static_cast<unsigned>(state.range(0)));
    keys[i] = test::ParseRsa(signer);
    signatures[i] = test::SignRsa(signer, HashAlgorithm::kSha256, digest.bytes());
  }
  RsaBatch batch(kernels);
  if (!batch.works()) return state.SkipWithError("no AVX-512 IFMA");
  uint64_t rounds = 0;
  for (auto _ : state) {
    const PublicKey* valid_with = nullptr;
    for (size_t i = 0; i < kRsaLanes; ++i)
      batch.Add({keys[i].get(), HashAlgorithm::kSha256, digest.bytes(), signatures[i], &valid_with});
    ++rounds;
  }
  if (batch.counts().valid != rounds * kRsaLanes) state.SkipWithError("not valid");
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kRsaLanes));
}
BENCHMARK_CAPTURE(VerifyRsaBatch, auto, CryptoKernels::kAuto) -> Arg(1024) -> Arg(2048);

// The kernels alone: no transposition, no comparison.
void RsaPower(benchmark::State& state, void (*power)(const RsaPowerInputs&, size_t, LaneNumber*)) {
  if (power == PowerByIfma && !HasIfma()) return state.SkipWithError("no AVX-512 IFMA");
  RsaPowerInputs inputs{};
  for (LaneLimb& limb : inputs.modulus) limb.lane.fill(kRsaLimbMask);
  inputs.signature = inputs.modulus;
  inputs.r_squared = inputs.modulus;
  inputs.inverse.lane.fill(1);
  LaneNumber result;
  for (auto _ : state) {
    power(inputs, static_cast<size_t>(state.range(0)) / 1024 * kMaxRsaLimbs / 2, &result);
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kRsaLanes));
}
BENCHMARK_CAPTURE(RsaPower, ifma, PowerByIfma)->Arg(1024)->Arg(2048);
BENCHMARK_CAPTURE(RsaPower, words, PowerByWords)->Arg(1024)->Arg(2048);

void VerifyEd25519(benchmark::State& state) {
  const test::PrivateKey signer = test::MakeEd25519Key();
  const std::shared_ptr<const PublicKey> key = test::ParseEd25519(signer);
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute("x");
  const std::vector<uint8_t> signature = test::SignEd25519(signer, digest.bytes());
  SignatureVerifier verifier;
  for (auto _ : state) {
    if (!verifier.Verify(key, HashAlgorithm::kSha256, digest.bytes(), signature))
      state.SkipWithError("not valid");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(VerifyEd25519);

void ParseRsaKey(benchmark::State& state) {
  const std::vector<uint8_t> der = test::SubjectPublicKeyInfo(test::MakeRsaKey(2048));
  for (auto _ : state) {
    KeyError error;
    std::shared_ptr<const PublicKey> key = PublicKey::Parse(KeyType::kRsa, der, &error);
    benchmark::DoNotOptimize(key);
  }
}
BENCHMARK(ParseRsaKey);

void DecodeSignature(benchmark::State& state) {
  std::array<uint8_t, 256> octets{};
  std::array<char, Base64EncodedSize(octets.size())> text;
  const std::string_view encoded = EncodeBase64(octets, text);
  std::array<uint8_t, MaxBase64DecodedSize(text.size())> decoded;
  for (auto _ : state) {
    std::optional<size_t> size = DecodeBase64(encoded, decoded);
    benchmark::DoNotOptimize(size);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(DecodeSignature);

// The compression function alone, over pieces as large as lanes get them.
void Sha256Wide(benchmark::State& state) {
  constexpr size_t kBlocks = kLanePiece / kSha256Block;
  const std::vector<uint8_t> bytes(kMaxSha256Lanes * (kLanePiece + kSha256Block));
  LaneInputs in;
  for (size_t i = 0; i < in.size(); ++i) in[i] = bytes.data() + i * (kLanePiece + kSha256Block);
  LaneStates states = {};
  for (auto _ : state) {
    CompressLanes(&states, in, kBlocks);
    benchmark::DoNotOptimize(states);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * WideSha256Lanes() * kLanePiece));
}
BENCHMARK(Sha256Wide);

void Sha256Narrow(benchmark::State& state) {
  if (!HasShaInstructions()) return state.SkipWithError("no SHA instructions");
  const std::vector<uint8_t> bytes(kLanePiece);
  const size_t count = static_cast<size_t>(state.range(0));
  std::array<NarrowStream, 2> streams;
  for (auto _ : state) {
    for (NarrowStream& stream : streams) stream.in = bytes.data();
    CompressByShaInstructions(std::span<NarrowStream>(streams).first(count), kLanePiece / kSha256Block);
    benchmark::DoNotOptimize(streams);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * count * kLanePiece));
}
BENCHMARK(Sha256Narrow)->Arg(1)->Arg(2);

}  // namespace
}  // namespace kenpin
