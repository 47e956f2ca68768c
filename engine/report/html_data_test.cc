#include "engine/report/html_data.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

TEST(HtmlData, WhatToDoFirst) {
  const Json data = Json::parse(HtmlDataOf(TestRun(2), Language::kEnglish));
  EXPECT_EQ(data["needs_work"], 2);
  ASSERT_EQ(data["first"].size(), 1u);
  const Json& step = data["first"][0];
  EXPECT_EQ(data["rules"][step["rule"].get<size_t>()]["id"], "format-date");
  EXPECT_EQ(step["messages"], 6);
  EXPECT_EQ(step["domains"], 2);
  EXPECT_EQ(step["sample"], Json::array({"date_missing", "mail.mbox", 40}));
  EXPECT_EQ(data["reasons"]["date_missing"], std::string(ReasonText(Reason::kDateMissing).en));
}

TEST(HtmlData, RulesCarryLevelConsequenceAndCounts) {
  const Json data = Json::parse(HtmlDataOf(TestRun(1), Language::kEnglish));
  EXPECT_EQ(data["rules"].size(), kRuleCount);
  EXPECT_EQ(data["corpus_rules"].size(), kCorpusRuleCount);
  const Json& date = data["rules"][static_cast<size_t>(RuleId::kFormatDate)];
  EXPECT_EQ(date["counts"], Json::array({9, 0, 3, 0, 0}));
  EXPECT_EQ(date["required"], true);
  EXPECT_FALSE(date["consequence"].get<std::string>().empty());
}

TEST(HtmlData, UnknownsNameTheirInput) {
  const Json data = Json::parse(HtmlDataOf(TestRun(1), Language::kEnglish));
  ASSERT_EQ(data["settle"].size(), 1u);
  EXPECT_EQ(data["settle"][0][0], 7);
}

TEST(HtmlData, NamesWhatIsLeftOut) {
  const Json all = Json::parse(HtmlDataOf(TestRun(3), Language::kEnglish));
  EXPECT_EQ(all["cut"], Json::array({Json::array({"text", kMaxHtmlColumns})}));
  const Json cut = Json::parse(HtmlDataOf(TestRun(3), Language::kEnglish, 0));
  EXPECT_EQ(cut["cut"][0], Json::array({"details", 3}));
  EXPECT_EQ(cut["domains"].size(), 3u);
}

TEST(HtmlData, NothingFromMailLeavesTheScriptElement) {
  const std::string hostile = "</script><script>alert(1)</script><!--&amp;\x1b[2J\u202E\u2028\xff";
  const std::string text = HtmlDataOf(TestRun(2, hostile), Language::kEnglish);
  EXPECT_EQ(text.find('<'), std::string::npos);
  EXPECT_EQ(text.find('>'), std::string::npos);
  EXPECT_EQ(text.find('&'), std::string::npos);
  EXPECT_EQ(text.find("\u202E"), std::string::npos) << "a bidi override would lead the eye astray";
  EXPECT_EQ(text.find("\u2028"), std::string::npos);
  const Json data = Json::parse(text);
  const std::string id = data["domains"][0]["detail"]["samples"][0][5];
  EXPECT_EQ(id.substr(0, 9), "</script>") << "told as it is, as text";
}

TEST(HtmlData, ThePageGetsItsLanguage) {
  const Json english = Json::parse(HtmlDataOf(TestRun(1), Language::kEnglish));
  const Json japanese = Json::parse(HtmlDataOf(TestRun(1), Language::kJapanese));
  EXPECT_EQ(english["lang"], "en");
  EXPECT_EQ(japanese["lang"], "ja");
  EXPECT_EQ(english["words"]["required"], "required");
  EXPECT_EQ(japanese["words"]["required"], "必須");
  EXPECT_EQ(english["words"].size(), japanese["words"].size());
  EXPECT_EQ(japanese["reasons"]["date_missing"], std::string(ReasonText(Reason::kDateMissing).ja));
  for (size_t rule = 0; rule < kRuleCount; ++rule) {
    for (const char* text : {"title", "remedy", "consequence"})
      EXPECT_NE(japanese["rules"][rule][text], english["rules"][rule][text])
          << text << english["rules"][rule];
  }
  EXPECT_NE(japanese["settle"][0][1], english["settle"][0][1]);
  EXPECT_EQ(japanese["domains"], english["domains"]) << "what mail says is not translated";
}

TEST(HtmlData, AThousandDomainsFit) {
  for (const Language language : kLanguages) EXPECT_LT(HtmlDataOf(TestRun(1000), language).size(), 970'000u);
}

}  // namespace
}  // namespace kenpin
