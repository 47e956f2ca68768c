#include "engine/mail/from.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/mailbox.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

// Letters of `marks`: u usable, g group, m unparsable, n address in the display name.
struct FromCase {
  const char* name;
  std::string fields;
  uint32_t mailboxes;
  std::string_view domain;
  DomainForm form;
  std::string_view marks;
};

const FromCase kFromCases[] = {
    {"usual", "From: Ada <A@B.Example>\n", 1, "b.example", DomainForm::kOk, "u"},
    {"U-label", "From: a@\xe6\xa4\x9c\xe5\x93\x81.example\n", 1, "xn--jvrp78b.example", DomainForm::kUnicode,
     "u"},
    {"underscore", "From: a@b_c.example\n", 1, "b_c.example", DomainForm::kUnderscore, "u"},
    {"two mailboxes", "From: a@b.example, c@d.example\n", 2, "b.example", DomainForm::kOk, ""},
    {"two fields", "From: a@b.example\nFrom: c@d.example\n", 1, "b.example", DomainForm::kOk, ""},
    {"group", "From: T: a@b.example;\n", 1, "b.example", DomainForm::kOk, "ug"},
    {"empty group", "From: T:;\n", 0, "", DomainForm::kEmpty, "g"},
    {"empty", "From:\n", 0, "", DomainForm::kEmpty, "m"},
    {"absent", "To: a@b.example\n", 0, "", DomainForm::kEmpty, ""},
    {"no domain", "From: root\n", 1, "", DomainForm::kEmpty, "m"},
    {"literal", "From: a@[192.0.2.1]\n", 1, "", DomainForm::kLiteral, ""},
    {"single label", "From: root@localhost\n", 1, "", DomainForm::kSingleLabel, ""},
    {"trailing dot", "From: a@b.example.\n", 1, "", DomainForm::kTrailingDot, "m"},
    {"dots of old carriers", "From: a..b.@docomo.example\n", 1, "docomo.example", DomainForm::kOk, "um"},
    {"own address as name", "From: \"a@b.example\" <a@B.example>\n", 1, "b.example", DomainForm::kOk, "u"},
    {"other address as name", "From: \"ceo@c.example\" <a@b.example>\n", 1, "b.example", DomainForm::kOk,
     "un"},
    {"other address in the name", "From: \"Ada (ceo@c.example.)\" <a@b.example>\n", 1, "b.example",
     DomainForm::kOk, "un"},
    {"at sign in the name", "From: \"Ada @ Work\" <a@b.example>\n", 1, "b.example", DomainForm::kOk, "u"},
    {"handle as name", "From: \"@ada\" <a@b.example>\n", 1, "b.example", DomainForm::kOk, "u"},
    {"address in base64", "From: =?UTF-8?B?Y2VvQGMuZXhhbXBsZQ==?= <a@b.example>\n", 1, "b.example",
     DomainForm::kOk, "un"},
    {"address in Q", "From: =?utf-8?q?ceo=40c.example?= <a@b.example>\n", 1, "b.example", DomainForm::kOk,
     "un"},
    {"address over two words", "From: =?utf-8?q?ceo=40?=\n =?utf-8?q?c.example?= <a@b.example>\n", 1,
     "b.example", DomainForm::kOk, "un"},
    {"own address in Q", "From: =?utf-8?q?a=40b.example?= <a@b.example>\n", 1, "b.example", DomainForm::kOk,
     "u"},
    {"ISO-2022-JP is not looked into", "From: =?ISO-2022-JP?B?GyRCYUBiLmMbKEI=?= <a@b.example>\n", 1,
     "b.example", DomainForm::kOk, "u"},
    {"unquoted address as name", "From: ceo@c.example <a@b.example>\n", 1, "b.example", DomainForm::kOk,
     "umn"},
};

std::string Marks(const FromFacts& facts) {
  std::string marks;
  if (facts.usable()) marks += 'u';
  if (facts.has_group) marks += 'g';
  if (facts.unparsable) marks += 'm';
  if (facts.address_in_display_name) marks += 'n';
  return marks;
}

TEST(From, Table) {
  for (const FromCase& c : kFromCases) {
    SCOPED_TRACE(c.name);
    TestMessage message(c.fields + "\n");
    const FromFacts facts =
        ParseFromFacts(message.view, ParseShownAddresses(message.view, message.arena).from, message.arena);
    EXPECT_EQ(facts.mailbox_count, c.mailboxes);
    EXPECT_EQ(facts.domain, c.domain);
    EXPECT_EQ(static_cast<int>(facts.domain_form), static_cast<int>(c.form));
    EXPECT_EQ(facts.has_addr_spec, c.form != DomainForm::kEmpty);
    EXPECT_EQ(Marks(facts), c.marks);
  }
}

TEST(From, ShownAddressesAreThoseOfTheTopmostFields) {
  TestMessage message(
      "From: a@one.example\nTo: b@two.example\nTo: c@three.example\nFrom: d@four.example\n\n");
  const ShownAddresses addresses = ParseShownAddresses(message.view, message.arena);
  ASSERT_EQ(addresses.from.mailboxes.size(), 1u);
  EXPECT_EQ(addresses.from.mailboxes[0].domain, "one.example");
  ASSERT_EQ(addresses.to.mailboxes.size(), 1u);
  EXPECT_EQ(addresses.to.mailboxes[0].domain, "two.example");
  TestMessage none("Subject: x\n\n");
  const ShownAddresses nobody = ParseShownAddresses(none.view, none.arena);
  EXPECT_TRUE(nobody.from.mailboxes.empty() && nobody.to.mailboxes.empty());
}

TEST(From, Sender) {
  TestMessage message("Sender: X <x@Y.example>\nSender: z\n\n");
  const SenderFacts facts = ParseSenderFacts(message.view, message.arena);
  EXPECT_EQ(facts.field_count, 2u);
  EXPECT_EQ(facts.mailbox_count, 1u);
  EXPECT_EQ(facts.domain, "y.example");
  TestMessage none("From: x@y.example\n\n");
  EXPECT_EQ(ParseSenderFacts(none.view, none.arena).field_count, 0u);
}

TEST(From, TooManyMailboxesAreAFlaw) {
  std::string fields = "From: a@b.example";
  for (size_t i = 0; i < kMaxMailboxes; ++i) fields += ",\n a@b.example";
  TestMessage message(fields + "\n\n");
  ParseFlaws flaws;
  const AddressList from = ParseShownAddresses(message.view, message.arena).from;
  EXPECT_EQ(ParseFromFacts(message.view, from, message.arena, &flaws).mailbox_count, kMaxMailboxes);
  EXPECT_TRUE(flaws.Has(ParseFlaw::kTooManyAddresses));
}

}  // namespace
}  // namespace kenpin
