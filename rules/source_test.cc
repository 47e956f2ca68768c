#include "rules/source.h"

#include <gtest/gtest.h>

#include <set>

#include "rules/corpus_rule.h"

namespace kenpin {
namespace {

TEST(Sources, AreUniqueAndComplete) {
  std::set<std::string_view> keys;
  for (const SourceInfo& source : Sources()) {
    EXPECT_TRUE(keys.insert(source.key).second) << source.key;
    EXPECT_FALSE(source.title.empty()) << source.key;
    EXPECT_EQ(FindSource(source.key), &source) << source.key;
  }
}

// Every page that a rule names is known, and so is the day of the newest.
TEST(Sources, EveryKeyIsKnown) {
  const auto expect_known = [](std::string_view rule, std::string_view keys) {
    while (!keys.empty()) {
      const std::string_view key = TakeSourceKey(&keys);
      EXPECT_NE(FindSource(key), nullptr) << rule << " " << key;
    }
  };
  for (const RuleInfo& rule : Rules()) expect_known(rule.name, rule.source_keys);
  for (const CorpusRuleInfo& rule : CorpusRules()) expect_known(rule.name, rule.source_keys);
  EXPECT_EQ(NewestSourceDate("M-BLOG G-FAQ Y-SRR"), "2026-07-02");
  EXPECT_EQ(NewestSourceDate("G-HDR"), "");
  EXPECT_EQ(NewestSourceDate(""), "");
  EXPECT_EQ(FindSource("G-"), nullptr);
}

}  // namespace
}  // namespace kenpin
