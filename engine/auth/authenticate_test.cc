// The table of legs and DMARC results, each row told in three ways; and how the parts meet.
#include "engine/auth/authenticate.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/authentication_scene.h"

namespace kenpin {
namespace {

using test::AnswerOrder;
using test::Scene;

enum class Leg : uint8_t { kFail, kPass, kUnknown };
enum class Names : uint8_t { kOther, kAligned };

struct Row {
  const char* name;
  Leg spf;
  Names spf_names;
  Leg dkim;
  Names dkim_names;
  DmarcResult dmarc;
};

constexpr Leg P = Leg::kPass;
constexpr Leg F = Leg::kFail;
constexpr Leg U = Leg::kUnknown;
constexpr Names A = Names::kAligned;
constexpr Names O = Names::kOther;

// DMARC passes exactly when one mechanism passes for an aligned name.
constexpr Row kRows[] = {
    {"own envelope, own signature", P, A, P, A, DmarcResult::kPass},
    {"own envelope, signature fails", P, A, F, O, DmarcResult::kPass},
    {"service's envelope, signature fails", P, O, F, O, DmarcResult::kFail},
    {"spf fails, own signature", F, O, P, A, DmarcResult::kPass},
    {"service's envelope, service's signature", P, O, P, O, DmarcResult::kFail},
    {"own envelope without a record, own signature", F, A, P, A, DmarcResult::kPass},
    {"own envelope without a record, signature fails", F, A, F, O, DmarcResult::kFail},
    {"own envelope, service's signature", P, A, P, O, DmarcResult::kPass},
    {"own envelope, own signature fails", P, A, F, A, DmarcResult::kPass},
    {"service's envelope, own signature", P, O, P, A, DmarcResult::kPass},
    {"service's envelope, own signature fails", P, O, F, A, DmarcResult::kFail},
    {"own envelope fails, service's signature", F, A, P, O, DmarcResult::kFail},
    {"own envelope fails, own signature fails", F, A, F, A, DmarcResult::kFail},
    {"spf fails, service's signature", F, O, P, O, DmarcResult::kFail},
    {"spf fails, own signature fails", F, O, F, A, DmarcResult::kFail},
    {"nothing", F, O, F, O, DmarcResult::kFail},
    {"spf unknown, own signature", U, A, P, A, DmarcResult::kPass},
    {"own envelope, own signature unknown", P, A, U, A, DmarcResult::kPass},
    {"spf unknown, own signature fails", U, A, F, A, DmarcResult::kTempError},
    {"spf unknown but of a stranger, signature fails", U, O, F, A, DmarcResult::kFail},
    {"spf fails, own signature unknown", F, A, U, A, DmarcResult::kTempError},
    {"spf fails, service's signature unknown", F, A, U, O, DmarcResult::kFail},
};

std::string_view EnvelopeDomain(const Row& row) {
  return row.spf_names == A ? "bounce.example.com" : "bounce.service.net";
}
std::string_view SignerDomain(const Row& row) { return row.dkim_names == A ? "example.com" : "service.net"; }
std::string Word(Leg leg) { return leg == P ? "pass" : leg == F ? "fail" : "temperror"; }

DmarcLeg Expected(Leg leg, Names names) {
  if (leg == F || names == O) return DmarcLeg::kNo;
  return leg == P ? DmarcLeg::kYes : DmarcLeg::kUnknown;
}

void Prepare(const Row& row, Scene* scene) {
  scene->Dmarc("example.com", "v=DMARC1; p=none; rua=mailto:d@example.com");
  scene->MailFrom(row.spf_names == A ? "b@bounce.example.com" : "b@bounce.service.net");
}

void ExpectLegs(const Row& row, const Evidence& evidence) {
  EXPECT_EQ(evidence.dmarc.spf_leg, Expected(row.spf, row.spf_names)) << row.name;
  EXPECT_EQ(evidence.dmarc.dkim_leg, Expected(row.dkim, row.dkim_names)) << row.name;
  const AlignmentResult spf = row.spf_names == A ? AlignmentResult::kRelaxed : AlignmentResult::kNone;
  EXPECT_EQ(evidence.spf.names.result, spf) << row.name;
  EXPECT_EQ(evidence.dmarc.own_result, row.dmarc) << row.name;
}

// The signatures are gone from DNS, so that only the receiver can tell.
void ExpectByWord(const Row& row, Scene* scene, const std::string& field) {
  SCOPED_TRACE(field);
  scene->Receiver(field);
  const Evidence& evidence = scene->Run();
  ExpectLegs(row, evidence);
  EXPECT_EQ(evidence.spf.basis, ResultBasis::kAuthResults);
  EXPECT_EQ(evidence.dmarc.basis, ResultBasis::kAuthResults);
  EXPECT_EQ(evidence.dmarc.result, row.dmarc) << row.name;
  EXPECT_EQ(evidence.dmarc.provider_result, row.dmarc) << row.name;
}

TEST(Authenticate, TableInTheWordsOfGmail) {
  for (const Row& row : kRows) {
    Scene scene;
    Prepare(row, &scene);
    SignatureEvidence& signature = scene.Sign(SignerDomain(row), DkimResult::kNone, DkimReason::kKeyGone);
    const uint8_t value[] = {0, 16, 131, 16, 81, 135};  // ABCDEFGH
    signature.value = value;
    const std::string field =
        "mx.google.com; dkim=" + Word(row.dkim) + " header.i=@" + std::string(SignerDomain(row)) +
        " header.s=s1 header.b=ABCDEFGH; spf=" + Word(row.spf) +
        " (google.com: domain of b) smtp.mailfrom=b@" + std::string(EnvelopeDomain(row)) +
        "; dmarc=" + std::string(DmarcResultName(row.dmarc)) +
        " (p=NONE sp=NONE dis=NONE) header.from=example.com";
    ExpectByWord(row, &scene, field);
  }
}

TEST(Authenticate, TableInTheWordsOfExchange) {
  for (const Row& row : kRows) {
    Scene scene;
    Prepare(row, &scene);
    scene.Sign(SignerDomain(row), DkimResult::kNone, DkimReason::kKeyGone);
    const std::string field = "spf=" + Word(row.spf) +
                              " (sender IP is 192.0.2.25) smtp.mailfrom=" + std::string(EnvelopeDomain(row)) +
                              "; dkim=" + Word(row.dkim) +
                              " (signature was checked) header.d=" + std::string(SignerDomain(row)) +
                              ";dmarc=" + std::string(DmarcResultName(row.dmarc)) +
                              " action=none header.from=example.com;compauth=pass reason=100";
    ExpectByWord(row, &scene, field);
  }
}

void SignRaw(const Row& row, Scene* scene) {
  if (row.dkim == P) scene->Sign(SignerDomain(row));
  if (row.dkim == F) scene->Sign(SignerDomain(row), DkimResult::kFail, DkimReason::kSignatureMismatch);
  if (row.dkim == U) scene->Sign(SignerDomain(row), DkimResult::kNone, DkimReason::kKeyGone);
}

void PublishRaw(const Row& row, Scene* scene) {
  if (row.spf == P) scene->Txt(EnvelopeDomain(row), "v=spf1 ip4:192.0.2.0/24 -all");
  if (row.spf == F && std::string_view(row.name).find("without") == std::string_view::npos)
    scene->Txt(EnvelopeDomain(row), "v=spf1 ip4:198.51.100.0/24 -all");
  if (row.spf == U) scene->dns.Fail(EnvelopeDomain(row));
}

TEST(Authenticate, TableFromRawResults) {
  for (const Row& row : kRows) {
    Scene scene;
    Prepare(row, &scene);
    SignRaw(row, &scene);
    PublishRaw(row, &scene);
    const Evidence& evidence = scene.Run();
    ExpectLegs(row, evidence);
    EXPECT_EQ(evidence.spf.basis, ResultBasis::kComputed) << row.name;
    EXPECT_EQ(evidence.dmarc.basis, ResultBasis::kComputed) << row.name;
    EXPECT_EQ(evidence.dmarc.result, row.dmarc) << row.name;
    EXPECT_EQ(evidence.dmarc.provider_result, row.dmarc) << row.name;
  }
}

TEST(Authenticate, TableWithoutARecord) {
  for (const Row& row : kRows) {
    Scene scene;
    Prepare(row, &scene);
    SignRaw(row, &scene);
    PublishRaw(row, &scene);
    scene.From("example.org");  // Publishes nothing.
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(evidence.dmarc.result, DmarcResult::kNone) << row.name;
    EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kNone) << row.name;
    EXPECT_EQ(evidence.dmarc.lookup, DmarcLookup::kNone) << row.name;
    EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kNone) << row.name;
    EXPECT_TRUE(evidence.spf.names.by_list_only) << row.name;
  }
}

// A client and an author that DNS knows all about.
Scene& Publish(Scene& scene) {
  scene.MailFrom("b@bounce.example.com");
  scene.Sign("example.com");
  scene.Dmarc("example.com", "v=DMARC1; p=reject; pct=50; rua=mailto:r@reports.net");
  scene.Txt("example.com._report._dmarc.reports.net", "v=DMARC1");
  scene.Txt("bounce.example.com", "v=spf1 include:service.net -all");
  scene.Txt("service.net", "v=spf1 ip4:192.0.2.0/24 -all");
  scene.Txt("example.com", "v=spf1 -all");
  scene.dns.Add("25.2.0.192.in-addr.arpa", RrType::kPtr, "out.service.net");
  scene.dns.Add("out.service.net", RrType::kA, "192.0.2.25");
  scene.dns.Add("example.com", RrType::kMx, "10 mx.example.com");
  return scene;
}

void ExpectPublished(const Evidence& evidence) {
  EXPECT_EQ(evidence.spf.own_result, SpfResult::kPass);
  EXPECT_EQ(evidence.spf.lookups, 1);
  EXPECT_EQ(evidence.spf.domain, "bounce.example.com");
  EXPECT_TRUE(evidence.spf.author_computed);
  EXPECT_EQ(evidence.spf.author_result, SpfResult::kFail);
  EXPECT_EQ(evidence.spf_record.published, DnsFact::kYes);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kPass);
  EXPECT_EQ(evidence.dmarc.record_domain, "example.com");
  EXPECT_EQ(evidence.dmarc.org_domain, "example.com");
  EXPECT_EQ(evidence.dmarc.policy, DmarcPolicy::kReject);
  EXPECT_EQ(evidence.dmarc.pct, 50);
  EXPECT_TRUE(evidence.dmarc.has_rua);
  EXPECT_EQ(evidence.dmarc.consent, ReportConsent::kGiven);
  EXPECT_EQ(evidence.client_dns.ptr, DnsFact::kYes);
  EXPECT_EQ(evidence.client_dns.forward_match, DnsFact::kYes);
  EXPECT_EQ(evidence.helo_form, HeloForm::kName);
  EXPECT_EQ(evidence.helo_resolves, DnsFact::kYes);
  EXPECT_EQ(evidence.author_dns.mx, DnsFact::kYes);
  EXPECT_EQ(evidence.envelope_dns.exists, DnsFact::kYes);
  EXPECT_EQ(evidence.best_signature, 0u);
  EXPECT_EQ(evidence.signatures[0].alignment, AlignmentResult::kStrict);
  EXPECT_EQ(evidence.stream, Stream::kDirect);
}

TEST(Authenticate, AllFactsOfOneMessage) {
  Scene scene;
  ExpectPublished(Publish(scene).Run());
}

TEST(Authenticate, AnswersThatComeOneByOne) {
  for (const AnswerOrder order : {AnswerOrder::kOldestFirst, AnswerOrder::kNewestFirst}) {
    Scene scene(order);
    Publish(scene);
    Authenticator authenticator(
        {scene.dns, scene.records, scene.spf, scene.senders, *scene.suffixes, std::nullopt});
    scene.evidence.mail = &scene.mail;
    scene.evidence.delivery = &scene.delivery;
    scene.evidence.signatures = scene.signatures;
    int calls = 1;
    while (!authenticator.Authenticate(scene.arena, &scene.evidence, &scene.open)) {
      ASSERT_FALSE(scene.open.empty());
      EXPECT_EQ(scene.evidence.dmarc.basis, ResultBasis::kNone) << "nothing is written before all is known";
      scene.open.clear();
      ASSERT_TRUE(scene.dns.AnswerOne());
      ASSERT_LT(++calls, 200);
    }
    EXPECT_TRUE(scene.open.empty());
    ExpectPublished(scene.evidence);
  }
}

TEST(Authenticate, TheSameAgainAsksNothingMore) {
  Scene scene;
  Publish(scene);
  const Evidence before = scene.evidence;
  Authenticator authenticator(
      {scene.dns, scene.records, scene.spf, scene.senders, *scene.suffixes, std::nullopt});
  size_t asked = 0;
  for (int round = 0; round < 3; ++round) {
    Evidence evidence = before;
    evidence.mail = &scene.mail;
    evidence.delivery = &scene.delivery;
    evidence.signatures = scene.signatures;
    ASSERT_TRUE(authenticator.Authenticate(scene.arena, &evidence, &scene.open));
    ExpectPublished(evidence);
    EXPECT_TRUE(round == 0 || scene.dns.asked() == asked);
    asked = scene.dns.asked();
  }
}

TEST(Authenticate, WithoutDns) {
  Scene scene;
  class OffDns final : public DnsClient {
   public:
    DnsQuestionId Ask(std::string_view, RrType) override { return 0; }
    const DnsAnswer* Find(DnsQuestionId, int64_t) const override { return &answer_; }
    void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
    std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
    int64_t Epoch(int64_t) const override { return 0; }
    bool answers_at_once() const override { return true; }
    std::string Describe() const override { return "off"; }

   private:
    const DnsAnswer answer_{DnsStatus::kOff, {}, {}};
  } off;
  scene.MailFrom("b@bounce.example.com");
  scene.Sign("mail.example.com", DkimResult::kNone, DkimReason::kDnsOff);
  scene.evidence.dns_off = true;
  scene.evidence.mail = &scene.mail;
  scene.evidence.delivery = &scene.delivery;
  scene.evidence.signatures = scene.signatures;
  Authenticator authenticator({off, scene.records, scene.spf, scene.senders, *scene.suffixes, std::nullopt});
  ASSERT_TRUE(authenticator.Authenticate(scene.arena, &scene.evidence, &scene.open));
  const Evidence& evidence = scene.evidence;
  EXPECT_EQ(evidence.signatures[0].names.result, AlignmentResult::kRelaxed);
  EXPECT_TRUE(evidence.signatures[0].names.by_list_only);
  EXPECT_EQ(evidence.spf.basis, ResultBasis::kNone);
  EXPECT_FALSE(evidence.spf.computed);
  EXPECT_EQ(evidence.spf.own_reason, SpfReason::kDnsOff);
  EXPECT_EQ(evidence.spf.domain, "bounce.example.com");
  EXPECT_EQ(evidence.spf.names.result, AlignmentResult::kRelaxed);
  EXPECT_EQ(evidence.dmarc.basis, ResultBasis::kNone);
  EXPECT_EQ(evidence.dmarc.result, DmarcResult::kTempError);
  EXPECT_EQ(evidence.dmarc.provider_result, DmarcResult::kTempError);
  EXPECT_EQ(evidence.dmarc.reason, DmarcReason::kDnsOff);
  EXPECT_EQ(evidence.dmarc.method, OrgMethod::kPublicSuffixList);
  EXPECT_EQ(evidence.dmarc.org_domain, "example.com");
  EXPECT_EQ(evidence.spf_record.published, DnsFact::kNotAsked);
  EXPECT_EQ(evidence.client_dns.ptr, DnsFact::kNotAsked);
  EXPECT_EQ(evidence.author_dns.exists, DnsFact::kNotAsked);
  EXPECT_EQ(evidence.helo_resolves, DnsFact::kNotAsked);
}

}  // namespace
}  // namespace kenpin
