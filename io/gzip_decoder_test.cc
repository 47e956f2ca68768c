#include "io/gzip_decoder.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

TEST(GzipDecoderTest, BlocksOfBgzfAreCutWithoutDecompressingThem) {
  const std::string text(200'000, 'x');
  const std::string packed = CompressBgzf(text, 50'000);
  EXPECT_GT(BgzfBlockSize(packed), 20U);
  EXPECT_LT(BgzfBlockSize(packed), packed.size());
  EXPECT_EQ(BgzfBlockSize(packed.substr(0, 17)), 0U);
  EXPECT_EQ(BgzfBlockSize(Compress(Compression::kGzip, text)), 0U);
  TestTextSource source(packed);
  GzipDecoder decoder(&source);
  DecodedBlock block;
  ASSERT_TRUE(decoder.Cut(&block));
  EXPECT_EQ(block.packed, packed);
  EXPECT_EQ(block.bytes.size(), 0U);
  EXPECT_EQ(block.unpacked_max, text.size());
  decoder.Decode(&block);
  EXPECT_EQ(block.bytes.view(), text);
  DecodedBlock end;
  EXPECT_FALSE(decoder.Cut(&end));
  EXPECT_EQ(end.error, "");
}

TEST(GzipDecoderTest, ABlockThatClaimsTooLittleIsDamaged) {
  std::string packed = CompressBgzf(std::string(5000, 'x'));
  const size_t size = BgzfBlockSize(packed);
  packed[size - 4] = 1;
  packed[size - 3] = 0;
  TestTextSource source(packed);
  GzipDecoder decoder(&source);
  DecodedBlock block;
  ASSERT_TRUE(decoder.Cut(&block));
  decoder.Decode(&block);
  EXPECT_THAT(block.error, testing::HasSubstr("damaged gzip data"));
  EXPECT_LE(block.bytes.size(), 1U);
}

TEST(GzipDecoderTest, AMemberIsDecompressedInPieces) {
  const std::string text(3 * kDecodedBlockBytes + 5, 'x');
  TestTextSource source(Compress(Compression::kGzip, text));
  GzipDecoder decoder(&source);
  for (int i = 0; i < 3; ++i) {
    DecodedBlock block;
    EXPECT_TRUE(decoder.Cut(&block));
    EXPECT_EQ(block.bytes.size(), kDecodedBlockBytes);
  }
  DecodedBlock block;
  EXPECT_FALSE(decoder.Cut(&block));
  EXPECT_EQ(block.bytes.size(), 5U);
}

}  // namespace
}  // namespace kenpin
