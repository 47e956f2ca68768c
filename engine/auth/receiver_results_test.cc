// What the words of trusted fields mean once they are merged.
#include "engine/auth/receiver_results.h"

#include <gtest/gtest.h>

#include "engine/auth/test_delivery.h"

namespace kenpin {
namespace {

constexpr std::string_view kBorder =
    "Received: from out.shop.com (out.shop.com [198.51.100.7]) by mx.receiver.org (Exim 4) with esmtps id 1; "
    "x\n";

// Fields of mx.receiver.org above the border; a '|' separates fields.
std::string Header(std::string_view results, std::string_view below = "") {
  std::string header = "Authentication-Results: mx.receiver.org; ";
  for (const char c : results) {
    if (c == '|') {
      header += "\nAuthentication-Results: mx.receiver.org; ";
    } else {
      header += c;
    }
  }
  return header + "\n" + std::string(kBorder) + std::string(below);
}

TEST(ReceiverResults, SpfTable) {
  const struct {
    const char* name;
    std::string_view results;
    std::string_view return_path;
    std::optional<AuthWord> word;
    bool is_helo;
    std::string_view domain;
    bool best_guess;
  } cases[] = {
      {"an address", "spf=pass smtp.mailfrom=b@Shop.com", "", AuthWord::kPass, false, "shop.com", false},
      {"a domain", "spf=softfail smtp.mailfrom=shop.com", "", AuthWord::kSoftFail, false, "shop.com", false},
      {"tempfail", "spf=tempfail smtp.mailfrom=shop.com", "", AuthWord::kTempError, false, "shop.com", false},
      {"none is a word", "spf=none smtp.mailfrom=shop.com", "", AuthWord::kNone, false, "shop.com", false},
      {"best guess",
       "spf=pass (google.com: best guess record for domain of b@shop.com designates 198.51.100.7 "
       "as permitted sender) smtp.mailfrom=b@shop.com",
       "", AuthWord::kPass, false, "shop.com", true},
      {"HELO alone, MAIL FROM is known", "spf=pass smtp.helo=out.shop.com", "Return-Path: <b@shop.com>\n",
       std::nullopt, false, "", false},
      {"HELO alone, MAIL FROM is not known", "spf=pass smtp.helo=out.shop.com", "", std::nullopt, false, "",
       false},
      {"HELO alone, null sender", "spf=pass smtp.helo=out.shop.com", "Return-Path: <>\n", AuthWord::kPass,
       true, "out.shop.com", false},
      {"twice: MAIL FROM counts", "spf=pass smtp.helo=out.shop.com; spf=fail smtp.mailfrom=b@shop.com",
       "Return-Path: <b@shop.com>\n", AuthWord::kFail, false, "shop.com", false},
      {"empty MAIL FROM", "spf=pass smtp.mailfrom=<> smtp.helo=out.shop.com", "", AuthWord::kPass, true,
       "out.shop.com", false},
      {"postmaster stands for the null sender", "spf=pass smtp.mailfrom=postmaster@out.shop.com",
       "Return-Path: <>\n", AuthWord::kPass, true, "out.shop.com", false},
      {"no identity told", "spf=pass", "Return-Path: <b@shop.com>\n", AuthWord::kPass, false, "shop.com",
       false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const TestDelivery test(Header(c.results, c.return_path));
    const ReceiverResults& results = test.facts.results;
    EXPECT_EQ(results.spf, c.word);
    EXPECT_EQ(results.spf_is_helo, c.is_helo);
    EXPECT_EQ(results.spf_domain, c.domain);
    EXPECT_EQ(results.spf_best_guess, c.best_guess);
  }
}

TEST(ReceiverResults, ReceivedSpfServesForWantOfSpf) {
  const std::string field =
      "Received-SPF: fail receiver=mx.receiver.org; client-ip=198.51.100.7; envelope-from=b@shop.com\n";
  const TestDelivery without(field + Header("dkim=none"));
  EXPECT_EQ(without.facts.results.basis, TrustBasis::kAboveBorder);
  EXPECT_EQ(without.facts.results.spf, AuthWord::kFail);
  EXPECT_TRUE(without.facts.results.spf_by_received_spf);
  EXPECT_EQ(without.facts.envelope.mail_from_basis, EnvelopeBasis::kReceivedSpf);
  const TestDelivery with(field + Header("spf=pass smtp.mailfrom=shop.com"));
  EXPECT_EQ(with.facts.results.spf, AuthWord::kPass);
  EXPECT_FALSE(with.facts.results.spf_by_received_spf);
}

TEST(ReceiverResults, DkimTable) {
  const struct {
    const char* name;
    std::string_view result;
    AuthWord word;
    std::string_view domain;
    std::string_view selector;
    std::string_view signature;
    bool no_key;
    bool verified;
    int key_bits;
  } cases[] = {
      {"header.d before header.i",
       "dkim=pass header.i=@mail.shop.com header.d=Shop.com header.s=s1 header.b=AbCd", AuthWord::kPass,
       "shop.com", "s1", "AbCd", false, false, 0},
      {"the domain of header.i", "dkim=pass header.i=user@mail.shop.com", AuthWord::kPass, "mail.shop.com",
       "", "", false, false, 0},
      {"A-labels",
       "dkim=pass header.d=\"b\xc3\xbc"
       "cher.com\"",
       AuthWord::kPass, "xn--bcher-kva.com", "", "", false, false, 0},
      {"no key", "dkim=temperror (no key for signature) header.i=@shop.com", AuthWord::kTempError, "shop.com",
       "", "", true, false, 0},
      {"neutral", "dkim=neutral (no verify key) header.i=@shop.com", AuthWord::kNeutral, "shop.com", "", "",
       false, false, 0},
      {"perm_fail", "dkim=perm_fail header.i=@shop.com", AuthWord::kPermError, "shop.com", "", "", false,
       false, 0},
      {"timeout", "dkim=timeout header.d=shop.com", AuthWord::kTimeout, "shop.com", "", "", false, false, 0},
      {"ignore", "dkim=ignore header.d=shop.com", AuthWord::kIgnore, "shop.com", "", "", false, false, 0},
      {"hardfail", "dkim=hardfail header.d=shop.com", AuthWord::kFail, "shop.com", "", "", false, false, 0},
      {"test, verified", "dkim=test (signature was verified) header.d=shop.com", AuthWord::kTest, "shop.com",
       "", "", false, true, 0},
      {"test, not verified", "dkim=test (signature was not verified) header.d=shop.com", AuthWord::kTest,
       "shop.com", "", "", false, false, 0},
      {"bits of the key", "dkim=pass (2048-bit key; unprotected) header.d=shop.com", AuthWord::kPass,
       "shop.com", "", "", false, false, 2048},
      {"with its kind", "dkim=pass (1024-bit rsa key sha256) header.d=shop.com", AuthWord::kPass, "shop.com",
       "", "", false, false, 1024},
      {"digits without end", "dkim=pass (99999999999999999999-bit key) header.d=shop.com", AuthWord::kPass,
       "shop.com", "", "", false, false, 65536},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const TestDelivery test(Header(c.result));
    ASSERT_EQ(test.facts.results.dkim.size(), 1u);
    const ReceiverDkim& entry = test.facts.results.dkim[0];
    EXPECT_EQ(entry.word, c.word);
    EXPECT_EQ(entry.domain, c.domain);
    EXPECT_EQ(entry.selector, c.selector);
    EXPECT_EQ(entry.signature, c.signature);
    EXPECT_EQ(entry.no_key, c.no_key);
    EXPECT_EQ(entry.verified, c.verified);
    EXPECT_EQ(entry.key_bits, c.key_bits);
  }
}

TEST(ReceiverResults, AllSignaturesAreKept) {
  const TestDelivery test(
      Header("dkim=pass header.d=shop.com header.b=Aa; dkim=fail header.d=esp.net header.b=Bb|dkim=none"));
  ASSERT_EQ(test.facts.results.dkim.size(), 2u);
  EXPECT_EQ(test.facts.results.dkim[1].domain, "esp.net");
  EXPECT_EQ(test.facts.results.dkim[1].signature, "Bb");
  EXPECT_FALSE(test.facts.results.dkim_none);
  EXPECT_TRUE(TestDelivery(Header("dkim=none header.d=none")).facts.results.dkim_none);
}

TEST(ReceiverResults, DmarcTable) {
  const struct {
    const char* name;
    std::string_view result;
    std::optional<AuthWord> word;
    std::string_view from;
    std::string_view policy;
  } cases[] = {
      {"Gmail", "dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=Shop.com", AuthWord::kPass, "shop.com",
       "reject"},
      {"only sp=", "dmarc=pass (sp=NONE) header.from=shop.com", AuthWord::kPass, "shop.com", ""},
      {"Exchange", "dmarc=bestguesspass action=none header.from=shop.com", AuthWord::kBestGuessPass,
       "shop.com", ""},
      {"none", "dmarc=none action=none header.from=shop.com", AuthWord::kNone, "shop.com", ""},
      {"permerror", "dmarc=permerror action=none header.from=shop.com", AuthWord::kPermError, "shop.com", ""},
      {"a property", "dmarc=pass policy.published-domain-policy=quarantine header.from=shop.com",
       AuthWord::kPass, "shop.com", "quarantine"},
      {"the first of two", "dmarc=fail header.from=shop.com|dmarc=pass header.from=shop.com", AuthWord::kFail,
       "shop.com", ""},
      {"absent", "spf=pass smtp.mailfrom=shop.com", std::nullopt, "", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const TestDelivery test(Header(c.result));
    EXPECT_EQ(test.facts.results.dmarc, c.word);
    EXPECT_EQ(test.facts.results.dmarc_from, c.from);
    EXPECT_EQ(test.facts.results.dmarc_policy, c.policy);
  }
}

TEST(ReceiverResults, FieldsOfOneHopAreMerged) {
  const TestDelivery test(
      Header("arc=pass|iprev=pass policy.iprev=198.51.100.7|spf=pass smtp.mailfrom=shop.com|dkim=pass "
             "header.d=shop.com"));
  EXPECT_EQ(test.facts.results.arc, AuthWord::kPass);
  EXPECT_EQ(test.facts.results.iprev, AuthWord::kPass);
  EXPECT_EQ(test.facts.results.spf, AuthWord::kPass);
  EXPECT_EQ(test.facts.results.dkim.size(), 1u);
}

TEST(ReceiverResults, TheWeakestPlaceIsTold) {
  const TestDelivery test(
      "Authentication-Results: mx.receiver.org; spf=pass smtp.mailfrom=shop.com\n"
      "Received: from out.shop.com (out.shop.com [198.51.100.7]) by mx.receiver.org (Postfix) with ESMTPS id "
      "1; x\n"
      "Authentication-Results: mx.receiver.org; dkim=pass header.d=shop.com\n");
  EXPECT_EQ(test.facts.results.basis, TrustBasis::kMilter);
  EXPECT_EQ(test.facts.results.field, 1u);
  EXPECT_EQ(test.facts.results.spf, AuthWord::kPass);
  EXPECT_EQ(test.facts.results.dkim.size(), 1u);
}

}  // namespace
}  // namespace kenpin
