#include "rules/rule.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace kenpin {
namespace {

bool IsKebabCase(std::string_view name) {
  const bool ends = !name.empty() && name.front() != '-' && name.back() != '-';
  return ends && name.find("--") == std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

TEST(Catalogue, NamesAreUniqueKebabCaseAndInOrder) {
  std::set<std::string_view> names;
  ASSERT_EQ(Rules().size(), kRuleCount);
  for (size_t i = 0; i < kRuleCount; ++i) {
    const RuleInfo& rule = Rules()[i];
    EXPECT_EQ(static_cast<size_t>(rule.id), i) << rule.name;
    EXPECT_TRUE(IsKebabCase(rule.name)) << rule.name;
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
    EXPECT_EQ(FindRule(rule.name), rule.id) << rule.name;
    EXPECT_EQ(&GetRule(rule.id), &rule) << rule.name;
  }
  EXPECT_EQ(FindRule("format-"), std::nullopt);
  EXPECT_EQ(FindRule(""), std::nullopt);
}

TEST(Catalogue, EveryRowIsComplete) {
  for (const RuleInfo& rule : Rules()) {
    EXPECT_FALSE(rule.title.empty()) << rule.name;
    EXPECT_NE(rule.title.en.back(), '.') << rule.name;
    EXPECT_FALSE(rule.source.empty()) << rule.name;
    ASSERT_FALSE(rule.remedy.empty()) << rule.name;
    EXPECT_EQ(rule.remedy.en.back(), '.') << rule.name;
    EXPECT_NE(rule.check == nullptr, rule.check_for == nullptr) << rule.name;
  }
}

// Titles are names and remedies sentences, in Japanese as well.
TEST(Catalogue, EveryRowIsInJapanese) {
  std::set<std::string_view> titles;
  for (const RuleInfo& rule : Rules()) {
    SCOPED_TRACE(rule.name);
    ASSERT_FALSE(rule.title.ja.empty());
    EXPECT_NE(rule.title.ja, rule.title.en);
    EXPECT_FALSE(rule.title.ja.ends_with("。"));
    EXPECT_TRUE(titles.insert(rule.title.ja).second);
    ASSERT_FALSE(rule.remedy.ja.empty());
    EXPECT_NE(rule.remedy.ja, rule.remedy.en);
    EXPECT_TRUE(rule.remedy.ja.ends_with("。"));
  }
  for (size_t i = 0; i < kConsequenceCount; ++i) {
    const Bilingual& text = ConsequenceText(static_cast<Consequence>(i));
    EXPECT_NE(text.ja, text.en) << text.en;
  }
}

// Gmail, Yahoo, Outlook.com, iCloud, docomo, au, Yahoo! JAPAN: i info, s should, b must/bulk, a must/all.
TEST(Catalogue, Levels) {
  struct Row {
    RuleId rule;
    const char* levels;
  };
  constexpr Row kRows[] = {
      {RuleId::kAuthEvidence, "iiiiiii"},
      {RuleId::kAuthSpfOrDkim, "aasiiis"},
      {RuleId::kAuthSpf, "bbbbasi"},
      {RuleId::kAuthDkim, "bbbbsii"},
      {RuleId::kAuthDmarcPass, "ibbiais"},
      {RuleId::kSpfRecordPresent, "bbbiiii"},
      {RuleId::kSpfRecordSingle, "bbbiiii"},
      {RuleId::kSpfRecordValid, "bbbbasi"},
      {RuleId::kSpfLookupLimit, "bbbiiii"},
      {RuleId::kSpfTooPermissive, "siiiiii"},
      {RuleId::kSpfHeaderFrom, "iiiiaii"},
      {RuleId::kDkimSignatureSyntax, "aaaasii"},
      {RuleId::kDkimAlgorithm, "bbbiiii"},
      {RuleId::kDkimKeyLength, "aaiiiii"},
      {RuleId::kDkimKeyRecord, "bbbbsii"},
      {RuleId::kDkimVerify, "iiiiiii"},
      {RuleId::kDkimCoversFrom, "aaaasii"},
      {RuleId::kDkimCoversCore, "sssssss"},
      {RuleId::kDkimNoBodyLimit, "sssssss"},
      {RuleId::kDkimTimestamps, "sssssss"},
      {RuleId::kDmarcRecordPresent, "bbbbaii"},
      {RuleId::kDmarcRecordSingle, "bbbbaii"},
      {RuleId::kDmarcRecordValid, "bbbbaii"},
      {RuleId::kDmarcPolicy, "bbbiiii"},
      {RuleId::kDmarcReports, "ssiiiii"},
      {RuleId::kDmarcOldTags, "iiiiiii"},
      {RuleId::kDmarcRejectNeedsDkim, "sssssss"},
      {RuleId::kAlignFrom, "bbbiiii"},
      {RuleId::kAlignSpf, "siiiiii"},
      {RuleId::kAlignDkim, "siiiiii"},
      {RuleId::kAlignBoth, "sisiiii"},
      {RuleId::kInfraPtr, "aasbiii"},
      {RuleId::kInfraFcrdns, "aaiiiii"},
      {RuleId::kInfraTls, "aiiiiii"},
      {RuleId::kInfraTlsVersion, "sssssss"},
      {RuleId::kInfraHelo, "sssssss"},
      {RuleId::kInfraDomainResolves, "saiiaii"},
      {RuleId::kFormatParse, "aaaaaaa"},
      {RuleId::kFormatDate, "aaaaaaa"},
      {RuleId::kFormatFromPresent, "aaaaaaa"},
      {RuleId::kFormatFromSingle, "aaaaaaa"},
      {RuleId::kFormatFromOneAddress, "aiiiiii"},
      {RuleId::kFormatFromDomain, "aaaaaaa"},
      {RuleId::kFormatSender, "aaaaaaa"},
      {RuleId::kFormatMessageId, "assssss"},
      {RuleId::kFormatSingleInstance, "aaaaaaa"},
      {RuleId::kFormatLineLength, "aaaaaaa"},
      {RuleId::kFormatBareCrlf, "aaaaaaa"},
      {RuleId::kFormat8bitHeader, "aaaaaaa"},
      {RuleId::kFormatEncodedWord, "aaaaaaa"},
      {RuleId::kFormatHeaderSize, "aiiiiii"},
      {RuleId::kFormatMime, "aaaaaaa"},
      {RuleId::kFormatHops, "aaaaaaa"},
      {RuleId::kFormatIdn, "aiiiiii"},
      {RuleId::kFromGmailImpersonation, "aiiiiii"},
      {RuleId::kFromFreemail, "ssisiii"},
      {RuleId::kEspRewrittenFrom, "iiiiiii"},
      {RuleId::kContentDisplayName, "aiiiiii"},
      {RuleId::kContentSubjectHonest, "siiiiii"},
      {RuleId::kContentHiddenHtml, "aiiiiii"},
      {RuleId::kContentLinks, "sisiiii"},
      {RuleId::kUnsubClass, "iiiiiii"},
      {RuleId::kUnsubOneClick, "bbsiiii"},
      {RuleId::kUnsubHeader, "bbiiiii"},
      {RuleId::kUnsubHttps, "biiiiii"},
      {RuleId::kUnsubPost, "biiiiii"},
      {RuleId::kUnsubDkimCovered, "biiiiii"},
      {RuleId::kUnsubBodyLink, "bbsbiii"},
      {RuleId::kFwdArc, "issbiii"},
      {RuleId::kFwdListId, "iiiiiii"},
      {RuleId::kFwdMarkers, "siiiiii"},
      {RuleId::kFeedbackId, "iiiiiii"},
  };
  ASSERT_EQ(std::size(kRows), kRuleCount);
  for (const Row& row : kRows) {
    std::string levels;
    for (size_t i = 0; i < kProviderCount; ++i) {
      levels += "isba"[static_cast<size_t>(GetRule(row.rule).level[static_cast<Provider>(i)])];
    }
    EXPECT_EQ(levels, row.levels) << GetRule(row.rule).name;
  }
}

TEST(Catalogue, WhatIsNotConfirmedSaysSo) {
  EXPECT_NE(GetRule(RuleId::kFormatBareCrlf).smtp_codes.gmail.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kFormatLineLength).smtp_codes.gmail.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kFormatHeaderSize).source.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kAuthDmarcPass).smtp_codes.yahoo.find("unconfirmed"), std::string_view::npos);
}

TEST(Catalogue, Words) {
  EXPECT_EQ(OutcomeName(Outcome::kPass), "pass");
  EXPECT_EQ(OutcomeName(Outcome::kWarn), "warn");
  EXPECT_EQ(OutcomeName(Outcome::kFail), "fail");
  EXPECT_EQ(OutcomeName(Outcome::kNotApplicable), "na");
  EXPECT_EQ(OutcomeName(Outcome::kUnknown), "unknown");
  EXPECT_EQ(LevelName(Level::kInfo), "info");
  EXPECT_EQ(LevelName(Level::kShould), "should");
  EXPECT_EQ(LevelName(Level::kMustBulk), "must/bulk");
  EXPECT_EQ(LevelName(Level::kMustAll), "must/all");
}

}  // namespace
}  // namespace kenpin
