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
