#include "io/compression.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

TEST(CompressionTest, ContentSaysWhatItIs) {
  for (const Compression compression :
       {Compression::kGzip, Compression::kZstd, Compression::kXz, Compression::kBzip2}) {
    for (const std::string text : {"", "From x", "X: y\n\nbody\n"}) {
      const std::string packed = Compress(compression, text);
      const Packing found = DetectPacking(std::string_view(packed).substr(0, kPackingBytes));
      EXPECT_EQ(found.compression, compression) << CompressionName(compression);
      EXPECT_EQ(found.archive, ArchiveKind::kNone);
    }
  }
  for (const ArchiveKind kind : {ArchiveKind::kTar, ArchiveKind::kZip}) {
    const Packing found = DetectPacking(MakeArchive(kind, {{"a.eml", "X: y\n\n", ""}}));
    EXPECT_EQ(found.archive, kind) << ArchiveName(kind);
    EXPECT_EQ(found.compression, Compression::kNone);
  }
  EXPECT_EQ(DetectPacking("\x5e\x2a\x4d\x18").compression, Compression::kZstd);
  EXPECT_EQ(DetectPacking(MakeArchive(ArchiveKind::kZip, {})).archive, ArchiveKind::kZip);
}

TEST(CompressionTest, MailIsNotPacked) {
  std::string mail = "From a@b.example Thu Jan  1 00:00:01 2015\nSubject: ustar\n\n";
  mail.resize(400, 'x');
  mail.replace(257, 5, "ustar");
  mail.replace(148, 8, "0001234 ");
  mail.resize(600, 'y');
  for (const std::string& text : {std::string(), mail, std::string("BZh9: x\n"), std::string("PK: zip\n"),
                                  std::string(512, '\0'), std::string("\x1f\x8b"), std::string("(\xb5/")}) {
    EXPECT_FALSE(DetectPacking(text).is_packed()) << text;
  }
}

TEST(CompressionTest, BombsAreTooMuchOrTooDense) {
  const ExpansionLimits limits{100, 1000, 1'000'000};
  EXPECT_EQ(DescribeBomb(limits, 1, 1000), "");
  EXPECT_THAT(DescribeBomb(limits, 1, 1001), testing::HasSubstr("more than 100 times its size"));
  EXPECT_THAT(DescribeBomb(limits, 0, 1001), testing::HasSubstr("more than 100 times its size"));
  EXPECT_EQ(DescribeBomb(limits, 11, 1001), "");
  EXPECT_EQ(DescribeBomb(limits, 900'000, 1'000'000), "");
  EXPECT_THAT(DescribeBomb(limits, 900'000, 1'000'001), testing::HasSubstr("more than 1000000 octets"));
}

}  // namespace
}  // namespace kenpin
