#include "io/filter_decoder.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

constexpr Compression kBoth[] = {Compression::kXz, Compression::kBzip2};

TEST(FilterDecoderTest, GivesBlocksOfOneSize) {
  const std::string text(2 * kDecodedBlockBytes + 7, 'x');
  for (const Compression compression : kBoth) {
    TestTextSource source(Compress(compression, text));
    FilterDecoder decoder(compression, &source);
    for (const size_t wanted : {kDecodedBlockBytes, kDecodedBlockBytes, size_t{7}}) {
      DecodedBlock block;
      EXPECT_EQ(decoder.Cut(&block), wanted == kDecodedBlockBytes);
      EXPECT_EQ(block.bytes.size(), wanted) << CompressionName(compression);
      EXPECT_EQ(block.error, "");
    }
  }
}

TEST(FilterDecoderTest, ALargeDictionaryIsNamed) {
  std::string packed = Compress(Compression::kXz, "text");
  // The first block: LZMA2 (0x21), one octet of properties, the size.
  ASSERT_EQ(packed.substr(14, 2), "\x21\x01");
  const auto error_at = [&packed](char size, size_t most) {
    packed[16] = size;
    TestTextSource source(packed, most);
    FilterDecoder decoder(Compression::kXz, &source);
    DecodedBlock block;
    EXPECT_FALSE(decoder.Cut(&block));
    return block.error;
  };
  for (const size_t most : {1, 100'000}) {
    EXPECT_THAT(error_at(31, most), testing::HasSubstr("a dictionary of 192 MiB, more than 128"));
    EXPECT_THAT(error_at(40, most), testing::HasSubstr("a dictionary of 4096 MiB"));
    // As large as may be; the header's checksum is another now.
    EXPECT_THAT(error_at(30, most), testing::HasSubstr("damaged xz data"));
  }
}

TEST(FilterDecoderTest, ASecondLayerIsNotTakenOff) {
  for (const Compression compression : kBoth) {
    TestTextSource source(Compress(compression, Compress(compression, std::string(100'000, 'x'))));
    FilterDecoder decoder(compression, &source);
    DecodedBlock block;
    EXPECT_FALSE(decoder.Cut(&block));
    EXPECT_EQ(block.bytes.size(), 0U);
    EXPECT_EQ(block.error, DescribeNesting());
  }
}

TEST(FilterDecoderTest, WhatStandsBeforeTheEarlyEndIsGiven) {
  std::string text;
  for (uint32_t i = 0; text.size() < 1'500'000; ++i) text += std::to_string(i * 2654435761U);
  for (const Compression compression : kBoth) {
    const std::string packed = Compress(compression, text);
    TestTextSource source(packed.substr(0, packed.size() * 9 / 10));
    FilterDecoder decoder(compression, &source);
    std::string got;
    DecodedBlock block;
    bool more = true;
    while (more) {
      block.Clear();
      more = decoder.Cut(&block);
      got += block.bytes.view();
    }
    EXPECT_THAT(block.error, testing::HasSubstr("is cut off")) << CompressionName(compression);
    EXPECT_TRUE(text.starts_with(got));
    EXPECT_GT(got.size(), text.size() / 2) << CompressionName(compression);
  }
}

}  // namespace
}  // namespace kenpin
