#include "engine/mail/tag_list.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

struct ListCase {
  const char* name;
  std::string_view text;
  TagListError error;
  std::vector<std::pair<std::string_view, std::string_view>> tags;
};

const ListCase kLists[] = {
    {"one tag", "v=1", TagListError::kNone, {{"v", "1"}}},
    {"two tags", "v=1;a=rsa-sha256", TagListError::kNone, {{"v", "1"}, {"a", "rsa-sha256"}}},
    {"trailing semicolon", "v=1;", TagListError::kNone, {{"v", "1"}}},
    {"trailing semicolon and space", "v=1; \r\n\t", TagListError::kNone, {{"v", "1"}}},
    {"space everywhere", " v = 1 ;\r\n a\t=\t2 ", TagListError::kNone, {{"v", "1"}, {"a", "2"}}},
    {"lone LF folds", "v=1;\n a=2", TagListError::kNone, {{"v", "1"}, {"a", "2"}}},
    {"empty value", "p=; n=", TagListError::kNone, {{"p", ""}, {"n", ""}}},
    {"value with equals signs", "p=AA==;q=a=b", TagListError::kNone, {{"p", "AA=="}, {"q", "a=b"}}},
    {"inner folding stays", "b=ab\r\n\tcd; c=d", TagListError::kNone, {{"b", "ab\r\n\tcd"}, {"c", "d"}}},
    {"names are case-sensitive", "V=1;v=2", TagListError::kNone, {{"V", "1"}, {"v", "2"}}},
    {"digits and underscore in a name", "x_9=1", TagListError::kNone, {{"x_9", "1"}}},
    {"UTF-8 value", "d=\xc3\xa9.example", TagListError::kNone, {{"d", "\xc3\xa9.example"}}},
    {"empty text", "", TagListError::kSyntax, {}},
    {"space only", " \r\n ", TagListError::kSyntax, {}},
    {"semicolon only", ";", TagListError::kSyntax, {}},
    {"empty tag-spec inside", "v=1;;a=2", TagListError::kSyntax, {{"v", "1"}, {"a", "2"}}},
    {"two trailing semicolons", "v=1;;", TagListError::kSyntax, {{"v", "1"}}},
    {"no equals sign", "v=1;abc;a=2", TagListError::kSyntax, {{"v", "1"}, {"a", "2"}}},
    {"no name", "=1;a=2", TagListError::kSyntax, {{"a", "2"}}},
    {"name begins with a digit", "1v=1", TagListError::kSyntax, {}},
    {"space inside a name", "v v=1", TagListError::kSyntax, {}},
    {"control in a value",
     std::string_view("v=1\0"
                      "2;a=3",
                      9),
     TagListError::kSyntax,
     {{"a", "3"}}},
    {"lone CR in a value", "v=1\r2;a=3", TagListError::kSyntax, {{"a", "3"}}},
    {"line end without space in a value", "v=1\r\n2;a=3", TagListError::kSyntax, {{"a", "3"}}},
    {"duplicate", "v=1;a=2;v=1", TagListError::kDuplicate, {{"v", "1"}, {"a", "2"}, {"v", "1"}}},
};

TEST(TagList, Table) {
  for (const ListCase& c : kLists) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const TagList list = ParseTagList(c.text, arena);
    EXPECT_EQ(list.error, c.error);
    ASSERT_EQ(list.tags.size(), c.tags.size());
    for (size_t i = 0; i < c.tags.size(); ++i) {
      EXPECT_EQ(list.tags[i].name, c.tags[i].first);
      EXPECT_EQ(list.tags[i].value, c.tags[i].second);
    }
  }
}

TEST(TagList, RawKeepsTheSpaceAroundTheValue) {
  Arena arena;
  const TagList list = ParseTagList("b= ab\r\n cd ; c=d", arena);
  ASSERT_NE(list.Find("b"), nullptr);
  EXPECT_EQ(list.Find("b")->raw, " ab\r\n cd ");
  EXPECT_EQ(list.Find("x"), nullptr);
}

TEST(TagList, FindsTheFirstOfADuplicate) {
  Arena arena;
  EXPECT_EQ(ParseTagList("v=1;v=2", arena).Find("v")->value, "1");
}

std::string Tags(size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text.append("t").append(std::to_string(i)).append("=x;");
  return text;
}

TEST(TagList, LimitIsExact) {
  Arena arena;
  EXPECT_EQ(ParseTagList(Tags(kMaxTags), arena).error, TagListError::kNone);
  const std::string text = Tags(kMaxTags + 1);
  const TagList list = ParseTagList(text, arena);
  EXPECT_EQ(list.error, TagListError::kTooMany);
  EXPECT_EQ(list.tags.size(), kMaxTags);
}

TEST(TagList, HostileSizesAreRead) {
  Arena arena;
  EXPECT_EQ(ParseTagList(std::string(1 << 20, ';'), arena).error, TagListError::kSyntax);
  EXPECT_EQ(ParseTagList(Tags(200'000), arena).error, TagListError::kTooMany);
  const std::string one = "v=" + std::string(1 << 20, 'x');
  EXPECT_EQ(ParseTagList(one, arena).tags[0].value.size(), size_t{1} << 20);
}

TEST(RemoveFws, CopiesOnlyWhenThereIsSome) {
  Arena arena;
  const std::string_view plain = "abc=";
  EXPECT_EQ(RemoveFws(plain, arena).data(), plain.data());
  EXPECT_EQ(RemoveFws("", arena), "");
  EXPECT_EQ(RemoveFws("ab\r\n\tc d\n =", arena), "abcd=");
  EXPECT_EQ(RemoveFws(" \r\n ", arena), "");
}

// Whatever the bytes: values lie inside the text, and names keep the grammar.
TEST(TagList, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "ab=;; \t\r\n\0_1\xc3\x7f"sv;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    Arena arena;
    const TagList list = ParseTagList(text, arena);
    for (const Tag& tag : list.tags) {
      ASSERT_FALSE(tag.name.empty());
      ASSERT_GE(tag.raw.data(), text.data());
      ASSERT_LE(tag.raw.data() + tag.raw.size(), text.data() + text.size());
      ASSERT_LE(tag.value.size(), tag.raw.size());
    }
  }
}

}  // namespace
}  // namespace kenpin
