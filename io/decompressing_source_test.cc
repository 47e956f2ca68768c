#include "io/decompressing_source.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <string>
#include <system_error>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

#ifdef __has_feature  // clang has it.
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

using testing::HasSubstr;

// Lines that differ, and compress about as mail does.
std::string Text(size_t bytes) {
  std::string text;
  uint32_t state = 1;
  while (text.size() < bytes) {
    state = state * 1664525 + 1013904223;
    text += "line " + std::to_string(state) + " of a text\n";
  }
  text.resize(bytes);
  return text;
}

struct Unpacked {
  std::string text;
  std::string error;
  uint64_t error_offset = 0;
};

Unpacked Unpack(Compression compression, std::string packed, size_t threads = 2, ExpansionLimits limits = {},
                std::shared_ptr<ExpansionMeter> meter = nullptr) {
  DecompressingSource source(compression, std::make_unique<TestTextSource>(std::move(packed)), limits,
                             threads, std::move(meter));
  Unpacked all;
  std::string piece(77'777, '\0');
  while (const size_t got = source.Read(piece.data(), piece.size())) all.text.append(piece, 0, got);
  if (source.failure()) {
    all.error = source.failure()->what;
    all.error_offset = source.failure()->offset;
  }
  return all;
}

constexpr Compression kAll[] = {Compression::kGzip, Compression::kZstd, Compression::kXz,
                                Compression::kBzip2};

TEST(DecompressingSourceTest, GivesWhatWasCompressed) {
  for (const size_t bytes : {0, 1, 1000, 1 << 20, 2'500'000}) {
    const std::string text = Text(bytes);
    for (const Compression compression : kAll) {
      for (const size_t threads : {1, 4}) {
        const Unpacked got = Unpack(compression, Compress(compression, text), threads);
        EXPECT_EQ(got.error, "") << CompressionName(compression) << " of " << bytes;
        EXPECT_TRUE(got.text == text) << CompressionName(compression) << " of " << bytes;
      }
    }
    for (const size_t threads : {1, 4}) {
      EXPECT_TRUE(Unpack(Compression::kGzip, CompressBgzf(text), threads).text == text) << bytes;
      EXPECT_TRUE(Unpack(Compression::kZstd, CompressZstdUntold(text), threads).text == text) << bytes;
    }
  }
}

TEST(DecompressingSourceTest, ManyPiecesAreOneStream) {
  const std::string text = Text(3'000'000);
  for (const Compression compression : kAll) {
    const Unpacked got = Unpack(compression, CompressInPieces(compression, text, 400'000), 3);
    EXPECT_EQ(got.error, "") << CompressionName(compression);
    EXPECT_TRUE(got.text == text) << CompressionName(compression);
  }
  // Frames that are streamed, between those that are cut; and what is skipped.
  const std::string large = Text(kMaxParallelPart + 5'000'000);
  const std::string skipped("\x53\x2a\x4d\x18\x05\0\0\0hello", 13);
  const std::string mixed = skipped + Compress(Compression::kZstd, text) +
                            Compress(Compression::kZstd, large) + skipped + CompressZstdUntold(large) +
                            Compress(Compression::kZstd, text) + skipped;
  const Unpacked got = Unpack(Compression::kZstd, mixed, 3);
  EXPECT_EQ(got.error, "");
  EXPECT_TRUE(got.text == text + large + large + text);
  // Members of any size between blocks, and the zeros that fill a tape's last block.
  const Unpacked gzip =
      Unpack(Compression::kGzip, Compress(Compression::kGzip, text) + CompressBgzf(text) +
                                     Compress(Compression::kGzip, text) + std::string(1000, '\0'));
  EXPECT_EQ(gzip.error, "");
  EXPECT_TRUE(gzip.text == text + text + text);
}

TEST(DecompressingSourceTest, CutOffAnywhereKeepsWhatWasBefore) {
  const std::string text = Text(300'000);
  for (const Compression compression : kAll) {
    for (const std::string& packed :
         {Compress(compression, text), CompressInPieces(compression, text, 50'000)}) {
      const std::string first = Compress(compression, text.substr(0, 50'000));
      for (size_t cut = 12; cut < packed.size(); cut += packed.size() / 17) {
        const Unpacked got = Unpack(compression, packed.substr(0, cut));
        EXPECT_TRUE(text.starts_with(got.text)) << CompressionName(compression) << " cut at " << cut;
        EXPECT_EQ(got.error_offset, got.error.empty() ? 0 : got.text.size());
        EXPECT_THAT(got.error, HasSubstr("is cut off")) << CompressionName(compression) << " cut at " << cut;
      }
    }
    // Between two pieces nothing is missing that could be known.
    const std::string pieces = CompressInPieces(compression, text, 50'000);
    const size_t whole = Compress(compression, text.substr(0, 50'000)).size();
    EXPECT_EQ(Unpack(compression, pieces.substr(0, whole)).error, "") << CompressionName(compression);
  }
}

TEST(DecompressingSourceTest, DamageIsNamedAndNeverTakenForText) {
  const std::string text = Text(1'000'000);
  for (const Compression compression : kAll) {
    for (const std::string& packed :
         {Compress(compression, text), CompressInPieces(compression, text, 200'000)}) {
      for (size_t at = packed.size() / 2; at < packed.size(); at += packed.size() / 9) {
        std::string damaged = packed;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        const Unpacked got = Unpack(compression, damaged);
        EXPECT_NE(got.error, "") << CompressionName(compression) << " at " << at;
        EXPECT_TRUE(Unpack(compression, damaged, 4).text == got.text) << "threads decide nothing";
      }
    }
  }
  std::string damaged = CompressBgzf(text);
  damaged[damaged.size() / 2] ^= 0x10;
  EXPECT_THAT(Unpack(Compression::kGzip, damaged).error, HasSubstr("damaged gzip data"));
}

TEST(DecompressingSourceTest, ChecksumsAreLookedAt) {
  const std::string text = Text(100'000);
  std::string gzip = Compress(Compression::kGzip, text);
  gzip[gzip.size() - 8] ^= 1;
  EXPECT_THAT(Unpack(Compression::kGzip, gzip).error, HasSubstr("damaged gzip data (incorrect data check)"));
  EXPECT_TRUE(Unpack(Compression::kGzip, gzip).text == text);
  std::string zstd = Compress(Compression::kZstd, text);
  zstd.back() ^= 1;
  EXPECT_THAT(Unpack(Compression::kZstd, zstd).error, HasSubstr("damaged zstd data"));
}

TEST(DecompressingSourceTest, SomethingElseBehindIsNamed) {
  const std::string text = Text(1000);
  for (const Compression compression : kAll) {
    const Unpacked got = Unpack(compression, Compress(compression, text) + "and more of something else");
    // liblzma finds that out before it gives the last block.
    EXPECT_TRUE(compression == Compression::kXz || got.text == text) << CompressionName(compression);
    EXPECT_NE(got.error, "") << CompressionName(compression);
  }
}

TEST(DecompressingSourceTest, BombsEndEarly) {
  const std::string zeros(30'000'000, '\0');
  const ExpansionLimits dense{200, 1'000'000, uint64_t{1} << 40};
  for (const Compression compression : kAll) {
    const Unpacked got = Unpack(compression, Compress(compression, zeros), 2, dense);
    EXPECT_THAT(got.error, HasSubstr("decompression bomb")) << CompressionName(compression);
    EXPECT_LE(got.text.size(), 20'000'000U) << CompressionName(compression);
  }
  const ExpansionLimits large{1'000'000, 1'000'000, 3'000'000};
  EXPECT_THAT(Unpack(Compression::kGzip, Compress(Compression::kGzip, Text(5'000'000)), 2, large).error,
              HasSubstr("more than 3000000 octets"));
}

TEST(DecompressingSourceTest, MeterTellsBothSides) {
  const std::string packed = Compress(Compression::kGzip, Text(5'000'000));
  auto meter = std::make_shared<ExpansionMeter>();
  Unpack(Compression::kGzip, packed, 2, {}, meter);
  EXPECT_EQ(meter->unpacked, 5'000'000U);
  EXPECT_EQ(meter->packed, packed.size());
}

TEST(DecompressingSourceTest, IsLeftBeforeItsEnd) {
  const std::string text = Text(20'000'000);
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    DecompressingSource source(
        compression, std::make_unique<TestTextSource>(CompressInPieces(compression, text, 1'000'000)), {}, 4,
        nullptr);
    char first = 0;
    ASSERT_EQ(source.Read(&first, 1), 1U);
    EXPECT_EQ(first, text[0]);
  }
}

// Gives a text, and then memory ends.
class EndingSource : public TestTextSource {
 public:
  using TestTextSource::TestTextSource;
  size_t Read(char* out, size_t size) override {
    const size_t got = TestTextSource::Read(out, size);
    if (got == 0) throw std::bad_alloc();
    return got;
  }
};

TEST(DecompressingSourceTest, WhatAThreadThrowsComesToTheReader) {
  const std::string text = Text(5'000'000);
  for (const Compression compression : kAll) {
    for (const size_t threads : {1, 4}) {
      const std::string packed = CompressInPieces(compression, text, 400'000);
      DecompressingSource source(compression,
                                 std::make_unique<EndingSource>(packed.substr(0, packed.size() / 2)), {},
                                 threads, nullptr);
      std::string all(text.size(), '\0');
      EXPECT_THROW(source.Read(all.data(), all.size()), std::bad_alloc) << CompressionName(compression);
      EXPECT_EQ(source.Read(all.data(), all.size()), 0U);
    }
  }
}

// Reads a text through four threads whose stacks are that large. Returns whether one could be started.
bool ReadsWithStacksOf(size_t bytes) {
  pthread_attr_t before;
  pthread_attr_t large;
  EXPECT_EQ(pthread_getattr_default_np(&before), 0);
  EXPECT_EQ(pthread_attr_init(&large), 0);
  EXPECT_EQ(pthread_attr_setstacksize(&large, bytes), 0);
  EXPECT_EQ(pthread_setattr_default_np(&large), 0);
  bool has_read = true;
  try {
    EXPECT_TRUE(Unpack(Compression::kGzip, CompressBgzf(Text(1'000'000)), 4).text == Text(1'000'000));
  } catch (const std::system_error&) {
    has_read = false;
  }
  EXPECT_EQ(pthread_setattr_default_np(&before), 0);
  pthread_attr_destroy(&large);
  pthread_attr_destroy(&before);
  return has_read;
}

TEST(DecompressingSourceTest, ThreadsThatCannotBeStartedAreDoneWithout) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer takes memory for stacks";
  // The address space of 47 bits has room for one such stack, if the kernel lends it at all, and for no
  // second one.
  ReadsWithStacksOf(size_t{1} << 46);
  EXPECT_FALSE(ReadsWithStacksOf(size_t{1} << 60));
}

TEST(DecompressingSourceTest, ASilentPipeHoldsNobody) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string packed = Compress(Compression::kGzip, Text(1000));
  ASSERT_EQ(write(ends[1], packed.data(), 50), 50);
  {
    const DecompressingSource source(Compression::kGzip, std::make_unique<StreamSource>(ends[0]), {}, 1,
                                     nullptr);
  }
  for (const int fd : ends) close(fd);
}

}  // namespace
}  // namespace kenpin
