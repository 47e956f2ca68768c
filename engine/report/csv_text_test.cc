#include "engine/report/csv_text.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

std::string Cell(std::string_view text) {
  std::string out;
  CsvWriter csv(&out);
  csv.Text(text);
  return out;
}

TEST(CsvText, PlainAndQuoted) {
  EXPECT_EQ(Cell("shop.example"), "shop.example");
  EXPECT_EQ(Cell("a,b"), "\"a,b\"");
  EXPECT_EQ(Cell("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(Cell("検品"), "\"検品\"");
  EXPECT_EQ(Cell(""), "");
}

TEST(CsvText, FormulasAreText) {
  EXPECT_EQ(Cell("=1+1"), "\"'=1+1\"");
  EXPECT_EQ(Cell("+1"), "\"'+1\"");
  EXPECT_EQ(Cell("-1"), "\"'-1\"");
  EXPECT_EQ(Cell("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(Cell("  =cmd|'/C calc'!A0"), "\"'  =cmd|'/C calc'!A0\"");
  EXPECT_EQ(Cell("＝1"), "\"'＝1\"");
  EXPECT_EQ(Cell("\t=1"), "\"\\x09=1\"") << "a tab is shown, and the cell begins with a backslash";
  EXPECT_EQ(Cell("a=1"), "\"a=1\"");
}

TEST(CsvText, ControlsAreShown) {
  EXPECT_EQ(Cell(std::string("a\0b\r\nc\x1b[31m", 11)), "\"a\\x00b\\x0d\\x0ac\\x1b[31m\"");
  EXPECT_EQ(Cell("a\xE2\x80\xAE"), "\"a\\xe2\\x80\\xae\"");
}

TEST(CsvText, Rows) {
  std::string out;
  CsvWriter csv(&out);
  csv.Text("a");
  csv.Empty();
  csv.Number(7);
  csv.EndRow();
  csv.Text("b");
  csv.EndRow();
  EXPECT_EQ(out, "a,,7\r\nb\r\n");
}

}  // namespace
}  // namespace kenpin
