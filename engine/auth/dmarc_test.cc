#include "engine/auth/dmarc.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/auth/dmarc_alignment.h"
#include "engine/auth/test_dmarc.h"

namespace kenpin {
namespace {

using test::DmarcWorld;
using test::DmarcZone;

constexpr AuthState kPass = AuthState::kPass;
constexpr AuthState kFail = AuthState::kNotPass;
constexpr AuthState kDunno = AuthState::kUnknown;
constexpr AlignmentResult kIn = AlignmentResult::kRelaxed;
constexpr AlignmentResult kOut = AlignmentResult::kNone;
constexpr AlignmentResult kUnsure = AlignmentResult::kUnknown;

// DMARC passes exactly when (SPF passes and is aligned) or (DKIM passes and is aligned).
TEST(Dmarc, ResultTable) {
  const struct {
    const char* name;
    AuthenticatedIdentifier spf;
    AuthenticatedIdentifier dkim;
    DmarcResult result;
  } cases[] = {
      {"all four", {kPass, kIn}, {kPass, kIn}, DmarcResult::kPass},
      {"own envelope, no author signature", {kPass, kIn}, {kFail, kOut}, DmarcResult::kPass},
      {"service's envelope, no author signature", {kPass, kOut}, {kFail, kOut}, DmarcResult::kFail},
      {"forwarded: author signature alone", {kFail, kOut}, {kPass, kIn}, DmarcResult::kPass},
      {"third-party signature, service's envelope", {kPass, kOut}, {kPass, kOut}, DmarcResult::kFail},
      {"own envelope without an SPF record, signed", {kFail, kIn}, {kPass, kIn}, DmarcResult::kPass},
      {"own envelope without an SPF record, unsigned", {kFail, kIn}, {kFail, kOut}, DmarcResult::kFail},
      {"own envelope, third-party signature", {kPass, kIn}, {kPass, kOut}, DmarcResult::kPass},
      {"own envelope, broken author signature", {kPass, kIn}, {kFail, kIn}, DmarcResult::kPass},
      {"service's envelope, author signature", {kPass, kOut}, {kPass, kIn}, DmarcResult::kPass},
      {"service's envelope, broken author signature", {kPass, kOut}, {kFail, kIn}, DmarcResult::kFail},
      {"spf fails aligned, author signature", {kFail, kIn}, {kPass, kIn}, DmarcResult::kPass},
      {"spf fails aligned, third-party signature", {kFail, kIn}, {kPass, kOut}, DmarcResult::kFail},
      {"both fail aligned", {kFail, kIn}, {kFail, kIn}, DmarcResult::kFail},
      {"spf fails aligned, other signature fails", {kFail, kIn}, {kFail, kOut}, DmarcResult::kFail},
      {"spf fails elsewhere, third-party signature", {kFail, kOut}, {kPass, kOut}, DmarcResult::kFail},
      {"spf fails elsewhere, broken author signature", {kFail, kOut}, {kFail, kIn}, DmarcResult::kFail},
      {"nothing at all", {kFail, kOut}, {kFail, kOut}, DmarcResult::kFail},
      // Unknown: a pass needs one leg, a failure needs both.
      {"spf unknown, author signature", {kDunno, kIn}, {kPass, kIn}, DmarcResult::kPass},
      {"spf unknown, nothing else", {kDunno, kIn}, {kFail, kOut}, DmarcResult::kTempError},
      {"spf unknown but elsewhere anyway", {kDunno, kOut}, {kFail, kOut}, DmarcResult::kFail},
      {"spf unknown with unknown alignment", {kDunno, kUnsure}, {kFail, kOut}, DmarcResult::kTempError},
      {"spf passes with unknown alignment", {kPass, kUnsure}, {kFail, kIn}, DmarcResult::kTempError},
      {"spf fails, alignment does not matter", {kFail, kUnsure}, {kFail, kUnsure}, DmarcResult::kFail},
      {"dkim unknown, own envelope", {kPass, kIn}, {kDunno, kIn}, DmarcResult::kPass},
      {"dkim unknown, nothing else", {kFail, kIn}, {kDunno, kIn}, DmarcResult::kTempError},
      {"both unknown", {kDunno, kIn}, {kDunno, kIn}, DmarcResult::kTempError},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=quarantine"}});
    const DmarcDiscovery policy = world.Discover("example.com");
    const AuthenticatedIdentifier dkim[] = {c.dkim};
    const DmarcEvaluation evaluation = EvaluateDmarc(policy, c.spf, dkim);
    EXPECT_EQ(DmarcResultName(evaluation.result), DmarcResultName(c.result));
    EXPECT_EQ(evaluation.disposition.has_value(), c.result == DmarcResult::kFail);
    // Without a record DMARC does not apply, and the legs stand as they are.
    DmarcWorld empty(DmarcZone{});
    const DmarcEvaluation none = EvaluateDmarc(empty.Discover("example.com"), c.spf, dkim);
    EXPECT_EQ(none.result, DmarcResult::kNone);
    EXPECT_EQ(none.spf, evaluation.spf);
    EXPECT_EQ(none.dkim, evaluation.dkim);
  }
}

// From here on the way from domains and records to the result.
struct Sent {
  std::string from;
  std::string mail_from;
  AuthState spf;
  std::string sdid;
  AuthState dkim;
};

DmarcEvaluation Evaluate(DmarcWorld& world, const Sent& mail, OrgMethod method) {
  const DmarcDiscovery policy = world.Discover(mail.from, method);
  const auto align = [&](const std::string& domain) {
    const IdentifierAlignment both = AlignByBoth(world.Discover(mail.from), domain, world.query());
    return method == OrgMethod::kTreeWalk ? both.by_walk : both.by_list;
  };
  const AuthenticatedIdentifier dkim[] = {{mail.dkim, align(mail.sdid)}};
  return EvaluateDmarc(policy, {mail.spf, align(mail.mail_from)}, dkim);
}

TEST(Dmarc, FromRecordsToResult) {
  const struct {
    const char* name;
    DmarcZone zone;
    Sent mail;
    std::string by_walk;
    std::string by_list;
  } cases[] = {
      {"child as envelope, relaxed",
       {{"example.com", "v=DMARC1; p=none"}},
       {"example.com", "child.example.com", kPass, "", kFail},
       "pass",
       "pass"},
      {"child as envelope, strict",
       {{"example.com", "v=DMARC1; p=none; aspf=s"}},
       {"example.com", "child.example.com", kPass, "", kFail},
       "fail",
       "fail"},
      {"aspf=s says nothing of DKIM",
       {{"example.com", "v=DMARC1; p=none; aspf=s"}},
       {"example.com", "", kFail, "child.example.com", kPass},
       "pass",
       "pass"},
      {"parent as envelope",
       {{"example.com", "v=DMARC1; p=none"}},
       {"child.example.com", "example.com", kPass, "", kFail},
       "pass",
       "pass"},
      {"parent as envelope, psd=n at the child",
       {{"child.example.com", "v=DMARC1; p=none; psd=n"}},
       {"child.example.com", "example.com", kPass, "", kFail},
       "fail",
       "pass"},
      {"subdomain signs, relaxed",
       {{"mydomain.com", "v=DMARC1; p=none"}},
       {"mydomain.com", "", kFail, "mysubdomain.mydomain.com", kPass},
       "pass",
       "pass"},
      {"subdomain signs, adkim=s",
       {{"mydomain.com", "v=DMARC1; p=none; adkim=s"}},
       {"mydomain.com", "", kFail, "mysubdomain.mydomain.com", kPass},
       "fail",
       "fail"},
      {"same name signs, adkim=s",
       {{"mydomain.com", "v=DMARC1; p=none; adkim=s"}},
       {"mydomain.com", "", kFail, "mydomain.com", kPass},
       "pass",
       "pass"},
      {"forwarded copy: SPF fails, the author's signature holds",
       {{"example.com", "v=DMARC1; p=reject"}},
       {"example.com", "forwarder.org", kFail, "example.com", kPass},
       "pass",
       "pass"},
      {"record at the child only, the parent signs",
       {{"child.example.com", "v=DMARC1; p=none"}},
       {"child.example.com", "", kFail, "example.com", kPass},
       "fail",
       "pass"},
      {"no record", {}, {"example.com", "bounce.example.com", kPass, "", kFail}, "none", "none"},
      {"record without a policy",
       {{"example.com", "v=DMARC1"}},
       {"example.com", "example.com", kPass, "", kFail},
       "permerror",
       "permerror"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(c.zone);
    EXPECT_EQ(DmarcResultName(Evaluate(world, c.mail, OrgMethod::kTreeWalk).result), c.by_walk);
    EXPECT_EQ(DmarcResultName(Evaluate(world, c.mail, OrgMethod::kPublicSuffixList).result), c.by_list);
  }
}

TEST(Dmarc, PercentageChangesNoDisposition) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=quarantine; pct=25"}});
  const DmarcEvaluation evaluation = EvaluateDmarc(world.Discover("example.com"), {kFail, kOut}, {});
  EXPECT_EQ(evaluation.result, DmarcResult::kFail);
  EXPECT_EQ(evaluation.disposition, DmarcPolicy::kQuarantine);
}

TEST(Dmarc, TestModeLowersTheDisposition) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=reject; t=y"}});
  EXPECT_EQ(EvaluateDmarc(world.Discover("example.com"), {kFail, kOut}, {}).disposition,
            DmarcPolicy::kQuarantine);
}

TEST(Dmarc, ARecordWithoutAddressForReportsIsGood) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none;"}});
  const DmarcDiscovery policy = world.Discover("example.com");
  EXPECT_EQ(policy.result, DmarcLookup::kFound);
  EXPECT_TRUE(policy.record->flaws.empty());
  EXPECT_TRUE(policy.record->rua.empty());
}

TEST(Dmarc, OneSignatureOfManyIsEnough) {
  DmarcWorld world(DmarcZone{{"example.com", "v=DMARC1; p=none"}});
  const AuthenticatedIdentifier signatures[] = {{kPass, kOut}, {kDunno, kIn}, {kPass, kIn}, {kPass, kIn}};
  const DmarcEvaluation evaluation = EvaluateDmarc(world.Discover("example.com"), {kFail, kOut}, signatures);
  EXPECT_EQ(evaluation.result, DmarcResult::kPass);
  EXPECT_EQ(evaluation.dkim, DmarcLeg::kYes);
  EXPECT_EQ(evaluation.aligned_signature, 2u);
  EXPECT_EQ(evaluation.spf, DmarcLeg::kNo);
}

TEST(Dmarc, DnsTroubleIsNeitherPassNorFail) {
  for (const DnsStatus status : {DnsStatus::kFailed, DnsStatus::kNotRecorded, DnsStatus::kOff}) {
    DmarcWorld world(DmarcZone{});
    world.dns.Set("_dmarc.example.com", RrType::kTxt, status);
    const DmarcDiscovery policy = world.Discover("example.com");
    EXPECT_EQ(EvaluateDmarc(policy, {kPass, AlignmentResult::kStrict}, {}).result, DmarcResult::kTempError);
    EXPECT_EQ(EvaluateDmarc(policy, {kFail, kOut}, {}).result, DmarcResult::kTempError);
  }
}

}  // namespace
}  // namespace kenpin
