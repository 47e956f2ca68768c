// Sign with OpenSSL, verify with ours; then flip one bit anywhere. Also: more keys than places, threads that
// share a key, odd lengths.
#include <gtest/gtest.h>
#include <openssl/err.h>

#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/crypto/digest.h"
#include "engine/crypto/public_key.h"
#include "engine/crypto/test_keys.h"

namespace kenpin {
namespace {

using Octets = std::vector<uint8_t>;

Octets DigestOf(HashAlgorithm hash, const std::string& text) {
  Digest digest = Hasher(hash).Compute(text);
  return Octets(digest.bytes().begin(), digest.bytes().end());
}

void FlipBit(Octets* octets, std::mt19937* random) {
  size_t bit = (*random)() % (octets->size() * 8);
  (*octets)[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
}

struct SignatureCase {
  const char* name;
  unsigned rsa_bits;  // 0 is Ed25519.
  HashAlgorithm hash;
  int rounds;
};

class SignatureVerifierKernelsTest : public testing::TestWithParam<CryptoKernels> {};
INSTANTIATE_TEST_SUITE_P(All, SignatureVerifierKernelsTest,
                         testing::Values(CryptoKernels::kOpenssl, CryptoKernels::kAuto));

TEST_P(SignatureVerifierKernelsTest, OneFlippedBitIsSeen) {
  const SignatureCase cases[] = {
      {"rsa-512 sha256", 512, HashAlgorithm::kSha256, 200},
      {"rsa-1024 sha256", 1024, HashAlgorithm::kSha256, 200},
      {"rsa-1024 sha1", 1024, HashAlgorithm::kSha1, 200},
      {"rsa-2048 sha256", 2048, HashAlgorithm::kSha256, 100},
      {"rsa-1031 sha256", 1031, HashAlgorithm::kSha256, 100},
      {"ed25519", 0, HashAlgorithm::kSha256, 100},
  };
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  SignatureVerifier verifier(GetParam());
  for (const SignatureCase& c : cases) {
    SCOPED_TRACE(std::string(c.name) + ", seed " + std::to_string(seed));
    const bool rsa = c.rsa_bits != 0;
    const test::PrivateKey made = rsa ? test::MakeRsaKey(c.rsa_bits) : test::MakeEd25519Key();
    const std::shared_ptr<const PublicKey> key = rsa ? test::ParseRsa(made) : test::ParseEd25519(made);
    ASSERT_NE(key, nullptr);
    for (int round = 0; round < c.rounds; ++round) {
      Octets digest = DigestOf(c.hash, std::to_string(random()));
      Octets signature = rsa ? test::SignRsa(made, c.hash, digest) : test::SignEd25519(made, digest);
      ASSERT_TRUE(verifier.Verify(key, c.hash, digest, signature));
      Octets bad_digest = digest, bad_signature = signature;
      FlipBit(&bad_digest, &random);
      FlipBit(&bad_signature, &random);
      ASSERT_FALSE(verifier.Verify(key, c.hash, bad_digest, signature));
      ASSERT_FALSE(verifier.Verify(key, c.hash, digest, bad_signature));
      ASSERT_EQ(ERR_peek_error(), 0u);
    }
  }
}

TEST_P(SignatureVerifierKernelsTest, MalformedSignaturesAndDigestsAreJustFalse) {
  SignatureVerifier verifier(GetParam());
  const test::PrivateKey rsa = test::MakeRsaKey(1024), ed25519 = test::MakeEd25519Key();
  const Octets digest = DigestOf(HashAlgorithm::kSha256, "x");
  const Octets good_rsa = test::SignRsa(rsa, HashAlgorithm::kSha256, digest);
  const Octets good_ed = test::SignEd25519(ed25519, digest);
  const std::shared_ptr<const PublicKey> rsa_key = test::ParseRsa(rsa), ed_key = test::ParseEd25519(ed25519);
  for (size_t size : {size_t{0}, size_t{1}, size_t{63}, size_t{65}, size_t{127}, size_t{129}, size_t{4000}}) {
    Octets rsa_signature = good_rsa, ed_signature = good_ed;
    rsa_signature.resize(size);
    ed_signature.resize(size);
    EXPECT_FALSE(verifier.Verify(rsa_key, HashAlgorithm::kSha256, digest, rsa_signature)) << size;
    EXPECT_FALSE(verifier.Verify(ed_key, HashAlgorithm::kSha256, digest, ed_signature)) << size;
  }
  EXPECT_FALSE(verifier.Verify(rsa_key, HashAlgorithm::kSha256, {}, good_rsa));
  EXPECT_FALSE(verifier.Verify(rsa_key, HashAlgorithm::kSha256, Octets(20, 1), good_rsa));
  EXPECT_FALSE(verifier.Verify(rsa_key, HashAlgorithm::kSha256, digest, Octets(128, 0xff)))
      << "above the modulus";
  EXPECT_FALSE(verifier.Verify(rsa_key, HashAlgorithm::kSha1, Octets(20, 1), good_rsa))
      << "signed for another hash";
  EXPECT_TRUE(verifier.Verify(rsa_key, HashAlgorithm::kSha256, digest, good_rsa));
  EXPECT_TRUE(verifier.Verify(ed_key, HashAlgorithm::kSha256, digest, good_ed));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

// Keys parsed again and again fill every place of the table and drive each other out of it.
TEST(SignatureVerifierTest, MoreKeysThanPlaces) {
  SignatureVerifier verifier;
  const test::PrivateKey signer = test::MakeRsaKey(512), other = test::MakeRsaKey(512);
  const Octets digest = DigestOf(HashAlgorithm::kSha256, "x");
  const Octets signature = test::SignRsa(signer, HashAlgorithm::kSha256, digest);
  std::vector<std::shared_ptr<const PublicKey>> keys;
  for (int i = 0; i < 700; ++i) {
    const bool right = i % 2 == 0;
    keys.push_back(test::ParseRsa(right ? signer : other));
    EXPECT_EQ(verifier.Verify(keys.back(), HashAlgorithm::kSha256, digest, signature), right);
    if (i % 3 == 0) keys.back().reset();  // The address may come again with another key.
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] != nullptr) {
      EXPECT_EQ(verifier.Verify(keys[i], HashAlgorithm::kSha256, digest, signature), i % 2 == 0);
    }
  }
  SignatureVerifier moved = std::move(verifier);
  EXPECT_TRUE(moved.Verify(keys[2], HashAlgorithm::kSha256, digest, signature));
}

// A context of OpenSSL that has seen one key goes on with it, whatever key it is given next.
TEST_P(SignatureVerifierKernelsTest, Ed25519KeysTakeTurns) {
  SignatureVerifier verifier(GetParam());
  const test::PrivateKey signers[] = {test::MakeEd25519Key(), test::MakeEd25519Key()};
  const std::shared_ptr<const PublicKey> keys[] = {test::ParseEd25519(signers[0]),
                                                   test::ParseEd25519(signers[1])};
  const Octets digest = DigestOf(HashAlgorithm::kSha256, "x");
  const Octets signatures[] = {test::SignEd25519(signers[0], digest), test::SignEd25519(signers[1], digest)};
  for (int round = 0; round < 16; ++round) {
    const int key = round / 2 % 2, signature = round / 4 % 2;
    EXPECT_EQ(verifier.Verify(keys[key], HashAlgorithm::kSha256, digest, signatures[signature]),
              key == signature)
        << "round " << round;
  }
}

TEST_P(SignatureVerifierKernelsTest, ThreadsShareAKey) {
  const test::PrivateKey signer = test::MakeRsaKey(1024);
  const std::shared_ptr<const PublicKey> key = test::ParseRsa(signer);
  const Octets digest = DigestOf(HashAlgorithm::kSha256, "x");
  const Octets signature = test::SignRsa(signer, HashAlgorithm::kSha256, digest);
  std::vector<int> valid(4, 0);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < valid.size(); ++i) {
    threads.emplace_back([&, i] {
      SignatureVerifier verifier(GetParam());
      for (int round = 0; round < 200; ++round) {
        if (verifier.Verify(key, HashAlgorithm::kSha256, digest, signature)) ++valid[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int count : valid) EXPECT_EQ(count, 200);
}

}  // namespace
}  // namespace kenpin
