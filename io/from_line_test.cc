#include "io/from_line.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

struct SenderCase {
  const char* name;
  const char* line;
  const char* sender;  // Null: not a From_ line.
};

TEST(FromLineTest, SendersAndDates) {
  const std::vector<SenderCase> cases = {
      {"asctime", "From a@b.example Thu Jan  1 00:00:01 2015", "a@b.example"},
      {"asctime with line end", "From a@b.example Thu Jan  1 00:00:01 2015\r\nX: y", "a@b.example"},
      {"zero-padded day", "From a@b.example Tue Mar 04 03:33:20 2003", "a@b.example"},
      {"one space before a short day", "From a@b.example Tue Mar 4 03:33:20 2003", "a@b.example"},
      {"no seconds", "From a@b.example Thu Jan  1 00:00 2015", "a@b.example"},
      {"leap second", "From a@b.example Sat Dec 31 23:59:60 2016", "a@b.example"},
      {"zone before the year", "From a Thu Jan  1 00:00:01 EST 2015", "a"},
      {"two words of zone", "From a Thu Jan  1 00:00:01 MET DST 2015", "a"},
      {"numeric zone before the year", "From a Thu Jan  1 00:00:01 -0700 2015", "a"},
      {"zone after the year", "From a Thu Jan  1 00:00 2015 PST", "a"},
      {"commented zone after the year", "From a Thu Jan  1 00:00:00 2015 +0100 (CET)", "a"},
      {"Takeout", "From 1234567890123456789@xxx Tue Jan 02 03:04:05 +0000 2024", "1234567890123456789@xxx"},
      {"remote from", "From uucp!a Thu Jan  1 00:00:01 2015 remote from host", "uucp!a"},
      {"RFC 5322", "From a Thu, 1 Jan 2015 00:00:01 +0100", "a"},
      {"day first without comma", "From MAILER-DAEMON Mon 1 Jan 2015 00:00:00 +0900", "MAILER-DAEMON"},
      {"ISO", "From () 2019-10-02 05:04:34 +0000", "()"},
      {"Thunderbird", "From - Thu Jan 01 00:00:01 2015", "-"},
      {"MAILER-DAEMON with two spaces", "From MAILER-DAEMON  Fri Feb 13 02:45:46 2015", "MAILER-DAEMON"},
      {"sender with spaces", "From a at b.example Thu Jan  1 00:00:01 2015", "a at b.example"},
      {"sender with the name of a day", "From Thu May Thu Jan  1 00:00:01 2015", "Thu May"},
      {"quoted sender", "From \"a b\"@c Thu Jan  1 00:00:01 2015", "\"a b\"@c"},
      {"empty sender", "From  Thu Jan  1 00:00:01 2015", ""},
      {"trailing space", "From a Thu Jan  1 00:00:01 2015 ", "a"},
      {"the weekday may be wrong", "From a Fri Jan  1 00:00:01 2015", "a"},
      {"epoch in America", "From a Wed Dec 31 19:00:00 1969", "a"},
      {"leap day", "From a Thu Feb 29 00:00:00 2024", "a"},

      {"no date", "From Herp Derp with love.", nullptr},
      {"From only", "From ", nullptr},
      {"header field", "From: a Thu Jan  1 00:00:01 2015", nullptr},
      {"quoted", ">From a Thu Jan  1 00:00:01 2015", nullptr},
      {"text after the date", "From a Thu Jan  1 00:00:01 2015 he wrote", nullptr},
      {"no such day", "From a Thu Feb 30 00:00:01 2015", nullptr},
      {"no leap year", "From a Sun Feb 29 00:00:01 2015", nullptr},
      {"leap century rule", "From a Sun Feb 29 00:00:01 1900", nullptr},
      {"day 0", "From a Thu Jan  0 00:00:01 2015", nullptr},
      {"no such month", "From a Thu Jam  1 00:00:01 2015", nullptr},
      {"hour 24", "From a Thu Jan  1 24:00:01 2015", nullptr},
      {"minute 60", "From a Thu Jan  1 00:60:01 2015", nullptr},
      {"one-digit minute", "From a Fri Jan 1 00:0:00 2015", nullptr},
      {"no time", "From a Thu Jan  1 2015", nullptr},
      {"no year", "From a Thu Jan  1 00:00:01", nullptr},
      {"two-digit year", "From a Thu Jan  1 00:00:01 15", nullptr},
      {"year 2200", "From a Thu Jan  1 00:00:01 2200", nullptr},
      {"cut", "From a Thu Jan  1 00:0", nullptr},
      {"remote from nowhere", "From a Thu Jan  1 00:00:01 2015 remote from", nullptr},
      {"no such ISO month", "From a 2019-13-02 05:04:34 +0000", nullptr},
  };
  for (const SenderCase& c : cases) {
    EXPECT_EQ(FromLineSender(c.line).value_or("(none)"), c.sender == nullptr ? "(none)" : c.sender) << c.name;
  }
}

struct KindCase {
  const char* name;
  std::string before;
  std::string from;
  FromLineKind kind;
};

TEST(FromLineTest, EveryRowOfTheTable) {
  const std::string dated = "From a@b.example Thu Jan  1 00:00:01 2015\n";
  const std::string undated = "From a to b\n";
  using K = FromLineKind;
  const std::vector<KindCase> cases = {
      {"field after empty line", "text\n\n", dated + "X: y\n", K::kSeparator},
      {"field after empty CRLF line", "text\r\n\r\n", dated + "X: y\r\n", K::kSeparator},
      {"mixed line ends", "text\n\r\n", dated + "X: y\n", K::kSeparator},
      {"field at start", "", dated + "X: y\n", K::kSeparator},
      {"field after BOM", "\xEF\xBB\xBF", dated + "X: y\n", K::kSeparator},
      {"field after leading empty line", "\n", dated + "X: y\n", K::kSeparator},
      {"field after BOM and empty lines", "\xEF\xBB\xBF\r\n\n", dated + "X: y\n", K::kSeparator},
      {"quoted From_ line as header", "text\n\n", dated + ">From c Thu Jan  1 00:00:01 2015\n",
       K::kSeparator},
      {"From_ line as header", "text\n\n", dated + dated, K::kSeparator},
      {"space before the colon", "text\n\n", dated + "X : y\n", K::kSeparator},
      {"empty line follows", "text\n\n", dated + "\nbody\n", K::kSeparatorNoHeader},
      {"end of input follows", "text\n\n", dated, K::kSeparatorNoHeader},
      {"end of input within the line", "text\n\n", "From a Thu Jan  1 00:00:01 2015", K::kSeparatorNoHeader},
      {"text follows at start", "", dated + "some text\n", K::kSeparatorNoHeader},
      {"field after text", "text\n", dated + "X: y\n", K::kSeparatorNoEmptyLine},
      {"field after a line of spaces", "text\n \n", dated + "X: y\n", K::kSeparatorNoEmptyLine},
      {"lone CR is no line end", "text\n\r", dated + "X: y\n", K::kSeparatorNoEmptyLine},
      {"text follows after empty line", "text\n\n", dated + "he wrote\n", K::kTextDated},
      {"text on both sides", "text\n", dated + "he wrote\n", K::kTextDated},
      {"end of input after text", "text\n", dated, K::kTextDated},
      {"continuation line follows", "text\n\n", dated + " folded: y\n", K::kTextDated},
      {"after a From_ line", "text\n\n" + dated, dated + "X: y\n", K::kSecondFromLine},
      {"after the first From_ line", dated, dated + "X: y\n", K::kSecondFromLine},
      {"after BOM and a From_ line", "\xEF\xBB\xBF" + dated, dated + "X: y\n", K::kSecondFromLine},
      {"undated before a field", "text\n\n", undated + "X: y\n", K::kTextUndated},
      {"undated at start", "", undated + "X: y\n", K::kTextUndated},
      {"undated before text", "text\n\n", undated + "text\n", K::kText},
      {"undated after text", "text\n", undated + "X: y\n", K::kText},
      {"other line", "text\n\n", "Frog a Thu Jan  1 00:00:01 2015\nX: y\n", K::kText},
      {"too long", "text\n\n", "From " + std::string(kMaxFromLine, 'a') + " Thu Jan  1 00:00:01 2015\nX: y\n",
       K::kText},
  };
  for (const KindCase& c : cases) {
    EXPECT_EQ(ClassifyFromLine(c.before, c.from), c.kind) << c.name;
    // More context than the window holds never changes the answer.
    if (c.before.starts_with("text")) {
      EXPECT_EQ(ClassifyFromLine(std::string(5000, 'z') + c.before, c.from), c.kind) << c.name;
    }
    if (c.from.size() > kFromLookAhead) {
      EXPECT_EQ(ClassifyFromLine(c.before, c.from.substr(0, kFromLookAhead)), c.kind) << c.name;
    }
  }
}

TEST(FromLineTest, LongestLineThatSeparates) {
  const std::string date = " Thu Jan  1 00:00:01 2015";
  const std::string line = "From " + std::string(kMaxFromLine - 5 - date.size(), 'a') + date;
  ASSERT_EQ(line.size(), kMaxFromLine);
  EXPECT_EQ(ClassifyFromLine("\n\n", line + "\r\nX: y\r\n"), FromLineKind::kSeparator);
  EXPECT_EQ(ClassifyFromLine("x\n\n" + line + "\r\n", line + "\r\nX: y\r\n"), FromLineKind::kSecondFromLine);
}

TEST(FromLineTest, QuotedLines) {
  EXPECT_TRUE(IsQuotedFromLine(">From a"));
  EXPECT_TRUE(IsQuotedFromLine(">>>From "));
  EXPECT_TRUE(IsQuotedFromLine(std::string(kMaxFromQuotes, '>') + "From a"));
  EXPECT_FALSE(IsQuotedFromLine(std::string(kMaxFromQuotes + 1, '>') + "From a"));
  EXPECT_FALSE(IsQuotedFromLine("From a"));
  EXPECT_FALSE(IsQuotedFromLine("> From a"));
  EXPECT_FALSE(IsQuotedFromLine(">From"));
  EXPECT_FALSE(IsQuotedFromLine(""));
}

TEST(FromLineTest, Fields) {
  EXPECT_TRUE(BeginsWithField("Subject: x"));
  EXPECT_TRUE(BeginsWithField("Subject \t: x"));
  EXPECT_TRUE(BeginsWithField("X:"));
  EXPECT_FALSE(BeginsWithField(": x"));
  EXPECT_FALSE(BeginsWithField(" X: y"));
  EXPECT_FALSE(BeginsWithField("two words: x"));
  EXPECT_FALSE(BeginsWithField("Subject"));
  EXPECT_FALSE(BeginsWithField(""));
  EXPECT_FALSE(BeginsWithField("S\xC3\xBC: x"));
  EXPECT_FALSE(BeginsWithField(std::string(kMaxFieldNameLook + 1, 'a') + ": x"));
}

}  // namespace
}  // namespace kenpin
