// Batches against OpenSSL, one signature at a time: the quick share. rsa_lanes_million_test.cc goes on.
#include "engine/crypto/rsa_lanes.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <utility>

#include "engine/crypto/rsa_lanes_kernels.h"
#include "engine/crypto/test_keys.h"
#include "engine/crypto/test_rsa_cases.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::Octets;

// Every form that this machine has, all of them for any number of checks.
std::vector<std::pair<std::string, RsaKernels>> AllKernels() {
  std::vector<std::pair<std::string, RsaKernels>> kernels = {{"words", {PowerByWords, 1}}};
  if (HasIfma()) kernels.push_back({"IFMA", {PowerByIfma, 1}});
  return kernels;
}

TEST(RsaBatchTest, AgreesWithOpenssl) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::RsaCases cases(seed, 1);
  for (const auto& [name, kernels] : AllKernels()) {
    SCOPED_TRACE(name);
    test::CompareWithOpenssl(kernels, &cases, test::Effort(name == "words" ? 4000 : 20000));
  }
}

class RsaBatchOfOneKeyTest : public ::testing::Test {
 protected:
  static constexpr size_t kSigned = 20;

  void SetUp() override {
    std::mt19937_64 random(7);
    for (size_t i = 0; i < kSigned; ++i) {
      digests_.push_back(test::RandomOctets(32, &random));
      signatures_.push_back(test::SignRsa(signer_, HashAlgorithm::kSha256, digests_[i]));
    }
  }
  RsaCheck Check(size_t i) {
    return {key_.get(), HashAlgorithm::kSha256, digests_[i], signatures_[i], &valid_with_[i]};
  }
  size_t CountValid() const {
    return static_cast<size_t>(std::count(valid_with_.begin(), valid_with_.end(), key_.get()));
  }

  test::PrivateKey signer_ = test::MakeRsaKey(1024);
  std::shared_ptr<const PublicKey> key_ = test::ParseRsa(signer_);
  std::vector<Octets> digests_, signatures_;
  std::array<const PublicKey*, kSigned> valid_with_{};
};

TEST_F(RsaBatchOfOneKeyTest, EveryNumberOfChecks) {
  for (const auto& [name, kernels] : AllKernels()) {
    RsaBatch batch(kernels);
    for (size_t count = 0; count <= kSigned; ++count) {
      SCOPED_TRACE(name + ", " + std::to_string(count));
      valid_with_.fill(nullptr);
      for (size_t i = 0; i < count; ++i) batch.Add(Check(i));
      batch.Finish();
      EXPECT_EQ(CountValid(), count);
    }
  }
}

// A wrong signature is nobody else's fault, wherever it stands.
TEST_F(RsaBatchOfOneKeyTest, LanesDoNotMix) {
  for (const auto& [name, kernels] : AllKernels()) {
    RsaBatch batch(kernels);
    for (size_t wrong = 0; wrong < kRsaLanes; ++wrong) {
      SCOPED_TRACE(name + ", " + std::to_string(wrong));
      valid_with_.fill(nullptr);
      signatures_[wrong].back() ^= 1;
      for (size_t i = 0; i < kRsaLanes; ++i) batch.Add(Check(i));
      signatures_[wrong].back() ^= 1;
      for (size_t i = 0; i < kRsaLanes; ++i)
        EXPECT_EQ(valid_with_[i], i == wrong ? nullptr : key_.get()) << i;
    }
    EXPECT_EQ(batch.counts().checked, kRsaLanes * kRsaLanes);
    EXPECT_EQ(batch.counts().valid, kRsaLanes * (kRsaLanes - 1));
  }
}

TEST_F(RsaBatchOfOneKeyTest, TooFewAreLeftToOpenssl) {
  RsaBatch batch(RsaKernels{PowerByWords, 3});
  for (const size_t count : {size_t{1}, size_t{2}, size_t{3}, size_t{9}, size_t{11}}) {
    SCOPED_TRACE(count);
    valid_with_.fill(nullptr);
    for (size_t i = 0; i < count; ++i) batch.Add(Check(i));
    batch.Finish();
    EXPECT_EQ(CountValid(), count % 8 < 3 ? count / 8 * 8 : count);
  }
}

TEST_F(RsaBatchOfOneKeyTest, NothingIsCheckedWithoutKernels) {
  RsaBatch batch(CryptoKernels::kOpenssl);
  EXPECT_FALSE(batch.works());
  for (size_t i = 0; i < kSigned; ++i) batch.Add(Check(i));
  batch.Finish();
  EXPECT_EQ(CountValid(), 0u);
  EXPECT_EQ(batch.counts().checked, 0u);
}

TEST_F(RsaBatchOfOneKeyTest, OtherKeysDoNotDisturb) {
  const test::PrivateKey ed25519 = test::MakeEd25519Key();
  const std::shared_ptr<const PublicKey> ed25519_key = test::ParseEd25519(ed25519);
  const Octets signature = test::SignEd25519(ed25519, digests_[0]);
  const PublicKey* other = nullptr;
  RsaBatch made(CryptoKernels::kLanes);
  RsaBatch batch = std::move(made);
  ASSERT_TRUE(batch.works());
  batch.Add({ed25519_key.get(), HashAlgorithm::kSha256, digests_[0], signature, &other});
  batch.Add(Check(0));
  batch.Finish();
  EXPECT_EQ(other, nullptr);
  EXPECT_EQ(CountValid(), 1u);
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(RsaKernelsTest, ChoiceFollowsTheProcessor) {
  EXPECT_EQ(ChooseRsaKernels(CryptoKernels::kOpenssl).power, nullptr);
  EXPECT_EQ(ChooseRsaKernels(CryptoKernels::kLanes).power, HasIfma() ? PowerByIfma : PowerByWords);
  EXPECT_EQ(ChooseRsaKernels(CryptoKernels::kAuto).power, HasIfma() ? PowerByIfma : nullptr);
  EXPECT_EQ(RsaKernelName(), HasIfma() ? "8 lanes of AVX-512 IFMA" : "OpenSSL");
}

}  // namespace
}  // namespace kenpin
