#include "engine/waivers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <string>

namespace kenpin {
namespace {

constexpr int64_t kNow = 1'785'542'399;  // 2026-07-31T23:59:59Z.

class WaiversTest : public testing::Test {
 protected:
  ~WaiversTest() override { std::filesystem::remove(path_); }
  absl::StatusOr<std::vector<Waiver>> Read(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return ReadWaivers(path_, kNow);
  }
  const std::string path_ = testing::TempDir() + "waivers_test_" + std::to_string(::getpid()) + ".csv";
};

TEST_F(WaiversTest, Reads) {
  const absl::StatusOr<std::vector<Waiver>> waivers = Read(
      "rule,domain,reason,expires\n"
      "format-date,Shop.Example,\"old gateway, see ticket\",2026-07-31\n"
      "unsub-post,*,being built,2026-07-30\n"
      "spam-rate,shop.example,the list is being cleaned,2026-12-31\n");
  ASSERT_TRUE(waivers.ok()) << waivers.status();
  ASSERT_EQ(waivers->size(), 3u);
  EXPECT_EQ(waivers->at(0).rule, WaivableRule(RuleId::kFormatDate));
  EXPECT_EQ(waivers->at(0).rule_name(), "format-date");
  EXPECT_EQ(waivers->at(0).domain, "shop.example");
  EXPECT_EQ(waivers->at(0).reason, "old gateway, see ticket");
  EXPECT_FALSE(waivers->at(0).expired) << "it holds to the end of its last day";
  EXPECT_TRUE(waivers->at(1).expired);
  EXPECT_EQ(waivers->at(2).rule, WaivableRule(CorpusRuleId::kSpamRate));
  EXPECT_EQ(waivers->at(2).rule_name(), "spam-rate");
}

TEST_F(WaiversTest, CoversADomainAndWhatIsBelowIt) {
  const Waiver waiver{RuleId::kFormatDate, "shop.example", "x", 0, false, 0};
  EXPECT_TRUE(waiver.Covers(RuleId::kFormatDate, "shop.example"));
  EXPECT_TRUE(waiver.Covers(RuleId::kFormatDate, "news.shop.example"));
  EXPECT_FALSE(waiver.Covers(RuleId::kFormatDate, "workshop.example"));
  EXPECT_FALSE(waiver.Covers(RuleId::kFormatDate, "example"));
  EXPECT_FALSE(waiver.Covers(RuleId::kFormatDate, ""));
  EXPECT_FALSE(waiver.Covers(RuleId::kFormatFromSingle, "shop.example"));
  EXPECT_FALSE(waiver.Covers(static_cast<CorpusRuleId>(0), "shop.example"));
  const Waiver of_corpus{CorpusRuleId::kSpamRate, "shop.example", "x", 0, false, 0};
  EXPECT_TRUE(of_corpus.Covers(CorpusRuleId::kSpamRate, "shop.example"));
  EXPECT_FALSE(of_corpus.Covers(CorpusRuleId::kVolumeRamp, "shop.example"));
  const Waiver all{RuleId::kFormatDate, "*", "x", 0, false, 0};
  EXPECT_TRUE(all.Covers(RuleId::kFormatDate, ""));
}

TEST_F(WaiversTest, ErrorsNameLineAndField) {
  struct Case {
    const char* text;
    const char* error;
  };
  constexpr Case kCases[] = {
      {"rule,domain,reason\n", "there is no column expires"},
      {"rule,domain,reason,expires\nformat-dat,a.example,x,2026-01-01\n", "line 2: 'format-dat' is no rule"},
      {"rule,domain,reason,expires\nformat-date,a b,x,2026-01-01\n",
       "line 2: 'a b' is neither a domain nor *"},
      {"rule,domain,reason,expires\nformat-date,a.example,,2026-01-01\n", "line 2: a waiver needs a reason"},
      {"rule,domain,reason,expires\nformat-date,a.example,x,soon\n", "line 2: 'soon' is no date"},
      {"rule,domain,reason,expires\nformat-date,a.example,x,@5\n", "line 2: '@5' is no date"},
  };
  for (const Case& c : kCases) {
    const absl::StatusOr<std::vector<Waiver>> waivers = Read(c.text);
    ASSERT_FALSE(waivers.ok()) << c.text;
    EXPECT_NE(std::string(waivers.status().message()).find(c.error), std::string::npos) << waivers.status();
  }
}

}  // namespace
}  // namespace kenpin
