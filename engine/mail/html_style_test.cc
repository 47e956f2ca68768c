#include "engine/mail/html_style.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(HtmlStyle, Hides) {
  const struct {
    std::string_view style;
    uint8_t hides;
  } kCases[] = {
      {"display:none", StyleBit(HidingStyle::kDisplayNone)},
      {"DISPLAY : NONE !important", StyleBit(HidingStyle::kDisplayNone)},
      {"display:none;display:block", 0},
      {"visibility:collapse", StyleBit(HidingStyle::kVisibility)},
      {"opacity:0.0", StyleBit(HidingStyle::kOpacity)},
      {"opacity:.9", 0},
      {"font-size:0;line-height:0", StyleBit(HidingStyle::kFontSize)},
      {"font-size:1px", StyleBit(HidingStyle::kFontSize)},
      {"font-size:1em", 0},
      {"width:0", StyleBit(HidingStyle::kZeroSize)},
      {"width:100%", 0},
      {"left:-9999px", 0},
      {"left:-9999px;position:absolute", StyleBit(HidingStyle::kOffScreen)},
      {"text-indent:-5000px", StyleBit(HidingStyle::kOffScreen)},
      {"background:url(a;display:none)", 0},
      {"background:url(a;display:none", StyleBit(HidingStyle::kDisplayNone)},
      {"/* x */display:none", StyleBit(HidingStyle::kDisplayNone)},
      {"display:/* x */none", StyleBit(HidingStyle::kDisplayNone)},
      {":;:none;display:", 0},
  };
  for (const auto& c : kCases) EXPECT_EQ(ReadStyle(c.style).hides, c.hides) << c.style;
}

TEST(HtmlStyle, Colours) {
  EXPECT_EQ(ParseColour("#fff"), 0xffffffu);
  EXPECT_EQ(ParseColour("#12aBcD"), 0x12abcdu);
  EXPECT_EQ(ParseColour("rgb(255, 0,1)"), 0xff0001u);
  EXPECT_EQ(ParseColour("White"), 0xffffffu);
  EXPECT_EQ(ParseColour("ffffff"), 0xffffffu);
  for (const std::string_view none : {"", "#", "#12", "inherit", "rgb(", "var(--x)"})
    EXPECT_FALSE(ParseColour(none)) << none;
  EXPECT_EQ(ReadStyle("background:url(x) no-repeat #ff0000").background, 0xff0000u);
  EXPECT_EQ(ReadStyle("color:#00f").colour, 0x0000ffu);
  EXPECT_NEAR(ContrastOf(0, 0xffffff), 21, 0.01);
  EXPECT_NEAR(ContrastOf(0x777777, 0x777777), 1, 0.01);
}

TEST(HtmlStyle, HiddenClasses) {
  HiddenClasses classes;
  FindHiddenClasses(
      "/* a */ .one, p.two {display:none} .three{color:red} @media x {.four{display:none}} #id{display:none} "
      ".five .six{display:none} .seven:hover{display:none}",
      &classes);
  ASSERT_EQ(classes.count, 2u);
  EXPECT_EQ(classes.names[0], "one");
  EXPECT_EQ(classes.names[1], "two");
}

}  // namespace
}  // namespace kenpin
