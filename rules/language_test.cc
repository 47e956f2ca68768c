#include "rules/language.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(Language, Names) {
  EXPECT_EQ(LanguageName(Language::kEnglish), "en");
  EXPECT_EQ(LanguageName(Language::kJapanese), "ja");
}

TEST(Language, Placeholders) {
  EXPECT_EQ(NextPlaceholder("a {n} of {all}", 0), "{n}");
  EXPECT_EQ(NextPlaceholder("a {n} of {all}", 3), "{all}");
  EXPECT_EQ(NextPlaceholder("no {} or {N} or {n", 0), "");
  const struct {
    const char* name;
    const char* a;
    const char* b;
    bool same;
  } cases[] = {
      {"none", "a", "b", true},
      {"another order", "{n} of {all}", "{all} {n}", true},
      {"one is lost", "{n} of {all}", "{n}", false},
      {"misspelled", "{n}", "{m}", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(HasPlaceholdersOf(c.a, c.b), c.same);
  }
}

TEST(Language, ATextInBoth) {
  constexpr Bilingual kText = {"{n} messages", "{n} 通"};
  EXPECT_EQ(kText.In(Language::kEnglish), "{n} messages");
  EXPECT_EQ(kText.In(Language::kJapanese), "{n} 通");
  EXPECT_FALSE(kText.empty());
  EXPECT_TRUE(Bilingual().empty());
  EXPECT_TRUE(Bilingual().In(Language::kJapanese).empty());
}

}  // namespace
}  // namespace kenpin
