#include "rules/identity.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void FromAt(B& m, std::string_view domain) {
  m.mail.from.domain = domain;
  m.evidence.author.domain = m.evidence.author.org_domain = domain;
}

void FromGmail(B& m) { FromAt(m, "gmail.com"); }

// Another system sends: what passes is its own.
void SentByAnother(B& m) {
  m.signatures = {B::ThirdPartySignature()};
  m.evidence.spf.names = B::Strangers();
  m.evidence.dmarc.spf_leg = m.evidence.dmarc.dkim_leg = DmarcLeg::kNo;
  m.evidence.dmarc.result = m.evidence.dmarc.own_result = m.evidence.dmarc.provider_result =
      DmarcResult::kFail;
}

// Nothing is signed, and nobody knows the client.
void Undecided(B& m) {
  m.Presend();
  m.Unsign();
  m.evidence.mta_adds.dkim_signature = true;
  m.evidence.spf = {};
  m.evidence.dmarc.basis = ResultBasis::kNone;
  m.evidence.dmarc.spf_leg = m.evidence.dmarc.dkim_leg = DmarcLeg::kUnknown;
  m.evidence.dmarc.own_result = m.evidence.dmarc.provider_result = DmarcResult::kTempError;
  m.evidence.dmarc.result = DmarcResult::kTempError;
}

void SystemIs(B& m, SenderSystem system, Certainty certainty) {
  m.evidence.sender_system.system = system;
  m.evidence.sender_system.certainty = certainty;
}

constexpr GoldenCase kCases[] = {
    {kFromGmailImpersonation, "another domain", [](B&) {}, kPass},
    {kFromGmailImpersonation, "by Gmail", FromGmail, kPass},
    {kFromGmailImpersonation, "by Gmail, as googlemail.com", [](B& m) { FromAt(m, "googlemail.com"); },
     kPass},
    {kFromGmailImpersonation, "DMARC fails",
     [](B& m) {
       FromGmail(m);
       SentByAnother(m);
     },
     kFail, Reason::kGmailNotFromGmail},
    {kFromGmailImpersonation, "by a service, before sending",
     [](B& m) {
       FromGmail(m);
       Undecided(m);
       SystemIs(m, SenderSystem::kSalesforce, Certainty::kClaimed);
     },
     kFail, Reason::kGmailByService},
    {kFromGmailImpersonation, "by a service, in a sender's archive",
     [](B& m) {
       FromGmail(m);
       Undecided(m);
       m.Sent();
       SystemIs(m, SenderSystem::kSalesforce, Certainty::kClaimed);
     },
     kFail, Reason::kGmailByService},
    {kFromGmailImpersonation, "by Microsoft's mailboxes",
     [](B& m) {
       FromGmail(m);
       SentByAnother(m);
       SystemIs(m, SenderSystem::kMicrosoft, Certainty::kCertain);
     },
     kFail, Reason::kGmailByService},
    {kFromGmailImpersonation, "Google's system, before sending",
     [](B& m) {
       FromGmail(m);
       Undecided(m);
       SystemIs(m, SenderSystem::kGoogle, Certainty::kClaimed);
     },
     kUnknown, Reason::kNotSignedYet},
    {kFromGmailImpersonation, "undecided",
     [](B& m) {
       FromGmail(m);
       Undecided(m);
     },
     kUnknown, Reason::kNotSignedYet},
    {kFromGmailImpersonation, "no author", [](B& m) { m.evidence.author = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},

    {kFromFreemail, "a domain of its own", [](B&) {}, kPass},
    {kFromFreemail, "a name under a provider's", [](B& m) { FromAt(m, "news.yahoo.example.com"); }, kPass},
    {kFromFreemail, "the provider sent it", [](B& m) { FromAt(m, "yahoo.co.jp"); }, kNotApplicable,
     Reason::kProviderSent},
    {kFromFreemail, "p=reject",
     [](B& m) {
       FromAt(m, "yahoo.co.jp");
       SentByAnother(m);
     },
     kFail, Reason::kFreemailStrict},
    {kFromFreemail, "p=quarantine",
     [](B& m) {
       FromAt(m, "icloud.com");
       SentByAnother(m);
       m.evidence.dmarc.policy = DmarcPolicy::kQuarantine;
     },
     kFail, Reason::kFreemailStrict},
    {kFromFreemail, "p=quarantine, in testing",
     [](B& m) {
       FromAt(m, "icloud.com");
       SentByAnother(m);
       m.evidence.dmarc.policy = DmarcPolicy::kQuarantine;
       m.evidence.dmarc.testing = true;
     },
     kWarn, Reason::kFreemailLenient},
    {kFromFreemail, "p=none",
     [](B& m) {
       FromAt(m, "docomo.ne.jp");
       SentByAnother(m);
       m.evidence.dmarc.policy = DmarcPolicy::kNone;
     },
     kWarn, Reason::kFreemailLenient},
    {kFromFreemail, "no record",
     [](B& m) {
       FromAt(m, "gmx.de");
       SentByAnother(m);
       m.evidence.dmarc.lookup = DmarcLookup::kNone;
     },
     kWarn, Reason::kFreemailLenient},
    {kFromFreemail, "the policy is not known",
     [](B& m) {
       FromAt(m, "aol.com");
       SentByAnother(m);
       m.evidence.dmarc.lookup = DmarcLookup::kTempError;
     },
     kUnknown, Reason::kPolicyUnknown},
    {kFromFreemail, "the receiver tells the policy",
     [](B& m) {
       FromAt(m, "aol.com");
       SentByAnother(m);
       m.evidence.dmarc.lookup = DmarcLookup::kTempError;
       m.delivery.results.basis = TrustBasis::kAboveBorder;
       m.delivery.results.dmarc_policy = "reject";
     },
     kFail, Reason::kFreemailStrict},
    {kFromFreemail, "the receiver tells of p=none",
     [](B& m) {
       FromAt(m, "aol.com");
       SentByAnother(m);
       m.delivery.results.basis = TrustBasis::kAboveBorder;
       m.delivery.results.dmarc_policy = "none";
     },
     kWarn, Reason::kFreemailLenient},
    {kFromFreemail, "today's record, and nobody knows who sent old mail",
     [](B& m) {
       FromAt(m, "aol.com");
       SentByAnother(m);
       SystemIs(m, SenderSystem::kSalesforce, Certainty::kCertain);
       m.evidence.dns_contemporary = false;
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kFromFreemail, "by a service, before sending",
     [](B& m) {
       FromAt(m, "outlook.com");
       Undecided(m);
       SystemIs(m, SenderSystem::kMailchimp, Certainty::kClaimed);
     },
     kFail, Reason::kFreemailStrict},
    {kFromFreemail, "by its own system, before sending",
     [](B& m) {
       FromAt(m, "outlook.com");
       Undecided(m);
       SystemIs(m, SenderSystem::kMicrosoft, Certainty::kClaimed);
     },
     kUnknown, Reason::kNotSignedYet},
    {kFromFreemail, "no author", [](B& m) { m.evidence.author = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},

    {kEspRewrittenFrom, "the customer's domain", [](B&) {}, kPass},
    {kEspRewrittenFrom, "user=example.com@hs-domain.com",
     [](B& m) {
       FromAt(m, "hs-domain.com");
       m.mail.identity.original_domain = "example.com";
     },
     kWarn, Reason::kFromRewritten},
    {kEspRewrittenFrom, "under a service's domain", [](B& m) { FromAt(m, "k.shared.klaviyomail.com"); },
     kWarn, Reason::kFromServiceDomain},
    {kEspRewrittenFrom, "a name that ends like it", [](B& m) { FromAt(m, "notccsend.com"); }, kPass},
    {kEspRewrittenFrom, "no author", [](B& m) { m.mail.from.domain = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},
};

TEST(IdentityRules, Golden) { RunGolden(kCases); }

TEST(IdentityRules, Freemail) {
  for (const std::string_view domain :
       {"gmail.com", "163.com", "yahoo.com", "yahoo.co.jp", "gmx.net", "web.de", "i.softbank.jp", "me.com"}) {
    EXPECT_TRUE(IsFreemail(domain, domain)) << domain;
  }
  EXPECT_TRUE(IsFreemail("docomo.ne.jp", ""));
  EXPECT_FALSE(IsFreemail("yahoo.example.com", "example.com"));
  EXPECT_FALSE(IsFreemail("nyahoo.com", "nyahoo.com"));
  EXPECT_FALSE(IsFreemail("", ""));
}

}  // namespace

std::span<const GoldenCase> IdentityCases() { return kCases; }

}  // namespace kenpin
