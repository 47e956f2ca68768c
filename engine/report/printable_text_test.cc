#include "engine/report/printable_text.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(PrintableText, Table) {
  const struct {
    const char* name;
    std::string text;
    size_t columns;
    std::string printed;
  } cases[] = {
      {"plain", "shop.example", 20, "shop.example"},
      {"escape sequence", "\x1b[31mred", 40, "\\x1b[31mred"},
      {"newline and NUL", std::string("a\n\0b", 4), 40, "a\\x0a\\x00b"},
      {"C1 control",
       "\xC2\x9B"
       "31m",
       40, "\\xc2\\x9b31m"},
      {"bidi override",
       "a\xE2\x80\xAE"
       "b",
       40, "a\\xe2\\x80\\xaeb"},
      {"zero-width space",
       "a\xE2\x80\x8B"
       "b",
       40, "a\\xe2\\x80\\x8bb"},
      {"invalid octet", "caf\xE9", 40, "caf\\xe9"},
      {"fits exactly", "abcd", 4, "abcd"},
      {"cut", "abcde", 4, "abc…"},
      {"wide characters count two", "検品検品", 5, "検品…"},
      {"cut before an escape, never inside", "abc\x1b", 5, "abc…"},
      {"nothing fits", "abc", 0, "…"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(PrintableText(c.text, c.columns), c.printed);
  }
}

TEST(PrintableText, GroupDigits) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1000), "1,000");
  EXPECT_EQ(GroupDigits(1234567), "1,234,567");
}

TEST(PrintableText, PathsLoseTheirBeginning) {
  EXPECT_EQ(PrintablePath("a/b", 3), "a/b");
  EXPECT_EQ(PrintablePath("abc/def.eml", 8), "…def.eml");
  EXPECT_EQ(PrintablePath("検品/検品", 6), "…/検品");
  EXPECT_EQ(PrintablePath("a\x1b", 5), "a\\x1b");
  EXPECT_EQ(PrintablePath("", 5), "");
}

TEST(PrintableText, Columns) {
  EXPECT_EQ(ColumnsOfText("abc"), 3u);
  EXPECT_EQ(ColumnsOfText("検品"), 4u);
  EXPECT_EQ(ColumnsOfText("ｶﾅ"), 2u) << "half-width";
  EXPECT_EQ(ColumnsOfText("か\u3099"), 2u) << "a combining mark takes none";
  EXPECT_EQ(ColumnsOfText("\u1112\u1161\u11AB"), 2u) << "one syllable of Hangul";
  EXPECT_EQ(PrefixOfColumns("検品x", 3), 3u) << "half a character does not fit";
  EXPECT_EQ(PrefixOfColumns("検品x", 5), 7u);
  EXPECT_EQ(PrefixOfColumns("検品", 1), 3u) << "something always fits";
}

}  // namespace
}  // namespace kenpin
