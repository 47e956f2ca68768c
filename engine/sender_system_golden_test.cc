// Whole messages as Gmail delivers them, from sending systems as their customers set them up, right and
// wrong.
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/process_chunk.h"
#include "engine/test_stores.h"
#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

// What differs from message to message.
struct Delivery {
  std::string from = "News <news@shop.com>";
  std::string host = "out.shop.com";
  std::string mail_from = "b@shop.com";
  std::string results = "spf=pass smtp.mailfrom=b@shop.com";  // Of Authentication-Results.
  std::string fields;                                         // Further ones.
  std::string message_id = "1@shop.com";
};

std::string Write(const Delivery& d) {
  return "Delivered-To: user@gmail.com\r\n"
         "Received: by 2002:a05:6a10:1:0:0:0:0 with SMTP id a1csp1; Tue, 3 Mar 2026 01:02:05 -0800 (PST)\r\n"
         "Return-Path: <" +
         d.mail_from +
         ">\r\n"
         "Received: from " +
         d.host + " (" + d.host +
         ". [198.51.100.7])\r\n"
         "        by mx.google.com with ESMTPS id d9 for <user@gmail.com>\r\n"
         "        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n"
         "        Tue, 03 Mar 2026 01:02:03 -0800 (PST)\r\n"
         "Received-SPF: pass (google.com: domain of " +
         d.mail_from +
         " designates 198.51.100.7 as permitted "
         "sender) client-ip=198.51.100.7;\r\n"
         "Authentication-Results: mx.google.com; " +
         d.results + "\r\n" + d.fields +
         "Date: Tue, 3 Mar 2026 09:02:00 +0000\r\n"
         "From: " +
         d.from +
         "\r\n"
         "To: user@gmail.com\r\n"
         "Message-ID: <" +
         d.message_id +
         ">\r\n"
         "Subject: Hello\r\n"
         "\r\n"
         "Hello.\r\n";
}

class SenderSystemGolden : public ::testing::Test {
 protected:
  // The record of one message, taken through both halves of a worker.
  Json Record(const std::string& message) {
    ScanContext context = stores_.Context(*dns_);
    context.dns_off = true;
    context.judged_time.now = 1772528523;  // 2026-03-03.
    context.write_records = true;
    Worker worker(context, 3, 1 << 20);
    Chunk& chunk = worker.chunk();
    chunk.buffer.Reserve(message.size());
    chunk.buffer.Resize(message.size());
    std::memcpy(chunk.buffer.data(), message.data(), message.size());
    chunk.files = {"test.eml"};
    MessageRange range;
    range.bytes = chunk.buffer.view();
    range.length = message.size();
    chunk.messages.push_back(range);
    PendingChunk pending;
    worker.ProcessBytes(&pending);
    worker.JudgeMessages(&pending);
    return Json::parse(pending.records);
  }

  void Expect(const Delivery& delivery, const Json& system, const Json& certainty,
              const Json& transport = nullptr) {
    record_ = Record(Write(delivery));
    EXPECT_EQ(record_["mode"], "archive");
    EXPECT_EQ(record_["sender_system"], system);
    EXPECT_EQ(record_["sender_system_certainty"], certainty);
    EXPECT_EQ(record_["transport_system"], transport);
  }
  void ExpectRule(const char* rule, const char* outcome) {
    EXPECT_EQ(record_["rules"][rule], outcome) << rule << ": " << record_["reasons"][rule];
  }

  std::unique_ptr<DnsClient> dns_ = MakeDnsOff();
  TestStores stores_;
  Json record_;
};

TEST_F(SenderSystemGolden, OwnServerIsNoSystem) { Expect(Delivery(), nullptr, nullptr); }

TEST_F(SenderSystemGolden, SalesforceWithoutSetUp) {
  Delivery d;
  d.host = "smtp08-ia4-sp3.mta.salesforce.com";
  d.mail_from = "support=shop.com__x@y.bnc.salesforce.com";
  d.results = "spf=pass smtp.mailfrom=\"" + d.mail_from + "\"";
  d.fields = "X-SFDC-LK: 00D\r\nX-SFDC-User: 005\r\n";
  d.message_id = "abc@sfdc.net";
  Expect(d, "Salesforce", "certain");
  ExpectRule("auth-spf", "pass");
  ExpectRule("align-from", "fail");
}

TEST_F(SenderSystemGolden, SalesforceWithItsKeySetUp) {
  Delivery d;
  d.host = "smtp08-ia4-sp3.mta.salesforce.com";
  d.mail_from = "b@bounce.shop.com";
  d.results =
      "dkim=pass header.d=shop.com header.s=sf1 header.b=AbCdEfGh; spf=pass smtp.mailfrom=" + d.mail_from;
  Expect(d, "Salesforce", "certain");
  ExpectRule("align-from", "pass");
}

TEST_F(SenderSystemGolden, GmailAddressThroughSalesforce) {
  Delivery d;
  d.from = "Somebody <somebody@gmail.com>";
  d.host = "smtp08-ia4-sp3.mta.salesforce.com";
  d.mail_from = "x@y.bnc.salesforce.com";
  d.results = "spf=pass smtp.mailfrom=" + d.mail_from;
  Expect(d, "Salesforce", "certain");
  ExpectRule("align-from", "fail");
}

TEST_F(SenderSystemGolden, HubSpotRewritesFrom) {
  Delivery d;
  d.from = "User <user=shop.com@hs-domain.com>";
  d.host = "a1.bf04.hubspotemail.net";
  d.mail_from = "1axb@bf04.hubspotemail.net";
  d.results =
      "dkim=pass header.d=bf04.hubspotemail.net header.s=hs1 header.b=AbCdEfGh; spf=pass "
      "smtp.mailfrom=" +
      d.mail_from;
  d.fields = "X-HS-Cid: 1\r\n";
  Expect(d, "HubSpot", "certain");
}

TEST_F(SenderSystemGolden, HubSpotUnderTheCustomersNames) {
  Delivery d;
  d.host = "mail.shop.com";
  d.mail_from = "1axb@news.shop.com";
  d.results = "dkim=pass header.d=shop.com header.s=hs1-12345 header.b=AbCdEfGh; spf=pass smtp.mailfrom=" +
              d.mail_from;
  d.fields = "X-HS-Cid: 1\r\n";
  Expect(d, "HubSpot", "claimed");
}

TEST_F(SenderSystemGolden, JCityThirdPartySignatureOnly) {
  Delivery d;
  d.host = "mta.jcity.com";
  d.mail_from = "b@mail.jcity.com";
  d.results =
      "dkim=pass header.d=jcity.com header.s=a header.b=AbCdEfGh; spf=pass smtp.mailfrom=" + d.mail_from;
  Expect(d, "JCity Mail", "certain");
  ExpectRule("auth-dkim", "pass");
  ExpectRule("align-dkim", "fail");
  ExpectRule("align-from", "fail");
}

TEST_F(SenderSystemGolden, JCityAuthorSignature) {
  Delivery d;
  d.host = "mta.example.net";
  d.mail_from = "b@mail.example.net";
  d.results =
      "dkim=pass header.d=shop.com header.s=mmmg header.b=AbCdEfGh; spf=pass smtp.mailfrom=" + d.mail_from;
  Expect(d, "JCity Mail", "certain");
  ExpectRule("align-dkim", "pass");
  ExpectRule("align-from", "pass");
}

TEST_F(SenderSystemGolden, EnvelopeAt489banAuthorsSignature) {
  Delivery d;
  d.host = "mta.example.net";
  d.mail_from = "b@bounce.489ban.net";
  d.results =
      "dkim=pass header.d=shop.com header.s=ban header.b=AbCdEfGh; spf=pass smtp.mailfrom=" + d.mail_from;
  Expect(d, "489ban", "likely");
  ExpectRule("align-from", "pass");
  ExpectRule("align-both", "warn");
}

TEST_F(SenderSystemGolden, CopiedFieldAloneIsAClaim) {
  Delivery d;
  d.fields = "X-SFMC-Stack: 7\r\n";
  Expect(d, "Salesforce Marketing Cloud", "claimed");
}

TEST_F(SenderSystemGolden, CopiedHeaderSetGivesWayToTheHost) {
  Delivery d;
  d.host = "a8-29.smtp-out.amazonses.com";
  d.fields =
      "X-SFMC-Stack: 7\r\nX-Job: 1\r\nX-Mandrill-User: md_1\r\n"
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mandrillapp.com; s=mte1; h=From;\r\n"
      " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";
  d.results = "dkim=fail header.d=mandrillapp.com header.s=mte1; spf=pass smtp.mailfrom=b@shop.com";
  Expect(d, "Amazon SES", "certain");
}

TEST_F(SenderSystemGolden, KlaviyoOverSendGrid) {
  Delivery d;
  d.host = "o1.ptr2.sendgrid.net";
  d.mail_from = "bounces+123-abc@em123.shop.com";
  d.results = "dkim=pass header.d=shop.com header.s=kl header.b=AbCdEfGh; spf=pass smtp.mailfrom=\"" +
              d.mail_from + "\"";
  d.fields = "X-Kmail-Account: a\r\nX-Kmail-Message: b\r\nX-SG-EID: c\r\n";
  Expect(d, "Klaviyo", "claimed", "SendGrid");
}

TEST_F(SenderSystemGolden, KlaviyosOwnSignatureOverSendGrid) {
  Delivery d;
  d.host = "o1.ptr2.sendgrid.net";
  d.results =
      "dkim=pass header.d=s1.klaviyomail.com header.s=s1 header.b=AbCdEfGh; spf=pass "
      "smtp.mailfrom=b@shop.com";
  d.fields = "X-Kmail-Account: a\r\nX-SG-EID: c\r\n";
  Expect(d, "Klaviyo", "certain", "SendGrid");
}

TEST_F(SenderSystemGolden, ServicesOwnHostOnTopIsNoReceiver) {
  const std::string rest =
      "Date: Tue, 3 Mar 2026 09:02:00 +0000\r\nFrom: News <news@shop.com>\r\n"
      "Message-ID: <1@shop.com>\r\n\r\nHello.\r\n";
  const auto received = [](const std::string& by) {
    return "Received: from app.shop.com (app.shop.com [198.51.100.9])\r\n by " + by +
           " with ESMTPS id 4ABC; Tue, 3 Mar 2026 09:02:01 +0000\r\n";
  };
  EXPECT_EQ(Record(received("smtp08.mta.salesforce.com") + rest)["mode"], "sent");
  EXPECT_EQ(Record(received("mx.receiver.org") + rest)["mode"], "archive");
}

}  // namespace
}  // namespace kenpin
