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
    EXPECT_NE(rule.title.back(), '.') << rule.name;
    EXPECT_FALSE(rule.source.empty()) << rule.name;
    ASSERT_FALSE(rule.remedy.empty()) << rule.name;
    EXPECT_EQ(rule.remedy.back(), '.') << rule.name;
    EXPECT_NE(rule.check, nullptr) << rule.name;
  }
}

// Gmail, Yahoo, Outlook.com, iCloud: i info, s should, b must/bulk, a must/all.
TEST(Catalogue, Levels) {
  struct Row {
    RuleId rule;
    const char* levels;
  };
  constexpr Row kRows[] = {
      {RuleId::kAuthEvidence, "iiii"},
      {RuleId::kAuthSpfOrDkim, "aasi"},
      {RuleId::kAuthSpf, "bbbb"},
      {RuleId::kAuthDkim, "bbbb"},
      {RuleId::kAuthDmarcPass, "ibbi"},
      {RuleId::kSpfRecordPresent, "bbbi"},
      {RuleId::kSpfRecordSingle, "bbbi"},
      {RuleId::kSpfRecordValid, "bbbb"},
      {RuleId::kSpfLookupLimit, "bbbi"},
      {RuleId::kSpfTooPermissive, "siii"},
      {RuleId::kSpfHeaderFrom, "iiii"},
      {RuleId::kDkimSignatureSyntax, "aaaa"},
      {RuleId::kDkimAlgorithm, "bbbi"},
      {RuleId::kDkimKeyLength, "aaii"},
      {RuleId::kDkimKeyRecord, "bbbb"},
      {RuleId::kDkimVerify, "iiii"},
      {RuleId::kDkimCoversFrom, "aaaa"},
      {RuleId::kDkimCoversCore, "ssss"},
      {RuleId::kDkimNoBodyLimit, "ssss"},
      {RuleId::kDkimTimestamps, "ssss"},
      {RuleId::kDmarcRecordPresent, "bbbb"},
      {RuleId::kDmarcRecordSingle, "bbbb"},
      {RuleId::kDmarcRecordValid, "bbbb"},
      {RuleId::kDmarcPolicy, "bbbi"},
      {RuleId::kDmarcReports, "ssii"},
      {RuleId::kDmarcOldTags, "iiii"},
      {RuleId::kDmarcRejectNeedsDkim, "ssss"},
      {RuleId::kAlignFrom, "bbbi"},
      {RuleId::kAlignSpf, "siii"},
      {RuleId::kAlignDkim, "siii"},
      {RuleId::kAlignBoth, "sisi"},
      {RuleId::kInfraPtr, "aasb"},
      {RuleId::kInfraFcrdns, "aaii"},
      {RuleId::kInfraTls, "aiii"},
      {RuleId::kInfraTlsVersion, "ssss"},
      {RuleId::kInfraHelo, "ssss"},
      {RuleId::kInfraDomainResolves, "saii"},
      {RuleId::kFormatParse, "aaaa"},
      {RuleId::kFormatDate, "aaaa"},
      {RuleId::kFormatFromPresent, "aaaa"},
      {RuleId::kFormatFromSingle, "aaaa"},
      {RuleId::kFormatFromOneAddress, "aiii"},
      {RuleId::kFormatFromDomain, "aaaa"},
      {RuleId::kFormatSender, "aaaa"},
      {RuleId::kFormatMessageId, "asss"},
      {RuleId::kFormatSingleInstance, "aaaa"},
      {RuleId::kFormatLineLength, "aaaa"},
      {RuleId::kFormatBareCrlf, "aaaa"},
      {RuleId::kFormat8bitHeader, "aaaa"},
      {RuleId::kFormatEncodedWord, "aaaa"},
      {RuleId::kFormatHeaderSize, "aiii"},
      {RuleId::kFormatMime, "aaaa"},
      {RuleId::kFormatHops, "aaaa"},
      {RuleId::kUnsubClass, "iiii"},
      {RuleId::kUnsubOneClick, "bbsi"},
      {RuleId::kUnsubHeader, "bbii"},
      {RuleId::kUnsubHttps, "biii"},
      {RuleId::kUnsubPost, "biii"},
      {RuleId::kUnsubDkimCovered, "biii"},
      {RuleId::kFwdArc, "issb"},
      {RuleId::kFwdListId, "iiii"},
      {RuleId::kFwdMarkers, "siii"},
      {RuleId::kFeedbackId, "iiii"},
  };
  ASSERT_EQ(std::size(kRows), kRuleCount);
  for (const Row& row : kRows) {
    std::string levels;
    for (const Level level : GetRule(row.rule).level) levels += "isba"[static_cast<size_t>(level)];
    EXPECT_EQ(levels, row.levels) << GetRule(row.rule).name;
  }
}

TEST(Catalogue, WhatIsNotConfirmedSaysSo) {
  EXPECT_NE(GetRule(RuleId::kFormatBareCrlf).smtp_codes.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kFormatLineLength).smtp_codes.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kFormatHeaderSize).source.find("unconfirmed"), std::string_view::npos);
  EXPECT_NE(GetRule(RuleId::kAuthDmarcPass).smtp_codes.find("unconfirmed"), std::string_view::npos);
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
