#include "engine/auth/sender_system.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace kenpin {
namespace {

TEST(SenderSystem, NamesDiffer) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kSenderSystemCount; ++i)
    names.insert(SenderSystemName(static_cast<SenderSystem>(i)));
  EXPECT_EQ(names.size(), kSenderSystemCount);
  EXPECT_EQ(SenderSystemName(SenderSystem::kNone), "");
  EXPECT_EQ(SenderSystemName(SenderSystem::kMarketingCloud), "Salesforce Marketing Cloud");
  EXPECT_EQ(SenderSystemName(SenderSystem::kGoogle), "Google");
  EXPECT_EQ(SenderSystemName(SenderSystem::kKumoMta), "KumoMTA");
}

TEST(SenderSystem, EveryMarkIsASystems) {
  std::set<SenderSystem> systems;
  for (size_t i = 1; i < static_cast<size_t>(SystemMark::kCount); ++i)
    systems.insert(SystemOfMark(static_cast<SystemMark>(i)));
  EXPECT_EQ(systems.size(), static_cast<size_t>(SystemMark::kCount) - 1);
  EXPECT_EQ(systems.count(SenderSystem::kNone), 0u);
  EXPECT_EQ(SystemOfMark(SystemMark::kKlaviyo), SenderSystem::kKlaviyo);
  EXPECT_EQ(SystemOfMark(SystemMark::kKumoMta), SenderSystem::kKumoMta);
}

struct DomainCase {
  const char* name;
  SystemPlace place;
  SenderSystem system;
};

TEST(SenderSystem, ByDomain) {
  const DomainCase cases[] = {
      {"sendgrid.net", kSystemSigner, SenderSystem::kSendGrid},
      {"em1.sendgrid.net", kSystemEnvelope, SenderSystem::kSendGrid},
      {"notsendgrid.net", kSystemSigner, SenderSystem::kNone},
      {"sendgrid.net.example", kSystemSigner, SenderSystem::kNone},
      {"", kSystemSigner, SenderSystem::kNone},
      {".", kSystemSigner, SenderSystem::kNone},
      {"smtp1.mta.salesforce.com", kSystemHost, SenderSystem::kSalesforce},
      {"mta1.s7.y.mc.salesforce.com", kSystemHost, SenderSystem::kMarketingCloud},
      {"mail.salesforce.com", kSystemHost, SenderSystem::kNone},
      {"x.bnc.salesforce.com", kSystemEnvelope, SenderSystem::kSalesforce},
      {"acems12.com", kSystemSigner, SenderSystem::kActiveCampaign},
      {"s1.acems12.com", kSystemHost, SenderSystem::kActiveCampaign},
      {"acems.com", kSystemSigner, SenderSystem::kNone},
      {"acemsx.com", kSystemSigner, SenderSystem::kNone},
      {"mail-sor-f69.google.com", kSystemHost, SenderSystem::kGoogle},
      {"smtp-relay.google.com", kSystemHost, SenderSystem::kNone},
      {"gmail.com", kSystemSigner, SenderSystem::kGoogle},
      {"mail-am6.outbound.protection.outlook.com", kSystemHost, SenderSystem::kMicrosoft},
      {"hs-domain.com", kSystemAuthor, SenderSystem::kHubSpot},
      {"hs-domain.com", kSystemSigner, SenderSystem::kNone},
      {"a1-2.smtp-out.eu-west-1.amazonses.com", kSystemHost, SenderSystem::kAmazonSes},
      {"spf.bmv.jp", kSystemInclude, SenderSystem::kBlastmail},
      {"smp.ne.jp", kSystemInclude, SenderSystem::kSpiral},
      {"x.sfdc.net", kSystemCopiedId, SenderSystem::kSalesforce},
      {"x.sfdc.net", kSystemMessageId, SenderSystem::kNone},
  };
  for (const DomainCase& c : cases)
    EXPECT_EQ(SenderSystemName(FindSystemByDomain(c.name, c.place)), SenderSystemName(c.system))
        << c.name << " " << static_cast<int>(c.place);
}

TEST(SenderSystem, WhoSendsForOthers) {
  for (const char* domain : {"sendgrid.net", "em1.sendgrid.net", "amazonses.com", "acems7.com",
                             "x.acems1.com", "prd.sparkpost", "salesforce.com", "tenant.onmicrosoft.com"})
    EXPECT_TRUE(IsSendingService(domain)) << domain;
  for (const char* domain : {"", "com", "example.com", "notsendgrid.net", "sendgrid.net.example", "gmail.com",
                             "outlook.com", "google.com", "mail-a.google.com"})
    EXPECT_FALSE(IsSendingService(domain)) << domain;
}

struct SelectorCase {
  const char* selector;
  SenderSystem system;
  SelectorWorth worth;
};

TEST(SenderSystem, BySelector) {
  const SelectorCase cases[] = {
      {"mmmg", SenderSystem::kJCity, SelectorWorth::kUnique},
      {"hs1", SenderSystem::kHubSpot, SelectorWorth::kOwn},
      {"hs2-145887", SenderSystem::kHubSpot, SelectorWorth::kOwn},
      {"s1", SenderSystem::kSendGrid, SelectorWorth::kCommon},
      {"scph0817", SenderSystem::kSparkPost, SelectorWorth::kOwn},
      {"20230601", SenderSystem::kGoogle, SelectorWorth::kCommon},
      {"20150623pm", SenderSystem::kPostmark, SelectorWorth::kOwn},
      {"selector1-shop-onmicrosoft-com", SenderSystem::kMicrosoft, SelectorWorth::kOwn},
      {"prod-iad-20200101", SenderSystem::kOracle, SelectorWorth::kOwn},
      {"abcdefghijklmnopqrstuvwxyz234567", SenderSystem::kAmazonSes, SelectorWorth::kOwn},
  };
  std::array<SelectorSystem, kMaxSystemsOfSelector> room;
  for (const SelectorCase& c : cases) {
    const std::span<const SelectorSystem> found = FindSystemsBySelector(c.selector, room);
    ASSERT_EQ(found.size(), 1u) << c.selector;
    EXPECT_EQ(SenderSystemName(found[0].system), SenderSystemName(c.system)) << c.selector;
    EXPECT_EQ(found[0].worth, c.worth) << c.selector;
  }
  EXPECT_EQ(FindSystemsBySelector("k1", room).size(), 2u) << "Mailchimp's and Mailgun's";
  for (const char* selector : {"", "hs1-", "hs1-x", "pm", "scph08", "scph08170", "dkim", "2023060",
                               "abcdefghijklmnopqrstuvwxyz234561", "selectorx"})
    EXPECT_TRUE(FindSystemsBySelector(selector, room).empty()) << selector;
}

TEST(SenderSystem, ByTheFormOfTheEnvelope) {
  EXPECT_EQ(FindSystemByEnvelope("bounces+1-ab@em123.shop.com", "em123.shop.com"), SenderSystem::kSendGrid);
  EXPECT_EQ(FindSystemByEnvelope("news@em123.shop.com", "em123.shop.com"), SenderSystem::kNone);
  EXPECT_EQ(FindSystemByEnvelope("bounces+1@em.shop.com", "em.shop.com"), SenderSystem::kNone);
  EXPECT_EQ(FindSystemByEnvelope("x@pm-bounces.shop.com", "pm-bounces.shop.com"), SenderSystem::kPostmark);
  EXPECT_EQ(FindSystemByEnvelope("bounce-12_HTML-34-5@bounce.shop.com", "bounce.shop.com"),
            SenderSystem::kMarketingCloud);
  EXPECT_EQ(FindSystemByEnvelope("bounce-12@bounce.shop.com", "bounce.shop.com"), SenderSystem::kNone);
  EXPECT_EQ(FindSystemByEnvelope("", ""), SenderSystem::kNone);
}

}  // namespace
}  // namespace kenpin
