// What signs are worth, alone and together; and what copied ones are not.
#include "engine/auth/find_sender_system.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/authentication_scene.h"

namespace kenpin {
namespace {

using test::Scene;

struct SystemCase {
  const char* what;
  std::function<void(Scene&)> change;
  std::string expected;  // "system certainty" and " over transport".
};

std::string Told(const SenderSystemFinding& finding) {
  if (finding.system == SenderSystem::kNone) return "none";
  std::string text(SenderSystemName(finding.system));
  text += " ";
  text += CertaintyName(finding.certainty);
  if (finding.transport != SenderSystem::kNone)
    text += " over " + std::string(SenderSystemName(finding.transport));
  return text;
}

void Check(const std::vector<SystemCase>& cases) {
  for (const SystemCase& c : cases) {
    Scene scene;
    c.change(scene);
    EXPECT_EQ(Told(scene.Run().sender_system), c.expected) << c.what;
  }
}

void Select(Scene& scene, std::string_view selector) { scene.signatures.back().selector = selector; }

void Border(Scene& scene, std::string_view host, PeerName name) {
  scene.delivery.border = 0;
  scene.delivery.border_hop.peer_name = name;
  scene.delivery.border_hop.peer_name_text = host;
}

TEST(FindSenderSystem, OneSign) {
  Check({
      {"nothing", [](Scene&) {}, "none"},
      {"passing signature", [](Scene& s) { s.Sign("em1.sendgrid.net"); }, "SendGrid certain"},
      {"broken signature", [](Scene& s) { s.SignBroken("em1.sendgrid.net"); }, "SendGrid claimed"},
      {"signature that nobody could check",
       [](Scene& s) { s.Sign("em1.sendgrid.net", DkimResult::kTempError, DkimReason::kDnsFailure); },
       "SendGrid claimed"},
      {"the receiver saw it pass",
       [](Scene& s) {
         s.SignBroken("em1.sendgrid.net");
         s.Receiver("mx.receiver.org; dkim=pass header.d=em1.sendgrid.net header.s=s1");
       },
       "SendGrid certain"},
      {"the receiver saw it fail",
       [](Scene& s) {
         s.Sign("em1.sendgrid.net");
         s.Receiver("mx.receiver.org; dkim=fail header.d=em1.sendgrid.net header.s=s1");
       },
       "SendGrid claimed"},
      {"the receiver saw one that is gone",
       [](Scene& s) { s.Receiver("mx.receiver.org; dkim=pass header.d=sendgrid.info header.s=x"); },
       "SendGrid certain"},
      {"verified host", [](Scene& s) { Border(s, "o1.ptr2.sendgrid.net", PeerName::kVerified); },
       "SendGrid certain"},
      {"forged host", [](Scene& s) { Border(s, "o1.ptr2.sendgrid.net", PeerName::kForged); }, "none"},
      {"HELO only", [](Scene& s) { s.delivery.envelope.helo = "O1.ptr2.SendGrid.net"; }, "SendGrid claimed"},
      {"envelope", [](Scene& s) { s.MailFrom("b@x.bnc.salesforce.com"); }, "Salesforce claimed"},
      {"own selector",
       [](Scene& s) {
         s.Sign("example.com");
         Select(s, "hs1-123");
       },
       "HubSpot claimed"},
      {"own selector, refuted",
       [](Scene& s) {
         s.SignBroken("example.com");
         Select(s, "hs1-123");
       },
       "HubSpot claimed"},
      {"a common selector alone", [](Scene& s) { s.Sign("example.com"); }, "none"},
      {"the selector that is a name",
       [](Scene& s) {
         s.Sign("example.com");
         Select(s, "mmmg");
       },
       "JCity Mail certain"},
      {"the same, refuted",
       [](Scene& s) {
         s.SignBroken("example.com");
         Select(s, "mmmg");
       },
       "JCity Mail claimed"},
      {"a header field", [](Scene& s) { s.mail.marks.Add(SystemMark::kMarketingCloud); },
       "Salesforce Marketing Cloud claimed"},
      {"Message-ID", [](Scene& s) { s.mail.message_id.id = "1@EU-west-1.amazonses.com"; },
       "Amazon SES claimed"},
      {"From at the service", [](Scene& s) { s.From("hs-domain.com"); }, "HubSpot claimed"},
  });
}

TEST(FindSenderSystem, TwoMediumSigns) {
  Check({
      {"SPF passes for the service's envelope",
       [](Scene& s) {
         s.MailFrom("b@bounce.489ban.net");
         s.Txt("bounce.489ban.net", "v=spf1 ip4:192.0.2.25 -all");
       },
       "489ban likely"},
      {"SPF fails for it",
       [](Scene& s) {
         s.MailFrom("b@bounce.489ban.net");
         s.Txt("bounce.489ban.net", "v=spf1 -all");
       },
       "489ban claimed"},
      {"HELO and envelope",
       [](Scene& s) {
         s.MailFrom("b@x.bnc.salesforce.com");
         s.delivery.envelope.helo = "smtp1.mta.salesforce.com";
       },
       "Salesforce likely"},
      {"form of the envelope and a common selector",
       [](Scene& s) {
         s.MailFrom("bounces+1-a@em12.example.com");
         s.Sign("example.com");
       },
       "SendGrid likely"},
      {"an include and nothing else",
       [](Scene& s) {
         s.MailFrom("b@example.com");
         s.Txt("example.com", "v=spf1 include:spf.bmv.jp -all");
         s.Txt("spf.bmv.jp", "v=spf1 ip4:192.0.2.0/24 -all");
       },
       "blastmail claimed"},
      {"an include that did not match",
       [](Scene& s) {
         s.MailFrom("b@example.com");
         s.Txt("example.com", "v=spf1 include:spf.bmv.jp ip4:192.0.2.25 -all");
         s.Txt("spf.bmv.jp", "v=spf1 ip4:198.51.100.0/24 -all");
       },
       "none"},
      {"weak signs do not add up",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kSalesforce);
         s.mail.message_id.id = "1@x.sfdc.net";
         s.SignBroken("example.com");
       },
       "Salesforce claimed"},
  });
}

TEST(FindSenderSystem, DoubleCases) {
  Check({
      {"Klaviyo over SendGrid, by fields only",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kKlaviyo);
         s.mail.marks.Add(SystemMark::kSendGrid);
       },
       "Klaviyo claimed over SendGrid"},
      {"Klaviyo over SendGrid, both sign",
       [](Scene& s) {
         s.Sign("s1.klaviyomail.com");
         s.Sign("sendgrid.info");
       },
       "Klaviyo certain over SendGrid"},
      {"Klaviyo's field, SendGrid's signature",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kKlaviyo);
         s.Sign("sendgrid.info");
       },
       "Klaviyo claimed over SendGrid"},
      {"a campaign tool over SES",
       [](Scene& s) {
         s.Sign("example.com");
         Select(s, "acdkim1");
         s.Sign("amazonses.com");
       },
       "ActiveCampaign claimed over Amazon SES"},
      {"a copied field gives way to proof",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kMarketingCloud);
         s.Sign("sendgrid.info");
       },
       "SendGrid certain"},
      {"a copied field of a carrier is no carrier",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kSendGrid);
         Border(s, "a.mta.salesforce.com", PeerName::kVerified);
       },
       "Salesforce certain"},
      {"two carriers",
       [](Scene& s) {
         s.Sign("amazonses.com");
         Border(s, "x.relay.mailchannels.net", PeerName::kVerified);
       },
       "Amazon SES certain over MailChannels"},
      {"proof before claims of others",
       [](Scene& s) {
         s.mail.marks.Add(SystemMark::kSalesforce);
         s.mail.marks.Add(SystemMark::kHubSpot);
         s.Sign("mandrillapp.com");
       },
       "Mailchimp certain"},
  });
}

TEST(FindSenderSystem, RelayedMailTellsNothingByItsEnvelope) {
  Check({{"forwarded by SRS at Gmail",
          [](Scene& s) {
            s.Sign("example.com");
            Select(s, "hs1");
            s.MailFrom("SRS0=HHH=TT=example.com=a@forwarder.example");
            Border(s, "mail-ed1-f41.google.com", PeerName::kVerified);
          },
          "HubSpot claimed"}});
}

TEST(FindSenderSystem, HostileNames) {
  Scene scene;
  const std::string dots(4000, '.');
  const std::string longest = "a@" + std::string(5000, 'x') + ".amazonses.com";
  scene.mail.message_id.id = longest;
  scene.delivery.envelope.helo = dots;
  scene.Sign(dots);
  EXPECT_EQ(Told(scene.Run().sender_system), "none");
}

}  // namespace
}  // namespace kenpin
