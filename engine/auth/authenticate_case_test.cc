// Messages as they are met in practice, and where naive tools go wrong.
#include <gtest/gtest.h>

#include <string>

#include "engine/auth/authenticate.h"
#include "tests/authentication_scene.h"

namespace kenpin {
namespace {

using test::Scene;

constexpr const char* kAllowsClient = "v=spf1 ip4:192.0.2.0/24 -all";

TEST(AuthenticateCase, SenderBelowTheAuthorDomain) {
  for (const bool strict : {false, true}) {
    Scene scene;
    scene.Dmarc("example.com", strict ? "v=DMARC1; p=none; aspf=s" : "v=DMARC1; p=none");
    scene.MailFrom("sender@child.example.com");
    scene.Txt("child.example.com", kAllowsClient);
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kRelaxed);
    EXPECT_EQ(evidence.dmarc.aspf, strict ? AlignmentMode::kStrict : AlignmentMode::kRelaxed);
    EXPECT_EQ(evidence.dmarc.spf_leg, strict ? DmarcLeg::kNo : DmarcLeg::kYes);
    EXPECT_EQ(evidence.dmarc.result, strict ? DmarcResult::kFail : DmarcResult::kPass);
  }
}

TEST(AuthenticateCase, SenderAboveTheAuthorDomain) {
  struct Case {
    const char* name;
    const char* record_at;
    const char* record;
    AlignmentResult names;
    bool differ;
    DmarcResult result;    // By the tree walk.
    DmarcResult provider;  // By both.
  };
  const Case cases[] = {
      {"a record above", "example.com", "v=DMARC1; p=none", AlignmentResult::kRelaxed, false,
       DmarcResult::kPass, DmarcResult::kPass},
      {"none anywhere", "elsewhere.com", "v=DMARC1; p=none", AlignmentResult::kRelaxed, false,
       DmarcResult::kNone, DmarcResult::kNone},
      {"psd=n at the child", "child.example.com", "v=DMARC1; p=none; psd=n", AlignmentResult::kUnknown, true,
       DmarcResult::kFail, DmarcResult::kTempError},
      {"only at the child", "child.example.com", "v=DMARC1; p=none", AlignmentResult::kUnknown, true,
       DmarcResult::kFail, DmarcResult::kTempError},
  };
  for (const Case& c : cases) {
    Scene scene;
    scene.From("child.example.com");
    scene.Dmarc(c.record_at, c.record);
    scene.MailFrom("sender@example.com");
    scene.Txt("example.com", kAllowsClient);
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.spf.names.result, c.names) << c.name;
    EXPECT_EQ(evidence.spf.names.methods_differ, c.differ) << c.name;
    EXPECT_EQ(evidence.spf.names.by_list, AlignmentResult::kRelaxed) << c.name;
    EXPECT_EQ(evidence.dmarc.result, c.result) << c.name;
    EXPECT_EQ(evidence.dmarc.provider_result, c.provider) << c.name;
    EXPECT_EQ(evidence.dmarc.methods_differ, c.differ) << c.name;
    scene.org_method = OrgMethod::kPublicSuffixList;
    const DmarcResult by_list = c.result == DmarcResult::kFail ? DmarcResult::kPass : c.result;
    EXPECT_EQ(scene.Run().dmarc.result, by_list) << c.name;
    EXPECT_EQ(scene.evidence.dmarc.provider_result, c.provider) << c.name;
  }
}

TEST(AuthenticateCase, SignerBelowTheAuthorDomain) {
  for (const bool strict : {false, true}) {
    Scene scene;
    scene.From("mydomain.com");
    scene.Dmarc("mydomain.com", strict ? "v=DMARC1; p=none; adkim=s" : "v=DMARC1; p=none");
    scene.MailFrom("b@service.net");
    scene.Sign("mysubdomain.mydomain.com");
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.signatures[0].alignment, AlignmentResult::kRelaxed);
    EXPECT_EQ(evidence.dmarc.provider_result, strict ? DmarcResult::kFail : DmarcResult::kPass);
  }
}

// A service that nobody has set up: its envelope passes and no name is the author's. An aggregate report
// shows the same as a raw pass beside a policy_evaluated fail.
TEST(AuthenticateCase, ServiceWithoutSetUp) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=quarantine; pct=25");
  scene.MailFrom("b@x.bnc.salesforce.com");
  scene.Txt("x.bnc.salesforce.com", kAllowsClient);
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.result, SpfResult::kPass);
  EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kNone);
  EXPECT_EQ(evidence.dmarc.spf_leg, DmarcLeg::kNo);
  EXPECT_EQ(evidence.dmarc.dkim_leg, DmarcLeg::kNo);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kFail);
  EXPECT_EQ(evidence.dmarc.policy, DmarcPolicy::kQuarantine);
  EXPECT_EQ(evidence.dmarc.pct, 25);
  EXPECT_TRUE(evidence.dmarc.flaws.Has(DmarcFlaw::kObsoleteTag));
  EXPECT_EQ(evidence.stream, Stream::kDirect);
}

TEST(AuthenticateCase, ServicesEnvelopeWithTheAuthorsSignature) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@service.net");
  scene.Txt("service.net", kAllowsClient);
  scene.Sign("example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
  EXPECT_EQ(evidence.dmarc.spf_leg, DmarcLeg::kNo);
  EXPECT_EQ(evidence.dmarc.dkim_leg, DmarcLeg::kYes);
  EXPECT_EQ(evidence.stream, Stream::kDirect);
}

TEST(AuthenticateCase, ThirdPartySignatureOnlyIsDirectMail) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@service.net");
  scene.Txt("service.net", kAllowsClient);
  scene.Sign("service.net");
  scene.mail.relay.list_id_count = 1;
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.signatures[0].names.result, AlignmentResult::kNone);
  EXPECT_EQ(evidence.dmarc.dkim_leg, DmarcLeg::kNo);
  EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kFail);
  EXPECT_EQ(evidence.stream, Stream::kDirect);
}

TEST(AuthenticateCase, ForwardedCopy) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=reject");
  scene.MailFrom("b@example.com");
  scene.Txt("example.com", "v=spf1 -all");
  scene.Sign("example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.result, SpfResult::kFail);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
}

TEST(AuthenticateCase, OwnEnvelopeWithoutARecord) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@bounce.example.com");
  scene.dns.Add("bounce.example.com", RrType::kMx, "10 mx.service.net");
  scene.Sign("example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf_record.published, DnsFact::kNo);
  EXPECT_EQ(evidence.spf.result, SpfResult::kNone);
  EXPECT_EQ(evidence.dmarc.spf_leg, DmarcLeg::kNo);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
}

TEST(AuthenticateCase, PolicyOfTheOrganizationalDomainNotOfTheNearerRecord) {
  Scene scene;
  scene.From("a.b.example.com");
  scene.Dmarc("b.example.com", "v=DMARC1; p=none");
  scene.Dmarc("example.com", "v=DMARC1; p=reject; sp=quarantine");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.record_domain, "example.com");
  EXPECT_EQ(evidence.dmarc.level, DmarcLevel::kOrganizationalDomain);
  EXPECT_EQ(evidence.dmarc.policy, DmarcPolicy::kQuarantine);
  EXPECT_EQ(evidence.dmarc.org_domain, "example.com");
}

TEST(AuthenticateCase, RecordOnlyAtTheChildAndSignerAbove) {
  Scene scene;
  scene.From("child.example.com");
  scene.Dmarc("child.example.com", "v=DMARC1; p=none");
  scene.Sign("example.com");
  const Evidence& evidence = scene.Run();
  const AlignmentFacts& names = evidence.signatures[0].names;
  EXPECT_EQ(names.result, AlignmentResult::kUnknown);
  EXPECT_TRUE(names.methods_differ);
  EXPECT_EQ(names.by_list, AlignmentResult::kRelaxed);
  EXPECT_EQ(names.by_walk, AlignmentResult::kNone);
  EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kTempError);
}

TEST(AuthenticateCase, MethodsThatDifferDoNotMatterBesideAnAlignedLeg) {
  Scene scene;
  scene.From("child.example.com");
  scene.Dmarc("child.example.com", "v=DMARC1; p=none");
  scene.Sign("example.com");
  scene.Sign("child.example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kPass);
  EXPECT_FALSE(evidence.dmarc.methods_differ);
  EXPECT_EQ(evidence.best_signature, 1u);
}

TEST(AuthenticateCase, SeveralRecordsAtTheAuthorDomain) {
  Scene scene;
  scene.From("news.example.com");
  scene.Dmarc("news.example.com", "v=DMARC1; p=none");
  scene.Dmarc("news.example.com", "v=DMARC1; p=reject");
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.Sign("news.example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_TRUE(evidence.dmarc.several_records);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
  EXPECT_TRUE(evidence.dmarc.methods_differ);
  scene.org_method = OrgMethod::kPublicSuffixList;
  EXPECT_EQ(scene.Run().dmarc.result, DmarcResult::kNone);
}

TEST(AuthenticateCase, NoRecordAndAnAlignedSender) {
  Scene scene;
  scene.MailFrom("b@bounce.example.com");
  scene.Txt("bounce.example.com", kAllowsClient);
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kRelaxed);
  EXPECT_TRUE(evidence.spf.names.by_list_only);
  EXPECT_EQ(evidence.dmarc.spf_leg, DmarcLeg::kYes);
  EXPECT_EQ(evidence.dmarc.lookup, DmarcLookup::kNone);
  EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kNone);
}

TEST(AuthenticateCase, NewsletterThatMicrosoftSealed) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@example.com");
  scene.Sign("tenant.onmicrosoft.com");
  ArcSet set;
  set.seal_domain = "microsoft.com";
  scene.evidence.arc.result = ArcResult::kPass;
  scene.evidence.arc.instances = 1;
  scene.evidence.arc.sets = {&set, 1};
  scene.evidence.arc.first_results = "mx.microsoft.com 1; dmarc=pass action=none header.from=example.com";
  scene.mail.relay.list_id_count = 1;
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.stream, Stream::kDirect);
  EXPECT_EQ(evidence.dmarc.dkim_leg, DmarcLeg::kNo);
}

TEST(AuthenticateCase, TheNullSenderIsJudgedByHelo) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("");
  scene.delivery.envelope.helo = "Out.Example.COM";
  scene.Txt("out.example.com", kAllowsClient);
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.identity, SpfIdentity::kHelo);
  EXPECT_EQ(evidence.spf.domain, "out.example.com");
  EXPECT_EQ(evidence.spf.result, SpfResult::kPass);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
}

TEST(AuthenticateCase, TheNullSenderWithoutHelo) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("");
  scene.delivery.envelope.helo = {};
  scene.delivery.envelope.helo_basis = EnvelopeBasis::kUnknown;
  const Evidence& evidence = scene.Run();
  EXPECT_FALSE(evidence.spf.computed);
  EXPECT_EQ(evidence.spf.basis, ResultBasis::kNone);
  EXPECT_TRUE(evidence.spf.domain.empty());
  EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kUnknown);
  EXPECT_EQ(evidence.dmarc.spf_leg, DmarcLeg::kUnknown);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kTempError);
  EXPECT_EQ(evidence.helo_form, HeloForm::kUnknown);
}

TEST(AuthenticateCase, VoidLookupsOfAnIpv6Client) {
  for (const bool ipv6 : {false, true}) {
    Scene scene;
    scene.MailFrom("b@example.com");
    scene.Txt("example.com", "v=spf1 a:a.example.com a:b.example.com a:c.example.com ip4:192.0.2.25 ?all");
    for (const char* host : {"a.example.com", "b.example.com", "c.example.com"})
      scene.dns.Add(host, RrType::kA, "198.51.100.1");
    if (ipv6) scene.delivery.envelope.client = ParseIpAddress("2001:db8::1");
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.spf.result, ipv6 ? SpfResult::kPermerror : SpfResult::kPass);
  }
}

TEST(AuthenticateCase, ReceivedSpfIsAWordToo) {
  Scene scene;
  scene.MailFrom("b@example.com");
  scene.Txt("example.com", "v=spf1 -all");
  scene.delivery.results.basis = TrustBasis::kReceivedSpf;
  scene.delivery.results.spf_by_received_spf = true;
  scene.delivery.results.spf = AuthWord::kPass;
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.basis, ResultBasis::kReceivedSpf);
  EXPECT_EQ(evidence.spf.result, SpfResult::kPass);
  EXPECT_EQ(evidence.spf.own_result, SpfResult::kFail);
  EXPECT_EQ(evidence.spf.domain, "example.com");
}

TEST(AuthenticateCase, GmailLeavesOutDmarcWhereThereIsNoRecord) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");  // Today.
  scene.Receiver("mx.google.com; spf=pass smtp.mailfrom=b@example.com");
  EXPECT_EQ(scene.Run().dmarc.basis, ResultBasis::kInferred);
  EXPECT_EQ(scene.evidence.dmarc.result, DmarcResult::kNone);
  EXPECT_EQ(scene.evidence.dmarc.provider_result, DmarcResult::kNone);
  EXPECT_EQ(scene.evidence.dmarc.own_result, DmarcResult::kPass);
}

TEST(AuthenticateCase, NothingIsInferredForAnUnusableFrom) {
  Scene scene;
  scene.From("");
  scene.Receiver("mx.google.com; spf=pass smtp.mailfrom=b@example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.basis, ResultBasis::kNone);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kTempError);
  EXPECT_EQ(evidence.dmarc.reason, DmarcReason::kUnusableDomain);
  EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kUnknown);
}

TEST(AuthenticateCase, BestGuessPassMeansThatThereIsNoRecord) {
  Scene scene;
  scene.Receiver(
      "spf=pass smtp.mailfrom=example.com; dkim=none header.d=none;dmarc=bestguesspass "
      "action=none header.from=example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kNone);
  EXPECT_TRUE(evidence.dmarc.best_guess_pass);
}

TEST(AuthenticateCase, SignaturesThatOnlyTheReceiverSaw) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@service.net");
  scene.Receiver(
      "mx.receiver.example; dkim=pass header.d=mail.example.com header.s=s1; spf=fail "
      "smtp.mailfrom=b@service.net");
  const Evidence& evidence = scene.Run();
  ASSERT_EQ(evidence.stray_dkim.size(), 1u);
  EXPECT_EQ(evidence.stray_dkim[0].names.result, AlignmentResult::kRelaxed);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
}

TEST(AuthenticateCase, DnsThatFails) {
  Scene scene;
  scene.MailFrom("b@example.com");
  scene.Sign("example.com");
  scene.dns.Fail("_dmarc.example.com");
  scene.dns.Fail("example.com");
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.spf.result, SpfResult::kTemperror);
  EXPECT_EQ(evidence.dmarc.lookup, DmarcLookup::kTempError);
  EXPECT_EQ(evidence.dmarc.reason, DmarcReason::kDnsFailure);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kTempError);
  EXPECT_EQ(evidence.signatures[0].names.result, AlignmentResult::kStrict);
}

TEST(AuthenticateCase, DnsOfAnotherTime) {
  for (const bool contemporary : {false, true}) {
    Scene scene;
    scene.evidence.dns_contemporary = contemporary;
    scene.Dmarc("example.com", "v=DMARC1; p=none");
    scene.MailFrom("b@example.com");
    scene.Txt("example.com", "v=spf1 -all");
    scene.SignBroken("example.com");
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.spf.result, SpfResult::kFail);
    EXPECT_EQ(evidence.dmarc.spf_leg, contemporary ? DmarcLeg::kNo : DmarcLeg::kUnknown);
    EXPECT_EQ(evidence.dmarc.result, contemporary ? DmarcResult::kFail : DmarcResult::kTempError);
  }
}

TEST(AuthenticateCase, AKeyThatIsGoneLeavesTheLegOpen) {
  Scene scene;
  scene.Dmarc("example.com", "v=DMARC1; p=none");
  scene.MailFrom("b@service.net");
  scene.Sign("example.com", DkimResult::kNone, DkimReason::kKeyGone);
  const Evidence& evidence = scene.Run();
  EXPECT_EQ(evidence.dmarc.dkim_leg, DmarcLeg::kUnknown);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kTempError);
}

TEST(AuthenticateCase, ExtremeNamesAreHarmless) {
  const std::string long_name = std::string(5000, 'a') + ".com";
  std::string many_labels;
  for (int i = 0; i < 120; ++i) many_labels += "a.";
  many_labels += "com";
  for (const std::string& name : {long_name, many_labels, std::string("com"), std::string(1, '\0')}) {
    Scene scene;
    scene.From(name);
    scene.MailFrom(name);
    scene.delivery.envelope.helo = name;
    scene.Sign(name);
    scene.Sign("example.com");
    scene.Receiver("mx.receiver.example; dkim=pass header.d=stranger.example");
    scene.Run();
    EXPECT_EQ(scene.evidence.signatures.size(), 2u);
  }
}

}  // namespace
}  // namespace kenpin
