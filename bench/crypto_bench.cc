// Signature checks and what goes with them: to be compared with `openssl speed rsa1024 rsa2048 rsa4096
// ed25519`.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/crypto/public_key.h"
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

}  // namespace
}  // namespace kenpin
