#include "engine/auth/author_policy.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/authentication_scene.h"

namespace kenpin {
namespace {

using test::Scene;

TEST(AuthorPolicy, ARecordInTheWrongPlace) {
  Scene scene;
  scene.Txt("example.com", "v=DMARC1; p=none");
  scene.Dmarc("example.com", "p=none; v=DMARC1");
  const Evidence& evidence = scene.Run();
  EXPECT_TRUE(evidence.dmarc.misplaced_record);
  EXPECT_TRUE(evidence.dmarc.near_record);
  EXPECT_EQ(evidence.dmarc.lookup, DmarcLookup::kNone);
}

TEST(AuthorPolicy, TheWorstOfAllReportAddresses) {
  struct Case {
    const char* rua;
    ReportConsent consent;
  };
  const Case cases[] = {
      {"", ReportConsent::kNoMailAddress},
      {"; rua=https://r.example.com/", ReportConsent::kNoMailAddress},
      {"; rua=https://r.example.com/,mailto:a@example.com", ReportConsent::kNotNeeded},
      {"; rua=mailto:a@example.com,mailto:b@agrees.net", ReportConsent::kGiven},
      {"; rua=mailto:b@refuses.net,mailto:b@agrees.net", ReportConsent::kMissing},
      {"; rua=mailto:b@fails.net,mailto:b@agrees.net", ReportConsent::kUnknown},
  };
  for (const Case& c : cases) {
    Scene scene;
    scene.Dmarc("example.com", std::string("v=DMARC1; p=none") + c.rua);
    scene.Txt("example.com._report._dmarc.agrees.net", "v=DMARC1");
    scene.dns.Fail("example.com._report._dmarc.fails.net");
    EXPECT_EQ(scene.Run().dmarc.consent, c.consent) << c.rua;
  }
}

// What a remembered policy says must not refer to the message that it was found for.
TEST(AuthorPolicy, ViewsAreOfTheDomainOfTheMessage) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none; pct=none; psd=u");
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{scene.dns, scene.records, *scene.suffixes, 0, &open};
  const std::string first = "news.example.com";
  const AuthorPolicy policy = FindAuthorPolicy(first, query);
  const std::string second = "news.example.com";
  for (const OrgMethod method : {OrgMethod::kTreeWalk, OrgMethod::kPublicSuffixList}) {
    DmarcEvidence dmarc;
    NoteDiscovery(policy, method, second, &dmarc);
    EXPECT_EQ(dmarc.method, method);
    EXPECT_EQ(dmarc.record_domain.data(), second.data() + 5);
    EXPECT_EQ(dmarc.org_domain, "example.com");
    EXPECT_EQ(dmarc.org_domain.data(), second.data() + 5);
    EXPECT_EQ(dmarc.level, DmarcLevel::kOrganizationalDomain);
    EXPECT_EQ(dmarc.pct, std::nullopt);
  }
  EXPECT_TRUE(open.empty());
}

TEST(AuthorPolicy, AsksEverythingAtOnce) {
  Scene scene(test::AnswerOrder::kOldestFirst);
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{scene.dns, scene.records, *scene.suffixes, 0, &open};
  const AuthorPolicy policy = FindAuthorPolicy("news.example.com", query);
  EXPECT_EQ(policy.walk.result, DmarcLookup::kPending);
  EXPECT_EQ(policy.list.result, DmarcLookup::kPending);
  EXPECT_EQ(scene.dns.asked(), 4u) << "three names of the walk, and the domain itself";
}

TEST(AuthorPolicy, OfNoDomain) {
  Scene scene;
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{scene.dns, scene.records, *scene.suffixes, 0, &open};
  const AuthorPolicy policy = FindAuthorPolicy("", query);
  EXPECT_EQ(policy.walk.reason, DmarcReason::kUnusableDomain);
  EXPECT_EQ(scene.dns.asked(), 0u);
  EXPECT_EQ(FindAlignment(policy, "example.com", query).result, AlignmentResult::kUnknown);
}

}  // namespace
}  // namespace kenpin
