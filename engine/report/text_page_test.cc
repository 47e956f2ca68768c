#include "engine/report/text_page.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(TextPage, ParagraphsAreWrappedAtSpaces) {
  TextPage page(TextColour::kOff);
  page.Paragraph(2, std::string(40, 'a') + " " + std::string(37, 'b') + " " + std::string(5, 'c'));
  EXPECT_EQ(page.Take(), "  " + std::string(40, 'a') + " " + std::string(37, 'b') + "\n  ccccc\n");
}

TEST(TextPage, LongWordsAreBroken) {
  TextPage page(TextColour::kOff);
  page.Paragraph(4, std::string(100, 'x'));
  EXPECT_EQ(page.Take(), "    " + std::string(76, 'x') + "\n    " + std::string(24, 'x') + "\n");
}

TEST(TextPage, JapaneseIsBrokenByColumns) {
  TextPage page(TextColour::kOff);
  std::string text;
  for (int i = 0; i < 50; ++i) text += "検";
  page.Paragraph(1, text);
  const std::string told = page.Take();
  EXPECT_EQ(told.find('\n'), 1u + 39 * 3) << "39 characters of two columns";
}

TEST(TextPage, JapaneseLinesBeginAndEndWhereTheyMay) {
  const std::string wide = "検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検検";  // 35
  const struct {
    const char* name;
    std::string text;
    std::string lines;
  } cases[] = {
      {"no full stop first", wide + "検検検検検。", wide + "検検検検\n検。\n"},
      {"no opening bracket last", wide + "検検検検（検）", wide + "検検検検\n（検）\n"},
      {"no small kana first", wide + "検検検検検ッ", wide + "検検検検\n検ッ\n"},
      {"Latin words stay whole", wide + "検検 List-Unsubscribe がない",
       wide + "検検\nList-Unsubscribe がない\n"},
      {"also without a space", wide + "（--spam-rate）", wide + "\n（--spam-rate）\n"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    TextPage page(TextColour::kOff);
    page.Paragraph(0, c.text);
    EXPECT_EQ(page.Take(), c.lines);
  }
}

TEST(TextPage, MarksAreMeasuredInColumns) {
  TextPage page(TextColour::kOff);
  page.Item("  必須:", 8, std::string(72, 'a') + " b");
  EXPECT_EQ(page.Take(), "  必須: " + std::string(72, 'a') + "\n        b\n");
}

TEST(TextPage, ItemsHaveAMark) {
  TextPage page(TextColour::kOff);
  page.Item("  ->", 5, "do it");
  EXPECT_EQ(page.Take(), "  -> do it\n");
}

TEST(TextPage, RowsAreAlignedByColumns) {
  TextPage page(TextColour::kOff);
  page.Cell(8, "検品");
  page.Cell(4, "7", TextAlign::kRight);
  page.Cell(5, "");
  page.EndRow();
  page.Cell(8, "much too long");
  page.Cell(4, "1234", TextAlign::kRight);
  page.Cell(5, " x");
  page.EndRow();
  EXPECT_EQ(page.Take(), "検品       7\nmuch to…1234 x\n");
}

TEST(TextPage, ColourIsAroundTheTextAndNotItsPadding) {
  TextPage page(TextColour::kOn);
  page.Cell(6, "FAIL", TextAlign::kRight, TextStyle::kBad);
  page.EndRow();
  EXPECT_EQ(page.Take(), "  \x1b[1;31mFAIL\x1b[0m\n");
}

TEST(TextPage, NothingPassesThatATerminalWouldObey) {
  TextPage page(TextColour::kOff);
  page.Paragraph(0, "a\x1b[31m\nb");
  page.Cell(20, "\x07");
  page.EndRow();
  EXPECT_EQ(page.Take(), "a\\x1b[31m\\x0ab\n\\x07\n");
}

}  // namespace
}  // namespace kenpin
