#include "engine/mail/identity_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/from.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

struct Parsed {
  explicit Parsed(std::string_view bytes) : message(bytes) {
    const ShownAddresses addresses = ParseShownAddresses(message.view, message.arena);
    const FromFacts from = ParseFromFacts(message.view, addresses.from, message.arena, nullptr);
    const SenderFacts sender = ParseSenderFacts(message.view, message.arena, nullptr);
    facts = ParseIdentityFacts(message.view, addresses, from, sender, message.arena);
  }
  TestMessage message;
  IdentityFacts facts;
};

TEST(IdentityFacts, FieldsThatAreAbsent) {
  const Parsed no_author("To: Mary Jones <mary@home.example>\nSubject: x\n\n");
  EXPECT_FALSE(no_author.facts.has_display_name);
  EXPECT_EQ(no_author.facts.subject, "x");
  const Parsed no_recipient("From: Mary Jones <a@shop.example>\n\n");
  EXPECT_EQ(no_recipient.facts.display_name, "Mary Jones");
  EXPECT_FALSE(no_recipient.facts.name_has_recipient);
}

TEST(IdentityFacts, DisplayName) {
  const struct {
    const char* name;
    std::string_view from;
    std::string_view shown;
    std::string_view domain;
    std::string_view
        facts;  // g gmail, c control, s symbol, n counter, r reply prefix, u urgent, p recipient.
  } kCases[] = {
      {"none", "a@shop.example", "", "", ""},
      {"plain", "The Shop <a@shop.example>", "The Shop", "", ""},
      {"quoted", "\"The \\\"Shop\\\", Ltd.\" <a@shop.example>", "The \"Shop\", Ltd.", "", ""},
      {"encoded UTF-8", "=?utf-8?Q?Caf=C3=A9?= <a@shop.example>", "Café", "", ""},
      {"encoded ISO-2022-JP", "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= <a@shop.example>", "日本", "", ""},
      {"two words", "=?utf-8?B?5pel?=\n =?utf-8?B?5pys?= <a@shop.example>", "日本", "", ""},
      {"own address", "\"a@shop.example\" <a@shop.example>", "a@shop.example", "", ""},
      {"other address", "\"ceo@bank.example\" <a@shop.example>", "ceo@bank.example", "bank.example", ""},
      {"gmail", "\"Shop@GMAIL.com\" <a@shop.example>", "Shop@GMAIL.com", "GMAIL.com", "g"},
      {"bidi", "=?utf-8?B?4oCuYWJj?= <a@shop.example>",
       "\xe2\x80\xae"
       "abc",
       "", "c"},
      {"control", "=?utf-8?Q?a=07b?= <a@shop.example>", "a\ab", "", "c"},
      {"check mark", "=?utf-8?B?U2hvcCDinJQ=?= <a@shop.example>", "Shop ✔", "", "s"},
      {"counter", "\"Shop (2)\" <a@shop.example>", "Shop (2)", "", "n"},
      {"year is no counter", "\"Shop (2024)\" <a@shop.example>", "Shop (2024)", "", ""},
      {"reply", "\"Re: your order\" <a@shop.example>", "Re: your order", "", "r"},
      {"urgent", "=?utf-8?Q?Last_chance?= <a@shop.example>", "Last chance", "", "u"},
      {"recipient", "Mary Jones <a@shop.example>\nTo: Mary Jones <m@home.example>", "Mary Jones", "", "p"},
  };
  for (const auto& c : kCases) {
    const Parsed parsed("From: " + std::string(c.from) + "\n\n");
    const IdentityFacts& facts = parsed.facts;
    EXPECT_EQ(facts.display_name, c.shown) << c.name;
    EXPECT_EQ(facts.has_display_name, !c.shown.empty()) << c.name;
    EXPECT_EQ(facts.name_domain, c.domain) << c.name;
    std::string got;
    if (facts.name_has_gmail) got += 'g';
    if (facts.name_has_control) got += 'c';
    if (facts.name_has_symbol) got += 's';
    if (facts.name_has_counter) got += 'n';
    if (facts.name_has_reply_prefix) got += 'r';
    if (facts.name_is_urgent) got += 'u';
    if (facts.name_has_recipient) got += 'p';
    EXPECT_EQ(got, c.facts) << c.name;
  }
}

TEST(IdentityFacts, Subject) {
  const struct {
    std::string_view subject;
    bool prefix;
  } kCases[] = {{"Hello", false},        {"Re: Hello", true},         {"RE : Hello", true},
                {"Re[2]: Hello", true},  {"Fwd: Hello", true},        {"FW:Hello", true},
                {"Regarding: x", false}, {"返信: x", true},           {"転送：x", true},
                {"返信のお願い", false}, {"=?utf-8?Q?Re:_x?=", true}, {"=?utf-8?B?6Lui6YCBOiB4?=", true}};
  for (const auto& c : kCases) {
    EXPECT_EQ(Parsed("Subject: " + std::string(c.subject) + "\n\n").facts.subject_has_reply_prefix, c.prefix)
        << c.subject;
  }
  EXPECT_TRUE(Parsed("In-Reply-To: <a@b>\n\n").facts.is_reply);
  EXPECT_TRUE(Parsed("References: <a@b>\n\n").facts.is_reply);
  EXPECT_FALSE(Parsed("Subject: Re: x\n\n").facts.is_reply);
  const Parsed folded("Subject: one\n two\n\n");
  EXPECT_EQ(folded.facts.subject, "one two");
  const Parsed longer("Subject: " + std::string(kMaxShownText - 1, 'x') + "é\n\n");
  EXPECT_EQ(longer.facts.subject.size(), kMaxShownText - 1);
}

TEST(IdentityFacts, RewrittenFrom) {
  const struct {
    std::string_view address;
    std::string_view local_part;
    std::string_view domain;
  } kCases[] = {
      {"user=yourcompany.com@hs-domain.com", "user", "yourcompany.com"},
      {"a=b=shop.example@service.example", "a=b", "shop.example"},
      {"user@shop.example", "", ""},
      {"user=x@service.example", "", ""},
      {"user=1.2@service.example", "", ""},
      {"SRS0=ab=cd=shop.example=user@service.example", "", ""},
  };
  for (const auto& c : kCases) {
    const Parsed parsed("From: " + std::string(c.address) + "\n\n");
    EXPECT_EQ(parsed.facts.original_local_part, c.local_part) << c.address;
    EXPECT_EQ(parsed.facts.original_domain, c.domain) << c.address;
  }
}

TEST(IdentityFacts, Domains) {
  const struct {
    const char* name;
    std::string_view domain;
    DomainScripts scripts;
  } kCases[] = {
      {"ASCII", "shop.example", DomainScripts::kAscii},
      {"German", "bücher.example", DomainScripts::kHighly},
      {"Japanese of three scripts", "日本のドメインabc.example", DomainScripts::kHighly},
      {"Cyrillic that looks Latin", "аррӏе.example", DomainScripts::kConfusable},
      {"Russian", "почта.example", DomainScripts::kHighly},
      {"Latin with one Cyrillic letter", "pаypal.example", DomainScripts::kBelow},
      {"Latin with Thai", "abcกขค.example", DomainScripts::kModerately},
  };
  for (const auto& c : kCases) {
    const Parsed parsed("From: a@x.example\nReply-To: b@" + std::string(c.domain) + "\n\n");
    EXPECT_EQ(parsed.facts.reply_to.scripts, c.scripts)
        << c.name << " " << parsed.facts.reply_to.domain << " " << parsed.facts.reply_to.script_names;
  }
  const Parsed parsed("From: a@pаypal.example\nSender: c@Y.example\n\n");
  EXPECT_EQ(parsed.facts.from.script_names, "Latin Cyrillic");
  EXPECT_EQ(parsed.facts.sender.domain, "y.example");
  EXPECT_TRUE(parsed.facts.reply_to.domain.empty());
}

}  // namespace
}  // namespace kenpin
