// What DKIM and ARC share of the first half: readings, questions, copies.
#include "engine/dkim/pending_signature.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/mail/test_message.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

TEST(PendingSignature, OnlyMixturesHaveOtherReadings) {
  EXPECT_EQ(OtherReadings({.crlf = 0, .lone_lf = 5, .lone_cr = 0}).count, 0u);
  EXPECT_EQ(OtherReadings({.crlf = 5, .lone_lf = 0, .lone_cr = 0}).count, 0u);
  const LineEndReadings mostly_lf = OtherReadings({.crlf = 1, .lone_lf = 5, .lone_cr = 0});
  ASSERT_EQ(mostly_lf.count, 1u);
  EXPECT_EQ(mostly_lf.list[0], LineEndReading::kCrBeforeLfIsData);
  const LineEndReadings mostly_crlf = OtherReadings({.crlf = 5, .lone_lf = 1, .lone_cr = 1});
  ASSERT_EQ(mostly_crlf.count, 2u);
  EXPECT_EQ(mostly_crlf.list[0], LineEndReading::kLoneLfIsData);
  EXPECT_EQ(mostly_crlf.list[1], LineEndReading::kLoneCrEndsLine);
  EXPECT_EQ(OtherReadings({.crlf = 5, .lone_lf = 5, .lone_cr = 5}).count, 3u);
}

TEST(PendingSignature, AsksForTheKeyOfTheSelector) {
  test::FakeDns dns;
  DkimSignature signature;
  signature.domain = "example.com";
  signature.selector = "a.b";
  AskForKey(signature, dns);
  EXPECT_EQ(dns.asked(), std::vector<std::string>{"a.b._domainkey.example.com"});
}

TEST(PendingSignature, KeepsWhatTheFieldSays) {
  Arena keep;
  PendingSignature pending;
  {
    Arena scratch;
    const std::string field =
        "v=1; a=rsa-sha1; c=relaxed/simple; d=Example.com; s=s; t=12; x=13; l=4; h=from; bh=AQID; b=BAUGBw==";
    const DkimSignature signature = ParseDkimSignature(field, scratch);
    KeepSignature(signature, keep, &pending);
    KeepHashes(signature, keep, &pending);
  }
  EXPECT_FALSE(pending.decided);
  EXPECT_EQ(pending.hash, HashAlgorithm::kSha1);
  EXPECT_EQ(pending.evidence.domain, "example.com");
  EXPECT_EQ(pending.evidence.algorithm_text, "rsa-sha1");
  EXPECT_EQ(pending.evidence.expires_at, 13);
  EXPECT_EQ(pending.body_request.limit, 4u);
  EXPECT_EQ(pending.stated_body_hash_size, 3u);
  EXPECT_EQ(pending.stated_body_hash[2], 3u);
  ASSERT_EQ(pending.signature.size(), 4u);
  EXPECT_EQ(pending.signature[3], 7u);
}

TEST(PendingSignature, AStatedHashLongerThanAnyMatchesNone) {
  Arena arena;
  const std::string field =
      "v=1; a=rsa-sha256; d=example.com; s=s; h=from; b=BAUGBw==; bh=" + std::string(88, 'A');
  const DkimSignature signature = ParseDkimSignature(field, arena);
  ASSERT_FALSE(signature.error);
  ASSERT_EQ(signature.body_hash.size(), 66u);
  PendingSignature pending;
  KeepHashes(signature, arena, &pending);
  EXPECT_EQ(pending.stated_body_hash_size, 0u);
  EXPECT_EQ(pending.stated_body_hash[0], 0u);
}

TEST(PendingSignature, ABrokenHeaderIsNotWhole) {
  const TestMessage message("From: a@example.com\n\nbody\n");
  EXPECT_TRUE(IsWhole(message.view, MessageExtent::kWhole));
  EXPECT_FALSE(IsWhole(message.view, MessageExtent::kBeginning));
}

}  // namespace
}  // namespace kenpin
