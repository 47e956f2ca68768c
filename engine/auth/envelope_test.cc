#include "engine/auth/envelope.h"

#include <gtest/gtest.h>

#include "engine/auth/test_delivery.h"

namespace kenpin {
namespace {

EnvelopeFacts Given() {
  EnvelopeFacts given;
  given.mail_from_basis = EnvelopeBasis::kOption;
  given.mail_from = "g@given.com";
  given.mail_from_domain = "given.com";
  given.client_basis = EnvelopeBasis::kFile;
  given.client = ParseIpAddress("192.0.2.77");
  given.helo_basis = EnvelopeBasis::kOption;
  given.helo = "given.com";
  return given;
}

constexpr std::string_view kBorder =
    "Received: from helo.shop.com (out.shop.com [198.51.100.7]) by mx.receiver.org (Exim 4) with esmtps id "
    "1; x\n";

TEST(Envelope, MailFromTable) {
  const std::string border(kBorder);
  const std::string results = "Authentication-Results: mx.receiver.org; spf=pass smtp.mailfrom=";
  const std::string spf =
      "Received-SPF: pass receiver=mx.receiver.org; client-ip=198.51.100.7; envelope-from=";
  const std::string path = "Return-Path: <b+1@shop.com>\n";
  const struct {
    const char* name;
    std::string header;
    bool given;
    std::string_view from_line;
    EnvelopeBasis basis;
    std::string_view mail_from;
    std::string_view domain;
    bool null_sender;
  } cases[] = {
      {"trusted results first", results + "a@one.com\n" + spf + "b@two.com\n" + border + path, true,
       "c@three.com", EnvelopeBasis::kAuthResults, "a@one.com", "one.com", false},
      {"completed by Return-Path", results + "shop.com\n" + border + path, false, "",
       EnvelopeBasis::kAuthResults, "b+1@shop.com", "shop.com", false},
      {"not by another domain's", results + "one.com\n" + border + path, false, "",
       EnvelopeBasis::kAuthResults, "one.com", "one.com", false},
      {"then Received-SPF", spf + "\"b@two.com\"\n" + border + path, true, "", EnvelopeBasis::kReceivedSpf,
       "b@two.com", "two.com", false},
      {"then Return-Path", border + path, true, "c@three.com", EnvelopeBasis::kReturnPath, "b+1@shop.com",
       "shop.com", false},
      {"then what is given", border, true, "c@three.com", EnvelopeBasis::kOption, "g@given.com", "given.com",
       false},
      {"the From_ line at last", border, false, "c@three.com", EnvelopeBasis::kFromLine, "c@three.com",
       "three.com", false},
      {"not a From_ line without a domain", border, false, "MAILER-DAEMON", EnvelopeBasis::kUnknown, "", "",
       false},
      {"nor that of Takeout", border, false, "1234567890@xxx", EnvelopeBasis::kUnknown, "", "", false},
      {"nor a dash", border, false, "-", EnvelopeBasis::kUnknown, "", "", false},
      {"null sender", "Return-Path: <>\n" + border, false, "c@three.com", EnvelopeBasis::kReturnPath, "", "",
       true},
      {"null sender by the results", results + "<>\n" + border + path, false, "", EnvelopeBasis::kAuthResults,
       "", "", true},
      {"before delivery: what is given", path, true, "c@three.com", EnvelopeBasis::kOption, "g@given.com",
       "given.com", false},
      {"before delivery: Return-Path", path, false, "c@three.com", EnvelopeBasis::kReturnPath, "b+1@shop.com",
       "shop.com", false},
      {"before delivery: the From_ line", "", false, "c@three.com", EnvelopeBasis::kFromLine, "c@three.com",
       "three.com", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    TestDelivery::Settings settings;
    settings.from_line_sender = c.from_line;
    if (c.given) settings.given = Given();
    const TestDelivery test(c.header, settings);
    EXPECT_EQ(test.facts.envelope.mail_from_basis, c.basis);
    EXPECT_EQ(test.facts.envelope.mail_from, c.mail_from);
    EXPECT_EQ(test.facts.envelope.mail_from_domain, c.domain);
    EXPECT_EQ(test.facts.envelope.null_sender, c.null_sender);
  }
}

TEST(Envelope, ClientAndHelo) {
  TestDelivery::Settings settings;
  settings.given = Given();
  const TestDelivery sent("", settings);
  EXPECT_EQ(sent.facts.envelope.client_basis, EnvelopeBasis::kFile);
  EXPECT_EQ(sent.Client(), "192.0.2.77");
  EXPECT_EQ(sent.facts.envelope.helo, "given.com");
  const TestDelivery archive(kBorder, settings);
  EXPECT_EQ(archive.facts.envelope.client_basis, EnvelopeBasis::kReceived);
  EXPECT_EQ(archive.Client(), "198.51.100.7");
  EXPECT_EQ(archive.facts.envelope.helo_basis, EnvelopeBasis::kReceived);
  EXPECT_EQ(archive.facts.envelope.helo, "helo.shop.com");
}

}  // namespace
}  // namespace kenpin
