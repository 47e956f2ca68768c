#include "engine/report/summary_sarif.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

Json Sarif(const RunSummary& run) {
  return Json::parse(Collect([&](const Emit& emit) { WriteSummarySarif(run, emit); }));
}

const Json& ResultOf(const Json& log, const std::string& rule) {
  for (const Json& result : log["runs"][0]["results"]) {
    if (result["ruleId"] == rule) return result;
  }
  static const Json kNone;
  return kNone;
}

TEST(SummarySarif, AFailureWithItsPlace) {
  const Json log = Sarif(TestRun());
  EXPECT_EQ(log["version"], "2.1.0");
  EXPECT_EQ(log["runs"][0]["properties"]["schema_version"], 1);
  const Json& date = ResultOf(log, "format-date");
  EXPECT_EQ(date["level"], "error");
  EXPECT_EQ(date["kind"], "fail");
  EXPECT_EQ(log["runs"][0]["tool"]["driver"]["rules"][date["ruleIndex"].get<size_t>()]["id"], "format-date");
  const Json& place = date["locations"][0];
  EXPECT_EQ(place["physicalLocation"]["artifactLocation"]["uri"], "mail/a.mbox");
  EXPECT_EQ(place["physicalLocation"]["region"]["byteOffset"], 42);
  EXPECT_EQ(place["properties"]["message_id"], "1@shop.example");
  EXPECT_EQ(date["properties"]["affected"], 1);
  EXPECT_FALSE(date.contains("suppressions"));
}

TEST(SummarySarif, UnknownIsOpenAndARemarkIsANote) {
  const Json log = Sarif(TestRun());
  EXPECT_EQ(ResultOf(log, "dkim-verify")["kind"], "open");
  EXPECT_EQ(ResultOf(log, "dkim-verify")["level"], "none");
  EXPECT_EQ(ResultOf(log, "format-line-length")["level"], "note");
  EXPECT_TRUE(ResultOf(log, "auth-spf").is_null()) << "it concerns none of the messages";
}

TEST(SummarySarif, WhatIsExcusedIsSuppressed) {
  RunSummary run = TestRun();
  run.max_fail = 50;
  EXPECT_EQ(ResultOf(Sarif(run), "format-date")["suppressions"][0]["kind"], "external");
}

TEST(SummarySarif, AnInputThatFailedIsANotification) {
  RunSummary run = TestRun();
  run.inputs.resize(1);
  run.inputs[0].path = "a{0}[b](c)";
  run.inputs[0].error = "cannot read";
  run.inputs[0].errors = 1;
  const Json invocation = Sarif(run)["runs"][0]["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"], "a{{0}}\\[b\\](c): cannot read")
      << "neither a placeholder nor a link";
}

TEST(SummarySarif, HostileTextIsJson) {
  const Json log = Sarif(TestRun(TestDomain("a\"b\\.example", "\xFF\n.mbox", "\xFF\"\x1b")));
  const Json& place = ResultOf(log, "format-date")["locations"][0];
  EXPECT_EQ(place["physicalLocation"]["artifactLocation"]["uri"], "%FF%0A.mbox");
  EXPECT_EQ(place["properties"]["message_id"], "\uFFFD\"\x1b");
}

}  // namespace
}  // namespace kenpin
