#include "engine/mail/text_decode.h"

#include <gtest/gtest.h>
#include <mimetic/mimetic.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"
#include "engine/mail/text_decode_scalar.h"

namespace kenpin {
namespace {

using Decoder = size_t (*)(std::string_view, char*);

std::string Decoded(Decoder decode, std::string_view in) {
  const PaddedText padded(in);
  std::string out(3 * in.size() + kDecodeSlack + 8, '\0');
  out.resize(decode(padded.view(), out.data()));
  return out;
}

struct DecodeCase {
  const char* name;
  std::string_view in;
  std::string_view out;
};

TEST(QuotedPrintable, Cases) {
  const DecodeCase kCases[] = {
      {"plain", "Hello", "Hello"},
      {"escape", "a=3Db", "a=b"},
      {"lower case digits", "=e9=85=8d", "\xe9\x85\x8d"},
      {"soft break CRLF", "abc=\r\ndef", "abcdef"},
      {"soft break LF", "abc=\ndef", "abcdef"},
      {"soft break with white space", "abc= \t\r\ndef", "abcdef"},
      {"soft break at the end", "abc=", "abc"},
      {"broken escape stays", "a=zzb", "a=zzb"},
      {"half an escape stays", "a=4", "a=4"},
      {"two equals", "==3D", "=="},
      {"line ends stay", "a\r\nb\n", "a\r\nb\n"},
  };
  for (const DecodeCase& c : kCases) EXPECT_EQ(Decoded(DecodeQuotedPrintable, c.in), c.out) << c.name;
}

TEST(Base64, Cases) {
  const DecodeCase kCases[] = {
      {"nothing", "", ""},
      {"whole quanta", "SGVsbG8h", "Hello!"},
      {"padding", "SGVsbG8=", "Hello"},
      {"padding is missing", "SGVsbG8", "Hello"},
      {"two of padding", "SGk=\r\n", "Hi"},
      {"line ends", "SGVs\r\nbG8h\n", "Hello!"},
      {"line end inside a quantum", "SGV\r\nsbG8h", "Hello!"},
      {"garbage is skipped", "SG*Vs\x80 bG8h", "Hello!"},
      {"another text behind the padding", "SGk=SGk=", "HiHi"},
      {"one symbol is nothing", "S", ""},
  };
  for (const DecodeCase& c : kCases) EXPECT_EQ(Decoded(DecodeBase64, c.in), c.out) << c.name;
}

TEST(Iso2022Jp, Cases) {
  const DecodeCase kCases[] = {
      {"ascii", "<p>", "<p>"},
      {"kanji", "a\x1b$BG[?.\x1b(Bb",
       "a\xc7\xdb\xbf\xae"
       "b"},
      {"old kanji set", "\x1b$@G[\x1b(J", "\xc7\xdb"},
      {"katakana", "\x1b(I6\x1b(B", "\x8e\xb6"},
      {"supplement", "\x1b$(DG[\x1b(B", "\x8f\xc7\xdb"},
      {"line end inside", "\x1b$BG[\r\n?.\x1b(B", "\xc7\xdb\r\n\xbf\xae"},
      {"unknown escape", "a\x1bZb", "aZb"},
      {"escape at the end", "a\x1b", "a"},
  };
  for (const DecodeCase& c : kCases) EXPECT_EQ(Decoded(Iso2022JpToEucJp, c.in), c.out) << c.name;
}

// Random texts of the octets that matter, at every length up to 600: the kernels give what the plain loops
// give, on every instruction set that the machine has.
TEST(TextDecode, KernelsAgreeWithScalar) {
  constexpr uint32_t kSeed = 20240117;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const std::string_view kQp[] = {"=E3", "=3D",  "=\r\n", "=\n", "a",  "longer text without any",
                                  "=a9", "\r\n", "= \n",  "=",   "=G", "=\r"};
  const std::string_view kLine =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/+/+/+/+/+/+/";
  const std::string_view kB64[] = {"SGVs", "bG8h", "\r\n", "\n", "=", "A", "++//", "*", kLine, "\x80"};
  const std::string_view kJis[] = {"\x1b$B", "\x1b(B", "plain <b>", "0!\"#", "\r\n",  "\x1b(J",
                                   "\x1b$@", "\x1b(I", "\x1b$(D",   "\x1b",  "\x1b$", "\xe3\x81"};
  for (int round = 0; round < 4000; ++round) {
    std::string qp;
    std::string b64;
    std::string jis;
    const size_t size = random() % 600;
    while (qp.size() < size) qp += kQp[random() % (round % 2 == 0 ? 8 : std::size(kQp))];
    while (b64.size() < size) {
      if (round % 3 == 0) b64 += std::string(kLine) + (round % 2 == 0 ? "\n" : "\r\n");
      if (round % 3 != 0 || random() % 8 == 0) b64 += kB64[random() % (round % 2 == 0 ? 4 : std::size(kB64))];
    }
    while (jis.size() < size) {
      jis += kJis[random() % (round % 2 == 0 ? 5 : std::size(kJis))];
      if (round % 4 == 0) jis += "\x1b$B" + std::string(2 * (random() % 30), '7') + "\x1b(B";
    }
    ASSERT_EQ(Decoded(DecodeQuotedPrintable, qp), Decoded(scalar::DecodeQuotedPrintable, qp)) << qp;
    ASSERT_EQ(Decoded(DecodeBase64, b64), Decoded(scalar::DecodeBase64, b64)) << b64;
    ASSERT_EQ(Decoded(Iso2022JpToEucJp, jis), Decoded(scalar::Iso2022JpToEucJp, jis)) << jis;
  }
}

// What another library encodes, comes back.
TEST(TextDecode, UndoesMimetic) {
  constexpr uint32_t kSeed = 7;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    std::string text(random() % 2000, '\0');
    for (char& c : text)
      c = static_cast<char>(random() % (round % 2 == 0 ? 256 : 96) + (round % 2 == 0 ? 0 : 32));
    std::string encoded;
    mimetic::Base64::Encoder base64;
    mimetic::encode(text.begin(), text.end(), base64, std::back_inserter(encoded));
    ASSERT_EQ(Decoded(DecodeBase64, encoded), text) << "seed " << kSeed << " round " << round;
    if (round % 2 == 0) continue;
    encoded.clear();
    mimetic::QP::Encoder qp;
    mimetic::encode(text.begin(), text.end(), qp, std::back_inserter(encoded));
    ASSERT_EQ(Decoded(DecodeQuotedPrintable, encoded), text) << "seed " << kSeed << " round " << round;
  }
}

}  // namespace
}  // namespace kenpin
