// Content-Type as senders write it, well and badly.
#include "engine/mail/content_type.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

struct TypeCase {
  const char* what;
  std::string_view body;
  bool parsed;
  MediaType media;
  std::string_view boundary;
  std::string_view charset;
};

TEST(ContentTypeTest, Table) {
  const TypeCase cases[] = {
      {"plain", " text/plain; charset=utf-8", true, MediaType::kTextPlain, "", "utf-8"},
      {"case of letters", " TEXT/HTML; CHARSET=\"ISO-2022-JP\"", true, MediaType::kTextHtml, "",
       "ISO-2022-JP"},
      {"other text", "text/calendar", true, MediaType::kTextOther, "", ""},
      {"no semicolon before the parameter", "text/plain charset=us-ascii", true, MediaType::kTextPlain, "",
       "us-ascii"},
      {"doubled and trailing semicolons", "text/plain;; charset=a;", true, MediaType::kTextPlain, "", "a"},
      {"comments", "(a) text (b) / (c(d)) plain (e); (f) charset (g) = (h) us-ascii (i)", true,
       MediaType::kTextPlain, "", "us-ascii"},
      {"quoted boundary", " multipart/mixed;\r\n\tboundary=\"a b;c\"", true, MediaType::kMultipart, "a b;c",
       ""},
      {"unquoted boundary with specials", "multipart/mixed; boundary=----=_Part_1?/:@,x", true,
       MediaType::kMultipart, "----=_Part_1?/:@,x", ""},
      {"quoted pair", "multipart/mixed; boundary=\"a\\\"b\\\\c\"", true, MediaType::kMultipart, "a\"b\\c",
       ""},
      {"fold inside the quotes", "multipart/mixed; boundary=\"a\r\n  b\"", true, MediaType::kMultipart,
       "a  b", ""},
      {"trailing space in the boundary", "multipart/mixed; boundary=\"ab  \"", true, MediaType::kMultipart,
       "ab", ""},
      {"quote never closed", "multipart/mixed; boundary=\"ab; charset=x", true, MediaType::kMultipart, "ab",
       "x"},
      {"the first boundary counts", "multipart/mixed; boundary=a; boundary=b", true, MediaType::kMultipart,
       "a", ""},
      {"boundary in pieces", "multipart/mixed; boundary*0=\"ab\"; boundary*1=cd", true, MediaType::kMultipart,
       "abcd", ""},
      {"boundary in many pieces",
       "multipart/mixed; boundary*0=a; boundary*1=b; boundary*2=c; boundary*3=d; boundary*4=e; boundary*5=f;"
       " boundary*6=g; boundary*7=h; boundary*8=i; boundary*9=j; boundary*10=k; boundary*11=l",
       true, MediaType::kMultipart, "abcdefghijkl", ""},
      {"pieces that are not the next",
       "multipart/mixed; boundary*0=a; boundary*2=c; boundary*01=b; boundary*=d", true, MediaType::kMultipart,
       "a", ""},
      {"no boundary", "multipart/mixed", true, MediaType::kMultipart, "", ""},
      {"empty boundary", "multipart/mixed; boundary=\"\"", true, MediaType::kMultipart, "", ""},
      {"a parameter without a value", "multipart/mixed; x; boundary=a", true, MediaType::kMultipart, "a", ""},
      {"equals sign alone", "multipart/mixed; = ; boundary=a", true, MediaType::kMultipart, "a", ""},
      {"message", "message/rfc822", true, MediaType::kMessage, "", ""},
      {"application", "application/pdf; name=\"a.pdf\"", true, MediaType::kOther, "", ""},
      {"no subtype", "text", false, MediaType::kTextPlain, "", ""},
      {"slash and nothing", "text/", false, MediaType::kTextPlain, "", ""},
      {"empty", "", false, MediaType::kTextPlain, "", ""},
      {"parameters only", "; charset=a", false, MediaType::kTextPlain, "", ""},
  };
  for (const TypeCase& c : cases) {
    SCOPED_TRACE(c.what);
    Arena arena;
    const ContentType type = ParseContentType(c.body, arena);
    EXPECT_EQ(type.parsed, c.parsed);
    EXPECT_EQ(type.media, c.media);
    EXPECT_EQ(type.boundary, c.boundary);
    EXPECT_EQ(type.charset, c.charset);
  }
}

TEST(ContentTypeTest, AnyBytesEnd) {
  constexpr unsigned kSeed = 3;
  std::mt19937 random(kSeed);
  const std::string_view alphabet = "ab/;=\"\\()* \t\r\n0boundary";
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 60, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    if (round % 2 == 0) text.insert(0, "a/b;boundary");
    Arena arena;
    const ContentType type = ParseContentType(text, arena);
    ASSERT_LE(type.boundary.size(), text.size()) << "seed " << kSeed << " round " << round;
  }
}

// Quadratic code would need hours for these.
TEST(ContentTypeTest, HostileFieldsAreReadInLinearTime) {
  constexpr size_t kSize = test::Effort(4'000'000);
  for (const std::string_view piece :
       {"(", ")", "\"", ";", "=", "a=\"", "a=(", "(\\", "boundary*0=a;", "x ", "\\"}) {
    std::string text = "multipart/mixed;";
    while (text.size() < kSize) text += piece;
    Arena arena;
    EXPECT_TRUE(ParseContentType(text, arena).parsed) << piece;
    ParseTransferEncoding(text);
    IsMimeVersion1(text);
  }
}

TEST(TransferEncodingTest, Table) {
  struct EncodingCase {
    std::string_view body;
    TransferEncoding encoding;
  };
  const EncodingCase cases[] = {
      {" 7bit", TransferEncoding::k7bit},
      {"8BIT ", TransferEncoding::k8bit},
      {"\r\n Base64", TransferEncoding::kBase64},
      {"(how) quoted-printable (so)", TransferEncoding::kQuotedPrintable},
      {"binary", TransferEncoding::kBinary},
      {"x-uuencode", TransferEncoding::kUnknown},
      {"7bit 8bit", TransferEncoding::kUnknown},
      {"utf-8", TransferEncoding::kUnknown},
      {"", TransferEncoding::kUnknown},
  };
  for (const EncodingCase& c : cases) EXPECT_EQ(ParseTransferEncoding(c.body), c.encoding) << c.body;
}

TEST(MimeVersionTest, Table) {
  for (const std::string_view good : {"1.0", " 1.0", "1.0 (produced by x)", "(a) 1 . (b) 0", "1.\r\n 0"})
    EXPECT_TRUE(IsMimeVersion1(good)) << good;
  for (const std::string_view bad : {"", "1", "1.1", "2.0", "1.0.0", "1.00", "1.0 x", "(1.0)"})
    EXPECT_FALSE(IsMimeVersion1(bad)) << bad;
}

}  // namespace
}  // namespace kenpin
