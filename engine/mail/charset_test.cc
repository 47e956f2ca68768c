// Charset names and cut characters.
#include "engine/mail/charset.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(CharsetTest, Utf8Table) {
  struct Utf8Case {
    const char* what;
    std::string text;
    bool valid;
  };
  const Utf8Case cases[] = {
      {"empty", "", true},
      {"ASCII", "abc", true},
      {"two octets", "\xc3\xa4", true},
      {"three octets", "\xe6\xa4\x9c\xe5\x93\x81", true},
      {"four octets", "\xf0\x9f\x98\x80", true},
      {"last scalar value", "\xf4\x8f\xbf\xbf", true},
      {"overlong slash", "\xc0\xaf", false},
      {"overlong three", "\xe0\x9f\xbf", false},
      {"overlong four", "\xf0\x8f\xbf\xbf", false},
      {"surrogate", "\xed\xa0\x80", false},
      {"above U+10FFFF", "\xf4\x90\x80\x80", false},
      {"continuation alone", "\x80", false},
      {"cut", "a\xe6\xa4", false},
      {"Latin-1", "K\xe4se", false},
      {"five octets", "\xf8\x88\x80\x80\x80", false},
  };
  for (const Utf8Case& c : cases) EXPECT_EQ(IsUtf8(c.text), c.valid) << c.what;
}

TEST(CharsetTest, Names) {
  for (const std::string_view known :
       {"utf-8", "UTF8", "us-ascii", "ISO-8859-1", "iso-2022-jp", "Shift_JIS", "EUC-JP", "windows-1252",
        "cp932", "ks_c_5601-1987", "GB2312", "big5", "koi8-r"}) {
    EXPECT_TRUE(IsKnownCharset(known)) << known;
  }
  for (const std::string_view unknown : {"", "x-nobody", "utf-9", "utf-8,version=1", "a/b", "\xff"})
    EXPECT_FALSE(IsKnownCharset(unknown)) << unknown;
  EXPECT_FALSE(IsKnownCharset(std::string(1000, 'x')));
  // More names than the cache holds, twice.
  for (int round = 0; round < 2; ++round) {
    for (int i = 1; i <= 11; ++i)
      EXPECT_TRUE(IsKnownCharset("ISO-8859-" + std::to_string(i == 11 ? 15 : i))) << i;
  }
}

TEST(CharsetTest, CutCharacters) {
  struct CutCase {
    const char* what;
    std::string text;
    std::string_view charset;
    bool cut;
  };
  const CutCase cases[] = {
      {"UTF-8 whole", "\xe6\xa4\x9c", "utf-8", false},
      {"UTF-8 cut", "\xe6\xa4", "UTF-8", true},
      {"UTF-8 broken before the end", "\xe6 \xe6", "UTF-8", false},
      {"Shift_JIS whole", "\x8c\x9f", "Shift_JIS", false},
      {"Shift_JIS cut", "\x8c\x9f\x95", "Shift_JIS", true},
      {"ISO-2022-JP whole", "\x1b$B8!IJ\x1b(B", "ISO-2022-JP", false},
      {"ISO-2022-JP cut", "\x1b$B8!I", "ISO-2022-JP", true},
      {"Latin-1 is never cut", "\xe4", "iso-8859-1", false},
      {"unknown", "\xe4", "x-nobody", false},
      {"long text", std::string(5000, 'a') + "\xe6", "Shift_JIS", true},
  };
  for (const CutCase& c : cases) EXPECT_EQ(EndsInsideCharacter(c.text, c.charset), c.cut) << c.what;
}

// Pairs of UTF-16 at every place of the converter's own buffer.
TEST(CharsetTest, ConvertsPairsWherever) {
  for (size_t before = 0; before < 600; ++before) {
    std::string utf16;
    for (size_t i = 0; i < before; ++i) utf16 += std::string_view("\0a", 2);
    for (int i = 0; i < 2; ++i) utf16 += std::string_view("\xd8\x3d\xde\x00", 4);
    std::string out(before + 12, '\0');
    out.resize(ConvertToUtf8(utf16, "utf-16be", out));
    EXPECT_EQ(out, std::string(before, 'a') + "\xf0\x9f\x98\x80\xf0\x9f\x98\x80") << before;
  }
}

TEST(CharsetTest, ConvertsWhatMakesNoSense) {
  const auto convert = [](std::string_view text, std::string_view charset, size_t room) {
    std::string out(room, '\0');
    out.resize(ConvertToUtf8(text, charset, out));
    return out;
  };
  EXPECT_EQ(convert({"\xd8\x3d\0a", 4}, "utf-16be", 64).substr(0, 3), "\xef\xbf\xbd");
  EXPECT_EQ(convert("a\xe9", "iso-8859-1", 64), "a\xc3\xa9");
  EXPECT_EQ(convert("a\xe9", "iso-8859-1", 4), "a") << "four octets must be left";
  EXPECT_EQ(convert("a\xe9", "no-such-charset", 64), "a\xe9");
  EXPECT_EQ(convert("a\xe6\xa4", "utf-8", 2), "a\xe6");
}

}  // namespace
}  // namespace kenpin
