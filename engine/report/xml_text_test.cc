#include "engine/report/xml_text.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

std::string Xml(std::string_view text) {
  std::string out;
  AppendXmlText(text, &out);
  return out;
}

TEST(XmlText, MarkupIsText) {
  EXPECT_EQ(Xml("<script>a && \"b\" 'c' ]]></script>"),
            "&lt;script&gt;a &amp;&amp; &quot;b&quot; &apos;c&apos; ]]&gt;&lt;/script&gt;");
  EXPECT_EQ(Xml("検品"), "検品");
}

TEST(XmlText, WhatXmlCanNotHoldIsShown) {
  EXPECT_EQ(Xml(std::string_view("a\0b\x1b\n\xFF", 6)), "a\\x00b\\x1b\\x0a\\xff");
  EXPECT_EQ(Xml("\xEF\xBF\xBF"), "\\xef\\xbf\\xbf") << "U+FFFF is no character of XML";
}

}  // namespace
}  // namespace kenpin
