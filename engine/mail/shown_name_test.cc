#include "engine/mail/shown_name.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(ShownName, Urgent) {
  const struct {
    std::string_view name;
    bool urgent;
  } kCases[] = {
      {"The Shop", false},
      {"", false},
      {"Last Chance", true},
      {"The Shop - LAST  CHANCE", true},
      {"Last Chancellor", false},
      {"Blast chance", false},
      {"Urgent", true},
      {"URGENT: The Shop", true},
      {"Urgent Care of Springfield", false},
      {"urgent care, urgent", true},
      {"Insurgents", false},
      {"The Shop!", false},
      {"The Shop!!", true},
      {"お店！！", true},
      {"Yahoo! Auctions!", false},
      {"DERNIÈRE CHANCE", true},
      {"Última oportunidad", true},
      {"Nur heute: der Laden", true},
      {"Nur heutzutage", false},
      {"【本日限り】お店", true},
      {"本日の店", false},
      {"긴급 공지", true},
      {"立即行动吧", true},
      {"\xc3", false},
      {"\xe6\x9c", false},
  };
  Arena arena;
  for (const auto& c : kCases) EXPECT_EQ(LooksUrgent(c.name, arena), c.urgent) << c.name;
}

TEST(ShownName, Recipient) {
  const struct {
    const char* what;
    std::string_view name;
    std::string_view to;
    bool named;
  } kCases[] = {
      {"nobody", "The Shop", "", false},
      {"no name", "The Shop", "mary@home.example", false},
      {"another's name", "The Shop", "Mary Jones <mary@home.example>", false},
      {"the name", "Mary Jones", "Mary Jones <mary@home.example>", true},
      {"inside, in other letters", "For MARY JONES, only now", "Mary  Jones <mary@home.example>", true},
      {"part of a longer word", "Mary Jonesville", "Mary Jones <mary@home.example>", false},
      {"quoted", "Jones, Mary", "\"Jones, Mary\" <mary@home.example>", true},
      {"encoded", "山田 太郎様", "=?utf-8?B?5bGx55SwIOWkqumDjg==?= <t@home.example>", true},
      {"a word", "Acme Customer Service", "Customer <mary@home.example>", false},
      {"only a word", "Mary", "Mary <mary@home.example>", true},
      {"a letter", "M", "M <mary@home.example>", false},
      {"the address", "mary@home.example: read this", "mary@home.example", true},
      {"the address in capitals", "MARY@Home.Example", "mary@home.example", true},
      {"another address", "rosemarie@home.example", "mary@home.example", false},
      {"the second of two", "Mary Jones", "x@home.example, Mary Jones <mary@home.example>", true},
      {"to oneself", "The Shop", "The Shop <news@shop.example>", false},
      {"no address", "The Shop", "The Shop", false},
  };
  for (const auto& c : kCases) {
    Arena arena;
    Mailbox author;
    author.local_part = "news";
    author.domain = "shop.example";
    EXPECT_EQ(NamesRecipient(c.name, author, ParseAddressList(c.to, arena), arena), c.named) << c.what;
  }
}

TEST(ShownName, MailToManyIsNobodysOwn) {
  Arena arena;
  std::string to = "Mary Jones <mary@home.example>";
  Mailbox author;
  author.domain = "shop.example";
  for (size_t i = 1; i < kMaxNamedRecipients; ++i) to += ", x@home.example";
  EXPECT_TRUE(NamesRecipient("Mary Jones", author, ParseAddressList(to, arena), arena));
  to += ", y@home.example";
  EXPECT_FALSE(NamesRecipient("Mary Jones", author, ParseAddressList(to, arena), arena));
}

}  // namespace
}  // namespace kenpin
