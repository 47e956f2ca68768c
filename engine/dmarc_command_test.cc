#include "engine/dmarc_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using nlohmann::json;
using test::AnswerOrder;
using test::ZoneDns;

std::string Write(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/kenpin_dmarc_command_" + std::to_string(::getpid()) + name;
  std::ofstream(path) << text;
  return path;
}

struct CommandEnd {
  int code = 0;
  std::string out;
};

CommandEnd RunCaptured(const DmarcOptions& options) {
  testing::internal::CaptureStdout();
  CommandEnd run;
  run.code = RunDmarc(options);
  run.out = testing::internal::GetCapturedStdout();
  return run;
}

DmarcOptions Options(const std::string& domain, const std::string& zone) {
  DmarcOptions options;
  options.domain = domain;
  options.dns.kind = DnsSpec::Kind::kSnapshot;
  options.dns.path = zone;
  options.at = 1'750'000'000;
  options.psl_path = Write("psl", "com\norg\n");
  options.format = AnswerFormat::kJson;
  return options;
}

const std::string kDmarcZone =
    ";kenpin 1\n"
    "_dmarc.example.com. 60 IN TXT \"v=DMARC1; p=reject; sp=quarantine; adkim=s; "
    "rua=mailto:r@collector.org\"\n"
    "example.com._report._dmarc.collector.org. 60 IN TXT \"v=DMARC1\"\n"
    ";kenpin nxdomain _dmarc.news.example.com\n"
    ";kenpin nodata _dmarc.com TXT\n"
    ";kenpin nxdomain _dmarc.collector.org\n"
    ";kenpin nxdomain _dmarc.org\n"
    ";kenpin servfail _dmarc.broken.org TXT\n"
    ";kenpin nxdomain _dmarc.none.org\n"
    "_dmarc.unusable.org. 60 IN TXT \"v=DMARC1\"\n";

TEST(DmarcCommand, JsonOfAnInheritedRecord) {
  const CommandEnd run = RunCaptured(Options("news.example.com", Write("zone", kDmarcZone)));
  EXPECT_EQ(run.code, kExitClean);
  const json got = json::parse(run.out);
  EXPECT_EQ(got["result"], "found");
  EXPECT_EQ(got["record"], "v=DMARC1; p=reject; sp=quarantine; adkim=s; rua=mailto:r@collector.org");
  EXPECT_EQ(got["record_domain"], "example.com");
  EXPECT_EQ(got["org_domain"], "example.com");
  EXPECT_EQ(got["policy"], "quarantine");
  EXPECT_EQ(got["policy_tag"], "sp");
  EXPECT_EQ(got["adkim"], "s");
  EXPECT_EQ(got["aspf"], "r");
  ASSERT_EQ(got["walk"].size(), 3u);
  EXPECT_EQ(got["walk"][0]["name"], "_dmarc.news.example.com");
  EXPECT_EQ(got["walk"][0]["answer"], "nxdomain");
  EXPECT_EQ(got["walk"][1]["answer"], "found");
  EXPECT_EQ(got["walk"][1]["records"].size(), 1u);
  EXPECT_EQ(got["walk"][2]["answer"], "nodata");
  ASSERT_EQ(got["reports"].size(), 1u);
  EXPECT_EQ(got["reports"][0]["consent"], "given");
}

TEST(DmarcCommand, ExitCodes) {
  const struct {
    const char* name;
    const char* domain;
    const char* result;
    int code;
  } cases[] = {
      {"found", "example.com", "found", kExitClean},
      {"none", "none.org", "none", kExitClean},
      {"unusable record", "unusable.org", "permerror", kExitClean},
      {"failure", "broken.org", "temperror", kExitOperational},
      {"not recorded", "elsewhere.org", "temperror", kExitOperational},
  };
  const std::string zone = Write("zone", kDmarcZone);
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const CommandEnd run = RunCaptured(Options(c.domain, zone));
    EXPECT_EQ(run.code, c.code);
    EXPECT_EQ(json::parse(run.out)["result"], c.result);
  }
}

TEST(DmarcCommand, WithoutDnsOnlyTheListIsLeft) {
  DmarcOptions options = Options("news.example.com", "");
  options.dns = {};
  const CommandEnd run = RunCaptured(options);
  EXPECT_EQ(run.code, kExitOperational);
  const json got = json::parse(run.out);
  EXPECT_EQ(got["result"], "temperror");
  EXPECT_EQ(got["reason"], "dns_off");
  EXPECT_EQ(got["org_domain"], "example.com");
  EXPECT_EQ(got["org_domain_by"], "psl");
  EXPECT_TRUE(got["record"].is_null());
}

TEST(DmarcCommand, FilesThatCannotBeRead) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(RunDmarc(Options("example.com", "/nonexistent/zone")), kExitOperational);
  DmarcOptions options = Options("example.com", Write("zone", kDmarcZone));
  options.psl_path = "/nonexistent/psl";
  EXPECT_EQ(RunDmarc(options), kExitOperational);
  const std::string complaints = testing::internal::GetCapturedStderr();
  EXPECT_NE(complaints.find("/nonexistent/zone"), std::string::npos);
  EXPECT_NE(complaints.find("/nonexistent/psl"), std::string::npos);
}

TEST(DmarcCommand, TextTellsTheWalk) {
  DmarcOptions options = Options("news.example.com", Write("zone", kDmarcZone));
  options.format = AnswerFormat::kText;
  EXPECT_EQ(RunCaptured(options).out,
            "domain        news.example.com\n"
            "result        found\n"
            "reason        A record was found and can be used.\n"
            "record        v=DMARC1; p=reject; sp=quarantine; adkim=s; rua=mailto:r@collector.org\n"
            "record domain example.com (organizational_domain)\n"
            "policy        quarantine (sp=)\n"
            "alignment     adkim=s aspf=r\n"
            "org domain    example.com (treewalk)\n"
            "rua           mailto:r@collector.org its domain agrees\n"
            "asked         _dmarc.news.example.com nxdomain\n"
            "asked         _dmarc.example.com found\n"
            "                v=DMARC1; p=reject; sp=quarantine; adkim=s; rua=mailto:r@collector.org\n"
            "asked         _dmarc.com nodata\n");
}

TEST(DmarcCommand, WaitsForAnswers) {
  // Each wait brings one answer, so that the search begins anew many times.
  class OneByOne final : public DnsClient {
   public:
    explicit OneByOne(ZoneDns* zone) : zone_(*zone) {}
    DnsQuestionId Ask(std::string_view name, RrType type) override { return zone_.Ask(name, type); }
    const DnsAnswer* Find(DnsQuestionId question, int64_t at) const override {
      return zone_.Find(question, at);
    }
    void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override {
      EXPECT_TRUE(zone_.AnswerOne());
      ready();
    }
    std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
    int64_t Epoch(int64_t) const override { return 0; }
    bool answers_at_once() const override { return false; }
    std::string Describe() const override { return "one by one"; }

   private:
    ZoneDns& zone_;
  };
  ZoneDns zone(AnswerOrder::kNewestFirst);
  zone.Add("_dmarc.example.com", RrType::kTxt, "v=DMARC1; p=none; np=reject; rua=mailto:r@collector.org");
  OneByOne dns(&zone);
  const std::unique_ptr<PublicSuffixList> suffixes = PublicSuffixList::Builtin();
  DmarcStore records;
  std::vector<DnsQuestionId> open;
  const DmarcFindings findings =
      FindDmarcAndWait("ghost.example.com", OrgMethod::kTreeWalk, {dns, records, *suffixes, 0, &open});
  EXPECT_EQ(findings.discovery.policy, DmarcPolicy::kReject);
  ASSERT_EQ(findings.reports.size(), 1u);
  EXPECT_EQ(findings.reports[0].consent, ReportConsent::kMissing);
}

}  // namespace
}  // namespace kenpin
