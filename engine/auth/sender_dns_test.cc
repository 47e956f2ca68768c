// What DNS says of clients and domains; names of access networks; forms of HELO.
#include "engine/auth/sender_dns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "io/dns_snapshot.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::ZoneDns;

std::string_view Word(DnsFact fact) {
  constexpr std::string_view kWords[] = {"not-asked", "unknown", "no", "yes"};
  return kWords[static_cast<size_t>(fact)];
}

// "ptr count forward [generic] [helo-differs]"
std::string Words(const ClientDnsFacts& f) {
  std::string words =
      std::string(Word(f.ptr)) + " " + std::to_string(f.ptr_names) + " " + std::string(Word(f.forward_match));
  if (f.generic_name) words += " generic";
  if (!f.helo_is_ptr) words += " helo-differs";
  return words;
}

// "exists mx address [null-mx]"
std::string Words(const DomainDnsFacts& f) {
  std::string words;
  words.append(Word(f.exists)).append(" ").append(Word(f.mx)).append(" ").append(Word(f.address));
  if (f.null_mx) words += " null-mx";
  return words;
}

TEST(SenderDns, Clients) {
  const struct {
    std::string name;
    std::vector<std::string> pointers;
    std::string helo;
    std::string expected;
  } cases[] = {
      {"Good", {"mail.d.example"}, "mail.d.example", "yes 1 yes"},
      {"HeloInCapitalsWithDot", {"mail.d.example"}, "MAIL.d.example.", "yes 1 yes"},
      {"HeloUnknown", {"mail.d.example"}, "", "yes 1 yes"},
      {"HeloDiffers", {"mail.d.example"}, "other.example", "yes 1 yes helo-differs"},
      {"NoName", {}, "mail.d.example", "no 0 not-asked"},
      {"Elsewhere", {"elsewhere.example"}, "", "yes 1 no"},
      {"NoAddress", {"none.example"}, "", "yes 1 no"},
      {"AddressFails", {"failed.example"}, "", "yes 1 unknown"},
      {"OneOfTwo", {"failed.example", "mail.d.example"}, "", "yes 2 yes"},
      {"FailsOrNot", {"failed.example", "none.example"}, "", "yes 2 unknown"},
      {"Generic", {"1-2-0-192.isp.example"}, "", "yes 1 no generic"},
      {"OneIsNotGeneric", {"1-2-0-192.isp.example", "mail.d.example"}, "", "yes 2 yes"},
  };
  for (const auto& c : cases) {
    ZoneDns dns;
    dns.Add("mail.d.example", RrType::kA, "192.0.2.1");
    dns.Add("elsewhere.example", RrType::kA, "192.0.2.2");
    dns.SetStatus("failed.example", RrType::kA, DnsStatus::kFailed);
    for (const std::string& name : c.pointers) dns.Add("1.2.0.192.in-addr.arpa", RrType::kPtr, name);
    std::vector<DnsQuestionId> open;
    for (const char* client : {"192.0.2.1", "::ffff:192.0.2.1"}) {
      const std::optional<ClientDnsFacts> facts =
          FindClientDns(*ParseIpAddress(client), c.helo, dns, 0, &open);
      ASSERT_TRUE(facts.has_value()) << c.name;
      EXPECT_EQ(Words(*facts), c.expected) << c.name;
    }
  }
}

TEST(SenderDns, Ipv6ClientsHaveAaaa) {
  ZoneDns dns;
  const IpAddress client = *ParseIpAddress("2001:db8::1");
  dns.Add(ReverseName(client), RrType::kPtr, "mail.d.example");
  dns.Add("mail.d.example", RrType::kA, "192.0.2.1");
  std::vector<DnsQuestionId> open;
  EXPECT_EQ(Words(*FindClientDns(client, "", dns, 0, &open)), "yes 1 no");
  ZoneDns with_aaaa;
  with_aaaa.Add(ReverseName(client), RrType::kPtr, "mail.d.example");
  with_aaaa.Add("mail.d.example", RrType::kAaaa, "2001:DB8:0::1");
  EXPECT_EQ(Words(*FindClientDns(client, "", with_aaaa, 0, &open)), "yes 1 yes");
}

TEST(SenderDns, ManyNamesAreCountedAndTenLookedAt) {
  ZoneDns dns;
  const IpAddress client = *ParseIpAddress("192.0.2.1");
  for (int i = 2000; i > 0; --i) {
    const std::string name = "m" + std::to_string(10'000 + i) + ".d.example";
    dns.Add(ReverseName(client), RrType::kPtr, name);
    if (i == 11 || i == 2000) dns.Add(name, RrType::kA, "192.0.2.1");
  }
  std::vector<DnsQuestionId> open;
  EXPECT_EQ(Words(*FindClientDns(client, "m12000.d.example", dns, 0, &open)), "yes 2000 unknown");
  EXPECT_EQ(dns.asked(), 1 + kMaxForwardLookups);
}

TEST(SenderDns, OffAndNotRecorded) {
  const std::unique_ptr<DnsClient> off = MakeDnsOff();
  const absl::StatusOr<std::unique_ptr<DnsClient>> empty = ParseDnsSnapshot(";kenpin 1\n", "test");
  ASSERT_TRUE(empty.ok());
  const IpAddress client = *ParseIpAddress("192.0.2.1");
  std::vector<DnsQuestionId> open;
  EXPECT_EQ(Words(*FindClientDns(client, "h.example", *off, 0, &open)), "not-asked 0 not-asked");
  EXPECT_EQ(Words(*FindClientDns(client, "h.example", **empty, 0, &open)), "unknown 0 unknown");
  EXPECT_EQ(Words(*FindDomainDns("d.example", *off, 0, &open)), "not-asked not-asked not-asked");
  EXPECT_EQ(Words(*FindDomainDns("d.example", **empty, 0, &open)), "unknown unknown unknown");
  EXPECT_EQ(FindHeloAddress("h.example", *off, 0, &open), DnsFact::kNotAsked);
  EXPECT_EQ(FindHeloAddress("h.example", **empty, 0, &open), DnsFact::kUnknown);
}

TEST(SenderDns, Domains) {
  ZoneDns dns;
  dns.Add("both.example", RrType::kMx, "10 m.example");
  dns.Add("both.example", RrType::kA, "192.0.2.1");
  dns.Add("mx.example", RrType::kMx, "10 m.example");
  dns.Add("six.example", RrType::kAaaa, "2001:db8::1");
  dns.Add("null.example", RrType::kMx, "0 ");
  dns.Add("mixed.example", RrType::kMx, "0 ");
  dns.Add("mixed.example", RrType::kMx, "10 m.example");
  dns.Add("text.example", RrType::kTxt, "x");
  dns.SetStatus("halffailed.example", RrType::kAaaa, DnsStatus::kFailed);
  dns.Add("alias.example", RrType::kCname, "both.example");
  dns.Fail("failed.example");
  const std::pair<std::string, std::string> cases[] = {
      {"both.example", "yes yes yes"},
      {"BOTH.example.", "yes yes yes"},
      {"mx.example", "yes yes no"},
      {"six.example", "yes no yes"},
      {"null.example", "yes no no null-mx"},
      {"mixed.example", "yes yes no"},
      {"text.example", "yes no no"},
      {"none.example", "no no no"},
      {"halffailed.example", "yes no unknown"},
      {"alias.example", "yes yes yes"},
      {"failed.example", "unknown unknown unknown"},
      {"", "not-asked not-asked not-asked"},
  };
  for (const auto& [domain, expected] : cases) {
    std::vector<DnsQuestionId> open;
    EXPECT_EQ(Words(*FindDomainDns(domain, dns, 0, &open)), expected) << domain;
  }
}

TEST(SenderDns, HeloForms) {
  const std::pair<std::string, HeloForm> cases[] = {
      {"", HeloForm::kEmpty},
      {"mail.d.example", HeloForm::kName},
      {"mail.d.example.", HeloForm::kName},
      {"mail_1.d.example", HeloForm::kName},
      {"xn--bcher-kva.example", HeloForm::kName},
      {"localhost", HeloForm::kBareLabel},
      {"WIN-AB12CD", HeloForm::kBareLabel},
      {"[192.0.2.1]", HeloForm::kLiteral},
      {"[IPv6:2001:db8::1]", HeloForm::kLiteral},
      {"[10.1.2.3]", HeloForm::kPrivateLiteral},
      {"[172.31.0.1]", HeloForm::kPrivateLiteral},
      {"[172.32.0.1]", HeloForm::kLiteral},
      {"[192.168.1.1]", HeloForm::kPrivateLiteral},
      {"[127.0.0.1]", HeloForm::kPrivateLiteral},
      {"[IPv6:fe80::1]", HeloForm::kPrivateLiteral},
      {"[IPv6:::1]", HeloForm::kPrivateLiteral},
      {"[ipv6:::ffff:10.0.0.1]", HeloForm::kPrivateLiteral},
      {"192.0.2.1", HeloForm::kBad},
      {"2001:db8::1", HeloForm::kBad},
      {"[192.0.2.1", HeloForm::kBad},
      {"[", HeloForm::kBad},
      {"[]", HeloForm::kBad},
      {"[mail.d.example]", HeloForm::kBad},
      {"mail..example", HeloForm::kBad},
      {"-.example", HeloForm::kBad},
      {"a b.example", HeloForm::kBad},
      {".", HeloForm::kBad},
      {std::string("a\0.example", 10), HeloForm::kBad},
      {std::string(100'000, 'a'), HeloForm::kBad},
      {std::string(100'000, '['), HeloForm::kBad},
  };
  for (const auto& [helo, expected] : cases) EXPECT_EQ(ClassifyHelo(helo), expected) << helo.substr(0, 40);
}

TEST(SenderDns, HeloAddress) {
  ZoneDns dns;
  dns.Add("four.example", RrType::kA, "192.0.2.1");
  dns.Add("six.example", RrType::kAaaa, "2001:db8::1");
  dns.Fail("failed.example");
  std::vector<DnsQuestionId> open;
  EXPECT_EQ(FindHeloAddress("Four.example.", dns, 0, &open), DnsFact::kYes);
  EXPECT_EQ(FindHeloAddress("six.example", dns, 0, &open), DnsFact::kYes);
  EXPECT_EQ(FindHeloAddress("none.example", dns, 0, &open), DnsFact::kNo);
  EXPECT_EQ(FindHeloAddress("failed.example", dns, 0, &open), DnsFact::kUnknown);
  EXPECT_EQ(FindHeloAddress("localhost", dns, 0, &open), DnsFact::kNotAsked);
  EXPECT_EQ(FindHeloAddress("[192.0.2.1]", dns, 0, &open), DnsFact::kNotAsked);
}

TEST(SenderDns, GenericNames) {
  const struct {
    std::string_view name;
    std::string_view client;
    bool expected;
  } cases[] = {
      {"198-51-100-7.isp.example", "198.51.100.7", true},
      {"7.100.51.198.isp.example", "198.51.100.7", true},
      {"ip198.51.100.7.isp.example", "198.51.100.7", true},
      {"h-100-51-198.net.isp.example", "198.51.100.7", true},
      {"host198051100007.isp.example", "198.51.100.7", true},
      {"c6336407.isp.example", "198.51.100.7", true},
      {"C6336407.isp.example", "198.51.100.7", true},
      {"dyn12.isp.example", "198.51.100.7", true},
      {"a.pool.isp.example", "198.51.100.7", true},
      {"customer.dsl-3.isp.example", "198.51.100.7", true},
      {"dhcp", "198.51.100.7", false},
      {"dhcp.example", "198.51.100.7", false},
      {"mail.dynamic.example", "198.51.100.7", false},
      {"mail.liverpool.d.example", "198.51.100.7", false},
      {"a100-7.smtp-out.d.example", "198.51.100.7", false},
      {"mail-f69.d.example", "198.51.100.69", false},
      {"mx7.d.example", "198.51.100.7", false},
      {"198-51-100-8.isp.example", "203.0.113.9", false},
      {"2001-db8-a-b-c-d-e-f.isp.example", "2001:db8:a:b:c:d:e:f", true},
      {"c-d-e-f.isp.example", "2001:db8:a:b:c:d:e:f", true},
      {"000c000d000e000f.isp.example", "2001:db8:a:b:c:d:e:f", true},
      {"f.0.0.0.e.0.0.0.d.0.0.0.c.0.0.0.isp.example", "2001:db8:a:b:c:d:e:f", true},
      {"mail.isp.example", "2001:db8:a:b:c:d:e:f", false},
      {"", "198.51.100.7", false},
      {".", "198.51.100.7", false},
      {"...", "198.51.100.7", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(LooksGeneric(c.name, *ParseIpAddress(c.client)), c.expected) << c.name;
  }
}

TEST(SenderDns, OpenQuestionsAreHandedOn) {
  for (const test::AnswerOrder order : {test::AnswerOrder::kOldestFirst, test::AnswerOrder::kNewestFirst}) {
    ZoneDns dns(order);
    dns.Add("1.2.0.192.in-addr.arpa", RrType::kPtr, "a.example");
    dns.Add("1.2.0.192.in-addr.arpa", RrType::kPtr, "b.example");
    dns.Add("b.example", RrType::kA, "192.0.2.1");
    SenderDnsStore store;
    std::optional<ClientDnsFacts> client;
    std::optional<DomainDnsFacts> domain;
    std::optional<DnsFact> helo;
    for (int round = 0; round < 50 && !(client && domain && helo); ++round) {
      std::vector<DnsQuestionId> open;
      client = store.Client(*ParseIpAddress("192.0.2.1"), "b.example", dns, 0, &open);
      EXPECT_EQ(client.has_value(), open.empty());
      domain = store.Domain("b.example", dns, 0, &open);
      helo = store.HeloAddress("b.example", dns, 0, &open);
      EXPECT_EQ(client && domain && helo, open.empty());
      if (!open.empty()) dns.AnswerOne();
    }
    ASSERT_TRUE(client && domain && helo);
    EXPECT_EQ(Words(*client), "yes 2 yes");
    EXPECT_EQ(Words(*domain), "yes no yes");
    EXPECT_EQ(*helo, DnsFact::kYes);
  }
}

TEST(SenderDns, StoreRemembersByEpoch) {
  const absl::StatusOr<std::unique_ptr<DnsClient>> dns = ParseDnsSnapshot(
      ";kenpin 1\n;kenpin from @100 to @199\nd.example. A 192.0.2.1\n"
      ";kenpin from @200\n;kenpin nxdomain d.example\n",
      "test");
  ASSERT_TRUE(dns.ok());
  for (const uint64_t bytes : {uint64_t{0}, SenderDnsStore::kMaxBytes}) {
    SenderDnsStore store(bytes);
    std::vector<DnsQuestionId> open;
    for (int round = 0; round < 2; ++round) {
      EXPECT_EQ(store.Domain("d.example", **dns, 150, &open)->exists, DnsFact::kYes);
      EXPECT_EQ(store.Domain("d.example", **dns, 250, &open)->exists, DnsFact::kNo);
      EXPECT_EQ(store.HeloAddress("d.example", **dns, 150, &open), DnsFact::kYes);
      EXPECT_EQ(store.HeloAddress("d.example", **dns, 250, &open), DnsFact::kNo);
    }
  }
}

}  // namespace
}  // namespace kenpin
