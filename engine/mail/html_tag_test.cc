#include "engine/mail/html_tag.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

using Kind = HtmlTag::Kind;

TEST(HtmlTag, ReadHtmlTag) {
  const struct {
    std::string_view text;
    Kind kind;
    std::string_view name;
    size_t end;
  } kCases[] = {
      {"<a href=x>y", Kind::kOpen, "a", 10},
      {"</TD >y", Kind::kClose, "TD", 6},
      {"<br/>", Kind::kOpen, "br", 5},
      {"<a title=\"x > y\">z", Kind::kOpen, "a", 17},
      {"<a title='x > y'>z", Kind::kOpen, "a", 17},
      {"<a title=it's>z", Kind::kOpen, "a", 14},
      {"<a title=\"never closed>z", Kind::kOpen, "a", 23},
      {"<!-- a > b -->c", Kind::kOther, "", 14},
      {"<!-->c", Kind::kOther, "", 5},
      {"<!DOCTYPE html>", Kind::kOther, "", 15},
      {"<!-- never", Kind::kEndless, "", 10},
      {"<a href=x", Kind::kEndless, "", 9},
      {"< a>", Kind::kNone, "", 1},
      {"<3", Kind::kNone, "", 1},
      {"<", Kind::kNone, "", 1},
  };
  for (const auto& c : kCases) {
    const HtmlTag tag = ReadHtmlTag(c.text, 0);
    EXPECT_EQ(tag.kind, c.kind) << c.text;
    EXPECT_EQ(tag.name, c.name) << c.text;
    EXPECT_EQ(tag.end, c.end) << c.text;
  }
}

TEST(HtmlTag, Attributes) {
  constexpr std::string_view kAttributes = " HREF = \"a b\" class='c' x=1 hidden/ y=";
  EXPECT_EQ(FindAttribute(kAttributes, "href"), "a b");
  EXPECT_EQ(FindAttribute(kAttributes, "class"), "c");
  EXPECT_EQ(FindAttribute(kAttributes, "x"), "1");
  EXPECT_EQ(FindAttribute(kAttributes, "y"), "");
  EXPECT_TRUE(HasAttribute(kAttributes, "hidden"));
  EXPECT_FALSE(HasAttribute(kAttributes, "b"));
}

TEST(HtmlTag, CountMarks) {
  const struct {
    std::string_view text;
    CharacterWidth width;
    size_t marks;
  } kCases[] = {
      {"a b\r\n", CharacterWidth::kUtf8, 2},
      {"&nbsp;&amp;&#8204;&zwnj;", CharacterWidth::kUtf8, 1},
      {"配信\xc2\xa0", CharacterWidth::kUtf8, 2},
      {"a & b", CharacterWidth::kUtf8, 3},
      {"\xc7\xdb\xbf\xae", CharacterWidth::kTwo, 2},
      {"\xe9t\xe9", CharacterWidth::kOne, 3},
      {"\xe3", CharacterWidth::kUtf8, 1},
  };
  for (const auto& c : kCases) EXPECT_EQ(CountMarks(c.text, c.width), c.marks) << c.text;
  EXPECT_EQ(WidthOf("EUC-JP"), CharacterWidth::kTwo);
  EXPECT_EQ(WidthOf("iso-8859-1"), CharacterWidth::kOne);
  EXPECT_EQ(WidthOf(""), CharacterWidth::kUtf8);
}

TEST(HtmlTag, Elements) {
  EXPECT_TRUE(IsVoidElement("IMG"));
  EXPECT_FALSE(IsVoidElement("p"));
  EXPECT_TRUE(IsNeverShown("title"));
  EXPECT_FALSE(IsNeverShown("td"));
}

}  // namespace
}  // namespace kenpin
