// check_host() against suites that nobody of this project wrote: the two of openspf.org (spf-rfc7208) and the
// SPF cases of a mail filter's functional tests (dmarc-rspamd). Each case is evaluated three times: with
// answers at once, and with one answer a round, oldest and newest question first; all must agree in
// everything.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/auth/spf.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::AnswerOrder;
using test::ZoneDns;

const std::filesystem::path kSuites = KENPIN_CONFORMANCE_DIR;
constexpr int64_t kNow = 1'750'000'000;

const std::map<std::string, RrType> kTypes = {{"A", RrType::kA},     {"AAAA", RrType::kAaaa},
                                              {"MX", RrType::kMx},   {"PTR", RrType::kPtr},
                                              {"TXT", RrType::kTxt}, {"CNAME", RrType::kCname}};

#define SKIP_WITHOUT(path)                                  \
  if (!std::filesystem::exists(path)) {                     \
    GTEST_SKIP() << "the suite " << (path) << " is absent"; \
  }

struct Case {
  std::string id;
  std::string client;
  std::string mail_from;
  std::string helo;
};

// Everything that an evaluation says, so that two can be compared.
std::string Describe(const SpfEvaluation& e) {
  std::string text(SpfResultName(e.result));
  text.append(" ").append(SpfReasonName(e.reason)).append(" ").append(SpfIdentityName(e.identity));
  text += " domain=" + e.domain + " record=" + e.record + " mechanism=" + e.mechanism;
  text += " lookups=" + std::to_string(e.lookups) + " void=" + std::to_string(e.void_lookups) + " path";
  for (const std::string& domain : e.path) text += ">" + domain;
  return text + " explanation=" + e.explanation;
}

// Evaluates with as many rounds as it takes.
SpfEvaluation Evaluate(const Case& c, ZoneDns dns) {
  const std::optional<IpAddress> client = ParseIpAddress(c.client);
  EXPECT_TRUE(client.has_value()) << c.client;
  std::vector<DnsQuestionId> open;
  for (int round = 0; round < 300; ++round) {
    open.clear();
    std::optional<SpfEvaluation> done = EvaluateSpf({*client, c.mail_from, c.helo}, dns, kNow, {}, &open);
    EXPECT_EQ(open.empty(), done.has_value());
    if (done) return *std::move(done);
    EXPECT_TRUE(dns.AnswerOne());
  }
  ADD_FAILURE() << "no result after 300 answers";
  return {};
}

// `fill` writes the zone into a new client.
template <typename Fill>
SpfEvaluation EvaluateThreeWays(const Case& c, const Fill& fill) {
  SpfEvaluation first;
  for (const AnswerOrder order :
       {AnswerOrder::kAtOnce, AnswerOrder::kOldestFirst, AnswerOrder::kNewestFirst}) {
    ZoneDns dns(order);
    fill(&dns);
    SpfEvaluation evaluation = Evaluate(c, std::move(dns));
    if (order == AnswerOrder::kAtOnce) {
      first = std::move(evaluation);
    } else {
      EXPECT_EQ(Describe(evaluation), Describe(first));
    }
  }
  return first;
}

// --- openspf.org

nlohmann::json LoadYaml(const std::filesystem::path& path) {
  const std::string command =
      "/usr/bin/python3 -B " KENPIN_SOURCE_DIR "/tests/spf_suite.py '" + path.string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  char buffer[65536];
  for (size_t n = 0; (n = fread(buffer, 1, sizeof(buffer), pipe)) > 0;) text.append(buffer, n);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n(python3-yaml must be installed)";
  return nlohmann::json::parse(text, nullptr, false);
}

void FillZone(const nlohmann::json& zone, ZoneDns* dns) {
  for (const auto& [name, entry] : zone.items()) {
    if (entry["fails"]) dns->Fail(name);
    for (const auto& [type, records] : entry.items()) {
      if (type == "fails") continue;
      for (const nlohmann::json& record : records) dns->Add(name, kTypes.at(type), record);
    }
  }
}

std::string Join(const nlohmann::json& words) {
  std::string text;
  for (const nlohmann::json& word : words) text += (text.empty() ? "" : " or ") + word.get<std::string>();
  return text;
}

// Runs all tests of a file; returns how many. Those of `changed` (id -> why) must differ.
size_t RunFile(const std::string& name, const std::map<std::string, std::string>& changed) {
  size_t count = 0;
  const nlohmann::json scenarios = LoadYaml(kSuites / "spf-rfc7208" / name);
  EXPECT_TRUE(scenarios.is_array());
  for (const nlohmann::json& scenario : scenarios) {
    for (const nlohmann::json& test : scenario["tests"]) {
      const std::string id = test["id"];
      SCOPED_TRACE(scenario["scenario"].get<std::string>() + ": " + id);
      ++count;
      const SpfEvaluation got = EvaluateThreeWays({id, test["host"], test["mailfrom"], test["helo"]},
                                                  [&](ZoneDns* dns) { FillZone(scenario["zone"], dns); });
      const std::string result(SpfResultName(got.result));
      const nlohmann::json& wanted = test["results"];
      const bool agrees = std::find(wanted.begin(), wanted.end(), result) != wanted.end();
      EXPECT_EQ(agrees, !changed.contains(id)) << "wanted " << Join(wanted) << ", got " << Describe(got);
      // DEFAULT is the receiver's own text, which is none here.
      if (agrees && test["explanation"].is_string()) {
        EXPECT_EQ(got.explanation, test["explanation"] == "DEFAULT" ? "" : test["explanation"]);
      }
    }
  }
  return count;
}

TEST(ConformanceSpf, Rfc7208) {
  SKIP_WITHOUT(kSuites / "spf-rfc7208");
  EXPECT_EQ(RunFile("rfc7208-tests.yml", {}), 203u);
}

TEST(ConformanceSpf, Rfc4408) {
  SKIP_WITHOUT(kSuites / "spf-rfc7208");
  // What RFC 7208 decided differently, the older suite leaves open (it accepts both results): none differs.
  EXPECT_EQ(RunFile("rfc4408-tests.yml", {}), 191u);
}

// --- dmarc-rspamd

const std::map<std::string, std::string> kRspamdSymbols = {
    {"R_SPF_ALLOW", "pass"},        {"R_SPF_PLUSALL", "pass"},    {"R_SPF_FAIL", "fail"},
    {"R_SPF_SOFTFAIL", "softfail"}, {"R_SPF_NEUTRAL", "neutral"}, {"R_SPF_PERMFAIL", "permerror"},
    {"R_SPF_DNSFAIL", "temperror"}, {"R_SPF_NA", "none"},
};

// Cases in which that program contradicts RFC 7208 -> what the RFC says.
const std::map<std::string, std::string> kAgainstTheRfc = {
    {"117_spf/SPF FAIL UNRESOLVEABLE INCLUDE",
     "§5.2: an include whose target has no record is a permerror; it is taken for no match"},
    {"117_spf/SPF ALLOW DNS REQUESTS AT LIMIT", "§4.6.4: 10 terms may ask DNS; 30 may there"},
};

void FillFromList(const nlohmann::json& list, ZoneDns* dns) {
  for (const nlohmann::json& entry : list) {
    const std::string name = entry["name"];
    const auto type = kTypes.find(entry["type"]);
    if (type == kTypes.end()) continue;
    const std::string rcode = entry["rcode"];
    if (rcode == "noerror") {
      for (const nlohmann::json& reply : entry["replies"]) dns->Add(name, type->second, reply);
    } else {
      dns->SetStatus(name, type->second,
                     rcode == "timeout"    ? DnsStatus::kFailed
                     : rcode == "nxdomain" ? DnsStatus::kNxDomain
                                           : DnsStatus::kNoData);
    }
  }
}

TEST(ConformanceSpf, Rspamd) {
  SKIP_WITHOUT(kSuites / "dmarc-rspamd");
  std::ifstream dns_file(kSuites / "dmarc-rspamd" / "dns.json");
  const nlohmann::json zone = nlohmann::json::parse(dns_file);
  std::ifstream cases(kSuites / "dmarc-rspamd" / "cases.jsonl");
  size_t count = 0;
  size_t differing = 0;
  for (std::string line; std::getline(cases, line);) {
    const nlohmann::json c = nlohmann::json::parse(line);
    for (const nlohmann::json& symbol : c["expect_symbols"]) {
      const auto wanted = kRspamdSymbols.find(symbol);
      if (wanted == kRspamdSymbols.end()) continue;
      const std::string id = c["id"];
      SCOPED_TRACE(id);
      ++count;
      const std::string helo = c["helo"].is_string() ? c["helo"] : "";
      const SpfEvaluation got = EvaluateThreeWays({id, c["ip"], c["mail_from"], helo},
                                                  [&](ZoneDns* dns) { FillFromList(zone, dns); });
      const bool agrees = SpfResultName(got.result) == wanted->second;
      if (!agrees) ++differing;
      EXPECT_EQ(agrees, !kAgainstTheRfc.contains(id))
          << "wanted " << wanted->second << ", got " << Describe(got);
    }
  }
  // All of the group but "SPF EXTERNAL RELAY", which has no client and tells no SPF result.
  EXPECT_EQ(count, 35u);
  EXPECT_EQ(differing, kAgainstTheRfc.size());
}

}  // namespace
}  // namespace kenpin
