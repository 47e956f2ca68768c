#include "engine/report/diff_writers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace kenpin {
namespace {

using Json = nlohmann::json;

SummaryDiff OneOfEach(const std::string& name) {
  SummaryDiff diff;
  diff.rules_before = diff.rules_after = "gmail 2026-07-02, bulk senders";
  diff.worse.push_back({name, "auth-spf", 0.01, 0.25, 30, false, true, false});
  diff.better.push_back({name, "spam-rate", 1, 0, 0, true, false, false});
  diff.states.push_back({name, "SPF", "COMPLIANT", "NEEDS_WORK"});
  diff.appeared.push_back({name, 1234});
  diff.vanished.push_back({"", 5});
  diff.keys.push_back({name, name, name, "rsa-sha256", 1024, true});
  return diff;
}

TEST(DiffWriters, TextTellsTheVerdictFirst) {
  const std::string text = DiffAsText(OneOfEach("shop.example"), Language::kEnglish);
  EXPECT_EQ(text.rfind("1 required rules got worse.\n", 0), 0u) << text;
  EXPECT_NE(text.find("auth-spf               1.0 % -> 25.0 %\n"), std::string::npos) << text;
  EXPECT_NE(text.find("spam-rate              fails no more recommended\n"), std::string::npos) << text;
  EXPECT_NE(text.find("(no usable From)"), std::string::npos) << text;
  EXPECT_NE(text.find("new: s=shop.example rsa-sha256 1024 bits\n"), std::string::npos) << text;
}

TEST(DiffWriters, OtherVerdicts) {
  EXPECT_EQ(DiffAsText({}, Language::kEnglish), "Nothing has changed.\n");
  SummaryDiff diff = OneOfEach("shop.example");
  diff.worse[0].required = false;
  EXPECT_EQ(DiffAsText(diff, Language::kEnglish).rfind("No required rule got worse.\n", 0), 0u);
  diff.same_rules = false;
  diff.rules_after = "gmail 2027-01-01, bulk senders";
  EXPECT_EQ(DiffAsText(diff, Language::kEnglish)
                .rfind("Judged by other rules (gmail 2026-07-02, bulk senders, now gmail 2027", 0),
            0u);
}

TEST(DiffWriters, InJapanese) {
  const std::string text = DiffAsText(OneOfEach("shop.example"), Language::kJapanese);
  EXPECT_EQ(text.rfind("必須の規則 1 件が悪化。\n", 0), 0u) << text;
  EXPECT_NE(text.find("\n悪化\n  shop.example "), std::string::npos) << text;
  EXPECT_NE(text.find("違反を解消 推奨\n"), std::string::npos) << text;
  EXPECT_NE(text.find("(有効な From なし)"), std::string::npos) << text;
  EXPECT_NE(text.find("追加: s=shop.example rsa-sha256 1024 ビット\n"), std::string::npos) << text;
  EXPECT_EQ(text.find('{'), std::string::npos) << "a place that nothing filled";
  const std::string html = DiffAsHtml(OneOfEach("shop.example"), Language::kJapanese);
  EXPECT_NE(html.find("<html lang=\"ja\">"), std::string::npos);
  EXPECT_NE(html.find("<h2>なくなったドメイン</h2>"), std::string::npos) << html;
}

TEST(DiffWriters, LongListsAreCounted) {
  SummaryDiff diff;
  for (size_t i = 0; i < kMaxDiffLines + 7; ++i) diff.appeared.push_back({std::to_string(i), 1});
  EXPECT_NE(DiffAsText(diff, Language::kEnglish).find("and 7 more"), std::string::npos);
  EXPECT_EQ(Json::parse(DiffAsJson(diff))["appeared"].size(), kMaxDiffLines + 7);
}

TEST(DiffWriters, NothingFromMailGetsThrough) {
  const SummaryDiff diff = OneOfEach("<b>\x1b[2J\xff");
  EXPECT_EQ(DiffAsText(diff, Language::kEnglish).find('\x1b'), std::string::npos);
  const std::string html = DiffAsHtml(diff, Language::kEnglish);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_EQ(html.find('\x1b'), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("default-src 'none'; style-src 'sha256-"), std::string::npos);
  const Json json = Json::parse(DiffAsJson(diff));
  EXPECT_EQ(json["worse"][0]["rule"], "auth-spf");
  EXPECT_EQ(json["regressions"], 1);
  EXPECT_EQ(json["vanished"][0]["domain"], nullptr);
}

}  // namespace
}  // namespace kenpin
