// Id and place: which fields are believed. Synthetic header sections.
#include "engine/auth/trusted_claims.h"

#include <gtest/gtest.h>

#include "engine/auth/test_delivery.h"

namespace kenpin {
namespace {

#define BORDER(mta)                                                                   \
  "Received: from out.shop.com (out.shop.com [198.51.100.7]) by mx.receiver.org " mta \
  " with ESMTPS id 1; "                                                               \
  "x\n"
#define AR(id) "Authentication-Results: " id "; spf=pass smtp.mailfrom=shop.com\n"
#define EXCHANGE_BORDER                                                                             \
  "Received: from out.shop.com (198.51.100.7) by D4.mail.protection.outlook.com (10.167.1.1) with " \
  "Microsoft SMTP "                                                                                 \
  "Server (version=TLS1_3, cipher=C) id 15.20.1 via Frontend Transport; x\n"
#define INNER "Received: from mx (mx [10.0.0.2]) by store.receiver.org with LMTP id 1; x\n"
#define FORGED "Received: from bank.com (bank.com [203.0.113.1]) by mx.receiver.org with ESMTPS id 4; x\n"

constexpr TrustBasis kNo = TrustBasis::kNone;

TEST(TrustedClaims, PlaceTable) {
  const struct {
    const char* name;
    std::string_view header;
    TrustBasis basis;
    uint32_t field;
    std::vector<std::string> ids;
  } cases[] = {
      {"above, the id of the host",
       AR("mx.receiver.org") BORDER("(Exim 4)"),
       TrustBasis::kAboveBorder,
       1,
       {}},
      {"above, another host of the ADMD",
       AR("auth.receiver.org") BORDER("(Exim 4)"),
       TrustBasis::kAboveBorder,
       1,
       {}},
      {"above, in capitals", AR("MX.Receiver.ORG") BORDER("(Exim 4)"), TrustBasis::kAboveBorder, 1, {}},
      {"above an inner hop", AR("mx.receiver.org") INNER BORDER("(Exim 4)"), TrustBasis::kAboveBorder, 1, {}},
      {"above, a stranger's id", AR("mx.evil.com") BORDER("(Exim 4)"), kNo, 0, {}},
      {"above, an id that only looks alike", AR("notreceiver.org") BORDER("(Exim 4)"), kNo, 0, {}},
      {"above, a stranger's id that is given",
       AR("scan.filter.net") BORDER("(Exim 4)"),
       TrustBasis::kAboveBorder,
       1,
       {"scan.filter.net"}},
      {"the second of two",
       AR("mx.evil.com") AR("mx.receiver.org") BORDER("(Exim 4)"),
       TrustBasis::kAboveBorder,
       2,
       {}},
      {"no id, no Exchange", "Authentication-Results: spf=pass\n" BORDER("(Exim 4)"), kNo, 0, {}},
      {"below, not Postfix or Sendmail", BORDER("(Exim 4)") AR("mx.receiver.org"), kNo, 0, {}},
      {"below, given, not Postfix or Sendmail: an id is no place",
       BORDER("(Exim 4)") AR("mx.receiver.org"),
       kNo,
       0,
       {"mx.receiver.org"}},
      {"milter at Postfix", BORDER("(Postfix)") AR("mx.receiver.org"), TrustBasis::kMilter, 1, {}},
      {"milter at Sendmail", BORDER("(8.15.2/8.15.2)") AR("mx.receiver.org"), TrustBasis::kMilter, 1, {}},
      {"milter, given",
       BORDER("(Postfix)") AR("mx.receiver.org"),
       TrustBasis::kMilterGiven,
       1,
       {"mx.receiver.org"}},
      {"milter with an id of its own, given",
       BORDER("(Postfix)") AR("scan.filter.net"),
       TrustBasis::kMilterGiven,
       1,
       {"scan.filter.net"}},
      {"milter, another host of the ADMD", BORDER("(Postfix)") AR("auth.receiver.org"), kNo, 0, {}},
      {"milter below marks, ARC and Return-Path",
       BORDER("(Postfix)") "DKIM-Filter: x\nReturn-Path: <a@shop.com>\nARC-Seal: i=1\n" AR("mx.receiver.org"),
       TrustBasis::kMilter,
       1,
       {}},
      {"milter below another id",
       BORDER("(Postfix)") AR("mx.evil.com") AR("mx.receiver.org"),
       TrustBasis::kMilter,
       2,
       {}},
      {"the block is broken by another field",
       BORDER("(Postfix)") "Date: x\n" AR("mx.receiver.org"),
       kNo,
       0,
       {}},
      {"by a signature", BORDER("(Postfix)") "DKIM-Signature: x\n" AR("mx.receiver.org"), kNo, 0, {}},
      {"by a Received", BORDER("(Postfix)") "Received: by a.shop.com; x\n" AR("mx.receiver.org"), kNo, 0, {}},
      {"given, below a lower hop",
       BORDER("(Postfix)") "Received: by a.shop.com; x\n" AR("mx.receiver.org"),
       kNo,
       0,
       {"mx.receiver.org"}},
      {"Gmail's results forged below another receiver's border",
       BORDER("(Postfix)") "Authentication-Results: mx.google.com; dmarc=pass header.from=shop.com\n",
       kNo,
       0,
       {}},
      {"forged together with its hop",
       BORDER("(Exim 4)") "Authentication-Results: mx.receiver.org; spf=pass "
                          "smtp.remote-ip=203.0.113.1\n" FORGED,
       kNo,
       0,
       {}},
      {"Exchange, directly above",
       "Authentication-Results: spf=pass\n" EXCHANGE_BORDER,
       TrustBasis::kWithoutId,
       1,
       {}},
      {"Exchange, another receiver with its mark",
       "Authentication-Results: spf=pass\n" BORDER("(Exim 4)") "X-MS-Exchange-Organization-AuthSource: h\n",
       TrustBasis::kWithoutId,
       1,
       {}},
      {"Exchange, another mark is none",
       "Authentication-Results: spf=pass\n" BORDER("(Exim 4)") "X-MS-Exchange-Organization-SCL: 1\n",
       kNo,
       0,
       {}},
      {"Exchange, one hop too high",
       "Authentication-Results: spf=pass\n"
       "Received: from A.prod.outlook.com (2603:10b6::1) by B.prod.outlook.com with HTTPS; "
       "x\n" EXCHANGE_BORDER,
       kNo,
       0,
       {}},
      {"Exchange, below", EXCHANGE_BORDER "Authentication-Results: spf=pass\n", kNo, 0, {}},
      {"an earlier hop's claims",
       "X-MS-Exchange-Authentication-Results: mx.receiver.org; spf=pass\n"
       "Authentication-Results-Original: mx.receiver.org; spf=pass\n"
       "ARC-Authentication-Results: i=1; mx.receiver.org; spf=pass\n" BORDER("(Exim 4)"),
       kNo,
       0,
       {}},
      {"one encoded word",
       "Authentication-Results: "
       "=?us-ascii?Q?mx.receiver.org=3B_spf=3Dpass_smtp.mailfrom=3Dshop.com?=\n" BORDER("(Exim 4)"),
       TrustBasis::kAboveBorder,
       1,
       {}},
      {"only a Received-SPF",
       "Received-SPF: pass receiver=mx.receiver.org; client-ip=198.51.100.7\n" BORDER("(Exim 4)"),
       TrustBasis::kReceivedSpf,
       0,
       {}},
      {"a Received-SPF without a host, directly above",
       "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.7; receiver=<UNKNOWN>\n" BORDER(
           "(Postfix)"),
       TrustBasis::kReceivedSpf,
       0,
       {}},
      {"the same below",
       BORDER("(Postfix)") "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.7; "
                           "receiver=<UNKNOWN>\n",
       kNo,
       0,
       {}},
      {"a stranger's Received-SPF",
       "Received-SPF: pass receiver=mx.evil.com; client-ip=198.51.100.7\n" BORDER("(Exim 4)"),
       kNo,
       0,
       {}},
      {"no Received at all", AR("mx.receiver.org"), kNo, 0, {"mx.receiver.org"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    TestDelivery::Settings settings;
    settings.authserv_ids = c.ids;
    const TestDelivery test(c.header, settings);
    EXPECT_EQ(test.facts.results.basis, c.basis);
    EXPECT_EQ(test.facts.results.field, c.field);
    if (c.basis == kNo) {
      EXPECT_FALSE(test.facts.results.spf.has_value());
    }
  }
}

TEST(TrustedClaims, OnlyTheTopmostRunOfMilters) {
  const TestDelivery test(BORDER(
      "(Postfix)") "Authentication-Results: mx.receiver.org; dkim=fail header.d=shop.com\n"
                   "Authentication-Results: mx.receiver.org; spf=softfail smtp.mailfrom=shop.com\n"
                   "Authentication-Results: mx.evil.com; dmarc=pass\n"
                   "Authentication-Results: mx.receiver.org; dmarc=pass header.from=shop.com\n");
  EXPECT_EQ(test.facts.results.spf, AuthWord::kSoftFail);
  EXPECT_EQ(test.facts.results.dkim.size(), 1u);
  EXPECT_FALSE(test.facts.results.dmarc.has_value());
}

TEST(TrustedClaims, OnlyGmailsFirst) {
  const TestDelivery test(std::string(kGmailHeader) +
                          "Authentication-Results: mx.google.com; dkim=pass header.d=evil.com; arc=pass\n");
  EXPECT_EQ(test.facts.results.basis, TrustBasis::kBelowBorder);
  EXPECT_EQ(test.facts.results.dkim.size(), 1u);
  EXPECT_FALSE(test.facts.results.arc.has_value());
}

TEST(TrustedClaims, TheClientLeadsToTheBorder) {
  // A host of the receiver with a public address, whose own field is missing.
  const TestDelivery test(
      "Authentication-Results: a.receiver.org; spf=pass smtp.remote-ip=198.51.100.7\n"
      "Received: from in.receiver.org (in.receiver.org [192.0.2.2]) by a.receiver.org (Postfix) with ESMTPS "
      "id 1; "
      "x\n" BORDER("(Exim 4)"));
  EXPECT_EQ(test.Border(), 1);
  EXPECT_EQ(test.Client(), "198.51.100.7");
  EXPECT_EQ(test.facts.envelope.client_basis, EnvelopeBasis::kAuthResults);
}

TEST(TrustedClaims, AClientInNoFieldStillServes) {
  const TestDelivery test(
      "Authentication-Results: spf=pass (sender IP is 203.0.113.9) smtp.mailfrom=shop.com\n" EXCHANGE_BORDER);
  EXPECT_EQ(test.Border(), -1);
  EXPECT_EQ(test.Client(), "203.0.113.9");
  EXPECT_EQ(test.facts.results.basis, TrustBasis::kWithoutId);
  EXPECT_EQ(test.facts.results.spf, AuthWord::kPass);
}

TEST(TrustedClaims, AFieldInNoPlaceIsDroppedAndTheNextIsTried) {
  const TestDelivery test(
      "Authentication-Results: spf=pass (sender IP is 198.51.100.7)\n"
      "Received: from mx (mx [10.0.0.2]) by store.receiver.org with LMTP id 1; x\n"
      "Authentication-Results: mx.receiver.org; spf=fail smtp.remote-ip=198.51.100.7 "
      "smtp.mailfrom=shop.com\n" BORDER("(Exim 4)"));
  EXPECT_EQ(test.Border(), 1);
  EXPECT_EQ(test.facts.results.spf, AuthWord::kFail);
  EXPECT_EQ(test.facts.results.field, 2u);
}

TEST(TrustedClaims, FieldsThatContradictEachOther) {
  const TestDelivery test(
      "Authentication-Results: mx.receiver.org; spf=pass smtp.remote-ip=198.51.100.7\n"
      "Received-SPF: pass receiver=mx.receiver.org; client-ip=203.0.113.1\n" BORDER("(Exim 4)"));
  EXPECT_TRUE(test.facts.clients_differ);
  EXPECT_TRUE(test.facts.has_receiver_evidence);
  EXPECT_EQ(test.Border(), -1);
  EXPECT_EQ(test.Client(), "");
  EXPECT_EQ(test.facts.results.basis, TrustBasis::kNone);
  ASSERT_TRUE(test.facts.one_client && test.facts.other_client);
  EXPECT_EQ(FormatIpAddress(*test.facts.one_client), "198.51.100.7");
  EXPECT_EQ(FormatIpAddress(*test.facts.other_client), "203.0.113.1");
}

TEST(TrustedClaims, AnInnerHopOfTheReceiverSpeaksOfItself) {
  // The store looked again, at its own mail exchanger.
  const TestDelivery test(
      "Authentication-Results: store.receiver.org; spf=fail smtp.remote-ip=192.0.2.2 smtp.mailfrom=shop.com\n"
      "Received: from mx (mx [10.0.0.2]) by store.receiver.org with LMTP id 1; x\n"
      "Authentication-Results: mx.receiver.org; spf=pass smtp.remote-ip=198.51.100.7 "
      "smtp.mailfrom=shop.com\n" BORDER("(Exim 4)"));
  EXPECT_EQ(test.facts.results.spf, AuthWord::kPass);
}

TEST(TrustedClaims, AFormOfEachClient) {
  for (const std::string_view said :
       {"spf=pass (sender IP is 198.51.100.7)",
        "spf=pass (x: domain of a@b designates 198.51.100.7 as permitted "
        "sender)",
        "spf=pass smtp.client-ip=198.51.100.7", "arc=none smtp.remote-ip=198.51.100.7",
        "iprev=pass policy.iprev=198.51.100.7", "arc=none smtp.remote-ip=\"::ffff:198.51.100.7\""}) {
    SCOPED_TRACE(said);
    const TestDelivery test("Authentication-Results: mx.receiver.org; " + std::string(said) + "\n" +
                            BORDER("(Exim 4)"));
    EXPECT_EQ(test.facts.envelope.client_basis, EnvelopeBasis::kAuthResults);
    EXPECT_EQ(test.Client(), "198.51.100.7");
  }
}

}  // namespace
}  // namespace kenpin
