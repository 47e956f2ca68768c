#include "engine/mail/received_hop.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace kenpin {
namespace {

constexpr HopTransport kSmtp = HopTransport::kSmtp;
constexpr HopTransport kInternal = HopTransport::kInternal;
constexpr HopTransport kUnstated = HopTransport::kUnstated;
constexpr HopTransport kOther = HopTransport::kOther;

struct ShapeCase {
  const char* name;
  std::string_view body;
  HopTransport transport;
  MtaFamily family;
  TlsMark mark;
  TlsVersion version = TlsVersion::kUnstated;
  std::string_view cipher = "";
  bool authenticated = false;
};

// The shapes in the order of their frequency, then rarer ones.
const ShapeCase kShapes[] = {
    {"Exchange Online, TLS 1.2",
     "from a.example (192.0.2.1) by AM7.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server "
     "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1 via Frontend Transport; x",
     kSmtp, MtaFamily::kExchangeOnline, TlsMark::kVersion, TlsVersion::kTls12,
     "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
    {"Exchange Online, TLS 1.3",
     "from a.example (192.0.2.1) by b.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server "
     "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 1 via Frontend Transport; x",
     kSmtp, MtaFamily::kExchangeOnline, TlsMark::kVersion, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384"},
    {"Exchange, inner hop",
     "from A.prod.outlook.com (2603:10a6::1) by B.prod.outlook.com (2603:10a6::2) with Microsoft SMTP Server "
     "(version=TLS1_2, cipher=C) id 15.20.1; x",
     kSmtp, MtaFamily::kExchange, TlsMark::kVersion, TlsVersion::kTls12, "C"},
    {"HTTPS", "from A.prod.outlook.com ([fe80::1]) by A.prod.outlook.com ([fe80::1%3]) with HTTPS; x",
     kInternal, MtaFamily::kUnknown, TlsMark::kNone},
    {"Exchange Online without TLS",
     "from a.example (192.0.2.1) by b.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id "
     "15.20.1 "
     "via Frontend Transport; x",
     kSmtp, MtaFamily::kExchangeOnline, TlsMark::kNone},
    {"SMTP", "from a.example by b.example with SMTP id 1; x", kSmtp, MtaFamily::kUnknown, TlsMark::kNone},
    {"ESMTP", "from a.example by b.example with ESMTP id 1; x", kSmtp, MtaFamily::kUnknown, TlsMark::kNone},
    {"mapi", "from A.prod.outlook.com by A.prod.outlook.com ([fe80::1]) with mapi id 15.20.1; x", kInternal,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"Postfix, local", "by b.example (Postfix, from userid 33) id 1; x", kInternal, MtaFamily::kPostfix,
     TlsMark::kNone},
    {"ESMTPS", "from a.example (a.example [192.0.2.1]) by b.example with ESMTPS id 1; x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kKeyword},
    {"HTTP", "by 0.0.0.0 with HTTP id 1; x", kInternal, MtaFamily::kUnknown, TlsMark::kNone},
    {"HTTPREST", "from 1 named unknown by gmailapi.google.com with HTTPREST; x", kInternal, MtaFamily::kGmail,
     TlsMark::kNone},
    {"ESMTPSA with a comment",
     "from h ([192.0.2.1]) by smtp.gmail.com with ESMTPSA id 1 for <u@b.example> (version=TLS1_3 "
     "cipher=TLS_AES_128_GCM_SHA256 bits=128/128); x",
     kSmtp, MtaFamily::kGmail, TlsMark::kKeyword, TlsVersion::kTls13, "TLS_AES_128_GCM_SHA256", true},
    {"no with", "from a.example (192.0.2.1) by b.example id 1; x", kUnstated, MtaFamily::kUnknown,
     TlsMark::kNone},
    {"no with, no from", "by b.example id 1 for <u@b.example>; x (envelope-from <v@a.example>)", kUnstated,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"ESMTPA", "from a ([192.0.2.1]) by b.example with ESMTPA id 1; x", kSmtp, MtaFamily::kUnknown,
     TlsMark::kNone, TlsVersion::kUnstated, "", true},
    {"Postfix 3 with TLS",
     "from a.example (a.example [192.0.2.1])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
     "bits)\n"
     "\t key-exchange X25519 server-signature RSA-PSS (2048 bits))\n\t(No client certificate requested)\n"
     "\tby b.example (Postfix) with ESMTPS id 1; x",
     kSmtp, MtaFamily::kPostfix, TlsMark::kKeyword, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384"},
    {"Google Transport Security",
     "from mail-sor-f69.google.com (mail-sor-f69.google.com. [192.0.2.1]) by mx.google.com with SMTPS id 1 "
     "for "
     "<u@b.example> (Google Transport Security); x",
     kSmtp, MtaFamily::kGmail, TlsMark::kKeyword},
    {"Exim, submission",
     "from [192.0.2.1] (port=4711 helo=a) by b.example with esmtpsa  (TLS1.2) tls "
     "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (Exim 4.96) (envelope-from <u@a.example>) id 1; x",
     kSmtp, MtaFamily::kExim, TlsMark::kKeyword, TlsVersion::kTls12, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
     true},
    {"Postfix 2 with TLS",
     "from a.example (a.example [192.0.2.1]) (using TLSv1.2 with cipher ECDHE-RSA-AES256-SHA (256/256 bits)) "
     "by "
     "b.example (Postfix) with ESMTPS id 1; x",
     kSmtp, MtaFamily::kPostfix, TlsMark::kKeyword, TlsVersion::kTls12, "ECDHE-RSA-AES256-SHA"},
    {"ASMTP", "from a.example (192.0.2.1) by b.example with ASMTP id 1; x", kSmtp, MtaFamily::kUnknown,
     TlsMark::kNone, TlsVersion::kUnstated, "", true},
    {"NNFMP", "from [192.0.2.1] by n1.yahoo.com with NNFMP; x", kOther, MtaFamily::kYahoo, TlsMark::kNone},
    {"qmail, from uid", "(qmail 1234 invoked by uid 89); x", kInternal, MtaFamily::kQmail, TlsMark::kNone},
    {"qmail, from network", "(qmail 1234 invoked from network); x", kInternal, MtaFamily::kQmail,
     TlsMark::kNone},
    {"LMTP", "from a.example by b.example with LMTP id 1 for <u@b.example>; x", kInternal,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"Exim, local", "from www by b.example with local (Exim 4.96) id 1; x", kInternal, MtaFamily::kExim,
     TlsMark::kNone},
    {"QMQP", "from unknown (192.0.2.1) by b.example with QMQP; x", kInternal, MtaFamily::kUnknown,
     TlsMark::kNone},
    {"Exim without its name",
     "from a.example ([192.0.2.1]) by b.example with esmtp (envelope-from <u@a.example>) id 1; x", kSmtp,
     MtaFamily::kExim, TlsMark::kNone},
    {"LOCAL", "by b.example with LOCAL id 1; x", kInternal, MtaFamily::kUnknown, TlsMark::kNone},
    {"Exim, plain submission", "from [192.0.2.1] (helo=a) by b.example with esmtpa (Exim 4.96) id 1; x",
     kSmtp, MtaFamily::kExim, TlsMark::kNone, TlsVersion::kUnstated, "", true},
    {"Yahoo",
     "from 192.0.2.1 (EHLO a.example) (192.0.2.1) by 10.1.1.1.mail.yahoo.com with SMTPs (version=TLS1_3 "
     "cipher=TLS_AES_128_GCM_SHA256); x",
     kSmtp, MtaFamily::kYahoo, TlsMark::kKeyword, TlsVersion::kTls13, "TLS_AES_128_GCM_SHA256"},
    {"Nemesis", "from h ([192.0.2.1]) by b.example (mreue010 [192.0.2.9]) with ESMTPSA (Nemesis) id 1; x",
     kSmtp, MtaFamily::kUnknown, TlsMark::kKeyword, TlsVersion::kUnstated, "", true},
    {"Sendmail, local", "(from user@localhost) by b.example (8.15.2/8.15.2/Submit) id 1; x", kInternal,
     MtaFamily::kSendmail, TlsMark::kNone},
    {"ecelerity",
     "from [192.0.2.1] ([192.0.2.1:4711] helo=a) by b.example (envelope-from <u@a.example>) (ecelerity 4.3 "
     "r(x)) "
     "with ESMTPSA (cipher=AES-256-GCM) id 1; x",
     kSmtp, MtaFamily::kEcelerity, TlsMark::kKeyword, TlsVersion::kUnstated, "AES-256-GCM", true},
    {"Exim without its name, TLS",
     "from a.example ([192.0.2.1]) by b.example with esmtps (envelope-from <>) id 1; x", kSmtp,
     MtaFamily::kExim, TlsMark::kKeyword},
    {"trex, no with",
     "from a.example (a.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) by 10.1.1.1 "
     "(trex/7.0.2); x",
     kSmtp, MtaFamily::kUnknown, TlsMark::kVersion, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384"},
    {"SMTPSA", "from h ([192.0.2.1]) by b.example with SMTPSA id 1 (version=TLS1_2 cipher=C bits=128/128); x",
     kSmtp, MtaFamily::kUnknown, TlsMark::kKeyword, TlsVersion::kTls12, "C", true},
    {"REST", "from [10.0.0.1] ([10.0.0.1]) by b.example (ecelerity 4.3 r(x)) with REST id 1; x", kInternal,
     MtaFamily::kEcelerity, TlsMark::kNone},
    {"Postfix, submission",
     "from [10.0.0.1] (a.example [192.0.2.1]) (using TLSv1.2 with cipher C (128/128 bits)) (Authenticated "
     "sender: "
     "u@b.example) by b.example (Postfix) with ESMTPSA id 1; x",
     kSmtp, MtaFamily::kPostfix, TlsMark::kKeyword, TlsVersion::kTls12, "C", true},
    {"Haraka",
     "from a.example (a.example [192.0.2.1]) by b.example (Haraka/3.0.2) with ESMTP id 1 envelope-from "
     "<u@a.example> (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); x",
     kSmtp, MtaFamily::kHaraka, TlsMark::kVersion, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384"},
    {"Exim, one space",
     "from h ([192.0.2.1] helo=a) by b with esmtpsa (TLS1.2) tls AES128-SHA (Exim 4.94) id 1; x", kSmtp,
     MtaFamily::kExim, TlsMark::kKeyword, TlsVersion::kTls12, "AES128-SHA", true},
    {"Exim, TLS 1.3",
     "from h ([192.0.2.1]) by b with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.94) id 1; x", kSmtp,
     MtaFamily::kExim, TlsMark::kKeyword, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384"},
    {"UTF8SMTPSA", "from h ([192.0.2.1]) by b with UTF8SMTPSA id 1; x", kSmtp, MtaFamily::kUnknown,
     TlsMark::kKeyword, TlsVersion::kUnstated, "", true},
    {"MailboxResubmission", "from a.outlook.com by b.outlook.com with MailboxResubmission; x", kInternal,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"Microsoft SMTP Server (TLS)",
     "from a.example (192.0.2.1) by b.example (10.0.0.1) with Microsoft SMTP Server (TLS) id 14.3.1; x",
     kSmtp, MtaFamily::kExchange, TlsMark::kWord},
    // Rarer ones.
    {"keyword behind the comment",
     "from a (192.0.2.1) by b with (TLSv1.2:ECDHE-RSA-AES256-SHA encrypted) esmtp; x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kVersion, TlsVersion::kTls12, "ECDHE-RSA-AES256-SHA"},
    {"Cisco", "from a ([192.0.2.1]) by b with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384; x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kCipher, TlsVersion::kUnstated, "ECDHE-RSA-AES256-GCM-SHA384"},
    {"MessageLabs", "from a (HELO a.example) (192.0.2.1) by b with DHE-RSA-AES256-SHA encrypted SMTP; x",
     kSmtp, MtaFamily::kQmail, TlsMark::kCipher, TlsVersion::kUnstated, "DHE-RSA-AES256-SHA"},
    {"encrypted, authenticated",
     "from a ([192.0.2.1]) by b with UTF8SMTPSA (AES256-SHA encrypted, authenticated); x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kKeyword, TlsVersion::kUnstated, "AES256-SHA", true},
    {"old Exim",
     "from a ([192.0.2.1]) by b with esmtps (TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128) (Exim 4.80) id 1; x",
     kSmtp, MtaFamily::kExim, TlsMark::kKeyword, TlsVersion::kTls12, "ECDHE-RSA-AES128-GCM-SHA256"},
    {"very old Exim",
     "from a ([192.0.2.1]) by b with esmtp (Cipher TLSv1:DES-CBC3-SHA:168) (Exim 3.31) id 1; x", kSmtp,
     MtaFamily::kExim, TlsMark::kVersion, TlsVersion::kTls10, "DES-CBC3-SHA"},
    {"Salesforce",
     "from [192.0.2.1] ([192.0.2.1:4711] helo=a) by b (envelope-from <u@a.example>) (ecelerity 2.2 r()) with "
     "ESMTPS "
     "(cipher=ECDHE-RSA-AES256-GCM-SHA384 subject=\"/CN=a.example\") id 1; x",
     kSmtp, MtaFamily::kEcelerity, TlsMark::kKeyword, TlsVersion::kUnstated, "ECDHE-RSA-AES256-GCM-SHA384"},
    {"Sendmail 8.14",
     "from a (a.example [192.0.2.1]) by b (8.14.4/8.14.4) with ESMTP id 1 (version=TLSv1/SSLv3 "
     "cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO); x",
     kSmtp, MtaFamily::kSendmail, TlsMark::kVersion, TlsVersion::kUnstated, "ECDHE-RSA-AES256-GCM-SHA384"},
    {"SMTPSVC is not SMTPS", "from a ([192.0.2.1]) by b with Microsoft SMTPSVC(8.5.9600.16384); x", kSmtp,
     MtaFamily::kMicrosoftSmtpsvc, TlsMark::kNone},
    {"SMTPSVC, from a file", "from mail pickup service by b with Microsoft SMTPSVC; x", kInternal,
     MtaFamily::kMicrosoftSmtpsvc, TlsMark::kNone},
    {"SMTPSVC with TLS",
     "from a ([192.0.2.1]) by b over TLS secured channel with Microsoft SMTPSVC(7.5.7601.22712); x", kSmtp,
     MtaFamily::kMicrosoftSmtpsvc, TlsMark::kWord},
    {"MessageLabs, no with",
     "from [192.0.2.1] (using TLSv1.2 with cipher AES256-SHA (256 bits)) by b id 1; x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kVersion, TlsVersion::kTls12, "AES256-SHA"},
    {"MailEnable", "from a ([192.0.2.1]) by b with MailEnable ESMTPA; x", kSmtp, MtaFamily::kUnknown,
     TlsMark::kNone, TlsVersion::kUnstated, "", true},
    {"ngmta", "from a by b with ngmta; x", kOther, MtaFamily::kUnknown, TlsMark::kNone},
    {"ECSTREAM", "from a by b with ECSTREAM; x", kOther, MtaFamily::kUnknown, TlsMark::kNone},
    {"HTTP with a comment", "from a by b with HTTP (HTTP/1.1 POST); x", kInternal, MtaFamily::kUnknown,
     TlsMark::kNone},
    {"SpamAssassin", "from a by b with SpamAssassin (version 3.4.6); x", kOther, MtaFamily::kUnknown,
     TlsMark::kNone},
    {"Courier",
     "from a (b.example [::ffff:192.0.2.1]) (AUTH: LOGIN u@b.example, TLS: TLSv1.2,256bits,AES256-SHA) by b "
     "with "
     "ESMTPSA; x",
     kSmtp, MtaFamily::kUnknown, TlsMark::kKeyword, TlsVersion::kTls12, "AES256-SHA", true},
    {"via in place of with", "from [192.0.2.1] by web.mail.yahoo.com via HTTP; x", kInternal,
     MtaFamily::kYahoo, TlsMark::kNone},
    {"fetched", "from mail.b.example [192.0.2.1] by localhost with POP3 (fetchmail-6.4); x", kInternal,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"missing host", "from ([192.0.2.1]) by b with ESMTP; x", kSmtp, MtaFamily::kUnknown, TlsMark::kNone},
    {"not authenticated", "from a ([192.0.2.1]) (not authenticated) by b with ESMTP; x", kSmtp,
     MtaFamily::kUnknown, TlsMark::kNone},
    {"what the client says is no mark",
     "from tls1.example (helo=version=TLS1_3 [192.0.2.1]) by b with ESMTP; x", kSmtp, MtaFamily::kUnknown,
     TlsMark::kNone},
    {"empty", "", kUnstated, MtaFamily::kUnknown, TlsMark::kNone},
};

TEST(ReceivedHop, Shapes) {
  for (const ShapeCase& c : kShapes) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const ReceivedHop hop = ParseReceivedHop(c.body, arena);
    EXPECT_EQ(hop.transport, c.transport);
    EXPECT_EQ(hop.family, c.family);
    EXPECT_EQ(hop.tls.mark, c.mark);
    EXPECT_EQ(hop.tls.version, c.version);
    EXPECT_EQ(hop.tls.cipher, c.cipher);
    EXPECT_EQ(hop.authenticated, c.authenticated);
  }
}

struct PeerCase {
  const char* name;
  std::string_view body;
  std::string_view helo;
  std::string_view peer;  // Empty: none.
  PeerName peer_name;
  std::string_view peer_name_text = "";
};

const PeerCase kPeers[] = {
    {"Gmail", "from h.a.example (MX.a.example. [192.0.2.1]) by mx.google.com with ESMTPS id 1; x",
     "h.a.example", "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Gmail, no PTR", "from h.a.example ([192.0.2.1]) by mx.google.com with ESMTPS id 1; x", "h.a.example",
     "192.0.2.1", PeerName::kAbsent},
    {"Gmail, IPv6", "from h (mx.a.example. [2001:db8::1]) by mx.google.com with ESMTPS id 1; x", "h",
     "2001:db8::1", PeerName::kVerified, "mx.a.example"},
    {"Gmail, HELO literal",
     "from [10.0.0.5] (mx.a.example. [192.0.2.1]) by mx.google.com with ESMTPS id 1; x", "[10.0.0.5]",
     "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Exchange",
     "from h.a.example (192.0.2.1) by b.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server id 1",
     "h.a.example", "192.0.2.1", PeerName::kUnstated},
    {"Exchange, IPv6 with zone", "from h (fe80::1%12) by b (fe80::2%3) with Microsoft SMTP Server id 1", "h",
     "fe80::1", PeerName::kUnstated},
    {"Postfix", "from h (Mx.a.example [192.0.2.1]) by b (Postfix) with ESMTP id 1; x", "h", "192.0.2.1",
     PeerName::kVerified, "mx.a.example"},
    {"Postfix, unknown", "from h (unknown [192.0.2.1]) by b (Postfix) with ESMTP id 1; x", "h", "192.0.2.1",
     PeerName::kUnknown},
    {"Postfix, IPv6", "from h (unknown [IPv6:2001:db8::1]) by b (Postfix) with ESMTP id 1; x", "h",
     "2001:db8::1", PeerName::kUnknown},
    {"Exim", "from mx.a.example ([192.0.2.1] helo=h.a.example) by b with esmtp (Exim 4.96) id 1; x",
     "h.a.example", "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Exim, same HELO", "from mx.a.example ([192.0.2.1]) by b with esmtp (Exim 4.96) id 1; x", "mx.a.example",
     "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Exim, port", "from mx.a.example ([192.0.2.1]:4711 helo=h) by b with esmtp (Exim 4.96) id 1; x", "h",
     "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Exim, bracketed host", "from [192.0.2.1] (port=4711 helo=h) by b with esmtp (Exim 4.96) id 1; x", "h",
     "192.0.2.1", PeerName::kUnknown},
    {"Exim, bracketed host, HELO literal",
     "from [192.0.2.1] (helo=[10.0.0.1]) by b with esmtp (Exim 4.96) id 1; x", "[10.0.0.1]", "192.0.2.1",
     PeerName::kUnknown},
    {"Sendmail", "from h (mx.a.example [192.0.2.1]) by b (8.15.2/8.15.2) with ESMTP id 1; x", "h",
     "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Sendmail, forged",
     "from h (mx.a.example [192.0.2.1] (may be forged)) by b (8.15.2/8.15.2) with ESMTP id 1; x", "h",
     "192.0.2.1", PeerName::kForged, "mx.a.example"},
    {"Sendmail, no PTR", "from h ([192.0.2.1]) by b (8.15.2/8.15.2) with ESMTP id 1; x", "h", "192.0.2.1",
     PeerName::kAbsent},
    {"Sendmail, ident", "from h (IDENT:u@mx.a.example [192.0.2.1]) by b (8.9.3/8.9.3) with ESMTP id 1; x",
     "h", "192.0.2.1", PeerName::kVerified, "mx.a.example"},
    {"Sendmail, ident, no PTR", "from h (IDENT:u@[192.0.2.1]) by b (8.9.3/8.9.3) with ESMTP id 1; x", "h",
     "192.0.2.1", PeerName::kAbsent},
    {"qmail", "from mx.a.example (HELO h) (192.0.2.1) by b with SMTP; x", "h", "192.0.2.1",
     PeerName::kUnstated},
    {"qmail, ident", "from mx.a.example (HELO h) (u@192.0.2.1) by b with SMTP; x", "h", "192.0.2.1",
     PeerName::kUnstated},
    {"qmail, unknown", "from unknown (HELO h) (192.0.2.1) by b with SMTP; x", "h", "192.0.2.1",
     PeerName::kUnknown},
    {"qmail, empty HELO", "from unknown (HELO ) (192.0.2.1) by b with SMTP; x", "", "192.0.2.1",
     PeerName::kUnknown},
    {"Yahoo", "from 192.0.2.1 (EHLO h) (192.0.2.1) by b.yahoo.com with SMTPs; x", "h", "192.0.2.1",
     PeerName::kUnstated},
    {"mapped", "from h (mx.a.example [::ffff:192.0.2.1]) by b (Postfix) with ESMTP id 1; x", "h", "192.0.2.1",
     PeerName::kVerified, "mx.a.example"},
    {"literal of nobody knows whom", "from [192.0.2.1] by b with ESMTP; x", "[192.0.2.1]", "",
     PeerName::kUnstated},
    {"literal, no with", "from [192.0.2.1] by b id 1; x", "", "192.0.2.1", PeerName::kUnstated},
    {"Yahoo, groups", "from [192.0.2.1] by n1.yahoo.com with NNFMP; x", "", "192.0.2.1", PeerName::kUnstated},
    {"address in a word", "from h [192.0.2.1] by b with ESMTP; x", "h", "192.0.2.1", PeerName::kUnstated},
    {"address behind a comment", "from h (mx.a.example) [192.0.2.1] by b with ESMTP; x", "h", "192.0.2.1",
     PeerName::kUnstated},
    {"the writer's own address is no peer", "from h by b ([192.0.2.1]) with ESMTP; x", "h", "",
     PeerName::kUnstated},
    {"local user", "from u@a.example by b with local; x", "", "", PeerName::kUnstated},
};

TEST(ReceivedHop, Peers) {
  for (const PeerCase& c : kPeers) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const ReceivedHop hop = ParseReceivedHop(c.body, arena);
    EXPECT_EQ(hop.helo, c.helo);
    EXPECT_EQ(hop.peer, c.peer.empty() ? std::nullopt : ParseIpAddress(c.peer));
    EXPECT_EQ(hop.peer_name, c.peer_name);
    EXPECT_EQ(hop.peer_name_text, c.peer_name_text);
  }
}

TEST(ReceivedHop, OtherClauses) {
  Arena arena;
  const ReceivedHop hop = ParseReceivedHop(
      "from a by MX.B.example. with utf8smtps id 1 for <u@b.example>; Tue, 16 Jan 2024 09:00:00 +0900",
      arena);
  EXPECT_EQ(hop.by, "mx.b.example");
  EXPECT_EQ(hop.with, "utf8smtps");
  EXPECT_TRUE(hop.smtputf8);
  EXPECT_TRUE(hop.has_for);
  EXPECT_EQ(hop.time, 1705363200);
  // No semicolon in front of the date.
  EXPECT_EQ(ParseReceivedHop("by b with SMTP id 1 2024-01-16 00:00:00.334 +0000 UTC", arena).time,
            1705363200);
  EXPECT_EQ(ParseReceivedHop("by b with Microsoft SMTP Server id 1", arena).with, "SMTP");
  EXPECT_EQ(ParseReceivedHop("by b with C encrypted SMTP", arena).with, "SMTP");
  EXPECT_FALSE(ParseReceivedHop("by b with SMTP; x", arena).has_for);
  EXPECT_FALSE(ParseReceivedHop("by b with SMTP; x", arena).time.has_value());
}

TEST(ReceivedHop, InternalAddresses) {
  for (const char* text : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.1.1",
                           "172.16.0.1", "172.31.255.255", "192.168.0.1", "::", "::1", "::ffff:10.0.0.1",
                           "fe80::1", "fd00::1", "fc00::1", "2002:a05:6a10::1"}) {
    EXPECT_TRUE(IsInternalAddress(*ParseIpAddress(text))) << text;
  }
  for (const char* text : {"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.2.1",
                           "2001:db8::1", "2603:10a6::1", "2002:c000:201::1"}) {
    EXPECT_FALSE(IsInternalAddress(*ParseIpAddress(text))) << text;
  }
}

TEST(ReceivedHop, RandomPieces) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view pieces[] = {"from ", "by ",         "with ",   "via ",  "a.example ", "(",
                                     ")",     "[192.0.2.1]", "helo=",   "HELO ", "ESMTPS ",    "/TLS/",
                                     ";",     "\"",          "=",       "tls ",  "encrypted ", "AES128-SHA",
                                     "TLSv1", ":",           ".",       "\\",    "\r\n ",      "@",
                                     "[",     "IPv6:",       "version="};
  for (int round = 0; round < 20'000; ++round) {
    std::string body;
    for (size_t i = random() % 20; i > 0; --i) body += pieces[random() % std::size(pieces)];
    Arena arena;
    const ReceivedHop hop = ParseReceivedHop(body, arena);
    ASSERT_TRUE(hop.transport != kUnstated || hop.with.empty()) << body;
    ASSERT_TRUE(hop.peer || hop.peer_name == PeerName::kUnstated) << body;
  }
}

TEST(ReceivedHop, HostileSizesAreRead) {
  for (const std::string_view piece :
       {"(", "()", "(a [192.0.2.1])", "from ", "with ", "tls ", "with x/TLS/", "AES128-", "\"\\",
        "TLSv1:", "encrypted ", "(version=TLS1_2) ", "[1.", "from [", "a@"}) {
    for (const std::string_view start : {"", "from ", "by b with ", "from (", "by b with ("}) {
      std::string body(start);
      while (body.size() < 300'000) body += piece;
      Arena arena;
      EXPECT_LE(ParseReceivedHop(body, arena).helo.size(), body.size());
    }
  }
}

}  // namespace
}  // namespace kenpin
