#include "engine/mail/received.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

struct FieldCase {
  const char* name;
  std::string body;
  std::string_view from;
  std::string_view by;
  std::string_view with;
  bool dated;  // At 1705363200, 2024-01-16 09:00:00 +0900.
};

const FieldCase kFields[] = {
    {"Postfix",
     "from mail.a.example (mail.a.example [192.0.2.1])\n\t(using TLSv1.3 with cipher X (256/256 bits))\n"
     "\tby mx.b.example (Postfix) with ESMTPS id 1234\n\tfor <u@b.example>; Tue, 16 Jan 2024 09:00:00 +0900 "
     "(JST)",
     "mail.a.example", "mx.b.example", "ESMTPS", true},
    {"Exim",
     "from mail.a.example ([192.0.2.1] helo=a) by mx.b.example with esmtps (TLS1.3) tls "
     "TLS_AES_256_GCM_SHA384\n"
     " (Exim 4.96) (envelope-from <u@a.example>) id 1r-0; Tue, 16 Jan 2024 09:00:00 +0900",
     "mail.a.example", "mx.b.example", "esmtps", true},
    {"Exchange",
     "from A.b.example (2603:1096::1) by C.d.example (2603:1096::2) with Microsoft SMTP Server "
     "(version=TLS1_2,"
     " cipher=X) id 15.20.1; Tue, 16 Jan 2024 00:00:00 +0000",
     "A.b.example", "C.d.example", "Microsoft", true},
    {"local", "by mx.b.example (Postfix, from userid 0) id 1; Tue, 16 Jan 2024 09:00:00 +0900", "",
     "mx.b.example", "", true},
    {"qmail", "(qmail 1 invoked by uid 0); 16 Jan 2024 00:00:00 -0000", "", "", "", true},
    {"keyword behind a comment",
     "from a by b with (TLSv1.2:X encrypted) esmtp; Tue, 16 Jan 2024 09:00:00 +0900", "a", "b", "esmtp",
     true},
    {"no semicolon, with a fraction", "by s.example with SMTP id 1 2024-01-16 00:00:00.334 +0000 UTC", "",
     "s.example", "SMTP", true},
    {"no semicolon, mail date", "by s.example with HTTP id 1 Tue, 16 Jan 2024 00:00:00.123 +0000 (UTC)", "",
     "s.example", "HTTP", true},
    {"host called by", "from by (x) by from; Tue, 16 Jan 2024 09:00:00 +0900", "by", "from", "", true},
    {"semicolon in a comment", "by a (b; c) with SMTP; Tue, 16 Jan 2024 09:00:00 +0900", "", "a", "SMTP",
     true},
    {"semicolon in quotes", "by a for \"x;y\"@b.example; Tue, 16 Jan 2024 09:00:00 +0900", "", "a", "", true},
    {"two semicolons", "by a; with b; Tue, 16 Jan 2024 09:00:00 +0900", "", "a", "", true},
    {"unclosed comment", "from a (b by c; Tue, 16 Jan 2024 09:00:00 +0900", "a", "c", "", true},
    {"first of a repeated keyword counts", "by a by b; Tue, 16 Jan 2024 09:00:00 +0900", "", "a", "", true},
    {"no date", "from a by b with SMTP", "a", "b", "SMTP", false},
    {"no zone", "from a by b; Tue, 16 Jan 2024 09:00:00", "a", "b", "", false},
    {"empty", "", "", "", "", false},
    {"keyword at the end", "from a by", "a", "", "", false},
};

TEST(Received, Table) {
  for (const FieldCase& c : kFields) {
    SCOPED_TRACE(c.name);
    const ReceivedClauses clauses = ParseReceived(c.body);
    EXPECT_EQ(clauses.from, c.from);
    EXPECT_EQ(clauses.by, c.by);
    EXPECT_EQ(clauses.with, c.with);
    Arena arena;
    const TestMessage message("Received: " + c.body + "\n\n");
    const ReceivedFacts facts = ParseReceivedFacts(message.view, arena);
    EXPECT_EQ(facts.top_time.has_value(), c.dated);
    EXPECT_EQ(facts.top_time.value_or(1705363200), 1705363200);
  }
}

TEST(Received, OtherClauses) {
  const ReceivedClauses clauses = ParseReceived("by a via Frontend Transport id 15.20 for <u@b.example> (x)");
  EXPECT_EQ(clauses.via, "Frontend");
  EXPECT_EQ(clauses.id, "15.20");
  EXPECT_EQ(clauses.for_, "<u@b.example>");
  EXPECT_FALSE(clauses.has_with);
}

TEST(Received, FactsAreOfTheTopmost) {
  Arena arena;
  const TestMessage message("Received: by MX.b.example with utf8SMTPSA; x\nReceived: by c with ESMTP\n\n");
  const ReceivedFacts facts = ParseReceivedFacts(message.view, arena);
  EXPECT_EQ(facts.count, 2u);
  EXPECT_EQ(facts.top_by, "mx.b.example");
  EXPECT_TRUE(facts.top_smtputf8);
  EXPECT_TRUE(facts.top_has_with);
  EXPECT_FALSE(facts.top_time.has_value());
  const TestMessage none("From: a@b.example\n\n");
  EXPECT_EQ(ParseReceivedFacts(none.view, arena).count, 0u);
}

// Tokens lie in order, and only white space lies between them.
TEST(Received, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "ab;()\"\\ \r\n\0"sv;
  for (int round = 0; round < 50'000; ++round) {
    std::string body(random() % 24, ' ');
    for (char& c : body) c = alphabet[random() % alphabet.size()];
    std::string rest;
    ReceivedTokenizer tokens(body);
    for (ReceivedToken t = tokens.Next(); t.kind != ReceivedTokenKind::kEnd; t = tokens.Next()) {
      ASSERT_FALSE(t.text.empty());
      rest += t.text;
    }
    const auto without_blanks = [](std::string text) {
      std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\n'; });
      return text;
    };
    ASSERT_EQ(without_blanks(rest), without_blanks(body));
    ParseReceived(body);
  }
}

TEST(Received, HostileSizesAreRead) {
  for (const std::string_view piece : {"(", "()", "\"\\", ";", "a(", "Tue, ", "by ", "(\""}) {
    std::string body;
    while (body.size() < 1'000'000) body += piece;
    EXPECT_LE(ParseReceived(body).date.size(), body.size());
  }
}

}  // namespace
}  // namespace kenpin
