#include "engine/report/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(Utf8, Table) {
  const struct {
    const char* name;
    std::string text;
    bool valid;
    char32_t value;
    size_t length;
  } cases[] = {
      {"ASCII", "a", true, 'a', 1},
      {"NUL", std::string(1, '\0'), true, 0, 1},
      {"two octets", "\xC3\xA9", true, 0xE9, 2},
      {"three octets", "\xE6\xA4\x9C", true, 0x691C, 3},
      {"four octets", "\xF0\x9F\x93\xA7", true, 0x1F4E7, 4},
      {"the last one", "\xF4\x8F\xBF\xBF", true, 0x10FFFF, 4},
      {"above the last one", "\xF4\x90\x80\x80", false, 0, 1},
      {"overlong slash", "\xC0\xAF", false, 0, 1},
      {"overlong in three", "\xE0\x80\xAF", false, 0, 1},
      {"surrogate", "\xED\xA0\x80", false, 0, 1},
      {"lone continuation", "\x80", false, 0, 1},
      {"cut after two of three", "\xE6\xA4", false, 0, 2},
      {"ASCII inside a sequence",
       "\xE6"
       "a",
       false, 0, 1},
      {"impossible lead", "\xFF", false, 0, 1},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const CodePoint read = ReadCodePoint(c.text, 0);
    EXPECT_EQ(read.valid, c.valid);
    EXPECT_EQ(read.length, c.length);
    EXPECT_EQ(read.value, c.value);
  }
}

TEST(Utf8, TreacherousCharacters) {
  for (const char32_t c : {0x80, 0x9B, 0x61C, 0x200B, 0x200F, 0x2028, 0x202E, 0x2066, 0x2069, 0xFEFF})
    EXPECT_TRUE(IsTreacherous(c)) << static_cast<uint32_t>(c);
  for (const char32_t c : {0x41, 0xA0, 0xE9, 0x3042, 0x1F600, 0xFFFD})
    EXPECT_FALSE(IsTreacherous(c)) << static_cast<uint32_t>(c);
}

}  // namespace
}  // namespace kenpin
