#include "engine/report/page_writer.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(PageWriter, WritesWordsAndValues) {
  std::string out;
  PageWriter page(&out);
  page.Heading("SPF");
  page.Line("result", "pass");
  page.More("more");
  page.Plain(4, "text");
  page.Block("a\nb\n\nc");
  EXPECT_EQ(out, "\nSPF\n  result         pass\n                 more\n    text\n  a\n  b\n  \n  c\n");
}

TEST(PageWriter, NothingThatATerminalObeysPasses) {
  std::string out;
  PageWriter page(&out);
  page.Heading("\x1b[2J");
  page.Line("\x07", "\x9b\xe2\x80\xae\n");
  page.Plain(0, "\r\x1b");
  page.Block("a\x1b\nb\r");
  for (const char c : out) EXPECT_TRUE(c == '\n' || (c >= 32 && c < 127)) << static_cast<int>(c);
}

TEST(PageWriter, LongValuesAreCut) {
  std::string out;
  PageWriter(&out).Line("x", std::string(100000, 'y'));
  EXPECT_LT(out.size(), 2 * PageWriter::kMaxColumns);
}

TEST(OneLine, UnfoldsWhiteSpace) {
  EXPECT_EQ(OneLine(" a\r\n\tb  c \n"), "a b c");
  EXPECT_EQ(OneLine(""), "");
  EXPECT_EQ(OneLine(" \r\n "), "");
}

}  // namespace
}  // namespace kenpin
