#include "engine/outside_data.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace kenpin {
namespace {

class TextFile {
 public:
  explicit TextFile(const std::string& text)
      : path_(testing::TempDir() + "outside-" + std::to_string(getpid())) {
    std::ofstream(path_) << text;
  }
  ~TextFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string Message(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

TEST(OutsideData, DaysAndRates) {
  EXPECT_EQ(ParseDay("1970-01-01"), 0);
  EXPECT_EQ(ParseDay("2024-02-29"), 19782);
  EXPECT_EQ(ParseDay("20240301"), 19783);
  for (const char* bad : {"", "2024-13-01", "2024/02/29", "1.2.2024", "1969-12-31", "2024-2-290"}) {
    EXPECT_EQ(ParseDay(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(ParseRate("0.003"), 3000u);
  EXPECT_EQ(ParseRate("0.30%"), 3000u);
  EXPECT_EQ(ParseRate("0.29 %"), 2900u);
  EXPECT_EQ(ParseRate("0"), 0u);
  EXPECT_EQ(ParseRate("0.2999%"), 2999u);
  for (const char* bad : {"", "%", "1.5", "-0.1", "101%", "nan", "0.1x"}) {
    EXPECT_EQ(ParseRate(bad), std::nullopt) << bad;
  }
}

TEST(OutsideData, SpamRates) {
  const TextFile file(
      "Domain,Day,Rate\nshop.example,2026-07-01,0.05%\nNEWS.shop.example,2026-07-01,0.2%\n"
      "shop.example,2026-07-02,0.0001\nother.example,2026-07-02,1%\n");
  OutsideData data;
  ASSERT_TRUE(data.ReadSpamRates(file.path()).ok());
  const OutsideFacts facts = data.FactsOf("shop.example");
  EXPECT_TRUE(facts.spam_rate_known);
  EXPECT_FALSE(facts.honour_known);
  EXPECT_EQ(facts.days, 2u);
  EXPECT_EQ(facts.worst, 2000u);
  EXPECT_EQ(facts.worst_day, ParseDay("2026-07-01"));
  EXPECT_EQ(facts.good_days, 2u);
  EXPECT_FALSE(facts.days_missing);
  EXPECT_FALSE(data.FactsOf("op.example").spam_rate_known);
  EXPECT_FALSE(data.FactsOf("").spam_rate_known);
}

TEST(OutsideData, RecentDays) {
  OutsideData data;
  for (int32_t day = 0; day < 20; ++day) data.AddRate("a.example", 100 + day, day == 12 ? 5000 : 10);
  OutsideFacts facts = data.FactsOf("a.example");
  EXPECT_EQ(facts.worst, 5000u);
  EXPECT_EQ(facts.worst_day, 112);
  EXPECT_EQ(facts.worst_recent, 10u);
  EXPECT_EQ(facts.good_days, 7u);
  EXPECT_FALSE(facts.days_missing);
  data.AddRate("a.example", 122, 4000);
  facts = data.FactsOf("a.example");
  EXPECT_EQ(facts.worst_recent, 4000u);
  EXPECT_EQ(facts.worst_day, 122);
  EXPECT_EQ(facts.good_days, 0u);
  EXPECT_TRUE(facts.days_missing) << "of days 120 and 121 nothing is known";
}

TEST(OutsideData, PostmasterJson) {
  const TextFile file(R"([
    {"name": "domains/shop.example/complianceStatus", "complianceData": {"domainId": "shop.example",
      "rowData": [{"requirement": "SPF", "status": {"status": "NEEDS_WORK"}}],
      "honorUnsubscribeVerdict": {"status": {"status": "COMPLIANT"}}}},
    {"complianceData": {"domainId": "late.example",
      "rowData": [{"requirement": "HONOR_UNSUBSCRIBE", "status": {"status": "NEEDS_WORK"}}]}},
    {"domainStats": [
      {"name": "domains/shop.example/domainStats/1", "metric": "SPAM_RATE",
       "date": {"year": 2026, "month": 7, "day": 1}, "value": {"doubleValue": 0.002}},
      {"name": "domains/shop.example/domainStats/2", "metric": "FEEDBACK_LOOP",
       "date": {"year": 2026, "month": 7, "day": 2}, "value": {"doubleValue": 0.9}}]},
    {"trafficStats": [{"name": "domains/late.example/trafficStats/20260701", "userReportedSpamRatio": 0.004}]}])");
  OutsideData data;
  ASSERT_TRUE(data.ReadPostmaster(file.path()).ok());
  const OutsideFacts shop = data.FactsOf("shop.example");
  EXPECT_TRUE(shop.honour_known && shop.honoured);
  EXPECT_EQ(shop.days, 1u);
  EXPECT_EQ(shop.worst, 2000u);
  const OutsideFacts late = data.FactsOf("late.example");
  EXPECT_TRUE(late.honour_known);
  EXPECT_FALSE(late.honoured);
  EXPECT_EQ(late.worst_recent, 4000u);
}

TEST(OutsideData, PostmasterCsv) {
  const TextFile file(
      "domain,day,rate,honor_unsubscribe\nshop.example,2026-07-01,0.1%,\nshop.example,,,NEEDS_WORK\n");
  OutsideData data;
  ASSERT_TRUE(data.ReadPostmaster(file.path()).ok());
  const OutsideFacts facts = data.FactsOf("shop.example");
  EXPECT_TRUE(facts.honour_known);
  EXPECT_FALSE(facts.honoured);
  EXPECT_EQ(facts.worst, 1000u);
}

TEST(OutsideData, ErrorsNameWhatIsWrong) {
  struct BadCase {
    const char* text;
    const char* what;
  };
  const BadCase cases[] = {
      {"day,rate\n2026-07-01,0.1%\n", "no column domain"},
      {"domain,rate\na.example,0.1%\n", "columns day and rate"},
      {"domain,day,rate\na.example,1st of July,0.1%\n", "line 2: day '1st of July'"},
      {"domain,day,rate\n\na.example,2026-07-01,3\n", "line 3: rate '3'"},
      {"domain,honor_unsubscribe\na.example,YES\n", "'YES' is neither"},
      {"{\"a\": 1}", "neither a spam rate"},
      {"{\"a\": ", "is not JSON"},
  };
  for (const BadCase& test : cases) {
    const TextFile file(test.text);
    OutsideData data;
    const absl::Status status = data.ReadPostmaster(file.path());
    EXPECT_NE(Message(status).find(test.what), std::string::npos) << test.text << ": " << Message(status);
    EXPECT_TRUE(Message(status).starts_with(file.path()));
  }
}

}  // namespace
}  // namespace kenpin
