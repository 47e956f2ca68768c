#include "engine/report/explain_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

TEST(ExplainJson, HoldsTheRecordAndMore) {
  const TestExplanation test;
  const std::string text = ExplanationAsJson(test.told);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const Json json = Json::parse(text);
  EXPECT_EQ(json["record"]["offset"], 7);
  EXPECT_EQ(json["record"]["dkim"].size(), 1u);
  EXPECT_EQ(json["rules"].size(), kRuleCount);
  EXPECT_EQ(json["rules"][0]["rule"], "dkim-verify");
  EXPECT_EQ(json["signatures"][0]["body_cause"], "lines_appended");
  EXPECT_TRUE(json["signatures"][0]["fields"][1]["field"].is_null());
  EXPECT_EQ(json["receiver_fields"][0]["why"], "foreign_id");
  EXPECT_EQ(json["trace"][0]["border"], true);
  EXPECT_TRUE(json["spf"].is_null());
}

TEST(ExplainJson, AnswersOfOtherCommandsStandAsTheyAre) {
  TestExplanation test;
  test.told.spf_json = "{\"result\":\"pass\"}\n";
  test.told.dmarc_json = "{}\n";
  const Json json = Json::parse(ExplanationAsJson(test.told));
  EXPECT_EQ(json["spf"]["result"], "pass");
  EXPECT_TRUE(json["dmarc"].is_object());
}

TEST(ExplainJson, HostileTextIsStillJson) {
  const TestExplanation test("\x1b\"\\\xff\xe2\x80\xa8\n");
  EXPECT_TRUE(Json::accept(ExplanationAsJson(test.told)));
}

}  // namespace
}  // namespace kenpin
