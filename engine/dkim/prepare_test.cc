// The first half: limits, plans, and the second look at a body.
#include "engine/dkim/prepare.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/dkim/test_signer.h"
#include "engine/dkim/test_verification.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using test::FakeDns;
using test::SignMessage;
using test::SignOptions;
using test::TestRsaKey;
using test::Verification;
using test::VerificationOptions;

const std::string kHeader =
    "From: a@example.com\nTo: b@example.net\nSubject: c\nDate: Mon, 1 Jul 2026 10:00:00 +0900\n\n";

FakeDns KeyDns() {
  FakeDns dns;
  dns.SetTxt("sel._domainkey.example.com", {test::RsaRecord(TestRsaKey())});
  return dns;
}

std::string ToLf(std::string text) {
  for (size_t at = 0; (at = text.find("\r\n", at)) != text.npos;) text.erase(at, 1);
  return text;
}

TEST(Prepare, AsksForKeysOnceEach) {
  FakeDns dns = KeyDns();
  SignOptions upper;
  upper.domain = "EXAMPLE.com";
  SignOptions other;
  other.selector = "s2.x";
  std::string text = SignMessage(kHeader, TestRsaKey());
  text = SignMessage(text, TestRsaKey(), upper);
  text = SignMessage(text, TestRsaKey(), other);
  const Verification verification("DKIM-Signature: broken\r\n" + text, dns);
  EXPECT_EQ(dns.asked(),
            (std::vector<std::string>{"s2.x._domainkey.example.com", "sel._domainkey.example.com"}));
  EXPECT_EQ(verification.evidence.size(), 4u);
}

TEST(Prepare, UnsignedMessagesHaveNoEntries) {
  FakeDns dns;
  EXPECT_TRUE(Verification(kHeader, dns).evidence.empty());
  EXPECT_TRUE(Verification("", dns).evidence.empty());
}

TEST(Prepare, OneEntryStandsForAllPastTheLimit) {
  FakeDns dns = KeyDns();
  std::string text = SignMessage(kHeader, TestRsaKey());
  const std::string field = text.substr(0, text.find("From: "));
  for (size_t i = 0; i < kMaxSignaturesPerMessage + 5; ++i) text = field + text;
  const Verification verification(text, dns);
  ASSERT_EQ(verification.evidence.size(), kMaxSignaturesPerMessage + 1);
  EXPECT_EQ(verification.evidence[kMaxSignaturesPerMessage - 1].reason, DkimReason::kVerified);
  EXPECT_EQ(verification.evidence.back().reason, DkimReason::kTooManySignatures);
  EXPECT_FALSE(verification.evidence.back().syntax_ok);
  EXPECT_TRUE(verification.flaws.Has(ParseFlaw::kTooManySignatures));
}

TEST(Prepare, SignaturesOfMoreHeaderThanTheLimit) {
  FakeDns dns = KeyDns();
  SignOptions options;
  std::string filler = "X-Filler: ";
  filler.append(kMaxSignedHeaderBytes / 3, 'x').append("\n");
  options.names = {"From", "X-Filler"};
  options.line_end = "\n";  // As the header's: a mixture would be hashed under more than one reading.
  std::string text = SignMessage(filler + kHeader, TestRsaKey(), options);
  const std::string field = text.substr(0, text.find("X-Filler: "));
  for (int i = 0; i < 3; ++i) text = field + text;
  const Verification verification(text, dns);
  ASSERT_EQ(verification.evidence.size(), 4u);
  EXPECT_EQ(verification.evidence[1].reason, DkimReason::kVerified);
  EXPECT_EQ(verification.evidence[2].reason, DkimReason::kTooManySignatures);
  EXPECT_EQ(verification.evidence[3].reason, DkimReason::kTooManySignatures);
  EXPECT_TRUE(verification.flaws.Has(ParseFlaw::kTooManySignatures));
}

TEST(Prepare, TooManyTags) {
  FakeDns dns = KeyDns();
  SignOptions options;
  for (int i = 0; i < 100; ++i) options.more.append("x").append(std::to_string(i)).append("=1;");
  const Verification verification(SignMessage(kHeader, TestRsaKey(), options), dns);
  EXPECT_EQ(verification.evidence[0].reason, DkimReason::kSyntax);
  EXPECT_TRUE(verification.flaws.Has(ParseFlaw::kTagListTooLong));
}

TEST(PlanBodyHashes, DistinctAndBounded) {
  Arena arena;
  std::vector<PendingSignature> signatures(20);
  const BodyHashRequest also[] = {{Canonicalization::kRelaxed, HashAlgorithm::kSha256, kNoBodyLimit}};
  const BodyHashPlan same = PlanBodyHashes(signatures, also, arena);
  EXPECT_EQ(same.hashes.size(), 1u);
  EXPECT_TRUE(same.flaws.empty());
  for (size_t i = 0; i < signatures.size(); ++i) signatures[i].body_request.limit = i;
  const BodyHashPlan many = PlanBodyHashes(signatures, also, arena);
  EXPECT_EQ(many.hashes.size(), kMaxBodyHashesPerMessage);
  EXPECT_EQ(many.hashes[0].request, also[0]);
  EXPECT_TRUE(many.flaws.Has(ParseFlaw::kTooManyBodyHashes));
  for (PendingSignature& s : signatures) s.decided = DkimReason::kSyntax;
  EXPECT_EQ(PlanBodyHashes(signatures, also, arena).hashes.size(), 1u);
  EXPECT_TRUE(PlanBodyHashes({}, {}, arena).hashes.empty());
}

TEST(MatchBodyHashes, SignaturesWithoutAHashAreNotEvaluated) {
  std::vector<PendingSignature> signatures(1);
  BodyHasher hasher;
  Arena arena;
  EXPECT_EQ(MatchBodyHashes({}, hasher, signatures, arena), 0);
  EXPECT_EQ(signatures[0].decided, DkimReason::kTooManySignatures);
}

// What a store has made of a signed message, and the reading under which it still verifies.
TEST(MatchBodyHashes, ReadingsOfLineEnds) {
  FakeDns dns = KeyDns();
  SignOptions lone_cr_is_data;
  lone_cr_is_data.body = Canonicalization::kSimple;
  SignOptions lone_lf_is_data = lone_cr_is_data;
  lone_lf_is_data.body_reading = LineEndReading::kLoneLfIsData;
  SignOptions cr_ends_line = lone_cr_is_data;
  cr_ends_line.body_reading = LineEndReading::kLoneCrEndsLine;
  const std::string header = test::ReferenceCrlf(kHeader);
  const std::string cr_cr_lf =
      SignMessage(header + "one\r\r\ntwo\r\nthree\r\n", TestRsaKey(), lone_cr_is_data);
  const std::string with_lf = SignMessage(header + "one\ntwo\r\nthree\r\n", TestRsaKey(), lone_lf_is_data);
  const std::string with_cr = SignMessage(header + "one\rtwo\r\nthree\r\n", TestRsaKey(), cr_ends_line);
  const struct {
    std::string name;
    std::string text;
    LineEndReading reading;
    int passes;
  } cases[] = {
      {"CrCrLf", cr_cr_lf, LineEndReading::kStandard, 0},
      {"CrCrLfStoredWithLf", ToLf(cr_cr_lf), LineEndReading::kCrBeforeLfIsData, 1},
      {"LoneLfWasData", with_lf, LineEndReading::kLoneLfIsData, 1},
      {"LoneCrWasALineEnd", with_cr, LineEndReading::kLoneCrEndsLine, 1},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const Verification verification(c.text, dns);
    EXPECT_EQ(verification.evidence[0].reason, DkimReason::kVerified);
    EXPECT_EQ(verification.evidence[0].body_reading, c.reading);
    EXPECT_EQ(verification.passes, c.passes);
    std::string flipped = c.text;
    flipped[flipped.rfind("three")] ^= 1;
    EXPECT_EQ(Verification(flipped, dns).evidence[0].reason, DkimReason::kBodyHashMismatch);
  }
}

TEST(MatchBodyHashes, UniformBodiesGetNoSecondLook) {
  FakeDns dns = KeyDns();
  std::string text = SignMessage(kHeader + "one\ntwo\n", TestRsaKey());
  text[text.rfind("two")] ^= 1;
  EXPECT_EQ(Verification(text, dns).passes, 0);
}

TEST(MatchBodyHashes, MboxQuoting) {
  FakeDns dns = KeyDns();
  const struct {
    std::string name;
    std::string signed_body;
    std::string stored_body;
    MboxQuoting quoting;
    int passes;
  } cases[] = {
      {"Quoted", "From here\n>From there\n", ">From here\n>>From there\n", MboxQuoting::kUnquote, 0},
      {"NotQuoted", ">From here\n", ">From here\n", MboxQuoting::kAsStored, 1},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    std::string text = SignMessage(kHeader + c.signed_body, TestRsaKey());
    text.replace(text.rfind(c.signed_body), c.signed_body.size(), c.stored_body);
    VerificationOptions options;
    options.quoted_from_lines = 1;
    const Verification verification(text, dns, options);
    EXPECT_EQ(verification.evidence[0].reason, DkimReason::kVerified);
    EXPECT_EQ(verification.evidence[0].quoting, c.quoting);
    EXPECT_EQ(verification.passes, c.passes);
  }
}

TEST(MatchBodyHashes, HeaderAndBodyAreDecidedApart) {
  FakeDns dns = KeyDns();
  SignOptions options;
  options.header = Canonicalization::kSimple;
  const std::string crlf = test::ReferenceCrlf(kHeader);
  // A CR that was data at the end of a folded line, and all line ends then stored as LF.
  std::string header = crlf;
  header.replace(header.find("Subject: c"), 10, "Subject: c\r\r\n d");
  const std::string text = ToLf(SignMessage(header + "one\r\n", TestRsaKey(), options));
  const Verification verification(text, dns);
  EXPECT_EQ(verification.evidence[0].reason, DkimReason::kVerified);
  EXPECT_EQ(verification.evidence[0].header_reading, LineEndReading::kCrBeforeLfIsData);
  EXPECT_EQ(verification.evidence[0].body_reading, LineEndReading::kStandard);
}

TEST(Prepare, ChainsShareBodyHashesWithSignatures) {
  Arena arena;
  std::vector<PendingSignature> signatures(2), arc(2);
  signatures[1].body_request.canonicalization = Canonicalization::kSimple;
  arc[1].body_request.limit = 7;
  const BodyHashRequest also;
  const BodyHashPlan plan = PlanBodyHashes({{&also, 1}, signatures, arc}, arena);
  ASSERT_EQ(plan.hashes.size(), 3u);
  EXPECT_EQ(plan.hashes[0].request, also);
  EXPECT_EQ(plan.hashes[1].request, signatures[1].body_request);
  EXPECT_EQ(plan.hashes[2].request, arc[1].body_request);
}

}  // namespace
}  // namespace kenpin
