// Walking down to the border, without any field that tells the client. Synthetic header sections.
#include "engine/auth/border_hop.h"

#include <gtest/gtest.h>

#include "engine/auth/test_delivery.h"

namespace kenpin {
namespace {

#define STORE \
  "Received: from mx.receiver.org (mx.receiver.org [10.0.0.2]) by store.receiver.org with LMTP id 1; x\n"
#define MX                                                                                                 \
  "Received: from out.shop.com (out.shop.com [198.51.100.7]) by mx.receiver.org (Postfix) with ESMTPS id " \
  "2; x\n"
#define APP "Received: from app.shop.com (app.shop.com [198.51.100.8]) by out.shop.com with ESMTP id 3; x\n"
#define FORGED "Received: from bank.com (bank.com [203.0.113.1]) by mx.receiver.org with ESMTPS id 4; x\n"
#define EXCHANGE "; Tue, 3 Mar 2026 09:02:03 +0000\n"

TEST(BorderHop, WalkTable) {
  const struct {
    const char* name;
    std::string_view header;
    int border;
    std::string_view client;
  } cases[] = {
      {"the topmost", MX APP, 0, "198.51.100.7"},
      {"below a delivery inside", STORE MX APP, 1, "198.51.100.7"},
      {"the first of two, whatever is forged below", MX FORGED, 0, "198.51.100.7"},
      {"peers with private, loopback, link-local and unique-local addresses are inside",
       "Received: from a (a [127.0.0.1]) by h.receiver.org with ESMTP; x\n"
       "Received: from a (a [192.168.1.1]) by h.receiver.org with ESMTP; x\n"
       "Received: from a (a [169.254.1.1]) by h.receiver.org with ESMTP; x\n"
       "Received: from a (a [IPv6:fe80::1]) by h.receiver.org with ESMTP; x\n"
       "Received: from a (a [IPv6:fd00::1]) by h.receiver.org with ESMTP; x\n" MX,
       5, "198.51.100.7"},
      {"hops without a peer", "Received: by 2002:a05:6a10:: with SMTP id 1; x\n" MX, 1, "198.51.100.7"},
      {"but not one whose peer is a stranger, known by name only",
       "Received: from mail.evil.com by mx.receiver.org with ESMTP; x\n" FORGED, 0, ""},
      {"one of the receiver is inside, in capitals too",
       "Received: from MX.Receiver.org by store.receiver.org with SMTP id 1; x\n" MX, 1, "198.51.100.7"},
      {"HTTPS, mapi, local, MailboxResubmission",
       "Received: from a.receiver.org (192.0.2.1) by b.receiver.org with HTTPS; x\n"
       "Received: from a.receiver.org (192.0.2.1) by b.receiver.org with mapi; x\n"
       "Received: from u by b.receiver.org with local (Exim 4.96); x\n"
       "Received: from a.receiver.org (192.0.2.1) by b.receiver.org with MailboxResubmission; x\n" MX,
       4, "198.51.100.7"},
      {"an inbound host of the receiver with a public address, shown by its own field",
       "Received: from mx.receiver.org (mx.receiver.org [192.0.2.1]) by store.receiver.org (Postfix) with "
       "ESMTPS; "
       "x\n" MX,
       1, "198.51.100.7"},
      {"not by its HELO name",
       "Received: from mx.receiver.org (unknown [192.0.2.1]) by store.receiver.org (Postfix) with ESMTPS; "
       "x\n" MX,
       0, "192.0.2.1"},
      {"not a host of the receiver that a customer sends from",
       "Received: from out.receiver.org (out.receiver.org [192.0.2.1]) by mx.receiver.org (Postfix) with "
       "ESMTPS; x\n"
       "Received: from pc ([203.0.113.5]) by out.receiver.org with ESMTPSA; x\n",
       0, "192.0.2.1"},
      {"Exchange Online's inbound hosts",
       "Received: from A1.namprd01.prod.outlook.com (2603:10b6:a:1::1) by B2.namprd01.prod.outlook.com with "
       "Microsoft SMTP Server id 1" EXCHANGE
       "Received: from C.mail.protection.outlook.com (2603:10b6:a:1::2) by A1.namprd01.prod.outlook.com with "
       "Microsoft SMTP Server id 1 via Frontend Transport" EXCHANGE
       "Received: from out.shop.com (198.51.100.7) by C.mail.protection.outlook.com with Microsoft SMTP "
       "Server "
       "id 1 via Frontend Transport" EXCHANGE,
       2, "198.51.100.7"},
      {"never Exchange Online's outbound hosts",
       "Received: from A1.namprd01.prod.outlook.com (2603:10b6:a:1::1) by B2.namprd01.prod.outlook.com with "
       "HTTPS" EXCHANGE
       "Received: from X.outbound.protection.outlook.com (40.107.1.2) by C.mail.protection.outlook.com with "
       "Microsoft SMTP Server (version=TLS1_2, cipher=C) id 1 via Frontend Transport" EXCHANGE
       "Received: from D.namprd01.prod.outlook.com (2603:10b6:a:1::9) by E.namprd01.prod.outlook.com with "
       "Microsoft SMTP Server id 1" EXCHANGE,
       1, "40.107.1.2"},
      {"Google to Google",
       "Received: by 2002:a05:: with SMTP id 1; x\n"
       "Received: from mail-sor-f69.google.com (mail-sor-f69.google.com. [209.85.220.69])\n"
       "        by mx.google.com with SMTPS id 2 for <u@gmail.com> (Google Transport Security); x\n"
       "Received: by 2002:a05:: with SMTP id 3; x\n",
       1, "209.85.220.69"},
      {"mail fetched from a mailbox: the receiver is below",
       "Received: from localhost (localhost [127.0.0.1]) by pc.home.net (Postfix) with ESMTP id 1; x\n"
       "Received: from mail.receiver.org [192.0.2.1] by localhost with IMAP (fetchmail-6.4); x\n" MX,
       2, "198.51.100.7"},
      {"what is fetched below the border is forged",
       MX "Received: from mail.receiver.org [192.0.2.1] by localhost with IMAP (fetchmail-6.4); x\n" FORGED,
       0, "198.51.100.7"},
      {"a hop of somebody else ends the receiver's part",
       STORE "Received: from a (a [10.0.0.1]) by mx.other.net with ESMTP; x\n" FORGED, -1, ""},
      {"so does a user's submission",
       STORE "Received: from pc ([203.0.113.5]) by mx.receiver.org with ESMTPSA; x\n" FORGED, -1, ""},
      {"a host without a name, on top",
       "Received: from o ([198.51.100.7]) by mx1 (Postfix) with ESMTPS; x\n" APP, 0, "198.51.100.7"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    TestDelivery::Settings settings;
    settings.mode = Mode::kArchive;
    const TestDelivery test(c.header, settings);
    EXPECT_EQ(test.Border(), c.border);
    EXPECT_EQ(test.Client(), c.client);
  }
}

TEST(BorderHop, GoogleTransportSecurityIsTls) {
  const TestDelivery test(
      "Received: from mail-sor-f69.google.com (mail-sor-f69.google.com. [209.85.220.69])\n"
      "        by mx.google.com with SMTPS id 2 for <u@gmail.com> (Google Transport Security); x\n");
  EXPECT_NE(test.facts.border_hop.tls.mark, TlsMark::kNone);
}

TEST(BorderHop, IdsNameTheReceiver) {
  // A company's archive on top of the provider's fields.
  constexpr std::string_view kArchived =
      "Received: from mx.receiver.org (mx.receiver.org [192.0.2.1]) by archive.corp.net (Postfix) with "
      "ESMTPS; x\n" MX;
  TestDelivery::Settings settings;
  settings.mode = Mode::kArchive;
  EXPECT_EQ(TestDelivery(kArchived, settings).Border(), 0);
  settings.authserv_ids = {"mx.receiver.org"};
  EXPECT_EQ(TestDelivery(kArchived, settings).Border(), 1);
  // An id that leads nowhere adds nothing and takes nothing away.
  settings.authserv_ids = {"scan.filter.net", "bare", ""};
  EXPECT_EQ(TestDelivery(kArchived, settings).Border(), 0);
  // A stranger above the receiver's field could have written it.
  settings.authserv_ids = {"mx.receiver.org"};
  EXPECT_EQ(TestDelivery("Received: from evil (evil [192.0.2.66]) by archive.corp.net with SMTP; x\n" FORGED,
                         settings)
                .Border(),
            0);
}

}  // namespace
}  // namespace kenpin
