#include "engine/mail/html_walk.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

// How many marks each hidden stretch has, as the walk of the element at the beginning tells them.
std::string Hidden(std::string_view html, size_t* end) {
  HtmlWalker walker;
  std::string texts;
  *end = walker.WalkElement(html, 0, html.size(), 0, [&](const HiddenStretch& stretch) {
    texts += std::to_string(stretch.marks) + " ";
  });
  return texts;
}

TEST(HtmlWalk, WalkElement) {
  const struct {
    std::string_view html;
    std::string_view hidden;
    size_t end;
  } kCases[] = {
      {"<p style=display:none>a</p>b", "1 ", 27},
      {"<p style=font-size:0>a<b style=font-size:9px>c</b>d</p>e", "1 1 ", 55},
      {"<p style=opacity:0>a<b style=opacity:1>c</b></p>", "2 ", 48},
      {"<p style=display:none>a<br>b<img src=x>c</p>", "3 ", 44},
      {"<p style=display:none>a<p>b</p>", "1 ", 31},
      {"<p style=display:none>a</b></p>", "1 ", 31},
      {"<p style=display:none>a", "1 ", 23},
  };
  for (const auto& c : kCases) {
    size_t end = 0;
    EXPECT_EQ(Hidden(c.html, &end), c.hidden) << c.html;
    EXPECT_EQ(end, c.end) << c.html;
  }
}

TEST(HtmlWalk, DepthIsBounded) {
  std::string html;
  for (int i = 0; i < 10'000; ++i) html += "<b style=display:none>";
  html += "x";
  size_t end = 0;
  EXPECT_FALSE(Hidden(html, &end).empty());
  EXPECT_EQ(end, html.size());
}

TEST(HtmlWalk, HasMoreMarksThan) {
  EXPECT_TRUE(HasMoreMarksThan("<p>abc</p>", 2, CharacterWidth::kUtf8));
  EXPECT_FALSE(HasMoreMarksThan("<p>abc</p>", 3, CharacterWidth::kUtf8));
  EXPECT_FALSE(
      HasMoreMarksThan("<title>abc</title><style>abc</style><!-- abc -->", 0, CharacterWidth::kUtf8));
  EXPECT_FALSE(HasMoreMarksThan("", 0, CharacterWidth::kUtf8));
}

}  // namespace
}  // namespace kenpin
