// Every lane of every SIMD target against the twin that goes word by word.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/crypto/sha256_lanes_kernels.h"
#include "hwy/highway.h"

namespace kenpin {
namespace {

constexpr size_t kMaxBlocks = 9;

// Random states and, at random alignments, random blocks.
struct Lanes {
  explicit Lanes(std::mt19937* random) {
    for (size_t lane = 0; lane < kMaxSha256Lanes; ++lane) {
      for (size_t k = 0; k < kSha256Words; ++k) states.words[k][lane] = static_cast<uint32_t>((*random)());
      bytes[lane].resize(kMaxBlocks * kSha256Block + 64);
      for (uint8_t& byte : bytes[lane]) byte = static_cast<uint8_t>((*random)());
      in[lane] = bytes[lane].data() + (*random)() % 64;
    }
  }

  LaneStates states;
  std::array<std::vector<uint8_t>, kMaxSha256Lanes> bytes;
  LaneInputs in;
};

NarrowStream TwinOf(const Lanes& lanes, size_t lane) {
  NarrowStream twin;
  for (size_t k = 0; k < kSha256Words; ++k) twin.state[k] = lanes.states.words[k][lane];
  twin.in = lanes.in[lane];
  return twin;
}

void ExpectLanesLikeWords(size_t blocks, std::mt19937* random) {
  const Lanes before(random);
  LaneStates after = before.states;
  CompressLanes(&after, before.in, blocks);
  for (size_t lane = 0; lane < WideSha256Lanes(); ++lane) {
    NarrowStream twin = TwinOf(before, lane);
    CompressByWords({&twin, 1}, blocks);
    for (size_t k = 0; k < kSha256Words; ++k)
      ASSERT_EQ(after.words[k][lane], twin.state[k]) << "lane " << lane << ", word " << k;
  }
}

TEST(Sha256WideTest, EveryLaneOfEveryTarget) {
  const unsigned seed = std::random_device{}();
  for (const int64_t target : {HWY_AVX3, HWY_AVX2}) {
    if ((hwy::SupportedTargets() & target) == 0) continue;
    SCOPED_TRACE(std::string(hwy::TargetName(target)) + ", seed " + std::to_string(seed));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    std::mt19937 random(seed);
    for (size_t blocks = 0; blocks <= kMaxBlocks; ++blocks) ExpectLanesLikeWords(blocks, &random);
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

TEST(Sha256WideTest, NoLanesWithoutWideRegisters) {
  hwy::SetSupportedTargetsForTest(HWY_SCALAR | HWY_EMU128);
  hwy::GetChosenTarget().Update(HWY_SCALAR | HWY_EMU128);
  EXPECT_EQ(WideSha256Lanes(), 0u);
  EXPECT_EQ(Sha256LanesPay(), HasShaInstructions());
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace
}  // namespace kenpin
