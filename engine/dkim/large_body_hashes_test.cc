// A body that passes by in pieces is hashed as one that is there as a whole.
#include "engine/dkim/large_body_hashes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/dkim/canonical_hashes.h"
#include "engine/dkim/prepare.h"
#include "engine/dkim/test_body.h"
#include "engine/mail/test_message.h"

namespace kenpin::test {
namespace {

const std::vector<BodyHashRequest> kAll = {
    kBodyDigest,
    {Canonicalization::kSimple, HashAlgorithm::kSha256, kNoBodyLimit},
    {Canonicalization::kRelaxed, HashAlgorithm::kSha1, kNoBodyLimit},
    {Canonicalization::kRelaxed, HashAlgorithm::kSha256, 0},
    {Canonicalization::kRelaxed, HashAlgorithm::kSha256, 300},
    {Canonicalization::kSimple, HashAlgorithm::kSha256, 301},
    {Canonicalization::kSimple, HashAlgorithm::kSha1, 1'000'000},
};

std::vector<BodyHash> HashesOf(const std::vector<BodyHashRequest>& requests) {
  std::vector<BodyHash> hashes(requests.size());
  for (size_t i = 0; i < hashes.size(); ++i) hashes[i].request = requests[i];
  return hashes;
}

void ExpectAsWhole(std::string_view body, const std::vector<size_t>& splits,
                   const std::vector<BodyHashRequest>& requests) {
  LargeBodyHashes passed(requests, true);
  size_t begin = 0;
  for (size_t i = 0; i <= splits.size(); ++i) {
    const size_t end = i < splits.size() ? splits[i] : body.size();
    passed.Take(PaddedBytes(body.substr(begin, end - begin)).view());
    begin = end;
  }
  passed.End();
  const PaddedBytes whole(body);
  for (const MboxQuoting quoting : {MboxQuoting::kAsStored, MboxQuoting::kUnquote}) {
    std::vector<BodyHash> expected = HashesOf(requests);
    BodyHasher().Compute(whole.view(), {LineEndReading::kStandard, quoting}, expected, nullptr);
    std::vector<BodyHash> got = HashesOf(requests);
    ASSERT_EQ(passed.Fill(quoting, got).size(), requests.size());
    for (size_t i = 0; i < got.size(); ++i) {
      ASSERT_TRUE(SameHash(got[i], expected[i])) << i << ": " << Printable(body.substr(0, 400));
    }
  }
}

TEST(LargeBodyHashes, PiecesOfEverySize) {
  std::string body = "a\r\n>From b \t c\r\n\r\n>>From d\n \n\n";
  for (int i = 0; i < 10; ++i) body += "A line of text. \r\n\r\n>Fro\r\n>From here on\r\n";
  body += "\r\n \t\r\n\r\n";
  for (size_t size = 1; size <= body.size(); ++size) {
    std::vector<size_t> splits;
    for (size_t at = size; at < body.size(); at += size) splits.push_back(at);
    ExpectAsWhole(body, splits, kAll);
  }
}

TEST(LargeBodyHashes, RandomBodiesInRandomPieces) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 400; ++round) {
    std::string body;
    switch (round % 3) {
      case 0:
        body = RandomRuns(random() % 3000, &random);
        break;
      case 1:
        body = RandomText(random() % 60'000, 40, &random);
        break;
      default:
        body = RandomBody("\r\n>From ", random() % 800, &random);
    }
    for (int i = static_cast<int>(random() % 3); i > 0; --i)
      body.insert(random() % (body.size() + 1), random() % 2 == 0 ? "\n>From " : "\r\n>>From x");
    std::vector<size_t> splits;
    const size_t most = 1 + random() % 5000;
    for (size_t at = random() % most; at < body.size(); at += 1 + random() % most) splits.push_back(at);
    std::vector<BodyHashRequest> requests(kAll.begin() + random() % 2, kAll.begin() + 2 + random() % 6);
    ExpectAsWhole(body, splits, requests);
    if (HasFatalFailure()) return;
  }
}

TEST(LargeBodyHashes, WhatWasNotRequestedIsNotFilled) {
  const std::vector<BodyHashRequest> only = {kBodyDigest};
  LargeBodyHashes passed(only, false);
  passed.Take(PaddedBytes("Hello.\n").view());
  passed.End();
  std::vector<BodyHash> hashes = HashesOf(kAll);
  std::swap(hashes[0], hashes[1]);
  const std::span<BodyHash> filled = passed.Fill(MboxQuoting::kAsStored, hashes);
  ASSERT_EQ(filled.size(), 1u);
  EXPECT_EQ(filled[0].request, kBodyDigest);
  EXPECT_EQ(filled[0].canonical_length, 8u);
}

TEST(LargeBodyHashes, OutsideAnMboxNothingIsQuoted) {
  LargeBodyHashes passed(kAll, false);
  passed.Take(PaddedBytes(">From a\n").view());
  passed.End();
  std::vector<BodyHash> stored = HashesOf(kAll);
  std::vector<BodyHash> unquoted = HashesOf(kAll);
  passed.Fill(MboxQuoting::kAsStored, stored);
  passed.Fill(MboxQuoting::kUnquote, unquoted);
  EXPECT_TRUE(SameHash(stored[0], unquoted[0]));
  EXPECT_EQ(stored[0].canonical_length, 9u);
}

std::string Signature(std::string_view name, std::string_view tags) {
  return std::string(name) + ": " + std::string(tags) +
         " d=example.com; s=a; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";
}

TEST(LargeBodyHashes, RequestsOfAHeader) {
  const std::string header = Signature("DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed;") +
                             Signature("DKIM-Signature", "v=1; a=rsa-sha256; l=5;") +
                             Signature("DKIM-Signature", "v=1; a=rsa-sha256; l=5;") +
                             Signature("DKIM-Signature", "v=2; a=rsa-sha256; l=6;") +
                             Signature("ARC-Message-Signature", "i=1; a=rsa-sha256; c=simple/relaxed; l=7;") +
                             "From: a@example.com\r\n\r\nHello.\r\n";
  const TestMessage message(header);
  const std::vector<BodyHashRequest> expected = {
      kBodyDigest,
      {Canonicalization::kSimple, HashAlgorithm::kSha256, 5},
      {Canonicalization::kRelaxed, HashAlgorithm::kSha256, 7},
  };
  EXPECT_EQ(BodyHashRequestsOf(message.view), expected);
}

TEST(LargeBodyHashes, RequestsAreBounded) {
  std::string header;
  for (int i = 1; i <= 200; ++i) {
    header += Signature("DKIM-Signature", "v=1; a=rsa-sha256; l=" + std::to_string(i) + ";");
    header += Signature("ARC-Message-Signature", "i=1; a=rsa-sha256; l=" + std::to_string(1000 + i) + ";");
  }
  const TestMessage message(header + "\r\nHello.\r\n");
  EXPECT_EQ(BodyHashRequestsOf(message.view).size(), kMaxHashesOfBody);
}

TEST(LargeBodyHasher, BeginsWithTheBody) {
  const TestMessage message("From: a@example.com\r\n\r\nHel");
  const std::unique_ptr<LargeBody> body = LargeBodyHasher().Begin(message.view.bytes(), false);
  ASSERT_NE(body, nullptr);
  body->Take(PaddedBytes("lo.\r\n\r\n").view());
  body->End();
  BodyHash hash;
  hash.request = kBodyDigest;
  static_cast<const LargeBodyHashes&>(*body).Fill(MboxQuoting::kAsStored, {&hash, 1});
  BodyHash expected;
  expected.request = kBodyDigest;
  BodyHasher().Compute(PaddedBytes("Hello.\r\n").view(), {}, {&expected, 1}, nullptr);
  EXPECT_TRUE(SameHash(hash, expected));
}

TEST(LargeBodyHasher, WithoutTheEndOfTheHeaderThereIsNone) {
  const TestMessage message("From: a@example.com\r\nSubject: cu");
  EXPECT_EQ(LargeBodyHasher().Begin(message.view.bytes(), false), nullptr);
}

}  // namespace
}  // namespace kenpin::test
