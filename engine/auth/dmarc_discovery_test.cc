#include "engine/auth/dmarc_discovery.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/auth/test_dmarc.h"

namespace kenpin {
namespace {

using test::DmarcWorld;
using test::DmarcZone;

// "found ok record=example.com sp:reject org=example.com".
std::string Describe(const DmarcDiscovery& d) {
  std::string out(DmarcLookupName(d.result));
  out.append(" ").append(DmarcReasonName(d.reason));
  if (d.record != nullptr) out.append(" record=").append(d.record_domain);
  if (d.policy)
    out.append(" ").append(PolicyTagName(d.policy_tag)).append(":").append(DmarcPolicyName(*d.policy));
  if (d.org.state == DmarcLookup::kFound) out.append(" org=").append(d.org.domain);
  if (d.org.is_public_suffix) out.append(" suffix");
  return out;
}

std::string StepsOf(const DmarcDiscovery& d) {
  std::string out;
  for (const DmarcStep& step : d.steps.span()) out.append(out.empty() ? "" : " ").append(step.domain);
  return out;
}

constexpr const char* kNone = "v=DMARC1; p=none";
constexpr const char* kReject = "v=DMARC1; p=reject";

TEST(DmarcDiscovery, Table) {
  const struct {
    const char* name;
    DmarcZone zone;
    std::string domain;
    std::string by_walk;
    std::string by_list;
  } cases[] = {
      {"record at the Author Domain",
       {{"example.com", kReject}},
       "example.com",
       "found ok record=example.com p:reject org=example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"nothing anywhere",
       {},
       "a.example.com",
       "none no_record org=a.example.com",
       "none no_record org=example.com"},
      {"inherited without sp",
       {{"example.com", kReject}},
       "a.example.com",
       "found ok record=example.com p:reject org=example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"inherited with sp",
       {{"example.com", "v=DMARC1; p=reject; sp=none"}},
       "a.example.com",
       "found ok record=example.com sp:none org=example.com",
       "found ok record=example.com sp:none org=example.com"},
      {"sp says nothing of its own domain",
       {{"example.com", "v=DMARC1; p=reject; sp=none"}},
       "example.com",
       "found ok record=example.com p:reject org=example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"the nearer record is passed over",
       {{"b.example.com", kReject}, {"example.com", "v=DMARC1; p=none; sp=quarantine"}},
       "a.b.example.com",
       "found ok record=example.com sp:quarantine org=example.com",
       "found ok record=example.com sp:quarantine org=example.com"},
      {"psd=n at the nearer record",
       {{"b.example.com", "v=DMARC1; p=reject; psd=n"}, {"example.com", kNone}},
       "a.b.example.com",
       "found ok record=b.example.com p:reject org=b.example.com",
       "found ok record=example.com p:none org=example.com"},
      {"psd=n at the Author Domain",
       {{"a.example.com", "v=DMARC1; p=none; psd=n"}, {"example.com", kReject}},
       "a.example.com",
       "found ok record=a.example.com p:none org=a.example.com",
       "found ok record=a.example.com p:none org=example.com"},
      {"record at the Author Domain, organization above",
       {{"a.example.com", kNone}, {"example.com", kReject}},
       "a.example.com",
       "found ok record=a.example.com p:none org=example.com",
       "found ok record=a.example.com p:none org=example.com"},
      {"record at a child only",
       {{"a.example.com", kNone}},
       "a.example.com",
       "found ok record=a.example.com p:none org=a.example.com",
       "found ok record=a.example.com p:none org=example.com"},
      {"psd=y above, nothing below it",
       {{"co.jp", "v=DMARC1; p=none; sp=reject; psd=y"}},
       "a.shop.co.jp",
       "found ok record=co.jp sp:reject org=shop.co.jp",
       "none no_record org=shop.co.jp"},
      {"psd=y above a record",
       {{"co.jp", "v=DMARC1; p=reject; psd=y"}, {"shop.co.jp", kNone}},
       "a.shop.co.jp",
       "found ok record=shop.co.jp p:none org=shop.co.jp",
       "found ok record=shop.co.jp p:none org=shop.co.jp"},
      {"psd=y directly above the Author Domain",
       {{"jp", "v=DMARC1; p=quarantine; psd=y"}},
       "shop.jp",
       "found ok record=jp p:quarantine org=shop.jp",
       "none no_record org=shop.jp"},
      {"psd=y at the Author Domain itself",
       {{"co.jp", "v=DMARC1; p=reject; psd=y"}},
       "co.jp",
       "found ok record=co.jp p:reject org=co.jp",
       "found ok record=co.jp p:reject org=co.jp"},
      {"psd=y at a name that is on no list",
       {{"example.com", "v=DMARC1; p=reject; psd=y"}},
       "a.b.example.com",
       "found ok record=example.com p:reject org=b.example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"registry's suffix without psd=y",
       {{"com", kReject}},
       "shop.com",
       "found ok record=com p:reject org=com suffix",
       "none no_record org=shop.com"},
      {"private suffix without psd=y",
       {{"blogs.com", kReject}},
       "me.blogs.com",
       "found ok record=blogs.com p:reject org=blogs.com",
       "none no_record org=me.blogs.com"},
      {"two records at the Author Domain",
       {{"a.example.com", kNone}, {"a.example.com", kReject}, {"example.com", kNone}},
       "a.example.com",
       "found ok record=example.com p:none org=example.com",
       "none several_records org=example.com"},
      {"two records at the organization",
       {{"example.com", kNone}, {"example.com", kReject}},
       "a.example.com",
       "none several_records org=a.example.com",
       "none several_records org=example.com"},
      {"broken policy with an address",
       {{"example.com", "v=DMARC1; rua=mailto:a@example.com"}},
       "example.com",
       "found fallback_to_none record=example.com p:none org=example.com",
       "found fallback_to_none record=example.com p:none org=example.com"},
      {"broken policy without one",
       {{"example.com", "v=DMARC1; p=reject; sp=x"}},
       "a.example.com",
       "permerror unusable_record record=example.com org=example.com",
       "permerror unusable_record record=example.com org=example.com"},
      {"a broken record hides the one above",
       {{"a.example.com", "v=DMARC1"}, {"example.com", kReject}},
       "a.example.com",
       "permerror unusable_record record=a.example.com org=example.com",
       "permerror unusable_record record=a.example.com org=example.com"},
      {"text that is no record hides nothing",
       {{"a.example.com", "v=DMARC2; p=none"}, {"example.com", kReject}},
       "a.example.com",
       "found ok record=example.com p:reject org=example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"top-level domain", {}, "localhost", "none no_record org=localhost", "none no_record org=localhost"},
      {"empty", {}, "", "none unusable_domain", "none unusable_domain"},
      {"longer than a name", {}, std::string(254, 'a'), "none unusable_domain", "none unusable_domain"},
      {"dots only", {}, "..", "none no_record org=..", "none no_record org=.."},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(c.zone);
    EXPECT_EQ(Describe(world.Discover(c.domain)), c.by_walk);
    EXPECT_EQ(Describe(world.Discover(c.domain, OrgMethod::kPublicSuffixList)), c.by_list);
    EXPECT_TRUE(world.open.empty());
  }
}

TEST(DmarcDiscovery, NamesOfTheWalk) {
  const struct {
    const char* name;
    DmarcZone zone;
    std::string domain;
    std::string steps;
  } cases[] = {
      {"two labels", {}, "example.com", "example.com com"},
      {"one label", {}, "com", "com"},
      {"eight labels",
       {},
       "a.b.c.d.e.f.example.com",
       "a.b.c.d.e.f.example.com b.c.d.e.f.example.com c.d.e.f.example.com d.e.f.example.com e.f.example.com "
       "f.example.com example.com com"},
      {"nine labels skip one",
       {},
       "z.a.b.c.d.e.f.example.com",
       "z.a.b.c.d.e.f.example.com b.c.d.e.f.example.com c.d.e.f.example.com d.e.f.example.com "
       "e.f.example.com "
       "f.example.com example.com com"},
      {"the standard's example",
       {},
       "a.b.c.d.e.f.g.h.i.j.mail.example.com",
       "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com h.i.j.mail.example.com "
       "i.j.mail.example.com "
       "j.mail.example.com mail.example.com example.com com"},
      {"psd=n ends it",
       {{"b.example.com", "v=DMARC1; p=none; psd=n"}},
       "a.b.example.com",
       "a.b.example.com b.example.com"},
      {"psd=y ends it",
       {{"example.com", "v=DMARC1; p=none; psd=y"}},
       "a.b.example.com",
       "a.b.example.com b.example.com example.com"},
      {"a plain record does not",
       {{"a.b.example.com", kNone}},
       "a.b.example.com",
       "a.b.example.com b.example.com example.com com"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(c.zone);
    EXPECT_EQ(StepsOf(world.Discover(c.domain)), c.steps);
    EXPECT_LE(world.dns.asked().size(), kMaxWalkQuestions);
  }
}

TEST(DmarcDiscovery, PsdAboveTheShortcut) {
  // The walk never asks for the name below the seven labels, and yet that name is the Organizational Domain.
  DmarcWorld world(DmarcZone{{"3.4.5.6.7.8.com", "v=DMARC1; p=reject; psd=y"}});
  EXPECT_EQ(Describe(world.Discover("0.1.2.3.4.5.6.7.8.com")),
            "found ok record=3.4.5.6.7.8.com p:reject org=2.3.4.5.6.7.8.com");
}

TEST(DmarcDiscovery, NonexistentSubdomains) {
  const struct {
    const char* name;
    std::string record;
    DnsStatus existence;
    std::string result;
    bool asked;
  } cases[] = {
      {"np for a name that does not exist", "v=DMARC1; p=none; sp=none; np=reject", DnsStatus::kNxDomain,
       "np:reject", true},
      {"sp for a name that exists", "v=DMARC1; p=none; sp=quarantine; np=reject", DnsStatus::kFound,
       "sp:quarantine", true},
      {"a name without addresses exists", "v=DMARC1; p=none; np=reject", DnsStatus::kNoData, "p:none", true},
      {"np alone", "v=DMARC1; p=none; np=reject", DnsStatus::kNxDomain, "np:reject", true},
      {"not asked without np", "v=DMARC1; p=none; sp=reject", DnsStatus::kNxDomain, "sp:reject", false},
      {"not asked when np changes nothing", "v=DMARC1; p=none; sp=reject; np=reject", DnsStatus::kNxDomain,
       "sp:reject", false},
      {"cannot be told", "v=DMARC1; p=none; np=reject", DnsStatus::kFailed, "", true},
      {"not recorded", "v=DMARC1; p=none; np=reject", DnsStatus::kNotRecorded, "", true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(DmarcZone{{"example.com", c.record}});
    world.dns.Set("ghost.example.com", RrType::kA, c.existence);
    const DmarcDiscovery d = world.Discover("ghost.example.com");
    EXPECT_EQ(d.result, DmarcLookup::kFound);
    EXPECT_EQ(d.policy
                  ? std::string(PolicyTagName(d.policy_tag)).append(":").append(DmarcPolicyName(*d.policy))
                  : "",
              c.result);
    EXPECT_EQ(d.existence != DomainExistence::kNotAsked, c.asked);
  }
}

TEST(DmarcDiscovery, WhenDnsDoesNotTell) {
  const struct {
    const char* name;
    DmarcZone zone;
    std::string at;  // The _dmarc name with the trouble.
    DnsStatus status;
    std::string by_walk;
    std::string by_list;
  } cases[] = {
      {"at the Author Domain",
       {{"example.com", kReject}},
       "a.example.com",
       DnsStatus::kFailed,
       "temperror dns_failure",
       "temperror dns_failure org=example.com"},
      {"at the organization",
       {},
       "example.com",
       DnsStatus::kFailed,
       "temperror dns_failure",
       "temperror dns_failure org=example.com"},
      {"above a record of the Author Domain",
       {{"a.example.com", kReject}},
       "example.com",
       DnsStatus::kFailed,
       "found ok record=a.example.com p:reject",
       "found ok record=a.example.com p:reject org=example.com"},
      {"above psd=n",
       {{"a.example.com", "v=DMARC1; p=reject; psd=n"}},
       "example.com",
       DnsStatus::kFailed,
       "found ok record=a.example.com p:reject org=a.example.com",
       "found ok record=a.example.com p:reject org=example.com"},
      {"failure at the registry",
       {{"example.com", kReject}},
       "com",
       DnsStatus::kFailed,
       "temperror dns_failure",
       "found ok record=example.com p:reject org=example.com"},
      {"registry not recorded",
       {{"example.com", kReject}},
       "com",
       DnsStatus::kNotRecorded,
       "found ok record=example.com p:reject org=example.com",
       "found ok record=example.com p:reject org=example.com"},
      {"organization not recorded",
       {},
       "example.com",
       DnsStatus::kNotRecorded,
       "temperror not_recorded",
       "temperror not_recorded org=example.com"},
      {"Author Domain not recorded",
       {{"example.com", kReject}},
       "a.example.com",
       DnsStatus::kNotRecorded,
       "temperror not_recorded",
       "temperror not_recorded org=example.com"},
      {"off", {}, "a.example.com", DnsStatus::kOff, "temperror dns_off", "temperror dns_off org=example.com"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(c.zone);
    world.dns.Set("_dmarc." + c.at, RrType::kTxt, c.status);
    EXPECT_EQ(Describe(world.Discover("a.example.com")), c.by_walk);
    EXPECT_EQ(Describe(world.Discover("a.example.com", OrgMethod::kPublicSuffixList)), c.by_list);
  }
}

TEST(DmarcDiscovery, AsksAheadAndBeginsAnew) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none; np=reject"}});
  world.dns.HoldBack();
  EXPECT_EQ(Describe(world.Discover("a.b.example.com")), "pending pending");
  EXPECT_EQ(world.open.size(), 4u);  // The whole walk at once.
  world.dns.Arrive();
  world.open.clear();
  EXPECT_EQ(world.Discover("a.b.example.com").result, DmarcLookup::kPending);
  EXPECT_EQ(world.open.size(), 1u);  // Existence, now that np= is known.
  world.dns.Arrive();
  world.open.clear();
  EXPECT_EQ(Describe(world.Discover("a.b.example.com")),
            "found ok record=example.com np:reject org=example.com");
  EXPECT_TRUE(world.open.empty());
}

TEST(DmarcDiscovery, TestModeLowersByOne) {
  const struct {
    const char* name;
    const char* record;
    DmarcPolicy policy;
    DmarcPolicy applied;
  } cases[] = {
      {"reject", "v=DMARC1; p=reject; t=y", DmarcPolicy::kReject, DmarcPolicy::kQuarantine},
      {"quarantine", "v=DMARC1; p=quarantine; t=y", DmarcPolicy::kQuarantine, DmarcPolicy::kNone},
      {"none", "v=DMARC1; p=none; t=y", DmarcPolicy::kNone, DmarcPolicy::kNone},
      {"no test", "v=DMARC1; p=reject; t=n", DmarcPolicy::kReject, DmarcPolicy::kReject},
      {"a share of 25 % is no test", "v=DMARC1; p=quarantine; pct=25", DmarcPolicy::kQuarantine,
       DmarcPolicy::kQuarantine},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(AppliedPolicy(c.policy, *ParseDmarcRecord(c.record)), c.applied);
  }
}

}  // namespace
}  // namespace kenpin
