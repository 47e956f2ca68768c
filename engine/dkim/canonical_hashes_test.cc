#include "engine/dkim/canonical_hashes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/dkim/test_body.h"

namespace kenpin::test {
namespace {

std::vector<BodyHash> Requests() {
  std::vector<BodyHash> hashes;
  for (const Canonicalization form : {Canonicalization::kRelaxed, Canonicalization::kSimple}) {
    for (const HashAlgorithm algorithm : {HashAlgorithm::kSha256, HashAlgorithm::kSha1}) {
      for (const uint64_t limit : {uint64_t{0}, uint64_t{7}, uint64_t{100}, kNoBodyLimit}) {
        hashes.emplace_back().request = {form, algorithm, limit};
      }
    }
  }
  return hashes;
}

const std::string kBody = "first \t line\r\nsecond\n\n\r\n>From third line \r\n  \r\n\r\n";

TEST(CanonicalHashes, NothingOfItsForm) {
  BodyHash hash;
  hash.request.canonicalization = Canonicalization::kSimple;
  CanonicalHashes hashes;
  EXPECT_FALSE(hashes.Start(Canonicalization::kRelaxed, LineEndReading::kStandard, {&hash, 1}));
  EXPECT_TRUE(hashes.Start(Canonicalization::kSimple, LineEndReading::kStandard, {&hash, 1}));
}

// Divided anywhere, and gone on with by another one: the hashes are those of the whole.
TEST(CanonicalHashes, ResumedAnywhere) {
  CanonicalBlock block;
  std::vector<BodyHash> expected = Requests();
  const PaddedBytes whole(kBody);
  BodyHasher().Compute(whole.view(), {}, expected, nullptr);
  for (size_t split = 0; split <= kBody.size(); ++split) {
    std::vector<BodyHash> first = Requests();
    std::vector<BodyHash> second = Requests();
    for (const Canonicalization form : {Canonicalization::kRelaxed, Canonicalization::kSimple}) {
      CanonicalHashes origin;
      CanonicalHashes heir;
      ASSERT_TRUE(origin.Start(form, LineEndReading::kStandard, first));
      origin.Feed(PaddedBytes(kBody.substr(0, split)).view(), block.bytes);
      ASSERT_TRUE(heir.Start(form, LineEndReading::kStandard, second));
      heir.Resume(origin);
      const PaddedBytes rest(kBody.substr(split));
      heir.Feed(rest.view(), block.bytes);
      origin.Feed(rest.view(), block.bytes);
      heir.Finish(block.bytes);
      origin.Finish(block.bytes);
    }
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_TRUE(SameHash(first[i], expected[i])) << split << " " << i;
      ASSERT_TRUE(SameHash(second[i], expected[i])) << split << " " << i;
    }
  }
}

// What follows is the heir's own affair.
TEST(CanonicalHashes, AnHeirRunsOnByItself) {
  CanonicalBlock block;
  BodyHash first;
  BodyHash second;
  CanonicalHashes origin;
  CanonicalHashes heir;
  origin.Start(Canonicalization::kRelaxed, LineEndReading::kStandard, {&first, 1});
  heir.Start(Canonicalization::kRelaxed, LineEndReading::kStandard, {&second, 1});
  origin.Feed(PaddedBytes("same ").view(), block.bytes);
  heir.Resume(origin);
  heir.Feed(PaddedBytes("b\r\n").view(), block.bytes);
  origin.Feed(PaddedBytes("a\r\n").view(), block.bytes);
  origin.Finish(block.bytes);
  heir.Finish(block.bytes);
  std::vector<BodyHash> expected(2);
  BodyHasher().Compute(PaddedBytes("same a\r\n").view(), {}, {&expected[0], 1}, nullptr);
  BodyHasher().Compute(PaddedBytes("same b\r\n").view(), {}, {&expected[1], 1}, nullptr);
  EXPECT_TRUE(SameHash(first, expected[0]));
  EXPECT_TRUE(SameHash(second, expected[1]));
}

}  // namespace
}  // namespace kenpin::test
