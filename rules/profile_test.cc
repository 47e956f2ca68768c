// The profiles, and what each rule says under those whose requirements differ.
#include "rules/profile.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;

constexpr char LetterOf(Outcome outcome) { return "pwfnu"[static_cast<size_t>(outcome)]; }

// One letter a profile, in the order of Provider: p pass, w warn, f fail, n not-applicable, u unknown.
std::string LettersOf(RuleId rule, void (*change)(B&)) {
  std::string letters;
  for (const ProfileInfo& profile : Profiles()) {
    EvidenceBuilder message;
    change(message);
    letters += LetterOf(JudgeRule(GetRule(rule), message.Build(), profile.id).outcome);
  }
  return letters;
}

struct ProviderCase {
  RuleId rule;
  const char* name;
  void (*change)(B&);
  const char* outcomes;  // Gmail, Yahoo, Outlook.com, iCloud, docomo, au, Yahoo! JAPAN, all.
};

void Ed25519Alone(B& m) { m.signature().algorithm = DkimAlgorithm::kEd25519Sha256; }

void Ed25519Ignored(B& m) {
  Ed25519Alone(m);
  m.signature().receiver = ReceiverSays::kNotPass;
}

void Ed25519AndNoSpf(B& m) {
  Ed25519Alone(m);
  m.evidence.spf.own_result = m.evidence.spf.result = SpfResult::kFail;
}

void Sha1Alone(B& m) { m.signature().algorithm = DkimAlgorithm::kRsaSha1; }

void NoHosts(B& m) { m.evidence.author_dns.mx = m.evidence.author_dns.address = DnsFact::kNo; }

void NullMx(B& m) { m.evidence.author_dns.null_mx = true; }

void NoHostsToday(B& m) {
  NoHosts(m);
  m.evidence.dns_contemporary = false;
}

void PolicyMissing(B& m) {
  m.evidence.dmarc.flaws.Add(DmarcFlaw::kPolicyMissing);
  m.evidence.dmarc.p.reset();
}

void PolicyMissingAndNoReports(B& m) {
  PolicyMissing(m);
  m.evidence.dmarc.lookup = DmarcLookup::kPermError;
  m.evidence.dmarc.has_rua = false;
}

void AtPublicSuffix(B& m) { m.evidence.dmarc.level = DmarcLevel::kPublicSuffixDomain; }

void MailtoOnly(B& m) {
  m.mail.unsubscribe.https_uris = 0;
  m.mail.unsubscribe.mailto_uris = 1;
  m.mail.unsubscribe.post_count = 0;
  m.mail.unsubscribe.post = ListUnsubscribeFacts::Post::kAbsent;
}

void MailtoTwice(B& m) {
  MailtoOnly(m);
  m.mail.unsubscribe.field_count = 2;
}

void HttpAndMailto(B& m) {
  MailtoOnly(m);
  m.mail.unsubscribe.http_uris = 1;
}

void Transactional(B& m) {
  MailtoOnly(m);
  m.evidence.unsubscribe_class = UnsubscribeClass::kTransactional;
}

constexpr ProviderCase kCases[] = {
    {RuleId::kDkimAlgorithm, "Ed25519 alone", Ed25519Alone, "fffwwwwf"},
    {RuleId::kDkimAlgorithm, "SHA-1 alone", Sha1Alone, "ffffffff"},
    {RuleId::kAuthDkim, "Ed25519 alone", Ed25519Alone, "fffppppf"},
    {RuleId::kAuthDkim, "Ed25519 that the receiver does not count", Ed25519Ignored, "ffffffff"},
    {RuleId::kAuthDkim, "SHA-1 alone", Sha1Alone, "ffffffff"},
    {RuleId::kAuthSpfOrDkim, "Ed25519 alone, and SPF", Ed25519Alone, "wwwppppw"},
    {RuleId::kAuthSpfOrDkim, "Ed25519 alone, and SPF fails", Ed25519AndNoSpf, "fffwwwwf"},
    {RuleId::kInfraDomainResolves, "neither MX nor address", NoHosts, "wfffffff"},
    {RuleId::kInfraDomainResolves, "neither MX nor address today", NoHostsToday, "wuuuuuuu"},
    {RuleId::kInfraDomainResolves, "null MX", NullMx, "ffffffff"},
    {RuleId::kDmarcPolicy, "p missing, with rua", PolicyMissing, "ffwwwwwf"},
    {RuleId::kDmarcPolicy, "p missing, without rua", PolicyMissingAndNoReports, "ffffffff"},
    {RuleId::kDmarcRecordPresent, "at a public suffix domain", AtPublicSuffix, "wppppppw"},
    {RuleId::kUnsubOneClick, "mailto only", MailtoOnly,
     "fwfffff"
     "f"},
    {RuleId::kUnsubOneClick, "mailto only, in two fields", MailtoTwice, "ffffffff"},
    {RuleId::kUnsubOneClick, "mailto and http", HttpAndMailto, "ffffffff"},
    {RuleId::kUnsubOneClick, "mailto only, transactional", Transactional, "nnnnnnnn"},
};

TEST(Profile, GoldenCases) {
  for (const ProviderCase& c : kCases)
    EXPECT_EQ(LettersOf(c.rule, c.change), c.outcomes) << GetRule(c.rule).name << ": " << c.name;
}

// Every rule whose outcome depends on the provider is shown to do so.
TEST(Profile, EveryDependentRuleIsShown) {
  for (const RuleInfo& rule : Rules()) {
    bool differs = false;
    for (const ProviderCase& c : kCases) {
      const std::string outcomes = c.outcomes;
      differs |= c.rule == rule.id && outcomes.find_first_not_of(outcomes.front()) != std::string::npos;
    }
    EXPECT_EQ(differs, rule.check_for != nullptr) << rule.name;
  }
}

// Under `all` a rule is required as soon as one of the four requires it.
TEST(Profile, AllRequiresWhatOneRequires) {
  EXPECT_EQ(LevelFor(GetRule(RuleId::kInfraTls), Provider::kAll), Level::kMustAll);        // Gmail.
  EXPECT_EQ(LevelFor(GetRule(RuleId::kFwdArc), Provider::kAll), Level::kMustBulk);         // iCloud.
  EXPECT_EQ(LevelFor(GetRule(RuleId::kAuthDmarcPass), Provider::kAll), Level::kMustBulk);  // Yahoo.
  EXPECT_EQ(LevelFor(GetRule(RuleId::kSpfHeaderFrom), Provider::kAll), Level::kInfo);      // Only docomo.
  EXPECT_EQ(LevelFor(GetRule(RuleId::kSpfHeaderFrom), Provider::kDocomo), Level::kMustAll);
  EXPECT_EQ(LevelFor(GetRule(RuleId::kAuthSpf), Provider::kAu), Level::kShould);
}

TEST(Profile, NamesAndDates) {
  std::set<std::string_view> names;
  for (const ProfileInfo& profile : Profiles()) {
    EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
    EXPECT_EQ(FindProfile(profile.name), profile.id) << profile.name;
    EXPECT_EQ(&GetProfile(profile.id), &profile) << profile.name;
    EXPECT_EQ(profile.date.size(), std::string_view("2026-07-02").size()) << profile.name;
    EXPECT_FALSE(profile.title.empty()) << profile.name;
  }
  EXPECT_EQ(FindProfile("Gmail"), std::nullopt);
  EXPECT_EQ(FindProfile(""), std::nullopt);
  EXPECT_EQ(ProvidersOf(Provider::kAu).size(), 1u);
  EXPECT_EQ(ProvidersOf(Provider::kAu).front(), Provider::kAu);
  EXPECT_EQ(ProvidersOf(Provider::kAll).size(), 4u);
}

TEST(Consequence, FollowsTheLevel) {
  for (const RuleInfo& rule : Rules()) {
    for (size_t i = 0; i < kProviderCount; ++i) {
      const Provider provider = static_cast<Provider>(i);
      const Consequence consequence = ConsequenceAt(rule, provider);
      EXPECT_NE(consequence, Consequence::kByLevel) << rule.name;
      EXPECT_EQ(consequence == Consequence::kNone, rule.level[provider] == Level::kInfo) << rule.name;
      const bool required = rule.level[provider] >= Level::kMustBulk;
      EXPECT_FALSE(required && consequence == Consequence::kAdvice) << rule.name;
    }
  }
}

// Gmail publishes which faults cost delivery and which only its support.
TEST(Consequence, GmailsSplit) {
  const auto at_gmail = [](RuleId rule) { return ConsequenceAt(GetRule(rule), Provider::kGmail); };
  for (const RuleId rule : {RuleId::kAlignFrom, RuleId::kAuthSpf, RuleId::kAuthDkim, RuleId::kInfraPtr,
                            RuleId::kInfraFcrdns, RuleId::kInfraTls, RuleId::kFormatFromSingle})
    EXPECT_EQ(at_gmail(rule), Consequence::kThrottledOrRejected) << GetRule(rule).name;
  EXPECT_EQ(at_gmail(RuleId::kUnsubOneClick), Consequence::kSupportLost);
  EXPECT_EQ(ConsequenceText(at_gmail(RuleId::kDmarcRecordPresent)).en,
            "may be rejected (G-SMTP), support lost (G-FAQ)");
}

}  // namespace
}  // namespace kenpin
