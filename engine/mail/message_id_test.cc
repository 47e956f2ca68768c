#include "engine/mail/message_id.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

using Form = MessageIdFacts::Form;
using RightSide = MessageIdFacts::RightSide;

struct IdCase {
  const char* name;
  std::string_view body;
  Form form;
  std::string_view id;
  RightSide right_side = RightSide::kOk;
};

const IdCase kIds[] = {
    {"usual", " <a.1@b.example>", Form::kOk, "a.1@b.example"},
    {"folded in front", "\r\n <a@b.example>", Form::kOk, "a@b.example"},
    {"comments around", "(x<y) <a@b.example> (z)", Form::kOk, "a@b.example"},
    {"dollar and hash", "<00$1#2@b.example>", Form::kOk, "00$1#2@b.example"},
    {"UTF-8", "<\xe6\xa4\x9c@b.example>", Form::kOk, "\xe6\xa4\x9c@b.example"},
    {"literal", "<a@[192.0.2.1]>", Form::kOk, "a@[192.0.2.1]", RightSide::kAddress},
    {"bare address", "<a@192.0.2.1>", Form::kOk, "a@192.0.2.1", RightSide::kAddress},
    {"localhost", "<a@localhost>", Form::kOk, "a@localhost", RightSide::kLocalhost},
    {"localdomain", "<a@LOCALHOST.localdomain>", Form::kOk, "a@LOCALHOST.localdomain", RightSide::kLocalhost},
    {"bare host", "<a@web01>", Form::kOk, "a@web01", RightSide::kBareHost},
    {"host that ends like localhost", "<a@mylocalhost>", Form::kOk, "a@mylocalhost", RightSide::kBareHost},
    {"empty", "", Form::kNoBrackets, ""},
    {"no brackets", " a@b.example ", Form::kNoBrackets, "a@b.example"},
    {"unclosed bracket", "<a@b.example", Form::kNoBrackets, "<a@b.example"},
    {"brackets in the wrong order", ">a@b.example<", Form::kNoBrackets, ">a@b.example<"},
    {"no at", "<ab.example>", Form::kNoAt, "ab.example"},
    {"nothing inside", "<>", Form::kNoAt, ""},
    {"space inside", "<a @b.example>", Form::kSpaces, "a @b.example"},
    {"fold inside", "<a@\r\n b.example>", Form::kSpaces, "a@\r\n b.example"},
    {"two ids", "<a@b.example> <c@d.example>", Form::kGarbage, "a@b.example"},
    {"text in front", "x <a@b.example>", Form::kGarbage, "a@b.example"},
    {"text behind", "<a@b.example>x", Form::kGarbage, "a@b.example"},
    {"two brackets", "<<a@b.example>>", Form::kGarbage, "<a@b.example"},
    {"two ats", "<a@b@c.example>", Form::kGarbage, "a@b@c.example"},
    {"nothing before the at", "<@b.example>", Form::kGarbage, "@b.example"},
    {"nothing behind the at", "<a@>", Form::kGarbage, "a@"},
    {"colon", "<a:b@c.example>", Form::kGarbage, "a:b@c.example"},
    {"control", "<a\x01@b.example>", Form::kGarbage, "a\x01@b.example"},
    {"quoted at only", "<\"a@b\">", Form::kGarbage, "\"a@b\"", RightSide::kBareHost},
    {"quoted string", "<\"a\"@b.example>", Form::kObsolete, "\"a\"@b.example"},
    {"comment inside", "<a(x)@b.example>", Form::kObsolete, "a(x)@b.example"},
    {"two dots", "<a..b@c.example>", Form::kObsolete, "a..b@c.example"},
    {"dot before the at", "<a.@b.example>", Form::kObsolete, "a.@b.example"},
    {"dot at the end", "<a@b.example.>", Form::kObsolete, "a@b.example."},
};

TEST(MessageId, Table) {
  for (const IdCase& c : kIds) {
    SCOPED_TRACE(c.name);
    const MessageIdFacts facts = ParseMessageId(c.body);
    EXPECT_EQ(static_cast<int>(facts.form), static_cast<int>(c.form));
    EXPECT_EQ(facts.id, c.id);
    EXPECT_EQ(static_cast<int>(facts.right_side), static_cast<int>(c.right_side));
  }
}

TEST(MessageId, LengthIsThatOfTheValue) {
  EXPECT_EQ(ParseMessageId(" \r\n <a@b.example> ").length, 13u);
  EXPECT_EQ(ParseMessageId(" ").length, 0u);
}

TEST(MessageId, WhoMadeIt) {
  EXPECT_TRUE(ParseMessageId("<1.SMTPIN_ADDED_MISSING@mx.example>").added_by_gmail);
  EXPECT_TRUE(ParseMessageId("<1.SMTPIN_ADDED_BROKEN@mx.example>").added_by_gmail);
  EXPECT_FALSE(ParseMessageId("<1@mx.example>").added_by_gmail);
  EXPECT_TRUE(ParseMessageId("<1@AB.jpnprd01.PROD.outlook.com>").made_by_exchange);
  EXPECT_TRUE(ParseMessageId("<1@x.protection.outlook.com>").made_by_exchange);
  EXPECT_FALSE(ParseMessageId("<1@myprod.outlook.com>").made_by_exchange);
  EXPECT_FALSE(ParseMessageId("<1@prod.outlook.com.b.example>").made_by_exchange);
}

TEST(MessageId, Facts) {
  const TestMessage none("From: a@b.example\n\n");
  EXPECT_EQ(ParseMessageIdFacts(none.view).form, Form::kAbsent);
  const TestMessage two("Message-ID: <a@b.example>\nMessage-Id: x\n\n");
  EXPECT_EQ(ParseMessageIdFacts(two.view).count, 2u);
  EXPECT_EQ(ParseMessageIdFacts(two.view).id, "a@b.example");
}

TEST(MessageId, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "ab@.<>()\"\\[] \r\n\0\xe3"sv;
  for (int round = 0; round < 50'000; ++round) {
    std::string body(random() % 20, ' ');
    for (char& c : body) c = alphabet[random() % alphabet.size()];
    const MessageIdFacts facts = ParseMessageId(body);
    ASSERT_LE(facts.length, body.size());
    ASSERT_NE(facts.form, Form::kAbsent);
    if (facts.form == Form::kOk) {
      ASSERT_EQ(ParseMessageId(std::string("<").append(facts.id).append(">")).form, Form::kOk) << body;
    }
  }
  for (const std::string_view piece : {"(", "<", "<(", "@", "<@", "\"\\", "SMTPIN_ADDED_"}) {
    std::string body;
    while (body.size() < 1'000'000) body += piece;
    EXPECT_NE(ParseMessageId(body).form, Form::kOk);
  }
}

}  // namespace
}  // namespace kenpin
