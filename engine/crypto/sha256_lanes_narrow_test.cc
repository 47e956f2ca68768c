// One and two streams at a time against the twin that goes word by word, with changes between the forms after
// any block.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "engine/crypto/sha256_lanes_kernels.h"

namespace kenpin {
namespace {

std::vector<uint8_t> RandomBlocks(size_t blocks, std::mt19937* random) {
  std::vector<uint8_t> bytes(blocks * kSha256Block);
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>((*random)());
  return bytes;
}

// FIPS 180-4, the example "abc": one block, padded by hand.
TEST(Sha256NarrowTest, PublishedBlock) {
  std::vector<uint8_t> block(kSha256Block);
  block[0] = 'a', block[1] = 'b', block[2] = 'c', block[3] = 0x80, block[63] = 24;
  NarrowStream stream{kSha256Start, block.data()};
  CompressByWords({&stream, 1}, 1);
  const std::array<uint32_t, kSha256Words> expected = {0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
                                                       0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad};
  EXPECT_EQ(stream.state, expected);
  EXPECT_EQ(stream.in, block.data() + kSha256Block);
}

TEST(Sha256NarrowTest, StreamsChangeBetweenTheForms) {
  if (!HasShaInstructions()) GTEST_SKIP() << "no SHA instructions";
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<uint8_t> bytes[2] = {RandomBlocks(200, &random), RandomBlocks(200, &random)};
  NarrowStream twins[2] = {{kSha256Start, bytes[0].data()}, {kSha256Start, bytes[1].data()}};
  NarrowStream mixed[2] = {twins[0], twins[1]};
  for (size_t blocks = 0, done = 0; done < 190; done += blocks) {
    blocks = random() % 6;
    CompressByWords(twins, blocks);
    const size_t by_instructions = random() % 3;
    const std::span<NarrowStream> streams = mixed;
    if (by_instructions > 0) CompressByShaInstructions(streams.first(by_instructions), blocks);
    CompressByWords(streams.subspan(by_instructions), blocks);
    for (size_t i = 0; i < 2; ++i) {
      ASSERT_EQ(mixed[i].state, twins[i].state);
      ASSERT_EQ(mixed[i].in, twins[i].in);
    }
  }
}

}  // namespace
}  // namespace kenpin
