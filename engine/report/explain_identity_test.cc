#include "engine/report/explain_identity.h"

#include <gtest/gtest.h>

#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

TEST(ExplainIdentity, EvidenceOfNamesAndTexts) {
  TestExplanation test;
  IdentityFacts& identity = test.mail.identity;
  test.mail.from.local_part = "user=yourcompany.com";
  test.mail.from.domain = "hs-domain.com";
  identity.original_local_part = "user";
  identity.original_domain = "yourcompany.com";
  identity.has_display_name = true;
  identity.display_name = "Last\x1b chance";
  identity.subject = "Re: x";
  identity.reply_to = {"xn--x.example", DomainScripts::kBelow, "Latin Cyrillic"};
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kEspRewrittenFrom),
            "From user=yourcompany.com@hs-domain.com stands for user@yourcompany.com");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kContentDisplayName), "the name \"Last\\x1b chance\"");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kContentSubjectHonest), "Subject \"Re: x\"");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kFormatIdn), "Reply-To xn--x.example (Latin Cyrillic)");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kFromFreemail), "From shop.example");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kAuthEvidence),
            "trust: none; MAIL FROM by option, client by unknown");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kFormatSingleInstance), "");
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kFormatDate), "");
}

TEST(ExplainIdentity, LinksAndHiddenText) {
  TestExplanation test;
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kContentHiddenHtml), "no HTML");
  test.mail.content.has_html = true;
  test.mail.content.hidden_characters = 30;
  test.mail.content.preheader_characters = 80;
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kContentHiddenHtml),
            "30 hidden characters; a preheader of 80");
  test.mail.content.host_pairs = 1;
  test.mail.content.pairs[0] = {"bank.example", "evil.example"};
  test.mail.content.ip_literal_link = true;
  EXPECT_EQ(IdentityEvidence(test.told, RuleId::kContentLinks),
            "shows bank.example, leads to evil.example; a host that is an address");
}

}  // namespace
}  // namespace kenpin
