// One whole message through the mail room, and what the two halves add up to.
#include "engine/mail/mail_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

const char kNewsletter[] =
    "Return-Path: <bounce@news.example>\n"
    "Received: from a.example by mx.example with ESMTPS id 1; Tue, 16 Jan 2024 00:00:01 +0000\n"
    "X-MS-Exchange-Organization-AuthAs: Anonymous\n"
    "From: =?utf-8?Q?News?= <news@shop.example>\n"
    "To: a@b.example\n"
    "Subject: Sale\n"
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\n"
    "Message-ID: <1@shop.example>\n"
    "List-Unsubscribe: <https://shop.example/u/1>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
    "Feedback-ID: a:b:c:shop1\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/alternative; boundary=b\n"
    "\n"
    "--b\n\ntext\n--b\nContent-Type: text/html\n\n<p>\n--b--\n";

TEST(MailFactsTest, ANewsletterWithLfAndWithCrlf) {
  for (const bool crlf : {false, true}) {
    SCOPED_TRACE(crlf ? "CRLF" : "LF");
    TestMessage message(crlf ? WithCrlf(kNewsletter) : kNewsletter);
    MailFacts facts = CollectMailFacts(message.view, message.arena);
    AddMime(WalkMime(message.view, message.arena), &facts);
    EXPECT_TRUE(facts.flaws.empty());
    EXPECT_TRUE(facts.has_return_path);
    EXPECT_TRUE(facts.has_exchange_fields);
    EXPECT_EQ(facts.header_text, HeaderText::kAscii);
    EXPECT_EQ(facts.from.domain, "shop.example");
    EXPECT_TRUE(facts.from.usable());
    EXPECT_EQ(facts.sender.field_count, 0u);
    EXPECT_EQ(facts.date.time, 1705363200);
    EXPECT_EQ(facts.message_id.id, "1@shop.example");
    EXPECT_EQ(facts.received.count, 1u);
    EXPECT_EQ(facts.unsubscribe.https_uris, 1);
    EXPECT_EQ(facts.unsubscribe.post, ListUnsubscribeFacts::Post::kExact);
    EXPECT_EQ(facts.signs.count(), 2);
    EXPECT_EQ(facts.feedback_id.parts, 4u);
    EXPECT_TRUE(facts.encoded_words.any);
    EXPECT_FALSE(facts.encoded_words.in_structured);
    EXPECT_EQ(facts.mime.parts, 2u);
    EXPECT_TRUE(facts.mime.version_ok);
    EXPECT_EQ(facts.header_line_ends.lines(), 14u);
  }
}

TEST(MailFactsTest, Dkim2SignaturesAreRecognised) {
  TestMessage message("DKIM2-Signature: i=1; d=a.example\ndkim2-signature: i=2\nFrom: a@b.example\n\n");
  EXPECT_EQ(CollectMailFacts(message.view, message.arena).dkim2_signatures, 2u);
}

TEST(MailFactsTest, HeaderAndBodyLinesTogether) {
  struct LineCase {
    const char* what;
    std::string header;
    LineEndCounts body;
    bool mixed, bare_cr;
  };
  const LineCase cases[] = {
      {"all LF", "A: b\n\n", {0, 5, 0}, false, false},
      {"all CRLF", "A: b\r\n\r\n", {5, 0, 0}, false, false},
      {"header LF, body CRLF", "A: b\n\n", {5, 0, 0}, true, false},
      {"CR in the body", "A: b\n\n", {0, 5, 1}, true, true},
      {"CR in the header", "A: b\rc\n\n", {0, 5, 0}, true, true},
  };
  for (const LineCase& c : cases) {
    TestMessage message(c.header);
    MailFacts facts = CollectMailFacts(message.view, message.arena);
    AddBodyLines(c.body, 70, &facts);
    EXPECT_EQ(facts.flaws.Has(ParseFlaw::kMixedEol), c.mixed) << c.what;
    EXPECT_EQ(facts.flaws.Has(ParseFlaw::kBareCr), c.bare_cr) << c.what;
    EXPECT_EQ(facts.longest_body_line, 70u);
  }
}

TEST(MailFactsTest, CopiedViewsOutliveTheMessage) {
  MailFacts facts;
  Arena kept;
  {
    TestMessage message(kNewsletter);
    facts = CollectMailFacts(message.view, message.arena);
    CopyViews(&facts, [&kept](std::string_view text) { return kept.Copy(text); });
  }
  EXPECT_EQ(facts.from.domain, "shop.example");
  EXPECT_EQ(facts.from.local_part, "news");
  EXPECT_EQ(facts.message_id.id, "1@shop.example");
  EXPECT_EQ(facts.unsubscribe.first_https, "https://shop.example/u/1");
}

}  // namespace
}  // namespace kenpin
