// Every kernel of the machine against its scalar twin, at every length up to some vectors and at every
// alignment.
#include "engine/mail/byte_scan.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <random>
#include <string>
#include <vector>

#include "engine/mail/byte_scan_scalar.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

// Runs `body` once for each instruction set of this machine.
template <typename Body>
void ForEachTarget(Body body) {
  for (int64_t targets = hwy::SupportedTargets(); targets != 0; targets &= targets - 1) {
    const int64_t target = targets & -targets;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

// Bytes drawn from `alphabet`, now and then any byte.
std::string RandomText(std::mt19937& random, size_t size, std::string_view alphabet) {
  std::string text(size, '\0');
  for (char& c : text)
    c = random() % 40 == 0 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
  return text;
}

bool Equal(const BlockMasks& a, const BlockMasks& b) {
  return a.lf == b.lf && a.cr == b.cr && a.eight_bit == b.eight_bit && a.nul == b.nul &&
         a.encoded_word == b.encoded_word;
}

TEST(ByteScanTest, BlocksEqualTheScalarTwin) {
  constexpr unsigned kSeed = 1;
  ForEachTarget([&] {
    std::mt19937 random(kSeed);
    for (int round = 0; round < 2000; ++round) {
      const PaddedText text(RandomText(random, 64 * 4 + random() % 64, "ab\r\n:=?=?"));
      const size_t offset = random() % 64;
      BlockMasks expected[3];
      BlockMasks got[3];
      scalar::ScanBlocks(text.view().data() + offset, 3, expected);
      ScanBlocks(text.view().data() + offset, 3, got);
      for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(Equal(got[i], expected[i])) << "seed " << kSeed << " round " << round;
    }
  });
}

TEST(ByteScanTest, EveryLengthEqualsTheScalarTwin) {
  constexpr unsigned kSeed = 2;
  ForEachTarget([&] {
    std::mt19937 random(kSeed);
    for (size_t size = 0; size < 300; ++size) {
      SCOPED_TRACE("seed " + std::to_string(kSeed) + " size " + std::to_string(size));
      const PaddedText dashes(RandomText(random, size, "\n--a"));
      for (size_t from = 0; from <= size; ++from) {
        ASSERT_EQ(FindDashLine(dashes.view(), from), scalar::FindDashLine(dashes.view(), from)) << from;
      }
      std::string ascii(size, 'x');
      ASSERT_FALSE(HasEightBit(PaddedText(ascii).view()));
      if (size > 0) ascii[random() % size] = '\x80';
      ASSERT_EQ(HasEightBit(PaddedText(ascii).view()), size > 0);
      const PaddedText base64(RandomText(random, size, "AZaz09+/\r\n \tMm"));
      const Base64Run expected = scalar::MeasureBase64(base64.view());
      const Base64Run got = MeasureBase64(base64.view());
      ASSERT_EQ(got.length, expected.length);
      ASSERT_EQ(got.symbols, expected.symbols);
    }
  });
}

TEST(ByteScanTest, Base64ClassOfEveryByte) {
  ForEachTarget([&] {
    for (int c = 0; c < 256; ++c) {
      for (const size_t at : {size_t{0}, size_t{70}}) {
        std::string text(100, 'A');
        text[at] = static_cast<char>(c);
        const PaddedText padded(text);
        const Base64Run expected = scalar::MeasureBase64(padded.view());
        const Base64Run got = MeasureBase64(padded.view());
        EXPECT_EQ(got.length, expected.length) << c;
        EXPECT_EQ(got.symbols, expected.symbols) << c;
      }
    }
  });
}

TEST(ByteScanTest, NothingBehindTheEndCounts) {
  // PaddedText fills its slack with "\n--".
  const PaddedText text("no dashes here\n");
  EXPECT_EQ(FindDashLine(text.view(), 0), text.view().size());
  const PaddedText cut("abc\n-");
  EXPECT_EQ(FindDashLine(cut.view(), 0), cut.view().size());
  const PaddedText exact("abc\n--");
  EXPECT_EQ(FindDashLine(exact.view(), 0), 3u);
}

}  // namespace
}  // namespace kenpin
