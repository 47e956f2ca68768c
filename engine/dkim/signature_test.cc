// Tables of DKIM-Signature fields: what is read, and which fault is told.
#include "engine/dkim/signature.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/mail/arena.h"

namespace kenpin {
namespace {

const std::string kGood = " v=1; a=rsa-sha256; d=example.com; s=sel; h=From; bh=aGFzaA==; b=c2ln";

// kGood with one tag exchanged; an empty value takes the tag away.
std::string With(std::string_view tag, std::string_view value) {
  std::string text;
  bool found = false;
  for (std::string_view rest = kGood; !rest.empty();) {
    const size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view spec = rest.substr(0, end);
    const bool same = spec.substr(1, spec.find('=') - 1) == tag;
    found |= same;
    if (!same) text.append(text.empty() ? "" : ";").append(spec);
    if (same && !value.empty()) text.append(text.empty() ? " " : "; ").append(tag).append("=").append(value);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!found) text += "; " + std::string(tag) + "=" + std::string(value);
  return text;
}

TEST(Signature, ReadsEverything) {
  const std::string text =
      " v=1; a=RSA-SHA256; c=relaxed;\r\n\td=Example.COM; s=Sel.2026; i=\"a b\"@news.example.com;\r\n"
      " h=From : to:\r\n X-Mixed-Case; l=12; t=100; x=200; q=dns/txt; z=From:foo|To:bar; bh=aGFz\r\n aA==; "
      "b= c2\r\n\tln ;";
  Arena arena;
  const DkimSignature s = ParseDkimSignature(text, arena);
  EXPECT_EQ(s.error, std::nullopt);
  EXPECT_EQ(s.algorithm, DkimAlgorithm::kRsaSha256);
  EXPECT_EQ(s.algorithm_text, "RSA-SHA256");
  EXPECT_EQ(s.header_canonicalization, Canonicalization::kRelaxed);
  EXPECT_EQ(s.body_canonicalization, Canonicalization::kSimple);
  EXPECT_EQ(s.domain, "example.com");
  EXPECT_EQ(s.selector, "sel.2026");
  EXPECT_EQ(s.auid, "\"ab\"@news.example.com");
  EXPECT_TRUE(s.auid_in_subdomain);
  ASSERT_EQ(s.names.size(), 3u);
  EXPECT_EQ(s.names[0].id, FieldId::kFrom);
  EXPECT_EQ(s.names[1].id, FieldId::kTo);
  EXPECT_EQ(s.names[2].id, FieldId::kOther);
  EXPECT_EQ(s.names[2].name, "X-Mixed-Case");
  EXPECT_EQ(s.body_limit, 12u);
  EXPECT_EQ(s.signed_at, 100);
  EXPECT_EQ(s.expires_at, 200);
  EXPECT_EQ(std::string(s.body_hash.begin(), s.body_hash.end()), "hash");
  EXPECT_EQ(std::string(s.signature.begin(), s.signature.end()), "sig");
  EXPECT_EQ(s.signature_text, " c2\r\n\tln ");
}

TEST(Signature, Defaults) {
  Arena arena;
  const DkimSignature s = ParseDkimSignature(kGood, arena);
  EXPECT_EQ(s.error, std::nullopt);
  EXPECT_EQ(s.header_canonicalization, Canonicalization::kSimple);
  EXPECT_EQ(s.body_canonicalization, Canonicalization::kSimple);
  EXPECT_TRUE(s.auid.empty());
  EXPECT_FALSE(s.auid_in_subdomain);
  EXPECT_EQ(s.body_hash_request(),
            (BodyHashRequest{Canonicalization::kSimple, HashAlgorithm::kSha256, kNoBodyLimit}));
}

TEST(Signature, Faults) {
  const std::string long_label(64, 'a');
  const std::string digits76(76, '9');
  const struct {
    std::string name;
    std::string text;
    std::optional<DkimReason> error;
  } cases[] = {
      {"Empty", "", DkimReason::kSyntax},
      {"NotATagList", " hello", DkimReason::kSyntax},
      {"FinalSemicolon", kGood + ";", std::nullopt},
      {"TwoSemicolons", kGood + ";;", DkimReason::kSyntax},
      {"UnknownTag", kGood + "; zz=1", std::nullopt},
      {"Duplicate", kGood + "; s=sel", DkimReason::kDuplicateTag},
      {"NoVersion", With("v", ""), DkimReason::kMissingTag},
      {"NoAlgorithm", With("a", ""), DkimReason::kMissingTag},
      {"NoDomain", With("d", ""), DkimReason::kMissingTag},
      {"NoSelector", With("s", ""), DkimReason::kMissingTag},
      {"NoNames", With("h", ""), DkimReason::kMissingTag},
      {"NoBodyHash", With("bh", ""), DkimReason::kMissingTag},
      {"NoSignature", With("b", ""), DkimReason::kMissingTag},
      {"Version2", With("v", "2"), DkimReason::kVersion},
      {"Version01", With("v", "01"), DkimReason::kVersion},
      {"Version1.0", With("v", "1.0"), DkimReason::kVersion},
      {"Algorithm", With("a", "rsa-md5"), DkimReason::kUnknownAlgorithm},
      {"AlgorithmWithSpace", With("a", "rsa- sha256"), DkimReason::kUnknownAlgorithm},
      {"Canonicalization", With("c", "nofws"), DkimReason::kUnknownCanonicalization},
      {"BodyCanonicalization", With("c", "simple/nofws"), DkimReason::kUnknownCanonicalization},
      {"EmptyBodyCanonicalization", With("c", "simple/"), DkimReason::kSyntax},
      {"OneLabel", With("d", "localhost"), DkimReason::kSyntax},
      {"EmptyLabel", With("d", "example..com"), DkimReason::kSyntax},
      {"FinalDot", With("d", "example.com."), DkimReason::kSyntax},
      {"Comment", With("d", "legitimate.com(.attacker.example"), DkimReason::kSyntax},
      {"LongLabel", With("d", long_label + ".com"), DkimReason::kSyntax},
      {"Hyphen", With("d", "-example.com"), DkimReason::kSyntax},
      {"Underscore", With("s", "my_sel"), std::nullopt},
      {"SelectorOfDots", With("s", "a.b.c"), std::nullopt},
      {"SelectorEmptyLabel", With("s", "a..b"), DkimReason::kSyntax},
      {"DomainWithSpace", With("d", "exam ple.com"), DkimReason::kSyntax},
      {"BrokenUtf8", With("d", "\xff.com"), DkimReason::kSyntax},
      {"AuidWithoutAt", With("i", "example.com"), DkimReason::kSyntax},
      {"AuidElsewhere", With("i", "@example.org"), DkimReason::kDomainMismatch},
      {"AuidAboveDomain", With("i", "@com.example"), DkimReason::kDomainMismatch},
      {"AuidSuffixOnly", With("i", "@notexample.com"), DkimReason::kDomainMismatch},
      {"AuidSame", With("i", "joe@EXAMPLE.com"), std::nullopt},
      {"AuidTwoAts", With("i", "a@b@example.com"), std::nullopt},
      {"NamesFinalColon", With("h", "From:To:"), DkimReason::kSyntax},
      {"NamesSpace", With("h", "From To"), DkimReason::kSyntax},
      {"NamesWithoutFrom", With("h", "To:Subject"), DkimReason::kFromNotSigned},
      {"BodyHashNotBase64", With("bh", "a*b="), DkimReason::kSyntax},
      {"SignatureNotBase64", With("b", "="), DkimReason::kSyntax},
      {"QueryElsewhere", With("q", "dns"), DkimReason::kUnknownQueryMethod},
      {"QueryList", With("q", "foo:dns/txt"), std::nullopt},
      {"Limit76Digits", With("l", digits76), std::nullopt},
      {"Limit77Digits", With("l", digits76 + "9"), DkimReason::kSyntax},
      {"LimitNegative", With("l", "-1"), DkimReason::kSyntax},
      {"Time12Digits", With("t", "999999999999"), std::nullopt},
      {"Time13Digits", With("t", "9999999999999"), DkimReason::kSyntax},
      {"ExpiryNoNumber", With("x", "never"), DkimReason::kSyntax},
      {"OrderIsNoSyntax", kGood + "; t=200; x=100", std::nullopt},
      {"SeveralFaults", With("v", "2") + "; l=x", DkimReason::kSyntax},
  };
  for (const auto& c : cases) {
    Arena arena;
    EXPECT_EQ(ParseDkimSignature(c.text, arena).error, c.error) << c.name << ": " << c.text;
  }
}

TEST(Signature, WhatCanBeReadIsKept) {
  Arena arena;
  const std::string text = With("v", "2");
  const DkimSignature s = ParseDkimSignature(text, arena);
  EXPECT_EQ(s.domain, "example.com");
  EXPECT_EQ(s.selector, "sel");
  EXPECT_EQ(s.names.size(), 1u);
}

TEST(Signature, HugeLimitIsMoreThanAnyBody) {
  Arena arena;
  EXPECT_EQ(ParseDkimSignature(With("l", std::string(76, '9')), arena).body_limit, kNoBodyLimit - 1);
  EXPECT_EQ(ParseDkimSignature(With("l", "18446744073709551615"), arena).body_limit, kNoBodyLimit - 1);
  EXPECT_EQ(ParseDkimSignature(With("l", "00000000000000000000007"), arena).body_limit, 7u);
}

TEST(Signature, ULabelsBecomeALabels) {
  Arena arena;
  const std::string text = With("d", "b\xc3\xbc\x63her.example");
  const DkimSignature s = ParseDkimSignature(text, arena);
  EXPECT_EQ(s.error, std::nullopt);
  EXPECT_EQ(s.domain, "xn--bcher-kva.example");
}

// Any bytes: nothing but an answer may come of them.
TEST(Signature, AnyBytes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "va=;:bhdsi@/1. \t\r\n\\\"\x80\xff\0-";
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 ? kGood : "";
    for (int i = 0; i < 20; ++i) {
      const size_t at = text.empty() ? 0 : random() % text.size();
      text.insert(at, 1, alphabet[random() % alphabet.size()]);
    }
    Arena arena;
    const DkimSignature s = ParseDkimSignature(text, arena);
    if (!s.error) {
      EXPECT_FALSE(s.domain.empty() || s.selector.empty() || s.names.empty() || s.signature.empty()) << text;
    }
  }
}

TEST(ArcSignature, MessageSignaturesNeedNeitherVersionNorFrom) {
  Arena arena;
  const DkimSignature signature = ParseSignature(
      SignatureKind::kArcMessage, "i=12; a=rsa-sha256; d=a.example; s=b; h=to::date; bh=AAAA; b=AAAA", arena);
  EXPECT_FALSE(signature.error);
  EXPECT_EQ(signature.instance, 12u);
  EXPECT_EQ(signature.names.size(), 2u);
  EXPECT_TRUE(signature.auid.empty());
  EXPECT_EQ(signature.header_canonicalization, Canonicalization::kRelaxed);
  EXPECT_EQ(signature.body_canonicalization, Canonicalization::kRelaxed);
  EXPECT_EQ(ParseSignature(SignatureKind::kArcMessage,
                           "i=1; a=rsa-sha256; d=a.example; s=b; h=arc-seal; bh=AAAA; b=AAAA", arena)
                .error,
            DkimReason::kSyntax);
  EXPECT_EQ(
      ParseSignature(SignatureKind::kArcMessage, "i=1; a=rsa-sha256; d=a.example; s=b; h=; b=AAAA", arena)
          .error,
      DkimReason::kMissingTag);
}

TEST(ArcSignature, SealsSignNoBody) {
  const std::string tags = "a=rsa-sha256; d=a.example; s=b; t=5; b=AAAA; ";
  const std::vector<std::pair<std::string, ArcChainStatus>> statuses = {{"none", ArcChainStatus::kNone},
                                                                        {"Pass", ArcChainStatus::kPass},
                                                                        {"fail", ArcChainStatus::kFail},
                                                                        {"what", ArcChainStatus::kIllegal}};
  for (const auto& [word, status] : statuses) {
    Arena arena;
    const DkimSignature seal = ParseSignature(SignatureKind::kArcSeal, tags + "i=3; cv=" + word, arena);
    EXPECT_FALSE(seal.error);
    EXPECT_EQ(seal.chain_status, status);
    EXPECT_EQ(seal.instance, 3u);
    EXPECT_EQ(seal.signed_at, 5);
    EXPECT_EQ(seal.header_canonicalization, Canonicalization::kRelaxed);
  }
  Arena arena;
  EXPECT_EQ(ParseSignature(SignatureKind::kArcSeal, tags + "i=1; cv=none; h=from", arena).error,
            DkimReason::kSyntax);
  EXPECT_EQ(ParseSignature(SignatureKind::kArcSeal, tags + "i=1", arena).error, DkimReason::kMissingTag);
  for (const std::string i : {"", "i=; ", "i=0; ", "i=-1; ", "i=1 2; ", "i=99999999999999; "})
    EXPECT_EQ(ParseSignature(SignatureKind::kArcSeal, i + tags + "cv=none", arena).instance, 0u) << i;
  EXPECT_EQ(ParseSignature(SignatureKind::kArcSeal, "i=123456; " + tags + "cv=none", arena).instance,
            kMaxArcInstance);
}

}  // namespace
}  // namespace kenpin
