#include "engine/mail/mailbox.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

struct Expected {
  std::string_view display_name;
  std::string_view local_part;
  std::string_view domain;
};

// Letters of `marks`: c comment, o obsolete, d dots, q quoted local-part, g group, m malformed.
struct ListCase {
  const char* name;
  std::string_view body;
  std::vector<Expected> mailboxes;
  std::string_view marks;
};

std::string Marks(const AddressList& list) {
  std::string marks;
  if (list.notes.Has(AddressNote::kComment)) marks += 'c';
  if (list.notes.Has(AddressNote::kObsolete)) marks += 'o';
  if (list.notes.Has(AddressNote::kDots)) marks += 'd';
  if (list.notes.Has(AddressNote::kQuotedLocalPart)) marks += 'q';
  if (list.has_group) marks += 'g';
  if (list.malformed) marks += 'm';
  return marks;
}

const ListCase kGoodLists[] = {
    {"bare address", " a@b.example", {{"", "a", "b.example"}}, ""},
    {"angle brackets", "<a@b.example>", {{"", "a", "b.example"}}, ""},
    {"display name", " Ada B <a@b.example>", {{"Ada B", "a", "b.example"}}, ""},
    {"quoted display name", "\"B, Ada\" <a@b.example>", {{"\"B, Ada\"", "a", "b.example"}}, ""},
    {"folded", " Ada\r\n\tB\r\n <a@b.example>", {{"Ada\r\n\tB", "a", "b.example"}}, ""},
    {"folded with LF", " Ada\n <a@b.example>", {{"Ada", "a", "b.example"}}, ""},
    {"no space", "\"Ada\"<a@b.example>", {{"\"Ada\"", "a", "b.example"}}, ""},
    {"encoded word", "=?utf-8?B?5qSc5ZOB?= <a@b.example>", {{"=?utf-8?B?5qSc5ZOB?=", "a", "b.example"}}, ""},
    {"two", "a@b.example, C <c@d.example>", {{"", "a", "b.example"}, {"C", "c", "d.example"}}, ""},
    {"comment as name", "a@b.example (Ada)", {{"", "a", "b.example"}}, "c"},
    {"comments everywhere", "(a)a(b)@(c)b(d).(e)example(f)", {{"", "a", "b.example"}}, "co"},
    {"parenthesis in quotes", "\"(\" <a@b.example>", {{"\"(\"", "a", "b.example"}}, ""},
    {"quoted local-part", "\"a b\"@c.example", {{"", "\"a b\"", "c.example"}}, "q"},
    {"words and dots", "\"a\".b@c.example", {{"", "\"a\".b", "c.example"}}, "oq"},
    {"space around dots", "a . b@c . example", {{"", "a.b", "c.example"}}, "o"},
    {"space around the at", "a @ b.example", {{"", "a", "b.example"}}, ""},
    {"domain literal", "a@[192.0.2.1]", {{"", "a", "[192.0.2.1]"}}, ""},
    {"route", "<@x.example,@y.example:a@b.example>", {{"", "a", "b.example"}}, "o"},
    {"dot in the name", "Ada Q. B <a@b.example>", {{"Ada Q. B", "a", "b.example"}}, ""},
    {"empty elements", ",a@b.example,, c@d.example", {{"", "a", "b.example"}, {"", "c", "d.example"}}, "o"},
    {"group", "Team: a@b.example, C <c@d.example>;", {{"", "a", "b.example"}, {"C", "c", "d.example"}}, "g"},
    {"empty group", "undisclosed-recipients:;", {}, "g"},
    {"group and address",
     "T: a@b.example;, c@d.example",
     {{"", "a", "b.example"}, {"", "c", "d.example"}},
     "g"},
    {"group of a comment", "T: (nobody) ;", {}, "cg"},
    {"UTF-8",
     "\xe6\xa4\x9c <\xe6\xa4\x9c@\xe5\x93\x81.example>",
     {{"\xe6\xa4\x9c", "\xe6\xa4\x9c", "\xe5\x93\x81.example"}},
     ""},
    {"single label", "root@localhost", {{"", "root", "localhost"}}, ""},
};

const ListCase kBadLists[] = {
    {"empty", "", {}, "om"},
    {"white space", " \r\n ", {}, "om"},
    {"dots of old carriers", "a..b@docomo.example", {{"", "a..b", "docomo.example"}}, "dm"},
    {"dot before the at", "<ab.@docomo.example>", {{"", "ab.", "docomo.example"}}, "dm"},
    {"dot first", ".ab@docomo.example", {{"", ".ab", "docomo.example"}}, "dm"},
    {"trailing dot of the domain", "a@b.example.", {{"", "a", "b.example."}}, "m"},
    {"two dots in the domain", "<a@b..example>", {{"", "a", "b..example"}}, "m"},
    {"no domain", "root", {{"", "root", ""}}, "m"},
    {"nothing behind the at", "a@", {{"", "a", ""}}, "m"},
    {"nothing before the at", "@b.example", {{"", "", "b.example"}}, "m"},
    {"empty angle brackets", "Ada <>", {{"Ada", "", ""}}, "m"},
    {"no at in the brackets", "<ada>", {{"", "ada", ""}}, "m"},
    {"unquoted comma", "B, Ada <a@b.example>", {{"", "B", ""}, {"Ada", "a", "b.example"}}, "m"},
    {"address as name", "a@b.example <c@d.example>", {{"a@b.example", "c", "d.example"}}, "m"},
    {"address within the name",
     "a@b.example via X <c@d.example>",
     {{"a@b.example via X", "c", "d.example"}},
     "m"},
    {"two without comma", "a@b.example c@d.example", {{"", "a", "b.example"}, {"", "c", "d.example"}}, "m"},
    {"two brackets without comma",
     "<a@b.example> <c@d.example>",
     {{"", "a", "b.example"}, {"", "c", "d.example"}},
     "m"},
    {"two ats", "a@b.example@c.example", {{"", "a", "b.example"}}, "m"},
    {"words before a bare address", "Ada a@b.example", {{"", "a", "b.example"}}, "m"},
    {"text behind", "<a@b.example> x", {{"", "a", "b.example"}}, "m"},
    {"semicolons as commas",
     "a@b.example; c@d.example",
     {{"", "a", "b.example"}, {"", "c", "d.example"}},
     "m"},
    {"unclosed group", "T: a@b.example", {{"", "a", "b.example"}}, "gm"},
    {"group within a group", "T: U: a@b.example;", {{"", "a", "b.example"}}, "gm"},
    {"unclosed bracket", "Ada <a@b.example", {{"Ada", "a", "b.example"}}, "m"},
    {"unclosed bracket before another",
     "<a@b.example, <c@d.example>",
     {{"", "a", "b.example"}, {"", "c", "d.example"}},
     "m"},
    {"unclosed quote", "\"Ada <a@b.example>", {{"\"Ada", "a", "b.example"}}, "m"},
    {"unclosed comment", "(Ada <a@b.example>", {{"(Ada", "a", "b.example"}}, "m"},
    {"brackets in the name", "[X] Ada <a@b.example>", {{"[X] Ada", "a", "b.example"}}, "m"},
    {"scheme", "<mailto:a@b.example>", {{"", "a", "b.example"}}, "m"},
    {"raw ISO-2022-JP name", "\x1b$B8!IJ\x1b(B <a@b.example>", {{"\x1b$B8!IJ\x1b(B", "a", "b.example"}}, "m"},
    {"NUL", "a\0@b.example"sv, {{"", "", "b.example"}}, "m"},
    {"NUL within a domain", "a@b.example\0.c.example"sv, {{"", "a", ""}}, "m"},
    {"NUL within a domain in brackets",
     "<a@b.example\0c.example>, d@e.example"sv,
     {{"", "a", ""}, {"", "d", "e.example"}},
     "m"},
    {"NUL between two domains", "a@b.example\0@c.example"sv, {{"", "a", ""}}, "m"},
    {"a lone CR within a domain", "a@b.example\r.c.example", {{"", "a", ""}}, "m"},
    {"a lone CR behind a domain", "a@b.example\r", {{"", "a", "b.example"}}, "m"},
    {"NUL behind a domain", "<a@b.example\0>"sv, {{"", "a", "b.example"}}, "m"},
};

void ExpectList(const ListCase& c) {
  SCOPED_TRACE(c.name);
  Arena arena;
  const AddressList list = ParseAddressList(c.body, arena);
  EXPECT_EQ(Marks(list), c.marks);
  ASSERT_EQ(list.mailboxes.size(), c.mailboxes.size());
  for (size_t i = 0; i < c.mailboxes.size(); ++i) {
    EXPECT_EQ(list.mailboxes[i].display_name, c.mailboxes[i].display_name);
    EXPECT_EQ(list.mailboxes[i].local_part, c.mailboxes[i].local_part);
    EXPECT_EQ(list.mailboxes[i].domain, c.mailboxes[i].domain);
  }
}

TEST(Mailbox, WhatTheGrammarHas) {
  for (const ListCase& c : kGoodLists) ExpectList(c);
}

TEST(Mailbox, WhatCanBeHadOfTheRest) {
  for (const ListCase& c : kBadLists) ExpectList(c);
}

TEST(Mailbox, LimitIsExact) {
  std::string body = "a@b.example";
  for (size_t i = 1; i < kMaxMailboxes; ++i) body += ",a@b.example";
  Arena arena;
  EXPECT_FALSE(ParseAddressList(body, arena).too_many);
  EXPECT_EQ(ParseAddressList(body, arena).mailboxes.size(), kMaxMailboxes);
  body += ",a@b.example";
  EXPECT_TRUE(ParseAddressList(body, arena).too_many);
  EXPECT_EQ(ParseAddressList(body, arena).mailboxes.size(), kMaxMailboxes);
}

TEST(Mailbox, LongListsAreCut) {
  std::string body = "a@b.example, ";
  body.append(kMaxAddressListBytes - body.size(), '(');
  Arena arena;
  EXPECT_FALSE(ParseAddressList(body, arena).too_many);
  body += "(, c@d.example";
  const AddressList list = ParseAddressList(body, arena);
  EXPECT_TRUE(list.too_many);
  ASSERT_GE(list.mailboxes.size(), 1u);
  EXPECT_EQ(list.mailboxes[0].domain, "b.example");
}

TEST(Mailbox, HostileBodiesStillYieldTheAddress) {
  const std::string address = "<a@b.example>";
  for (const std::string& body :
       {std::string(100'000, '(') + std::string(100'000, ')') + address, std::string(100'000, '(') + address,
        std::string(100'000, '"') + "\"" + address, std::string(100'001, '"') + address,
        std::string(100'000, '<') + address}) {
    Arena arena;
    const AddressList list = ParseAddressList(body, arena);
    ASSERT_FALSE(list.mailboxes.empty()) << body.substr(0, 3);
    EXPECT_EQ(list.mailboxes.back().domain, "b.example");
  }
}

// The longest runs of each kind of nonsense; a quadratic parser does not come back.
TEST(Mailbox, HostileSizesAreRead) {
  for (const std::string_view piece :
       {"(", "\"\\", "a@", "@", "<", ".", "a .", "a:", ";", "[", "<a@b", "a ", "a@b<"}) {
    std::string body;
    while (body.size() < 1'000'000) body += piece;
    SCOPED_TRACE(piece);
    Arena arena;
    EXPECT_LE(ParseAddressList(body, arena).mailboxes.size(), kMaxMailboxes);
  }
}

// What is parsed once parses to itself: a mailbox's own addr-spec, where the list was in order.
TEST(Mailbox, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "aabb@@..,;:<>()[]\"\\ \t\r\n\0\xe3"sv;
  for (int round = 0; round < 50'000; ++round) {
    std::string body(random() % 24, ' ');
    for (char& c : body) c = alphabet[random() % alphabet.size()];
    Arena arena;
    const AddressList list = ParseAddressList(body, arena);
    if (list.malformed) continue;
    for (const Mailbox& box : list.mailboxes) {
      ASSERT_FALSE(box.local_part.empty()) << body;
      ASSERT_FALSE(box.domain.empty()) << body;
      const std::string own = std::string(box.local_part) + "@" + std::string(box.domain);
      const AddressList again = ParseAddressList(own, arena);
      ASSERT_EQ(again.mailboxes.size(), 1u) << body;
      ASSERT_EQ(again.mailboxes[0].local_part, box.local_part) << body;
      ASSERT_EQ(again.mailboxes[0].domain, box.domain) << body;
    }
  }
}

}  // namespace
}  // namespace kenpin
