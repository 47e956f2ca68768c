#include "engine/mail/display_name.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace kenpin {
namespace {

struct NameCase {
  const char* name;
  std::string_view display_name;  // Of a@b.example.
  bool poses;
};

const NameCase kNameCases[] = {
    {"empty", "", false},
    {"plain", "Ada", false},
    {"own address", "\"A@B.example\"", false},
    {"own address and more", "\"Ada, a@b.example\"", false},
    {"other address", "ceo@c.example", true},
    {"own and other address", "\"a@b.example, ceo@c.example\"", true},
    {"other address in brackets", "\"Ada <ceo@c.example>\"", true},
    {"other address ends a sentence", "\"Mail of ceo@c.example.\"", true},
    {"same domain, other local-part", "\"ceo@b.example\"", true},
    {"longer domain", "\"a@b.example.c.example\"", true},
    {"at sign between spaces", "\"Ada @ Work\"", false},
    {"handle", "@ada", false},
    {"no dot behind the at sign", "ada@work", false},
    {"dot right behind the at sign", "ada@.work", false},
    {"non-ASCII domain", "\"ceo@\xe6\xa4\x9c.example\"", true},
    {"Q encoding", "=?utf-8?q?ceo=40c.example?=", true},
    {"B encoding", "=?UTF-8?B?Y2VvQGMuZXhhbXBsZQ==?=", true},
    {"Q encoding of the own address", "=?utf-8?q?a=40b.example?=", false},
    {"address over two words", "=?utf-8?q?ceo=40?=\r\n =?utf-8?q?c.example?=", true},
    {"address half encoded", "=?utf-8?q?ceo?= @c.example", false},
    {"Latin-1", "=?iso-8859-1?Q?ceo=40c.example?=", true},
    {"ISO-2022-JP is not looked into", "=?ISO-2022-JP?Q?ceo=40c.example?=", false},
    {"unknown encoding", "=?utf-8?x?ceo@c.example?=", false},
    {"unfinished word", "=?utf-8?q?ceo=40c.example", false},
};

Mailbox Own(std::string_view display_name) {
  Mailbox mailbox;
  mailbox.display_name = display_name;
  mailbox.local_part = "a";
  mailbox.domain = "b.example";
  return mailbox;
}

TEST(DisplayName, Table) {
  for (const NameCase& c : kNameCases) {
    Arena arena;
    EXPECT_EQ(HoldsOtherAddress(Own(c.display_name), arena), c.poses) << c.name;
  }
}

TEST(DisplayName, RandomBytesAndHostileSizes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view pieces[] = {"a",  "@",   ".",    "=?", "utf-8", "?q?", "?B?",
                                     "?=", "=40", "YUBi", " ",  "\r\n ", "\xc3"};
  for (int round = 0; round < 20'000; ++round) {
    std::string name;
    for (size_t n = random() % 12; n > 0; --n) name += pieces[random() % std::size(pieces)];
    Arena arena;
    // Without an '@' in any of its spellings there is nothing to find.
    const bool possible = name.find_first_of("@4Y") != std::string::npos;
    ASSERT_LE(HoldsOtherAddress(Own(name), arena), possible) << name;
  }
  for (const std::string_view piece : {"@", "a@", "a@a", "=?", "=?a?q?", "=?utf-8?q?=40?=",
                                       "=?utf-8?q?"
                                       "?= "}) {
    std::string name;
    while (name.size() < 500'000) name += piece;
    Arena arena;
    EXPECT_FALSE(HoldsOtherAddress(Own(name), arena)) << piece;
  }
}

}  // namespace
}  // namespace kenpin
