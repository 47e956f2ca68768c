// The encodings against values from the RFCs and from outside tools.
#include "bench/corpus/codec.h"

#include <gtest/gtest.h>

#include "bench/corpus/random.h"
#include "bench/corpus/senders.h"
#include "bench/corpus/text.h"

namespace kenpin::corpus {
namespace {

struct TextCase {
  const char* name;
  std::string_view input;
  std::string_view expected;
};

TEST(CodecTest, Base64) {
  const TextCase cases[] = {
      {"empty", "", ""}, {"one octet", "f", "Zg=="}, {"two", "fo", "Zm8="}, {"three", "foo", "Zm9v"}};
  for (const TextCase& c : cases) EXPECT_EQ(Base64(c.input), c.expected) << c.name;
}

TEST(CodecTest, Base64LinesHave76Characters) {
  EXPECT_EQ(Base64Lines(std::string(57, 'a')).size(), 78U);
  EXPECT_EQ(Base64Lines(std::string(58, 'a')).substr(76, 2), "\r\n");
}

TEST(CodecTest, QuotedPrintable) {
  const TextCase cases[] = {{"plain", "abc\r\n", "abc\r\n"},
                            {"equals sign", "a=b\r\n", "a=3Db\r\n"},
                            {"space at the end", "a \r\n", "a=20\r\n"},
                            {"tab inside", "a\tb\r\n", "a\tb\r\n"},
                            {"UTF-8", "\xc3\xa9\r\n", "=C3=A9\r\n"},
                            {"empty line", "\r\n", "\r\n"}};
  for (const TextCase& c : cases) EXPECT_EQ(QuotedPrintable(c.input), c.expected) << c.name;
}

TEST(CodecTest, QuotedPrintableLinesHaveAtMost76Characters) {
  std::string text = QuotedPrintable(std::string(300, '=') + "\r\n" + std::string(300, 'x') + "\r\n");
  while (!text.empty()) {
    const size_t end = text.find("\r\n");
    EXPECT_LE(end, 76U);
    text.erase(0, end + 2);
  }
}

TEST(CodecTest, Iso2022JpEndsInAscii) {
  EXPECT_EQ(ToIso2022Jp("abc"), "abc");
  EXPECT_EQ(ToIso2022Jp("検品\r\n"), "\x1b$B8!IJ\x1b(B\r\n");
}

TEST(CodecTest, EncodedWordsAreShortAndWhole) {
  for (const Charset charset : {Charset::kUtf8, Charset::kIso2022Jp}) {
    Random random(7);
    for (int i = 0; i < 50; ++i) {
      const std::string subject =
          CampaignSubject(Language::kJapanese, random) + CampaignSubject(Language::kJapanese, random);
      std::string words = EncodedWords(subject, charset);
      for (size_t begin = 0; begin < words.size();) {
        const size_t end = std::min(words.find("\r\n ", begin), words.size());
        EXPECT_LE(end - begin, 75U) << words;
        EXPECT_TRUE(std::string_view(words).substr(begin, end - begin).ends_with("?=")) << words;
        begin = end + 3;
      }
    }
  }
  EXPECT_EQ(EncodedWords("plain", Charset::kUtf8), "plain");
  EXPECT_EQ(EncodedWords("検品", Charset::kUtf8), "=?UTF-8?B?5qSc5ZOB?=");
}

TEST(CodecTest, Dates) {
  EXPECT_EQ(MailDate(1705363200, 540), "Tue, 16 Jan 2024 09:00:00 +0900");
  EXPECT_EQ(MailDate(1709164800, -480), "Wed, 28 Feb 2024 16:00:00 -0800");
  EXPECT_EQ(MailDate(0, 0), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(AsctimeDate(1775433600), "Mon Apr  6 00:00:00 2026");
  EXPECT_EQ(Rfc3339(1709251199), "2024-02-29T23:59:59Z");
}

TEST(CodecTest, Days) {
  EXPECT_EQ(ParseDay("2026-04-06"), 1775433600);
  EXPECT_EQ(ParseDay("2024-02-29"), 1709164800);
  for (const char* wrong : {"2026-02-29", "2026-13-01", "2026-04-00", "2026-4-06", "", "20260406xx"}) {
    EXPECT_FALSE(ParseDay(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace kenpin::corpus
