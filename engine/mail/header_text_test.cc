#include "engine/mail/header_text.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(HeaderText, Decodes) {
  const struct {
    const char* name;
    std::string_view body;
    std::string_view text;
  } kCases[] = {
      {"ASCII", " Hello ", "Hello"},
      {"folded", "one\r\n two", "one two"},
      {"UTF-8", "=?utf-8?Q?Caf=C3=A9?= now", "Café now"},
      {"two words", "=?utf-8?B?5pel?=\r\n =?utf-8?B?5pys?=", "日本"},
      {"character over two words", "=?utf-8?B?5pc=?= =?utf-8?B?pQ==?=", "日"},
      {"ISO-2022-JP", "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"},
      {"KOI8-R", "=?koi8-r?B?98vM?=", "Вкл"},
      {"unknown charset stands for its octets", "=?x-nobody?Q?abc?=", "abc"},
      {"broken word", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
  };
  for (const auto& c : kCases) {
    Arena arena;
    bool cut = false;
    EXPECT_EQ(DecodeHeaderText(c.body, 100, arena, &cut), c.text) << c.name;
    EXPECT_FALSE(cut) << c.name;
  }
}

TEST(HeaderText, IsCutBetweenCharacters) {
  Arena arena;
  bool cut = false;
  EXPECT_EQ(DecodeHeaderText("日本日本", 7, arena, &cut), "日本");
  EXPECT_TRUE(cut);
  cut = false;
  EXPECT_EQ(DecodeHeaderText("=?utf-8?B?5pel5pys?=", 4, arena, &cut), "日");
  EXPECT_TRUE(cut);
  cut = false;
  EXPECT_EQ(DecodeHeaderText("12345", 5, arena, &cut), "12345");
  EXPECT_FALSE(cut);
  EXPECT_EQ(DecodeHeaderText("123456", 5, arena, &cut), "12345");
  EXPECT_TRUE(cut);
}

}  // namespace
}  // namespace kenpin
