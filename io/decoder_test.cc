#include "io/decoder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

TEST(DecoderTest, OneForEveryCompression) {
  for (const Compression compression :
       {Compression::kGzip, Compression::kZstd, Compression::kXz, Compression::kBzip2}) {
    TestTextSource source(Compress(compression, "some text"));
    const std::unique_ptr<Decoder> decoder = MakeDecoder(compression, &source);
    std::string text;
    bool more = true;
    while (more) {
      DecodedBlock block;
      more = decoder->Cut(&block);
      if (!block.packed.empty()) decoder->Decode(&block);
      EXPECT_EQ(block.error, "");
      text += block.bytes.view();
    }
    EXPECT_EQ(text, "some text") << CompressionName(compression);
  }
}

TEST(DecoderTest, AnUnreadableSourceIsNotDamage) {
  for (const Compression compression :
       {Compression::kGzip, Compression::kZstd, Compression::kXz, Compression::kBzip2}) {
    TestTextSource source(Compress(compression, std::string(1000, 'x')).substr(0, 15), 100,
                          "cannot read: why");
    const std::unique_ptr<Decoder> decoder = MakeDecoder(compression, &source);
    DecodedBlock block;
    while (decoder->Cut(&block)) block.Clear();
    EXPECT_EQ(block.error, "cannot read: why") << CompressionName(compression);
  }
}

TEST(DecoderTest, ABlockIsUsedAgain) {
  DecodedBlock block;
  block.bytes.Reserve(10);
  block.bytes.Resize(10);
  block.packed = "x";
  block.error = "why";
  block.Clear();
  EXPECT_EQ(block.bytes.size(), 0U);
  EXPECT_EQ(block.packed + block.error, "");
}

TEST(DecoderTest, ErrorsSayWhatToDo) {
  EXPECT_EQ(DescribeDamage(Compression::kXz, "why"),
            "damaged xz data (why); what came before was judged, get a sound file");
  EXPECT_EQ(DescribeDamage(Compression::kXz, nullptr),
            "damaged xz data; what came before was judged, get a sound file");
}

}  // namespace
}  // namespace kenpin
