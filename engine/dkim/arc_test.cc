// Chains that hold, chains that are broken in one place each, and chains that nobody should send.
#include "engine/dkim/arc.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "engine/dkim/test_arc.h"
#include "tests/effort.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using test::ArcValidation;
using test::FakeDns;
using test::SealMessage;
using test::SealOptions;
using test::TestEd25519Key;
using test::TestRsaKey;

const std::string kMessage =
    "From: a@example.com\r\nTo: b@example.net\r\nSubject: c\r\nDate: Mon, 1 Jul 2026 10:00:00 "
    "+0900\r\n\r\nHello.\r\n";

FakeDns KeyDns() {
  FakeDns dns;
  dns.SetTxt("arc._domainkey.relay.example", {test::RsaRecord(TestRsaKey())});
  dns.SetTxt("ed._domainkey.relay.example", {test::Ed25519Record(TestEd25519Key())});
  return dns;
}

std::string Chain(uint32_t sets, const SealOptions& options = {}) {
  std::string text = kMessage;
  for (uint32_t instance = 1; instance <= sets; ++instance) {
    SealOptions one = options;
    one.instance = instance;
    text = SealMessage(text, TestRsaKey(), one);
  }
  return text;
}

std::string Replace(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), with);
}

// Removes the topmost field of that name, with its folds.
std::string Without(std::string text, const std::string& name) {
  const size_t begin = text.find(name + ":");
  size_t end = text.find("\r\n", begin) + 2;
  while (text[end] == ' ') end = text.find("\r\n", end) + 2;
  return text.erase(begin, end - begin);
}

std::string ToLf(std::string text) {
  for (size_t at = 0; (at = text.find("\r\n", at)) != text.npos;) text.erase(at, 1);
  return text;
}

// "fail seal_failed signature_mismatch @2"
std::string Verdict(const ArcEvidence& evidence) {
  std::string out =
      std::string(ArcResultName(evidence.result)) + " " + std::string(ArcReasonName(evidence.reason));
  if (evidence.cause) out += " " + std::string(DkimReasonName(*evidence.cause));
  if (evidence.failed_instance != 0) out += " @" + std::to_string(evidence.failed_instance);
  return out;
}

TEST(Arc, ChainsOfAnyLengthPass) {
  FakeDns dns = KeyDns();
  for (const uint32_t sets : {1u, 2u, 3u, 12u, 50u}) {
    if (test::kSanitized && sets == 50) continue;  // To sign them takes half a minute there.
    const ArcValidation validation(Chain(sets), dns);
    EXPECT_EQ(Verdict(validation.evidence), "pass verified");
    EXPECT_EQ(validation.evidence.instances, sets);
    EXPECT_EQ(validation.evidence.sets.size(), sets);
    EXPECT_EQ(validation.evidence.oldest_pass,
              sets <= kMaxArcMessageSignatures ? 0 : sets - kMaxArcMessageSignatures + 1);
    EXPECT_EQ(validation.body_hashes, 1u);
    EXPECT_EQ(validation.batched, std::min<uint64_t>(sets, kMaxArcMessageSignatures) +
                                      std::min<uint64_t>(sets, kMaxBatchedSeals));
    EXPECT_TRUE(validation.flaws.empty());
  }
}

TEST(Arc, TellsWhoSealedAndWhatTheFirstHopSaw) {
  FakeDns dns = KeyDns();
  SealOptions first;
  first.results = "mx.example.org;\r\n dmarc=pass header.from=example.com";
  SealOptions second;
  second.instance = 2;
  second.domain = "RELAY.example";
  const ArcValidation validation(
      SealMessage(SealMessage(kMessage, TestRsaKey(), first), TestRsaKey(), second), dns);
  ASSERT_EQ(validation.evidence.sets.size(), 2u);
  EXPECT_EQ(validation.evidence.sets[0].chain_status, ArcChainStatus::kNone);
  EXPECT_EQ(validation.evidence.sets[1].chain_status, ArcChainStatus::kPass);
  EXPECT_EQ(validation.evidence.sets[1].seal_domain, "relay.example");
  EXPECT_EQ(validation.evidence.sets[1].seal_selector, "arc");
  EXPECT_EQ(validation.evidence.sets[1].message_domain, "relay.example");
  EXPECT_EQ(validation.evidence.first_results, " mx.example.org;\r\n dmarc=pass header.from=example.com");
  EXPECT_EQ(dns.asked().size(), 1u);
}

TEST(Arc, Ed25519AndLfStorage) {
  FakeDns dns = KeyDns();
  SealOptions options;
  options.selector = "ed";
  options.algorithm = DkimAlgorithm::kEd25519Sha256;
  const std::string text = SealMessage(kMessage, TestEd25519Key(), options);
  EXPECT_EQ(Verdict(ArcValidation(text, dns).evidence), "pass verified");
  EXPECT_EQ(Verdict(ArcValidation(ToLf(Chain(3)), dns).evidence), "pass verified");
}

TEST(Arc, NoChainIsNone) {
  FakeDns dns;
  EXPECT_EQ(Verdict(ArcValidation(kMessage, dns).evidence), "none no_sets");
  EXPECT_EQ(Verdict(ArcValidation("", dns).evidence), "none no_sets");
  EXPECT_TRUE(dns.asked().empty());
}

// The message was changed behind the first hop: its signature is broken, and that does not matter.
TEST(Arc, OlderMessageSignaturesMayFail) {
  FakeDns dns = KeyDns();
  SealOptions second;
  second.instance = 2;
  const std::string changed = Replace(Chain(1), "Subject: c", "Subject: [list] c");
  SealOptions third;
  third.instance = 3;
  const std::string text = SealMessage(SealMessage(changed, TestRsaKey(), second), TestRsaKey(), third);
  const ArcValidation validation(text, dns);
  EXPECT_EQ(Verdict(validation.evidence), "pass verified");
  EXPECT_EQ(validation.evidence.oldest_pass, 2u);
}

struct BrokenCase {
  const char* name;
  std::string text;
  std::string verdict;
};

// Else gtest names the case by its octets.
void PrintTo(const BrokenCase& broken, std::ostream* out) { *out << broken.name; }

class ArcBroken : public ::testing::TestWithParam<BrokenCase> {};

TEST_P(ArcBroken, FailsForItsReason) {
  FakeDns dns = KeyDns();
  const ArcValidation validation(GetParam().text, dns);
  EXPECT_EQ(Verdict(validation.evidence), GetParam().verdict);
  EXPECT_FALSE(validation.evidence.undetermined());
  EXPECT_FALSE(validation.evidence.oldest_pass);
}

SealOptions With(std::string SealOptions::*member, std::string value) {
  SealOptions options;
  options.*member = std::move(value);
  return options;
}

SealOptions Instance(uint32_t instance, std::string status = "") {
  SealOptions options;
  options.instance = instance;
  options.status = std::move(status);
  return options;
}

INSTANTIATE_TEST_SUITE_P(
    All, ArcBroken,
    ::testing::Values(
        BrokenCase{"NoSeal", Without(Chain(2), "ARC-Seal"), "fail missing_field @2"},
        BrokenCase{"NoMessageSignature", Without(Chain(2), "ARC-Message-Signature"), "fail missing_field @2"},
        BrokenCase{"NoResults", Without(Chain(2), "ARC-Authentication-Results"), "fail missing_field @2"},
        BrokenCase{"OnlyResults", "ARC-Authentication-Results: i=1; a; none\r\n" + kMessage,
                   "fail missing_field @1"},
        BrokenCase{"Gap", SealMessage(Chain(1), TestRsaKey(), Instance(3)), "fail missing_field @2"},
        BrokenCase{"Twice", SealMessage(Chain(1), TestRsaKey()), "fail duplicate_field @1"},
        BrokenCase{"InstanceZero", Replace(Chain(1), "ARC-Seal: i=1", "ARC-Seal: i=0"), "fail instance"},
        BrokenCase{"InstanceWord",
                   Replace(Chain(1), "ARC-Message-Signature: i=1", "ARC-Message-Signature: i=x"),
                   "fail instance"},
        BrokenCase{"InstanceTooHigh", Replace(Chain(1), "ARC-Seal: i=1", "ARC-Seal: i=51"),
                   "fail too_many_sets"},
        BrokenCase{"FirstSaysPass", Chain(1, With(&SealOptions::status, "pass")), "fail chain_status @1"},
        BrokenCase{"SecondSaysNone", Chain(2, With(&SealOptions::status, "none")), "fail chain_status @2"},
        BrokenCase{"NoStatus", Chain(1, With(&SealOptions::status, "maybe")), "fail chain_status @1"},
        BrokenCase{"SealedAsFailed", SealMessage(Chain(1), TestRsaKey(), Instance(2, "fail")),
                   "fail sealed_as_failed @2"},
        BrokenCase{
            "SealedAsFailedWithHoles",
            Without(SealMessage(Chain(1), TestRsaKey(), Instance(2, "fail")), "ARC-Authentication-Results"),
            "fail sealed_as_failed @2"},
        BrokenCase{"BodyChanged", Replace(Chain(2), "Hello.", "Hallo."),
                   "fail message_signature_failed body_hash_mismatch @2"},
        BrokenCase{"HeaderChanged", Replace(Chain(2), "Subject: c", "Subject: d"),
                   "fail message_signature_failed signature_mismatch @2"},
        BrokenCase{"ResultsChanged", Replace(Chain(2), "i=1; mx.relay.example", "i=1; mx.other.example"),
                   "fail seal_failed signature_mismatch @2"},
        BrokenCase{"SealTagChanged", Replace(Chain(1), "cv=none", "cv=None"),
                   "fail seal_failed signature_mismatch @1"},
        BrokenCase{"SealWithNames", Chain(1, With(&SealOptions::more_in_seal, "h=from; ")),
                   "fail seal_failed syntax @1"},
        BrokenCase{"SealSigned", Chain(1, With(&SealOptions::message_names, "From:ARC-Seal")),
                   "fail message_signature_failed syntax @1"},
        BrokenCase{"NoKey", Replace(Chain(1), "s=arc", "s=ed"), "fail seal_failed key_algorithm_mismatch @1"},
        BrokenCase{"Expired", Chain(1, With(&SealOptions::more_in_message, "t=2; x=1; ")),
                   "fail message_signature_failed timestamp_order @1"}),
    [](const ::testing::TestParamInfo<BrokenCase>& test) { return test.param.name; });

TEST(Arc, WantOfKeysIsFailAndUndetermined) {
  for (const DnsStatus status : {DnsStatus::kFailed, DnsStatus::kOff, DnsStatus::kNotRecorded}) {
    FakeDns dns;
    dns.SetStatus("arc._domainkey.relay.example", RrType::kTxt, status);
    const ArcValidation validation(Chain(2), dns);
    EXPECT_EQ(validation.evidence.result, ArcResult::kFail);
    EXPECT_EQ(validation.evidence.reason, ArcReason::kMessageSignatureFailed);
    EXPECT_TRUE(validation.evidence.undetermined());
  }
  FakeDns dns;
  dns.SetStatus("arc._domainkey.relay.example", RrType::kTxt, DnsStatus::kNxDomain);
  const VerifyContext old{0, AbsentKey::kMayBeGone, KeySource::kSnapshot};
  EXPECT_EQ(Verdict(ArcValidation(Chain(1), dns, old).evidence), "fail message_signature_failed key_gone @1");
  EXPECT_EQ(Verdict(ArcValidation(Chain(1), dns).evidence), "fail message_signature_failed key_not_found @1");
}

// What is definitely wrong is told, although something else could not be looked at.
TEST(Arc, DefiniteFailuresComeFirst) {
  FakeDns dns = KeyDns();
  SealOptions second;
  second.instance = 2;
  second.selector = "unrecorded";
  const std::string text =
      Replace(SealMessage(Chain(1), TestRsaKey(), second), "i=1; mx.relay", "i=1; mx.other");
  EXPECT_EQ(Verdict(ArcValidation(text, dns).evidence), "fail seal_failed signature_mismatch @1");
}

TEST(Arc, BeginningsCannotBeTold) {
  FakeDns dns = KeyDns();
  const ArcValidation validation(Chain(2), dns, {}, MessageExtent::kBeginning);
  EXPECT_EQ(Verdict(validation.evidence), "fail message_too_large");
  EXPECT_TRUE(validation.evidence.undetermined());
  EXPECT_EQ(validation.evidence.sets.size(), 2u);
  EXPECT_TRUE(dns.asked().empty());
}

// Lone LFs were data for the sealer and are line ends for us, until the key says otherwise.
TEST(Arc, MixedLineEndsAreReadInOtherWays) {
  FakeDns dns = KeyDns();
  const std::string text = Chain(2);
  const std::string mixed = ToLf(text.substr(0, text.find("From:"))) + text.substr(text.find("From:"));
  EXPECT_EQ(Verdict(ArcValidation(mixed, dns).evidence), "pass verified");
}

TEST(Arc, LargeHeadersAreSignedByTheNewestOnly) {
  FakeDns dns = KeyDns();
  SealOptions third;
  third.instance = 3;
  third.results = "a; none (" + std::string(kMaxHeaderForOldestPass, 'x') + ")";
  const ArcValidation validation(SealMessage(Chain(2), TestRsaKey(), third), dns);
  EXPECT_EQ(Verdict(validation.evidence), "pass verified");
  EXPECT_EQ(validation.evidence.oldest_pass, 3u);
}

TEST(Arc, AThousandSetsAreNotRead) {
  FakeDns dns = KeyDns();
  std::string distinct = kMessage, same = kMessage;
  for (int i = 1; i <= 1000; ++i) {
    const std::string n = std::to_string(i);
    distinct = "ARC-Seal: i=" + n +
               "; a=rsa-sha256; cv=pass; d=a.example; s=b; b=AAAA\r\nARC-Message-Signature: i=" + n +
               "; a=rsa-sha256\r\nARC-Authentication-Results: i=" + n + "; a; none\r\n" + distinct;
    same = "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=a.example; s=b; b=AAAA\r\n" + same;
  }
  for (const std::string& text : {distinct, same}) {
    const ArcValidation validation(text, dns);
    EXPECT_EQ(Verdict(validation.evidence), "fail too_many_sets");
    EXPECT_EQ(validation.evidence.instances, 1000u);
    EXPECT_TRUE(validation.flaws.Has(ParseFlaw::kTooManyArcSets));
  }
  EXPECT_TRUE(dns.asked().empty());
}

// Any byte of the chain may be changed: it fails or it holds, and nothing else happens.
TEST(Arc, AnyBytesAreRead) {
  constexpr unsigned kSeed = 8617;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  FakeDns dns = KeyDns();
  const std::string whole = Chain(2);
  const std::string alphabet("ARC-ial:;= \t\r\n1250\0\xff", 20);
  for (int round = 0; round < 500; ++round) {
    std::string text = whole;
    for (size_t i = 0, changes = 1 + random() % 4; i < changes; ++i)
      text[random() % text.size()] = alphabet[random() % alphabet.size()];
    const ArcValidation validation(text, dns);
    EXPECT_EQ(validation.evidence.oldest_pass.has_value(), validation.evidence.result == ArcResult::kPass);
  }
}

}  // namespace
}  // namespace kenpin
