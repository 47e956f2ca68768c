#include "engine/auth/dmarc_report_destination.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/auth/test_dmarc.h"

namespace kenpin {
namespace {

using test::DmarcWorld;
using test::DmarcZone;

ReportUri MailTo(const std::string& domain) { return {"mailto:reports@" + domain, domain}; }

TEST(ReportDestination, Table) {
  const struct {
    const char* name;
    const char* from;
    std::string destination;
    const char* consent;  // The TXT that the destination publishes; null: none.
    std::string_view expected;
  } cases[] = {
      {"own domain", "example.com", "example.com", nullptr, "not_needed"},
      {"own subdomain", "example.com", "dmarc.example.com", nullptr, "not_needed"},
      {"record at the organization, mail from below", "news.example.com", "example.com", nullptr,
       "not_needed"},
      {"stranger that agrees", "example.com", "collector.org", "v=DMARC1", "given"},
      {"stranger that agrees with a policy", "example.com", "collector.org", "v=DMARC1; p=none", "given"},
      {"stranger that says something else", "example.com", "collector.org", "v=spf1 -all", "missing"},
      {"stranger that says nothing", "example.com", "collector.org", nullptr, "missing"},
      {"no mail address", "example.com", "", nullptr, "no_mail_address"},
  };
  for (const auto& c : cases) {
    for (const OrgMethod method : {OrgMethod::kTreeWalk, OrgMethod::kPublicSuffixList}) {
      SCOPED_TRACE(std::string(c.name) + " " + std::string(OrgMethodName(method)));
      DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none"}});
      if (c.consent != nullptr) world.dns.AddTxt("example.com._report._dmarc." + c.destination, c.consent);
      const DmarcDiscovery policy = world.Discover(c.from, method);
      EXPECT_EQ(ReportConsentName(CheckReportDestination(policy, MailTo(c.destination), world.query())),
                c.expected);
    }
  }
}

TEST(ReportDestination, WhenDnsDoesNotTell) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none"}});
  world.dns.Set("example.com._report._dmarc.collector.org", RrType::kTxt, DnsStatus::kFailed);
  const DmarcDiscovery policy = world.Discover("example.com");
  EXPECT_EQ(CheckReportDestination(policy, MailTo("collector.org"), world.query()), ReportConsent::kUnknown);
}

TEST(ReportDestination, SilenceOfAnUnknownIsNoRefusal) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none"}});
  world.dns.Set("_dmarc.mail.example.com", RrType::kTxt, DnsStatus::kFailed);
  const DmarcDiscovery policy = world.Discover("example.com");
  EXPECT_EQ(CheckReportDestination(policy, MailTo("mail.example.com"), world.query()),
            ReportConsent::kUnknown);
}

TEST(ReportDestination, WaitsForAllAtOnce) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none"}});
  const DmarcDiscovery policy = world.Discover("example.com");
  world.dns.HoldBack();
  world.dns.Arrive();
  EXPECT_EQ(CheckReportDestination(policy, MailTo("collector.org"), world.query()), ReportConsent::kPending);
  EXPECT_EQ(world.open.size(), 3u);  // The consent, and the walk from collector.org and org.
}

}  // namespace
}  // namespace kenpin
