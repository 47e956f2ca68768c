#include "engine/options/nearest_word.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(NearestWord, Distances) {
  const struct {
    const char* a;
    const char* b;
    size_t distance;
  } cases[] = {{"", "", 0},        {"", "abc", 3},       {"scan", "scan", 0}, {"scna", "scan", 1},
               {"scn", "scan", 1}, {"scann", "scan", 1}, {"sban", "scan", 1}, {"nacs", "scan", 3},
               {"abc", "cab", 2},  {"ca", "abc", 3},     {"x", "y", 1}};
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.a) + " " + c.b);
    EXPECT_EQ(EditDistance(c.a, c.b), c.distance);
    EXPECT_EQ(EditDistance(c.b, c.a), c.distance);
  }
}

TEST(NearestWord, Suggestions) {
  const std::vector<std::string> commands = {"scan", "explain", "rules", "diff", "spf", "dmarc", "dns"};
  const struct {
    const char* word;
    const char* nearest;
  } cases[] = {{"scna", "scan"}, {"explian", "explain"}, {"exp", "explain"},
               {"dif", "diff"},  {"dnss", "dns"},        {"spd", "spf"},
               {"d", ""},        {"frobnicate", ""},     {"x", ""},
               {"", ""},         {"rulse", "rules"},     {"sc\x1b[31m", ""}};
  for (const auto& c : cases) EXPECT_EQ(NearestWord(c.word, commands), c.nearest) << c.word;
}

TEST(NearestWord, TheFirstOfEqualsAndTheNearest) {
  EXPECT_EQ(NearestWord("mbox1", {"mboxcl", "mbox"}), "mbox");
  EXPECT_EQ(NearestWord("bat", {"cat", "bad"}), "cat");
}

TEST(NearestWord, LongWordsAreNotLookedAt) {
  const std::string word(65, 'a');
  EXPECT_EQ(NearestWord(word, {word}), "");
}

}  // namespace
}  // namespace kenpin
