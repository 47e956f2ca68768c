#include "engine/dns_command.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

SnapshotOverview Check(const std::string& text) {
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile("$ORIGIN .\n$TTL 300\n" + text, "test.zone");
  EXPECT_TRUE(zone.ok()) << zone.status();
  return zone.ok() ? LookOver(*zone) : SnapshotOverview();
}

TEST(DnsCommand, CountsWhatIsThere) {
  const SnapshotOverview overview = Check(
      "a.example. TXT \"v=spf1 -all\"\n"
      "a.example. MX 10 mx.a.example.\n"
      "mx.a.example. A 192.0.2.1\n"
      "_dmarc.a.example. TXT \"v=DMARC1; p=none; rua=mailto:d@a.example\"\n"
      ";kenpin nxdomain gone.example\n"
      ";kenpin nodata a.example AAAA\n"
      ";kenpin servfail b.example TXT\n");
  EXPECT_EQ(overview.names, 5u);
  EXPECT_EQ(overview.records.at("TXT"), 2u);
  EXPECT_EQ(overview.records.at("A"), 1u);
  EXPECT_EQ(overview.records.at("MX"), 1u);
  EXPECT_EQ(overview.spf_records, 1u);
  EXPECT_EQ(overview.dmarc_records, 1u);
  EXPECT_EQ(overview.absent, 2u);
  EXPECT_EQ(overview.failed, 1u);
  EXPECT_TRUE(overview.remarks.empty()) << overview.remarks.front().text;
}

TEST(DnsCommand, RemarksNameWhatIsWrong) {
  struct Case {
    const char* name;
    const char* text;
    const char* remark;
    bool is_error;
  };
  constexpr Case kCases[] = {
      {"key", "s._domainkey.a.example. TXT \"v=DKIM1; p=AAAA\"\n", "key can not be used (key_undecodable)",
       true},
      {"revoked key", "s._domainkey.a.example. TXT \"v=DKIM1; p=\"\n", "revoked", false},
      {"no key", "s._domainkey.a.example. TXT \"hello\"\n", "no TXT record is a DKIM key", true},
      {"SPF syntax", "a.example. TXT \"v=spf1 ip4:1.2.3 -all\"\n", "syntax error at 'ip4:1.2.3'", true},
      {"two SPF records", "a.example. TXT \"v=spf1 -all\"\na.example. TXT \"v=spf1 ~all\"\n",
       "several SPF records", true},
      {"two DMARC records",
       "_dmarc.a.example. TXT \"v=DMARC1; p=none\"\n_dmarc.a.example. TXT \"v=DMARC1; p=reject\"\n",
       "several DMARC records", true},
      {"no policy", "_dmarc.a.example. TXT \"v=DMARC1; pct=5\"\n", "the DMARC policy is missing", true},
      {"old tag", "_dmarc.a.example. TXT \"v=DMARC1; p=none; pct=5\"\n", "obsolete_tag", false},
      {"no record", "_dmarc.a.example. TXT \"v=dmarc1; p=none\"\n", "looks like a DMARC record", true},
  };
  for (const Case& c : kCases) {
    const SnapshotOverview overview = Check(c.text);
    ASSERT_FALSE(overview.remarks.empty()) << c.name;
    bool found = false;
    for (const SnapshotRemark& remark : overview.remarks) {
      found |= remark.text.find(c.remark) != std::string::npos && remark.is_error == c.is_error;
    }
    EXPECT_TRUE(found) << c.name << ": " << overview.remarks.front().text;
  }
}

TEST(DnsCommand, RangesAreDifferentAnswers) {
  const SnapshotOverview overview = Check(
      ";kenpin from 2024-01-01T00:00:00Z to 2024-06-30T23:59:59Z\n"
      "a.example. TXT \"v=spf1 -all\"\n"
      ";kenpin from 2024-07-01T00:00:00Z\n"
      "a.example. TXT \"v=spf1 ~all\"\n");
  EXPECT_EQ(overview.spf_records, 2u);
  EXPECT_TRUE(overview.remarks.empty());
}

TEST(DnsCommand, NothingReachesTheTerminalAsItIs) {
  SnapshotOverview overview;
  overview.remarks.push_back({"a\x1b[31m.example", "bad \x07", true});
  const std::string text = OverviewAsText(overview, "x\x1b.zone", std::nullopt);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_NE(text.find("does not say when"), std::string::npos);
  EXPECT_EQ(OverviewAsText({}, "x", DnsAskedRange{0, 86400}).find("does not say when"), std::string::npos);
}

}  // namespace
}  // namespace kenpin
