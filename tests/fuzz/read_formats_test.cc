#include "tests/fuzz/read_formats.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace kenpin::fuzz {
namespace {

struct Case {
  std::string_view text;
  bool expected;
};

TEST(ReadFormats, HarmlessText) {
  const Case kCases[] = {{"a\nb\r\nc\xe6\xa4\x9c", true},
                         {"", true},
                         {"a\x1b[2J", false},
                         {"a\rb", false},
                         {"a\tb", false},
                         {"\x7f", false},
                         {"\xc2\x85", false},
                         {"\xc0\xaf", false},
                         {"\xed\xa0\x80", false},
                         {"\xff", false},
                         {"\xe6\xa4", false}};
  for (const Case& c : kCases) EXPECT_EQ(IsHarmlessText(c.text), c.expected) << c.text;
}

TEST(ReadFormats, Csv) {
  const Case kCases[] = {{"a,b\r\n1,\"x,\"\"y\"\"\r\n\"\r\n", true},
                         {"", false},
                         {"a,b\r\n1\r\n", false},
                         {"a\n", false},
                         {"a\r\nb", false},
                         {"a\"b\r\n", false},
                         {"\"a\"b\r\n", false},
                         {"\"a\r\n", false}};
  for (const Case& c : kCases) EXPECT_EQ(IsCsv(c.text), c.expected) << c.text;
}

TEST(ReadFormats, Xml) {
  constexpr std::string_view kHead = "<?xml version=\"1.0\"?>\n";
  const Case kCases[] = {{"<a x=\"1\" y=\"&quot;\"><b/>t&#233;</a>\n", true},
                         {"<a>&lt;script&gt;</a>", true},
                         {"<a>&nbsp;</a>", false},
                         {"<a>&#1;</a>", false},
                         {"<a>&#x0;</a>", false},
                         {"<a>]]></a>", false},
                         {"<a x=\"1\" x=\"2\"/>", false},
                         {"<a x=\"<\"/>", false},
                         {"<a x=1/>", false},
                         {"<a><b></a></b>", false},
                         {"<a>", false},
                         {"<a/><b/>", false},
                         {"<a>\xff</a>", false}};
  for (const Case& c : kCases)
    EXPECT_EQ(IsXml(std::string(kHead) + std::string(c.text)), c.expected) << c.text;
  EXPECT_FALSE(IsXml("<a/>"));
}

TEST(ReadFormats, Metrics) {
  const Case kCases[] = {{"# HELP a b\n# TYPE a gauge\na 1\na{b=\"c\\\"\\\\\\n\",d=\"\"} 2.5e3\n", true},
                         {"a 1", false},
                         {"a{b=\"c\"d\"} 1\n", false},
                         {"a{b=\"c\\x\"} 1\n", false},
                         {"a{b=\"c} 1\n", false},
                         {"a one\n", false},
                         {"1a\n", false},
                         {"a\n", false}};
  for (const Case& c : kCases) EXPECT_EQ(IsMetrics(c.text), c.expected) << c.text;
}

}  // namespace
}  // namespace kenpin::fuzz
