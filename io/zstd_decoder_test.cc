#include "io/zstd_decoder.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

// The extent of the frame at the beginning of `text`.
std::optional<ZstdFrameExtent> Measure(const std::string& text) {
  TestTextSource source(text);
  ByteWindow window(&source);
  return MeasureZstdFrame(&window);
}

TEST(ZstdDecoderTest, FramesAreMeasuredByTheirHeaders) {
  for (const size_t bytes : {0, 1, 200, 300, 70'000, 1'000'000}) {
    std::string text(bytes, 'x');
    for (size_t i = 0; i < bytes; i += 3) text[i] = static_cast<char>('a' + i * i % 26);
    const std::string told = Compress(Compression::kZstd, text);
    const std::optional<ZstdFrameExtent> extent = Measure(told + "behind");
    ASSERT_TRUE(extent) << bytes;
    EXPECT_EQ(extent->size, told.size());
    EXPECT_EQ(extent->unpacked_max, bytes);
    const std::string untold = CompressZstdUntold(text);
    const std::optional<ZstdFrameExtent> bound = Measure(untold + "behind");
    ASSERT_TRUE(bound) << bytes;
    EXPECT_EQ(bound->size, untold.size());
    EXPECT_GE(bound->unpacked_max, bytes);
    EXPECT_FALSE(Measure(told.substr(0, told.size() - 1))) << bytes;
  }
  EXPECT_FALSE(Measure("no frame at all"));
  const std::string large(kMaxParallelPart + 1, 'x');
  EXPECT_FALSE(Measure(Compress(Compression::kZstd, large)));
  EXPECT_FALSE(Measure(CompressZstdUntold(large)));
}

TEST(ZstdDecoderTest, FramesAreCutAndDecodedApart) {
  const std::string text(kDecodedBlockBytes, 'x');
  TestTextSource source(CompressInPieces(Compression::kZstd, text + text, kDecodedBlockBytes / 2));
  ZstdDecoder decoder(&source);
  DecodedBlock blocks[2];
  ASSERT_TRUE(decoder.Cut(&blocks[0]));
  ASSERT_TRUE(decoder.Cut(&blocks[1]));
  for (DecodedBlock& block : {std::ref(blocks[1]), std::ref(blocks[0])}) {
    decoder.Decode(&block);
    EXPECT_EQ(block.bytes.view(), text);
  }
  DecodedBlock end;
  EXPECT_FALSE(decoder.Cut(&end));
}

TEST(ZstdDecoderTest, DamageInAFrameLeavesWhatStandsBefore) {
  std::string text;
  for (uint32_t i = 0; text.size() < 600'000; ++i) text += std::to_string(i * 2654435761U);
  std::string packed = Compress(Compression::kZstd, text);
  packed[packed.size() - 1] ^= 1;
  TestTextSource source(packed);
  ZstdDecoder decoder(&source);
  DecodedBlock block;
  decoder.Cut(&block);
  decoder.Decode(&block);
  EXPECT_THAT(block.error, testing::HasSubstr("checksum"));
  EXPECT_GT(block.bytes.size(), 100'000U);
  EXPECT_TRUE(text.starts_with(block.bytes.view()));
}

}  // namespace
}  // namespace kenpin
