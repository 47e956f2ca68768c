// Whole header sections of each kind of receiver. What each field means is tested beside its own file.
#include "engine/auth/receiver.h"

#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <random>
#include <string>

#include "engine/auth/origin.h"
#include "engine/auth/test_delivery.h"

namespace kenpin {
namespace {

constexpr int64_t kBorderTime = 1772528523;  // 3 Mar 2026 09:02:03 +0000.

struct Shape {
  const char* name;
  std::string_view header;
  int border;
  TrustBasis basis;
  std::string_view authserv_id;
  uint32_t field;
  uint32_t received_above;
  EnvelopeBasis client_basis;
  std::string_view mail_from;
  EnvelopeBasis helo_basis;
  int64_t delivered_at;
};
const Shape kShapes[] = {
    {"Gmail", kGmailHeader, 1, TrustBasis::kBelowBorder, "mx.google.com", 1, 2, EnvelopeBasis::kAuthResults,
     "b+1@bounce.shop.com", EnvelopeBasis::kReceived, kBorderTime},
    {"Exchange Online", kExchangeHeader, 3, TrustBasis::kWithoutId, "", 1, 3, EnvelopeBasis::kAuthResults,
     "b+1@bounce.shop.com", EnvelopeBasis::kReceivedSpf, kBorderTime + 3},
    {"Postfix with milters", kMilterHeader, 0, TrustBasis::kMilter, "mx.receiver.org", 1, 1,
     EnvelopeBasis::kReceived, "b+1@bounce.shop.com", EnvelopeBasis::kReceived, kBorderTime},
    {"Proton", kProtonHeader, 0, TrustBasis::kAboveBorder, "mail.protonmail.ch", 1, 0,
     EnvelopeBasis::kAuthResults, "b+1@bounce.shop.com", EnvelopeBasis::kReceived, kBorderTime},
    {"iCloud", kAppleHeader, 1, TrustBasis::kAboveBorder, "bimi.icloud.com", 1, 1,
     EnvelopeBasis::kAuthResults, "b+1@bounce.shop.com", EnvelopeBasis::kReceivedSpf, kBorderTime},
    {"Yahoo", kYahooHeader, 1, TrustBasis::kAboveBorder, "atlas1.free.mail.yahoo.com", 1, 1,
     EnvelopeBasis::kReceivedSpf, "b+1@bounce.shop.com", EnvelopeBasis::kReceived, kBorderTime},
    {"Exim", kEximHeader, 0, TrustBasis::kAboveBorder, "mx.receiver.org", 1, 0, EnvelopeBasis::kAuthResults,
     "b+1@bounce.shop.com", EnvelopeBasis::kReceived, kBorderTime},
};

TEST(Receiver, Shapes) {
  for (const Shape& c : kShapes) {
    for (const bool crlf : {false, true}) {
      SCOPED_TRACE(std::string(c.name) + (crlf ? ", CRLF" : ""));
      const TestDelivery test(crlf ? WithCrlf(c.header) : std::string(c.header));
      const DeliveryFacts& facts = test.facts;
      EXPECT_TRUE(facts.has_receiver_evidence);
      EXPECT_EQ(test.Border(), c.border);
      EXPECT_EQ(test.Client(), "198.51.100.7");
      EXPECT_EQ(facts.results.basis, c.basis);
      EXPECT_EQ(facts.results.authserv_id, c.authserv_id);
      EXPECT_EQ(facts.results.field, c.field);
      EXPECT_EQ(facts.results.received_above, c.received_above);
      EXPECT_EQ(facts.results.spf, AuthWord::kPass);
      EXPECT_EQ(facts.results.spf_domain, "bounce.shop.com");
      ASSERT_EQ(facts.results.dkim.size(), 1u);
      EXPECT_EQ(facts.results.dkim[0].word, AuthWord::kPass);
      EXPECT_EQ(facts.results.dkim[0].domain, "shop.com");
      if (c.header != kEximHeader) {
        EXPECT_EQ(facts.results.dmarc, AuthWord::kPass);
        EXPECT_EQ(facts.results.dmarc_from, "shop.com");
      }
      EXPECT_EQ(facts.envelope.client_basis, c.client_basis);
      EXPECT_EQ(facts.envelope.mail_from, c.mail_from);
      EXPECT_EQ(facts.envelope.mail_from_domain, "bounce.shop.com");
      EXPECT_EQ(facts.envelope.mail_from_basis, EnvelopeBasis::kAuthResults);
      EXPECT_EQ(facts.envelope.helo, "out.shop.com");
      EXPECT_EQ(facts.envelope.helo_basis, c.helo_basis);
      EXPECT_EQ(facts.delivered_at, c.delivered_at);
      EXPECT_FALSE(facts.clients_differ);
      EXPECT_TRUE(facts.flaws.empty());
    }
  }
}

TEST(Receiver, GmailIsNamed) {
  EXPECT_TRUE(TestDelivery(kGmailHeader).facts.results.gmail);
  EXPECT_FALSE(TestDelivery(kMilterHeader).facts.results.gmail);
}

TEST(Receiver, PoliciesAsReceiversPrintThem) {
  EXPECT_EQ(TestDelivery(kGmailHeader).facts.results.dmarc_policy, "reject");
  EXPECT_EQ(TestDelivery(kYahooHeader).facts.results.dmarc_policy, "reject");
  EXPECT_EQ(TestDelivery(kMilterHeader).facts.results.dmarc_policy, "reject");
  EXPECT_EQ(TestDelivery(kExchangeHeader).facts.results.dmarc_policy, "");
}

constexpr std::string_view kOwnArchive =
    "Return-Path: <b@shop.com>\n"
    "Received: from app.shop.com (app.shop.com [198.51.100.9]) by out.shop.com (Postfix) with ESMTPS id 1;\n"
    " Tue, 3 Mar 2026 09:02:03 +0000\n";

TEST(Receiver, ModeTable) {
  const struct {
    const char* name;
    std::string_view header;
    std::vector<std::string_view> signers;
    Mode mode;
  } cases[] = {
      {"nothing yet", "", {}, Mode::kPresend},
      {"envelope kept", "Return-Path: <b@shop.com>\n", {}, Mode::kSent},
      {"sender's own archive", kOwnArchive, {"shop.com"}, Mode::kSent},
      {"archive of the service that signs",
       "Received: from app.shop.com ([198.51.100.9]) by out.esp.net with ESMTPS id 1; Tue, 3 Mar 2026 "
       "09:02:03 "
       "+0000\n",
       {"esp.net"},
       Mode::kSent},
      {"archive of the service that took a submission",
       "Received: from laptop ([198.51.100.9]) by smtp.esp.net (Postfix) with ESMTPSA id 1; Tue, 3 Mar 2026 "
       "09:02:03 +0000\n",
       {},
       Mode::kSent},
      {"own archive with the verdict on the submission",
       "Authentication-Results: out.shop.com; auth=pass smtp.auth=u; iprev=pass policy.iprev=198.51.100.9\n"
       "Received: from laptop ([198.51.100.9]) by out.shop.com (Postfix) with ESMTPSA id 1; Tue, 3 Mar 2026 "
       "09:02:03 +0000\n",
       {},
       Mode::kSent},
      {"third party",
       "Received: from a ([198.51.100.9]) by mx.receiver.org with SMTP; Tue, 3 Mar 2026\n",
       {},
       Mode::kArchive},
      {"localhost and bare hosts are nobody",
       "Received: from a ([10.0.0.1]) by localhost with SMTP; x\n",
       {},
       Mode::kSent},
      {"forged results in a sender's archive",
       "Received: from app.shop.com ([198.51.100.9]) by out.shop.com with ESMTP id 1; x\n"
       "Authentication-Results: mx.google.com; spf=pass\n",
       {},
       Mode::kSent},
      {"trusted results though the receiver is the author's ADMD",
       "Authentication-Results: mx.shop.com; spf=pass (sender IP is 198.51.100.9) smtp.mailfrom=shop.com\n"
       "Received: from app.shop.com ([198.51.100.9]) by mx.shop.com with ESMTP id 1; x\n",
       {},
       Mode::kArchive},
      {"a Received-SPF is evidence",
       "Received-SPF: pass receiver=mx.shop.com; client-ip=198.51.100.9\n"
       "Received: from app.shop.com ([198.51.100.9]) by mx.shop.com with ESMTP id 1; x\n",
       {},
       Mode::kArchive},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    TestDelivery::Settings settings;
    settings.signers = c.signers;
    const TestDelivery test(c.header, settings);
    MailFacts mail;
    mail.received.count = test.message.view.count(FieldId::kReceived);
    mail.has_return_path = test.message.view.count(FieldId::kReturnPath) > 0;
    EXPECT_EQ(DecideMode(mail, test.facts), c.mode);
    EXPECT_EQ(test.facts.results.basis == TrustBasis::kNone && !test.facts.border, c.mode != Mode::kArchive);
  }
}

TEST(Receiver, ToldModeOutranksTheEvidence) {
  TestDelivery::Settings settings;
  settings.mode = Mode::kSent;
  const TestDelivery sent(kGmailHeader, settings);
  EXPECT_TRUE(sent.facts.has_receiver_evidence);
  EXPECT_EQ(sent.Border(), -1);
  EXPECT_EQ(sent.Client(), "");
  EXPECT_EQ(sent.facts.results.basis, TrustBasis::kNone);
  EXPECT_EQ(sent.facts.delivered_at, kBorderTime + 2) << "the topmost Received";
  settings.mode = Mode::kArchive;
  const TestDelivery archive(kOwnArchive, settings);
  EXPECT_FALSE(archive.facts.has_receiver_evidence);
  EXPECT_EQ(archive.Border(), 0);
}

TEST(Receiver, NoticeOfTheReceiverItself) {
  constexpr std::string_view kNotice =
      "Return-Path: <>\n"
      "Received: by mx.receiver.org (Postfix) id 4ABC; Tue, 3 Mar 2026 09:02:03 +0000 (UTC)\n";
  TestDelivery::Settings settings;
  settings.author = "receiver.org";
  EXPECT_TRUE(TestDelivery(kNotice, settings).facts.receiver_notice);
  EXPECT_FALSE(TestDelivery(kNotice).facts.receiver_notice) << "another author";
  EXPECT_FALSE(TestDelivery(kGmailHeader).facts.receiver_notice);
}

TEST(Receiver, HopsBelowTheBorder) {
  const std::string border = "Received: from out ([198.51.100.7]) by mx.receiver.org with ESMTPS; x\n";
  const struct {
    const char* name;
    std::string_view below;
    bool plain;
    bool delivery;
  } cases[] = {
      {"none", "", false, false},
      {"sender's own without TLS",
       "Received: from a.shop.com (a.shop.com [198.51.100.8]) by out.shop.com (Postfix) with ESMTP id 1; x\n",
       true, false},
      {"with TLS",
       "Received: from a.shop.com (a.shop.com [198.51.100.8]) by out.shop.com (Postfix) with ESMTPS id 1; "
       "x\n",
       false, false},
      {"from a private address",
       "Received: from a.shop.com (a.shop.com [10.0.0.8]) by out.shop.com (Postfix) with ESMTP id 1; x\n",
       false, false},
      {"delivered to a forwarder",
       "Received: from out.shop.com (out.shop.com [198.51.100.8]) by mx.forwarder.net with ESMTPS id 1; x\n",
       false, true},
      {"between two machines of an unknown service",
       "Received: from build.esp.net (build.esp.net [198.51.100.8]) by out1.esp.net with ESMTPS id 1; x\n",
       false, false},
      {"handed to a service with a password",
       "Received: from out.shop.com (out.shop.com [198.51.100.8]) by mx.esp.net with ESMTPSA id 1; x\n",
       false, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const TestDelivery test(border + std::string(c.below));
    EXPECT_EQ(test.Border(), 0);
    EXPECT_EQ(test.facts.inner_hop_plain, c.plain);
    EXPECT_EQ(test.facts.lower_delivery, c.delivery);
  }
}

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Receiver, HostileInputStaysCheapAndSaysSo) {
  const std::string border =
      "Received: from out ([198.51.100.7]) by mx.receiver.org (Postfix) with ESMTPS; x\n";
  const struct {
    const char* name;
    std::string header;
    ParseFlaw flaw;
  } cases[] = {
      {"a million hops", Repeat("Received: by mx.receiver.org; x\n", 1'000'000),
       ParseFlaw::kTooManyTraceFields},
      {"a thousand results above",
       Repeat("Authentication-Results: mx.receiver.org; spf=pass\n", 1000) + border,
       ParseFlaw::kTooManyTraceFields},
      {"a thousand results below",
       border + Repeat("Authentication-Results: mx.receiver.org; spf=pass\n", 1000),
       ParseFlaw::kTooManyTraceFields},
      {"one of a megabyte",
       "Authentication-Results: mx.receiver.org; spf=pass (" + std::string(1u << 20, 'x') + ")\n" + border,
       ParseFlaw::kAuthResultsTooLong},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto begin = std::chrono::steady_clock::now();
    const TestDelivery test(c.header);
    EXPECT_TRUE(test.facts.flaws.Has(c.flaw));
    const auto spent = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(spent, std::chrono::seconds(1));
  }
}

// Lines cut, swapped and damaged: whatever comes of it, no answer may contradict itself.
TEST(Receiver, DamagedHeadersKeepTheFactsConsistent) {
  constexpr uint32_t kSeed = 20260303;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", round " + std::to_string(i));
    std::string header(kShapes[random() % std::size(kShapes)].header);
    header += kShapes[random() % std::size(kShapes)].header;
    for (int damage = 0; damage < 6; ++damage) {
      const size_t at = random() % header.size();
      if (random() % 2 == 0) {
        header[at] = static_cast<char>(random() % 256);
      } else {
        header.erase(at, random() % 40);
      }
    }
    TestDelivery::Settings settings;
    if (random() % 4 == 0) settings.authserv_ids = {"mx.receiver.org"};
    const TestDelivery test(header + "\n", settings);
    const DeliveryFacts& facts = test.facts;
    EXPECT_EQ(facts.envelope.client.has_value(), facts.envelope.client_basis != EnvelopeBasis::kUnknown);
    if (facts.clients_differ) {
      EXPECT_EQ(facts.results.basis, TrustBasis::kNone);
      EXPECT_FALSE(facts.border.has_value());
      EXPECT_TRUE(facts.one_client && facts.other_client && *facts.one_client != *facts.other_client);
    }
    if (!facts.has_receiver_evidence) {
      EXPECT_EQ(facts.results.basis, TrustBasis::kNone);
      EXPECT_FALSE(facts.border.has_value());
    }
    if (facts.results.basis == TrustBasis::kNone) {
      EXPECT_FALSE(facts.results.spf || facts.results.dmarc || !facts.results.dkim.empty());
    }
  }
}

}  // namespace
}  // namespace kenpin
