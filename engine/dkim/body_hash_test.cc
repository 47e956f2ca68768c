// The whole pass: known bh= values, l= in all its positions, several requests at once, mbox quoting, and the
// facts of the lines.
#include "engine/dkim/body_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/dkim/reference_canonicalization.h"
#include "engine/dkim/test_body.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::PaddedBytes;
using test::Printable;
using test::ReferenceCanonicalBody;
using test::SameFacts;
using test::SameHash;

constexpr Canonicalization kSimple = Canonicalization::kSimple;
constexpr Canonicalization kRelaxed = Canonicalization::kRelaxed;

std::string Base64(std::span<const uint8_t> octets) {
  std::vector<char> out(Base64EncodedSize(octets.size()));
  return std::string(EncodeBase64(octets, out));
}

// Body by body, and again among many: both ways must come to the same.
std::vector<BodyHash> Compute(std::string_view body, const std::vector<BodyHashRequest>& requests,
                              const BodyReading& reading = {}, BodyFacts* facts = nullptr) {
  static BodyHasher* const hasher =
      new BodyHasher;  // One for all tests: what one body leaves behind must not reach the next.
  std::vector<BodyHash> hashes(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) hashes[i].request = requests[i];
  std::vector<BodyHash> among_many = hashes;
  const PaddedBytes bytes(body);
  hasher->Compute(bytes.view(), reading, hashes, facts);

  BodyFacts facts_among_many;
  const BodyHashJob job = {bytes.view(), reading, among_many, facts == nullptr ? nullptr : &facts_among_many};
  hasher->ComputeAll({&job, 1});
  EXPECT_TRUE(std::equal(hashes.begin(), hashes.end(), among_many.begin(), SameHash)) << Printable(body);
  EXPECT_TRUE(facts == nullptr || SameFacts(*facts, facts_among_many)) << Printable(body);
  return hashes;
}

// By the definition: canonicalize all, cut at l=, hash.
std::string ReferenceHash(std::string_view body, const BodyHashRequest& request,
                          LineEndReading reading = LineEndReading::kStandard) {
  const std::string canonical = ReferenceCanonicalBody(body, request.canonicalization, reading);
  const Digest digest = Hasher(request.hash).Compute(std::string_view(canonical).substr(0, request.limit));
  return Base64(digest.bytes());
}

struct KnownHash {
  const char* name;
  std::string_view body;
  BodyHashRequest request;
  const char* base64;
};

const KnownHash kKnownHashes[] = {
    {"simple sha256 of an empty body",
     "",
     {kSimple, HashAlgorithm::kSha256},
     "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY="},
    {"relaxed sha256 of an empty body",
     "",
     {kRelaxed, HashAlgorithm::kSha256},
     "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
    {"simple sha1 of an empty body", "", {kSimple, HashAlgorithm::kSha1}, "uoq1oCgLlTqpdDX/iUbLy7J1Wic="},
    {"relaxed sha1 of an empty body", "", {kRelaxed, HashAlgorithm::kSha1}, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="},
    {"RFC 8463 appendix A.3, with more white space than it has",
     "Hi.\n\nWe lost  the game.\tAre you hungry yet? \n\nJoe.\n \n",
     {kRelaxed, HashAlgorithm::kSha256},
     "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="},
    {"RFC 6376 appendix A.2",
     "Hi.\n\nWe lost the game. Are you hungry yet?\n\nJoe.\n",
     {kSimple, HashAlgorithm::kSha256},
     "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="},
};

TEST(BodyHasherTest, KnownHashes) {
  for (const KnownHash& known : kKnownHashes) {
    const BodyHash hash = Compute(known.body, {known.request})[0];
    EXPECT_EQ(Base64(hash.bytes()), known.base64) << known.name;
    EXPECT_EQ(hash.digest_size, DigestSize(known.request.hash)) << known.name;
  }
}

struct LimitCase {
  const char* name;
  std::string_view body;
  Canonicalization canonicalization;
  uint64_t limit;
  std::string_view hashed;
  bool exceeds;
};

TEST(BodyHasherTest, LimitsCountCanonicalOctets) {
  const LimitCase cases[] = {
      {"l=0", "abc\n", kSimple, 0, "", false},
      {"l=0 of an empty body", "", kRelaxed, 0, "", false},
      {"inside the CR that a store took away", "abc\ndef\n", kSimple, 4, "abc\r", false},
      {"behind it", "abc\ndef\n", kSimple, 5, "abc\r\n", false},
      {"spaces that vanish do not count", "a    b\n", kRelaxed, 3, "a b", false},
      {"in simple they do", "a    b\n", kSimple, 3, "a  ", false},
      {"the whole body", "abc\n\n\n", kSimple, 5, "abc\r\n", false},
      {"one beyond", "abc\n\n\n", kSimple, 6, "abc\r\n", true},
      {"the line end that was added counts", "abc", kRelaxed, 5, "abc\r\n", false},
      {"beyond an empty body", "", kRelaxed, 1, "", true},
      {"the CRLF of an empty body", "", kSimple, 2, "\r\n", false},
      {"huge", "abc", kSimple, kNoBodyLimit - 1, "abc\r\n", true},
      {"no limit", "abc", kSimple, kNoBodyLimit, "abc\r\n", false},
  };
  for (const LimitCase& c : cases) {
    const BodyHash hash = Compute(c.body, {{c.canonicalization, HashAlgorithm::kSha256, c.limit}})[0];
    const Digest expected = Hasher(HashAlgorithm::kSha256).Compute(c.hashed);
    EXPECT_EQ(Base64(hash.bytes()), Base64(expected.bytes())) << c.name;
    EXPECT_EQ(hash.limit_exceeds_body(), c.exceeds) << c.name;
    EXPECT_EQ(hash.canonical_length, ReferenceCanonicalBody(c.body, c.canonicalization).size()) << c.name;
  }
}

// Each request gets its own hash, whatever stands beside it: the body is hashed by the body's setting.
TEST(BodyHasherTest, RandomRequestsTogether) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < test::Effort(200); ++round) {
    const size_t size = round % 50 < 2 ? random() % 300000 : random() % 2000;
    const std::string body = round % 2 == 0 ? test::RandomRuns(size, &random)
                                            : test::RandomText(size, round % 4 * size / 2, &random);
    std::vector<BodyHashRequest> requests(random() % (kMaxBodyHashesPerMessage + 1));
    for (BodyHashRequest& request : requests) {
      request.canonicalization = random() % 2 == 0 ? kSimple : kRelaxed;
      request.hash = random() % 3 == 0 ? HashAlgorithm::kSha1 : HashAlgorithm::kSha256;
      request.limit = random() % 3 == 0 ? kNoBodyLimit : random() % (body.size() + 10);
    }
    // The same in both forms: where these are equal, one is hashed.
    for (size_t i = 1; i < requests.size() && round % 3 != 0; i += 2) {
      requests[i] = requests[i - 1];
      requests[i - 1].canonicalization = kRelaxed;
      requests[i].canonicalization = kSimple;
    }
    BodyFacts facts;
    const std::vector<BodyHash> hashes = Compute(body, requests, {}, &facts);
    for (const BodyHash& hash : hashes) {
      ASSERT_EQ(Base64(hash.bytes()), ReferenceHash(body, hash.request));
      ASSERT_EQ(hash.canonical_length, ReferenceCanonicalBody(body, hash.request.canonicalization).size());
    }
    ASSERT_EQ(facts.has_eight_bit, body.find('\x80') != body.npos);
  }
}

struct FactsCase {
  const char* name;
  std::string_view body;
  uint64_t crlf, lone_lf, lone_cr, longest_line;
  bool has_eight_bit, has_nul;
};

TEST(BodyHasherTest, Facts) {
  const FactsCase cases[] = {
      {"empty", "", 0, 0, 0, 0, false, false},
      {"crlf", "abc\r\nde\r\n", 2, 0, 0, 3, false, false},
      {"lf", "abc\nde\n", 0, 2, 0, 3, false, false},
      {"mixed", "a\r\nb\nc\r", 1, 1, 1, 2, false, false},
      {"CR CR LF counts its first CR", "ab\r\r\n", 1, 0, 1, 3, false, false},
      {"last line without end", "a\nlonger", 0, 1, 0, 6, false, false},
      {"eight bits", "\xe4\n", 0, 1, 0, 1, true, false},
      {"nul", std::string_view("\0\n", 2), 0, 1, 0, 1, false, true},
  };
  const std::vector<BodyHashRequest> request_sets[] = {
      {}, {{kRelaxed}}, {{kSimple}}, {{kSimple}, {kRelaxed}}, {{kRelaxed, HashAlgorithm::kSha1, 1}}};
  for (const FactsCase& c : cases) {
    for (const std::vector<BodyHashRequest>& requests : request_sets) {
      for (LineEndReading reading : {LineEndReading::kStandard, LineEndReading::kLoneCrEndsLine}) {
        for (MboxQuoting quoting : {MboxQuoting::kAsStored, MboxQuoting::kUnquote}) {
          BodyFacts facts;
          Compute(c.body, requests, {reading, quoting}, &facts);
          EXPECT_EQ(facts.line_ends.crlf, c.crlf) << c.name;
          EXPECT_EQ(facts.line_ends.lone_lf, c.lone_lf) << c.name;
          EXPECT_EQ(facts.line_ends.lone_cr, c.lone_cr) << c.name;
          EXPECT_EQ(facts.longest_line, c.longest_line) << c.name;
          EXPECT_EQ(facts.has_eight_bit, c.has_eight_bit) << c.name;
          EXPECT_EQ(facts.has_nul, c.has_nul) << c.name;
        }
      }
    }
  }
}

struct QuotingCase {
  const char* name;
  std::string_view body;
  std::string_view unquoted;
};

TEST(BodyHasherTest, MboxQuoting) {
  const QuotingCase cases[] = {
      {"first line", ">From a\n", "From a\n"},
      {"later line", "x\n>From a\n", "x\nFrom a\n"},
      {"quoted twice", ">>From a\n", ">From a\n"},
      {"two in a row", ">From a\n>From b\n", "From a\nFrom b\n"},
      {"with CRLF", "x\r\n>From a\r\n", "x\r\nFrom a\r\n"},
      {"inside a line", "x >From a\n", "x >From a\n"},
      {"other words", ">from a\n>Fromage\n>>\n> From a\n", ">from a\n>Fromage\n>>\n> From a\n"},
      {"at the end", "x\n>From ", "x\nFrom "},
      {"cut off", "x\n>From", "x\n>From"},
      {"only quotes", ">>>>", ">>>>"},
      {"behind a line of spaces", " \n>From a\n", " \nFrom a\n"},
  };
  for (const QuotingCase& c : cases) {
    EXPECT_EQ(Printable(test::ReferenceUnquoted(c.body)), Printable(c.unquoted)) << c.name;
    for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
      const BodyReading unquote = {LineEndReading::kStandard, MboxQuoting::kUnquote};
      const BodyHashRequest request = {canonicalization};
      EXPECT_EQ(Base64(Compute(c.body, {request}, unquote)[0].bytes()), ReferenceHash(c.unquoted, request))
          << c.name;
      EXPECT_EQ(Base64(Compute(c.body, {request})[0].bytes()), ReferenceHash(c.body, request)) << c.name;
    }
  }
}

TEST(BodyHasherTest, RandomQuotingUnderEveryReading) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view parts[] = {">", ">From ", "From ", "\n", "\r\n", "x", " ", "\r"};
  for (int round = 0; round < 5000; ++round) {
    std::string body;
    for (size_t i = random() % 30; i > 0; --i) body += parts[random() % std::size(parts)];
    const BodyHashRequest request = {random() % 2 == 0 ? kSimple : kRelaxed};
    for (LineEndReading reading : {LineEndReading::kStandard, LineEndReading::kCrBeforeLfIsData,
                                   LineEndReading::kLoneLfIsData, LineEndReading::kLoneCrEndsLine}) {
      ASSERT_EQ(Base64(Compute(body, {request}, {reading, MboxQuoting::kUnquote})[0].bytes()),
                ReferenceHash(test::ReferenceUnquoted(body), request, reading))
          << Printable(body);
    }
  }
}

TEST(BodyHasherTest, Moves) {
  BodyHasher first;
  BodyHasher second = std::move(first);
  BodyHash hash;
  hash.request.canonicalization = kSimple;
  second.Compute(PaddedBytes("").view(), {}, {&hash, 1}, nullptr);
  EXPECT_EQ(Base64(hash.bytes()), kKnownHashes[0].base64);
}

}  // namespace
}  // namespace kenpin
