#include "engine/mail/list_unsubscribe.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

// Letters of `marks`: n no brackets, s white space inside, t text outside, u unknown scheme.
struct FieldCase {
  const char* name;
  std::string body;
  std::vector<std::string_view> uris;
  std::string_view marks;
};

const FieldCase kFields[] = {
    {"one", " <https://b.example/u>", {"https://b.example/u"}, ""},
    {"two", "<mailto:u@b.example>, <https://b.example/u>", {"mailto:u@b.example", "https://b.example/u"}, ""},
    {"folded between",
     "<mailto:u@b.example>,\n <https://b.example/u>",
     {"mailto:u@b.example", "https://b.example/u"},
     ""},
    {"comma inside", "<https://b.example/a,b>", {"https://b.example/a,b"}, ""},
    {"comments", "(a <b>) <https://b.example/> (c, d)", {"https://b.example/"}, ""},
    {"upper-case scheme", "<HTTPS://b.example/>", {"HTTPS://b.example/"}, ""},
    {"trailing comma", "<https://b.example/>,", {"https://b.example/"}, ""},
    {"folded inside", "<https://b.example/\n  u>", {"https://b.example/u"}, "s"},
    {"space inside", "< https://b.example/ >", {"https://b.example/"}, "s"},
    {"text behind", "<https://b.example/> is a URL", {"https://b.example/"}, "t"},
    {"text in front", "see <https://b.example/>", {"https://b.example/"}, "t"},
    {"no brackets", "https://b.example/", {}, "nt"},
    {"empty", "", {}, "n"},
    {"unclosed", "<https://b.example/", {}, "nt"},
    {"second unclosed", "<https://b.example/>, <mailto:u@b.example", {"https://b.example/"}, "t"},
    {"nothing inside", "<>, <https://b.example/>", {"", "https://b.example/"}, "u"},
    {"ftp", "<ftp://b.example/>", {"ftp://b.example/"}, "u"},
    {"no scheme", "<b.example/u>", {"b.example/u"}, "u"},
    {"angle inside", "<https://b.example/<a>", {"https://b.example/<a"}, ""},
};

std::string Marks(const ListUnsubscribeFacts& facts) {
  std::string marks;
  if (facts.no_brackets) marks += 'n';
  if (facts.white_space_inside) marks += 's';
  if (facts.text_outside) marks += 't';
  if (facts.unknown_scheme) marks += 'u';
  return marks;
}

TEST(ListUnsubscribe, Table) {
  for (const FieldCase& c : kFields) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const std::span<const std::string_view> uris = ParseUriList(c.body, arena);
    EXPECT_EQ(std::vector<std::string_view>(uris.begin(), uris.end()), c.uris);
    const TestMessage message("List-Unsubscribe: " + c.body + "\n\n");
    EXPECT_EQ(Marks(ParseListUnsubscribeFacts(message.view, arena)), c.marks);
  }
}

TEST(ListUnsubscribe, WordsOfExchangeAreDecoded) {
  const std::string fields =
      "List-Unsubscribe: =?us-ascii?Q?=3Chttps=3A=2F=2Fb=2Eexample=2Fu=3E=2C_?=\r\n"
      " =?us-ascii?Q?=3Cmailto=3Au=40b=2Eexample=3E?=\r\n"
      "List-Unsubscribe-Post: =?us-ascii?Q?List-Unsubscribe=3DOne-Click?=\r\n";
  Arena arena;
  const TestMessage stored("X-MS-Exchange-Organization-AuthAs: Anonymous\r\n" + fields + "\r\n");
  const ListUnsubscribeFacts facts = ParseListUnsubscribeFacts(stored.view, arena);
  EXPECT_EQ(Marks(facts), "");
  EXPECT_EQ(facts.first_https, "https://b.example/u");
  EXPECT_EQ(facts.mailto_uris, 1u);
  EXPECT_EQ(facts.post, ListUnsubscribeFacts::Post::kExact);
  const TestMessage sent(fields + "\r\n");
  const ListUnsubscribeFacts raw = ParseListUnsubscribeFacts(sent.view, arena);
  EXPECT_EQ(Marks(raw), "nt");
  EXPECT_EQ(raw.post, ListUnsubscribeFacts::Post::kWrong);
}

TEST(ListUnsubscribe, Schemes) {
  Arena arena;
  const TestMessage message(
      "List-Unsubscribe: <mailto:u@b.example>, <https://b.example/\n 1>, <http://b.example/2>, "
      "<ftp://b.example>,\n"
      " <https://b.example/3>\nList-Unsubscribe: <x>\n\n");
  const ListUnsubscribeFacts facts = ParseListUnsubscribeFacts(message.view, arena);
  EXPECT_EQ(facts.field_count, 2u);
  EXPECT_EQ(facts.https_uris, 2u);
  EXPECT_EQ(facts.http_uris, 1u);
  EXPECT_EQ(facts.mailto_uris, 1u);
  EXPECT_EQ(facts.other_uris, 1u);
  EXPECT_EQ(facts.first_https, "https://b.example/1");
}

TEST(ListUnsubscribe, Post) {
  using Post = ListUnsubscribeFacts::Post;
  const std::pair<std::string_view, Post> cases[] = {
      {"List-Unsubscribe=One-Click", Post::kExact},
      {"\n List-Unsubscribe=One-Click \t", Post::kExact},
      {"List-Unsubscribe=One-click", Post::kLoose},
      {"List-Unsubscribe = One-Click", Post::kLoose},
      {"list-unsubscribe=one-click", Post::kLoose},
      {"List-Unsubscribe=One-Click;", Post::kWrong},
      {"\"List-Unsubscribe=One-Click\"", Post::kWrong},
      {"List-Unsubscribe=One-Clic", Post::kWrong},
      {"yes", Post::kWrong},
      {"", Post::kWrong},
  };
  for (const auto& [value, post] : cases) {
    Arena arena;
    const TestMessage message("List-Unsubscribe-Post: " + std::string(value) + "\n\n");
    EXPECT_EQ(static_cast<int>(ParseListUnsubscribeFacts(message.view, arena).post), static_cast<int>(post))
        << value;
  }
  Arena arena;
  const TestMessage none("From: a@b.example\n\n");
  EXPECT_EQ(static_cast<int>(ParseListUnsubscribeFacts(none.view, arena).post),
            static_cast<int>(Post::kAbsent));
}

TEST(ListUnsubscribe, LimitAndHostileSizes) {
  Arena arena;
  std::string body;
  for (size_t i = 0; i < kMaxListUris + 5; ++i) body += "<a:b>,";
  EXPECT_EQ(ParseUriList(body, arena).size(), kMaxListUris);
  for (const std::string_view piece : {"<", "(", "<>", "< >", ">", ",", "(<"}) {
    std::string hostile;
    while (hostile.size() < 1'000'000) hostile += piece;
    EXPECT_LE(ParseUriList(hostile, arena).size(), kMaxListUris) << piece;
  }
}

TEST(ListUnsubscribe, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "a:<>,() \r\n\0\\"sv;
  for (int round = 0; round < 20'000; ++round) {
    std::string body(random() % 20, ' ');
    for (char& c : body) c = alphabet[random() % alphabet.size()];
    Arena arena;
    for (const std::string_view uri : ParseUriList(body, arena)) {
      ASSERT_EQ(uri.find_first_of("> \r\n"), std::string_view::npos) << body;
    }
  }
}

}  // namespace
}  // namespace kenpin
