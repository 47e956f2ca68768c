#include "engine/scan_conditions.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

TEST(ScanConditionsTest, DefaultsAreTold) {
  const std::map<std::string, std::string> conditions = ConditionsOf({}, "", "list of 2023");
  EXPECT_EQ(conditions.at("--mode"), "auto");
  EXPECT_EQ(conditions.at("--profile").substr(0, 9), "gmail of ");
  EXPECT_EQ(conditions.at("--sample"), "3");
  EXPECT_EQ(conditions.at("public suffix list"), "list of 2023");
  EXPECT_EQ(conditions.count("--redact-key"), 0U);
  EXPECT_EQ(conditions.count("--at"), 0U);
}

// Each changes exactly one condition.
TEST(ScanConditionsTest, WhatChangesTheNumbersIsACondition) {
  const std::vector<std::pair<std::string, std::function<void(ScanOptions&)>>> changes = {
      {"--profile", [](ScanOptions& o) { o.profile = Provider::kYahoo; }},
      {"--sender-size", [](ScanOptions& o) { o.sender_size = SenderSize::kSmall; }},
      {"--mode", [](ScanOptions& o) { o.mode = Mode::kSent; }},
      {"--traffic", [](ScanOptions& o) { o.traffic = Traffic::kTransactional; }},
      {"--traffic-map", [](ScanOptions& o) { o.traffic_map_path = "x.csv"; }},
      {"--mta-adds", [](ScanOptions& o) { o.mta_adds.date = o.mta_adds.list_unsubscribe = true; }},
      {"--at", [](ScanOptions& o) { o.at.text = "@5"; }},
      {"--org-method", [](ScanOptions& o) { o.org_method = OrgMethod::kPublicSuffixList; }},
      {"--dns", [](ScanOptions& o) { o.dns.kind = DnsSpec::Kind::kLive; }},
      {"--client-ip", [](ScanOptions& o) { o.envelope.client = ParseIpAddress("192.0.2.1"); }},
      {"--mail-from", [](ScanOptions& o) { o.envelope.mail_from = SenderAddress(); }},
      {"--helo", [](ScanOptions& o) { o.envelope.helo = "h.example"; }},
      {"--envelope", [](ScanOptions& o) { o.envelope_path = "x.csv"; }},
      {"--authserv-id",
       [](ScanOptions& o) {
         o.authserv_ids = {"a", "b"};
       }},
      {"--domain", [](ScanOptions& o) { o.domain = "a.example"; }},
      {"--since", [](ScanOptions& o) { o.since = 7; }},
      {"--until", [](ScanOptions& o) { o.until = 7; }},
      {"--sample", [](ScanOptions& o) { o.sample = 7; }},
      {"--input-format", [](ScanOptions& o) { o.corpus.format = InputFormat::kEml; }},
  };
  const std::map<std::string, std::string> before = ConditionsOf({}, "", "list");
  for (const auto& [name, change] : changes) {
    ScanOptions options;
    change(options);
    std::map<std::string, std::string> now = ConditionsOf(options, "", "list");
    EXPECT_NE(now, before) << name;
    now.erase(name);
    std::map<std::string, std::string> rest = before;
    rest.erase(name);
    EXPECT_EQ(now, rest) << name;
  }
}

TEST(ScanConditionsTest, WhatDoesNotChangeThemIsNone) {
  ScanOptions options;
  options.threads = 7;
  options.corpus.chunk_bytes = 100'000;
  options.fail_on = FailOn::kNever;
  options.waivers_path = "x";
  EXPECT_EQ(ConditionsOf(options, "", "list"), ConditionsOf({}, "", "list"));
}

TEST(ScanConditionsTest, RedactionKeyIsHashed) {
  const std::string key = "0123456789abcdef";
  const std::map<std::string, std::string> conditions = ConditionsOf({}, key, "list");
  EXPECT_EQ(conditions.at("--redact-key"), ConditionsOf({}, key, "list").at("--redact-key"));
  EXPECT_NE(conditions.at("--redact-key"), ConditionsOf({}, key + "0", "list").at("--redact-key"));
  EXPECT_EQ(conditions.at("--redact-key").find(key), std::string::npos);
}

}  // namespace
}  // namespace kenpin
