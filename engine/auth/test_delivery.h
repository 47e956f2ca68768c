// For tests of deliveries: a header section, and what FindDelivery() makes of it.
#ifndef KENPIN_ENGINE_AUTH_TEST_DELIVERY_H_
#define KENPIN_ENGINE_AUTH_TEST_DELIVERY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/receiver.h"
#include "engine/mail/test_message.h"

namespace kenpin {

// Owns all that the facts point to; not movable.
struct TestDelivery {
  struct Settings {
    std::string_view author = "shop.com";
    std::vector<std::string_view> signers;
    std::vector<std::string> authserv_ids;
    std::string_view from_line_sender;
    EnvelopeFacts given;
    std::optional<Mode> mode;
  };

  explicit TestDelivery(std::string_view header) : TestDelivery(header, Settings()) {}
  TestDelivery(std::string_view header, const Settings& settings)
      : message(std::string(header) + "From: News <news@shop.com>\nSubject: x\n\nbody\n") {
    static const std::unique_ptr<PublicSuffixList> kSuffixes = PublicSuffixList::Builtin();
    AuthorFacts author;
    author.domain = settings.author;
    std::string from_line;
    if (!settings.from_line_sender.empty())
      from_line = "From " + std::string(settings.from_line_sender) + " Tue Mar  3 09:02:03 2026";
    const DeliveryInput input{message.view, from_line, author, settings.signers, settings.given};
    const ReceiverPolicy policy{settings.authserv_ids, *kSuffixes, settings.mode};
    Arena scratch;
    facts = FindDelivery(input, policy, scratch, keep);
  }
  TestDelivery(const TestDelivery&) = delete;

  std::string Client() const {
    return facts.envelope.client ? FormatIpAddress(*facts.envelope.client) : std::string();
  }
  // Ordinal of the border, or -1.
  int Border() const { return facts.border ? static_cast<int>(*facts.border) : -1; }

  TestMessage message;
  Arena keep;
  DeliveryFacts facts;
};

// Fields as they stand in mail of each kind. shop.com sends from 198.51.100.7, mx.receiver.org takes it.
inline constexpr std::string_view kGmailHeader =
    "Delivered-To: user@gmail.com\n"
    "Received: by 2002:a05:6a10:1:0:0:0:0 with SMTP id a1csp1; Tue, 3 Mar 2026 01:02:05 -0800 (PST)\n"
    "X-Received: by 2002:a05:6a10:2:: with SMTP id b2; Tue, 03 Mar 2026 01:02:04 -0800 (PST)\n"
    "ARC-Seal: i=1; a=rsa-sha256; d=google.com; s=arc; cv=none; b=x\n"
    "ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@shop.com\n"
    "Return-Path: <b+1@bounce.shop.com>\n"
    "Received: from out.shop.com (out.shop.com. [198.51.100.7])\n"
    "        by mx.google.com with ESMTPS id d9\n"
    "        for <user@gmail.com>\n"
    "        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n"
    "        Tue, 03 Mar 2026 01:02:03 -0800 (PST)\n"
    "Received-SPF: pass (google.com: domain of b+1@bounce.shop.com designates 198.51.100.7 as permitted "
    "sender) client-ip=198.51.100.7;\n"
    "Authentication-Results: mx.google.com;\n"
    "       dkim=pass header.i=@shop.com header.s=s1 header.b=AbCdEfGh;\n"
    "       spf=pass (google.com: domain of b+1@bounce.shop.com designates 198.51.100.7 as permitted sender) "
    "smtp.mailfrom=b+1@bounce.shop.com;\n"
    "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=shop.com\n";

inline constexpr std::string_view kExchangeHeader =
    "Received: from A1.namprd01.prod.outlook.com (2603:10b6:a:1::1)\n"
    " by B2.namprd01.prod.outlook.com with HTTPS; Tue, 3 Mar 2026 09:02:09 +0000\n"
    "Received: from C3.namprd01.prod.outlook.com (2603:10b6:a:2::2) by\n"
    " A1.namprd01.prod.outlook.com (2603:10b6:a:1::1) with Microsoft SMTP Server\n"
    " (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1; Tue, 3 Mar\n"
    " 2026 09:02:08 +0000\n"
    "Received: from D4.eop-nam01.prod.protection.outlook.com\n"
    " (2603:10b6:a:3::3) by C3.outlook.office365.com\n"
    " (2603:10b6:a:2::2) with Microsoft SMTP Server (version=TLS1_3,\n"
    " cipher=TLS_AES_256_GCM_SHA384) id 15.20.1 via Frontend Transport; Tue, 3 Mar 2026 09:02:07 +0000\n"
    "Authentication-Results: spf=pass (sender IP is 198.51.100.7)\n"
    " smtp.mailfrom=bounce.shop.com; dkim=pass (signature was verified)\n"
    " header.d=shop.com;dmarc=pass action=none\n"
    " header.from=shop.com;compauth=pass reason=100\n"
    "Received-SPF: Pass (protection.outlook.com: domain of bounce.shop.com designates\n"
    " 198.51.100.7 as permitted sender) receiver=protection.outlook.com;\n"
    " client-ip=198.51.100.7; helo=out.shop.com; pr=C\n"
    "Received: from out.shop.com (198.51.100.7) by\n"
    " D4.mail.protection.outlook.com (10.167.1.1) with Microsoft SMTP\n"
    " Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.1 via Frontend\n"
    " Transport; Tue, 3 Mar 2026 09:02:06 +0000\n"
    "Return-Path: b+1@bounce.shop.com\n"
    "X-MS-Exchange-Organization-AuthSource: D4.eop-nam01.prod.protection.outlook.com\n";

inline constexpr std::string_view kMilterHeader =
    "Return-Path: <b+1@bounce.shop.com>\n"
    "Received: from out.shop.com (out.shop.com [198.51.100.7])\n"
    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n"
    "\tby mx.receiver.org (Postfix) with ESMTPS id 4ABC\n"
    "\tfor <user@receiver.org>; Tue,  3 Mar 2026 09:02:03 +0000 (UTC)\n"
    "DMARC-Filter: OpenDMARC Filter v1.4.2 mx.receiver.org 4ABC\n"
    "Authentication-Results: mx.receiver.org; dmarc=pass (p=reject dis=none) header.from=shop.com\n"
    "Authentication-Results: mx.receiver.org; spf=pass smtp.mailfrom=b+1@bounce.shop.com\n"
    "DKIM-Filter: OpenDKIM Filter v2.11.0 mx.receiver.org 4ABC\n"
    "Authentication-Results: mx.receiver.org;\n"
    "\tdkim=pass (2048-bit key; unprotected) header.d=shop.com header.i=@shop.com header.b=\"AbCdEfGh\"\n"
    "DKIM-Signature: v=1; d=shop.com; s=s1; b=x\n";

inline constexpr std::string_view kProtonHeader =
    "Return-Path: <b+1@bounce.shop.com>\n"
    "X-Original-To: user@proton.me\n"
    "Delivered-To: user@proton.me\n"
    "Authentication-Results: mail.protonmail.ch; dmarc=pass (p=reject dis=none) header.from=shop.com\n"
    "Authentication-Results: mail.protonmail.ch; spf=pass smtp.mailfrom=bounce.shop.com\n"
    "Authentication-Results: mail.protonmail.ch; arc=none smtp.remote-ip=198.51.100.7\n"
    "Authentication-Results: mail.protonmail.ch; dkim=pass (2048-bit key) header.d=shop.com "
    "header.i=@shop.com header.b=\"AbCdEfGh\"\n"
    "Received: from out.shop.com (out.shop.com [198.51.100.7]) (using TLSv1.3 with cipher\n"
    " TLS_AES_256_GCM_SHA384 (256/256 bits)) by mailin001.protonmail.ch (Postfix) with ESMTPS id 4ABC for\n"
    " <user@proton.me>; Tue,  3 Mar 2026 09:02:03 +0000 (UTC)\n";

inline constexpr std::string_view kAppleHeader =
    "Received: from p1-smtpin-1.me.com by store-1.icloud.com (mailgateway 2525B1)\n"
    "\twith SMTP id 1 for <user@icloud.com>; Tue, 3 Mar 2026 09:02:05 GMT\n"
    "Authentication-Results: bimi.icloud.com; bimi=none\n"
    "Authentication-Results: arc.icloud.com; arc=none\n"
    "Authentication-Results: dmarc.icloud.com; dmarc=pass header.from=shop.com\n"
    "Authentication-Results: dkim-verifier.icloud.com;\n"
    "\tdkim=pass (2048-bit key) header.d=shop.com header.i=@shop.com header.b=AbCdEfGh\n"
    "Authentication-Results: spf.icloud.com; spf=pass (spf.icloud.com: domain of b+1@bounce.shop.com "
    "designates 198.51.100.7 as permitted sender) smtp.mailfrom=b+1@bounce.shop.com\n"
    "Received-SPF: pass (spf.icloud.com: domain of b+1@bounce.shop.com designates 198.51.100.7 as permitted "
    "sender) receiver=spf.icloud.com; client-ip=198.51.100.7; helo=out.shop.com; "
    "envelope-from=b+1@bounce.shop.com\n"
    "Received: from out.shop.com (out.shop.com [198.51.100.7])\n"
    "\tby p1-smtpin-1.me.com (Postfix) with ESMTPS id 4ABC\n"
    "\tfor <user@icloud.com>; Tue,  3 Mar 2026 09:02:03 +0000 (UTC)\n";

inline constexpr std::string_view kYahooHeader =
    "X-Apparently-To: user@yahoo.com; Tue, 3 Mar 2026 09:02:04 +0000\n"
    "Return-Path: <b+1@bounce.shop.com>\n"
    "Received: from 10.1.2.3 by atlas1.free.mail.yahoo.com with HTTPS; Tue, 3 Mar 2026 09:02:04 +0000\n"
    "Received-SPF: pass (domain of bounce.shop.com designates 198.51.100.7 as permitted sender)\n"
    "Authentication-Results: atlas1.free.mail.yahoo.com;\n"
    " dkim=pass header.i=@shop.com header.s=s1;\n"
    " spf=pass smtp.mailfrom=bounce.shop.com;\n"
    " dmarc=pass(p=REJECT) header.from=shop.com;\n"
    "Received: from 198.51.100.7 (EHLO out.shop.com)\n"
    " by 10.4.5.6 with SMTPs\n"
    " (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256);\n"
    " Tue, 03 Mar 2026 09:02:03 +0000\n";

inline constexpr std::string_view kEximHeader =
    "Return-path: <b+1@bounce.shop.com>\n"
    "Envelope-to: user@receiver.org\n"
    "Delivery-date: Tue, 03 Mar 2026 09:02:04 +0000\n"
    "Authentication-Results: mx.receiver.org;\n"
    "\tiprev=pass (out.shop.com) smtp.remote-ip=198.51.100.7;\n"
    "\tspf=pass smtp.mailfrom=bounce.shop.com;\n"
    "\tdkim=pass header.d=shop.com header.s=s1 header.a=rsa-sha256\n"
    "Received: from out.shop.com ([198.51.100.7])\n"
    "\tby mx.receiver.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384\n"
    "\t(Exim 4.96)\n"
    "\t(envelope-from <b+1@bounce.shop.com>)\n"
    "\tid 1abc-0001-AB\n"
    "\tfor user@receiver.org; Tue, 03 Mar 2026 09:02:03 +0000\n";

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_TEST_DELIVERY_H_
