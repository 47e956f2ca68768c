#include "engine/report/summary_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/test_run.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

using OrderedJson = nlohmann::ordered_json;

RunSummary OneDomain(std::string name) {
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.inputs.resize(1);
  run.inputs[0].path = "a.mbox";
  DomainSummary row;
  row.domain = std::move(name);
  row.counts.messages = 2;
  row.counts.days = {{19782, 2}, {19783, 1}};
  row.counts.failing_days = {{19782, 1}};
  row.counts.selectors[{"shop.example", "s1", "rsa-sha256", 2048}] = {2, 1};
  RuleCounts& date = row.counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
  date.outcomes.Add(Outcome::kFail);
  date.outcomes.Add(Outcome::kPass);
  date.samples.Offer({{0, 0, 42}, Outcome::kFail, Reason::kDateMissing, Stream::kDirect, "a.mbox", ""}, 3);
  row.subdomains.push_back(row);
  run.domains.push_back(std::move(row));
  return run;
}

TEST(SummaryJson, DomainRow) {
  const OrderedJson json = OrderedJson::parse(SummaryAsJson(OneDomain("shop.example")));
  EXPECT_EQ(json["schema_version"], 1);
  const OrderedJson& row = json["domains"][0];
  EXPECT_EQ(row["org_domain"], "shop.example");
  EXPECT_EQ(row["messages"], 2);
  EXPECT_EQ(row["peak_day"], (OrderedJson{{"date", "2024-02-29"}, {"messages", 2}}));
  EXPECT_EQ(row["days"], (OrderedJson{{"2024-02-29", 2}, {"2024-03-01", 1}}));
  EXPECT_EQ(row["failing_days"], (OrderedJson{{"2024-02-29", 1}}));
  EXPECT_EQ(row["bulk_sender"], false);
  EXPECT_EQ(row["corpus_rules"].size(), kCorpusRuleCount);
  EXPECT_EQ(row["subdomains"][0]["corpus_rules"], nullptr);
  EXPECT_EQ(row["compliance"]["MESSAGE_FORMATTING"], "NEEDS_WORK");
  EXPECT_EQ(row["compliance"]["USER_REPORTED_SPAM_RATE"], "UNKNOWN");
  EXPECT_EQ(row["compliance"].size(), Requirements().size());
  EXPECT_EQ(row["compliance_details"]["MESSAGE_FORMATTING"]["rule"], "format-date");
  EXPECT_EQ(row["rules"]["format-date"]["fail"], 1);
  EXPECT_EQ(row["rules"]["format-date"]["pass"], 1);
  EXPECT_EQ(row["rules"]["format-date"]["samples"][0], (OrderedJson{{"source", "a.mbox"},
                                                                    {"offset", 42},
                                                                    {"message_id", nullptr},
                                                                    {"outcome", "fail"},
                                                                    {"reason", "date_missing"},
                                                                    {"stream", "direct"}}));
  EXPECT_EQ(row["selectors"][0]["passed"], 1);
  EXPECT_EQ(row["subdomains"][0]["domain"], "shop.example");
  EXPECT_EQ(row["subdomains"][0]["messages"], 2);
}

TEST(SummaryJson, TwoColumnsALevelAndEachNameOnce) {
  const RunSummary none;
  const RunSummary several = TestRun(3);
  for (const RunSummary* run : {&none, &several}) {
    const std::string text = SummaryAsJson(*run);
    EXPECT_EQ(text, OrderedJson::parse(text).dump(2) + "\n");
  }
}

TEST(SummaryJson, APieceIsARowAtMost) {
  const RunSummary run = TestRun(3);
  size_t pieces = 0;
  size_t rows = 0;
  std::string whole;
  WriteSummaryJson(run, [&](std::string_view piece) {
    ++pieces;
    const size_t before = whole.size();
    whole += piece;
    size_t in_piece = 0;
    for (size_t at = whole.find("\"bulk_sender\"", before); at != std::string::npos;
         at = whole.find("\"bulk_sender\"", at + 1))
      ++in_piece;
    EXPECT_LE(in_piece, 1u);
    rows += in_piece;
    return true;
  });
  EXPECT_EQ(rows, 6u);
  EXPECT_EQ(whole, SummaryAsJson(run));
  size_t taken = 0;
  WriteSummaryJson(run, [&](std::string_view) { return ++taken < 3; });
  EXPECT_EQ(taken, 3u) << "stops when no more is wanted";
  EXPECT_GT(pieces, taken);
}

TEST(SummaryJson, NullNameAndHostileBytes) {
  RunSummary run = OneDomain("");
  run.inputs[0].path = "\xFF\n";
  const OrderedJson json = OrderedJson::parse(SummaryAsJson(run));
  EXPECT_EQ(json["domains"][0]["org_domain"], nullptr);
  EXPECT_EQ(json["run"]["inputs"][0]["path"], "\uFFFD\n");
}

}  // namespace
}  // namespace kenpin
