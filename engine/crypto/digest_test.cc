// Known answers of FIPS 180-4, and that a Hasher can be used again in every order of calls.
#include "engine/crypto/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <utility>

namespace kenpin {
namespace {

std::string Hex(const Digest& digest) {
  std::string hex;
  char two[3];
  for (uint8_t octet : digest.bytes()) {
    std::snprintf(two, sizeof two, "%02x", octet);
    hex += two;
  }
  return hex;
}

struct KnownDigest {
  const char* name;
  HashAlgorithm algorithm;
  std::string_view text;
  const char* hex;
};

const KnownDigest kKnown[] = {
    {"sha256 of nothing", HashAlgorithm::kSha256, "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"sha256 of abc", HashAlgorithm::kSha256, "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"sha256 of two blocks", HashAlgorithm::kSha256,
     "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"sha1 of nothing", HashAlgorithm::kSha1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"sha1 of abc", HashAlgorithm::kSha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
};

TEST(HasherTest, KnownDigestsInEverySplit) {
  for (const KnownDigest& known : kKnown) {
    SCOPED_TRACE(known.name);
    Hasher hasher(known.algorithm);
    EXPECT_EQ(Hex(hasher.Compute(known.text)), known.hex);
    for (size_t split = 0; split <= known.text.size(); ++split) {
      hasher.Start();
      hasher.Update(known.text.substr(0, split));
      hasher.Update(known.text.substr(split));
      Digest digest = hasher.Finish();
      EXPECT_EQ(Hex(digest), known.hex) << "split at " << split;
      EXPECT_EQ(digest.size, DigestSize(known.algorithm));
    }
  }
}

TEST(HasherTest, PeekLeavesTheRunningDigestAlone) {
  Hasher hasher(HashAlgorithm::kSha256), scratch(HashAlgorithm::kSha256);
  hasher.Start();
  hasher.Update("ab");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(hasher.Peek(scratch), Hasher(HashAlgorithm::kSha256).Compute("ab"));
  hasher.Update("c");
  EXPECT_EQ(Hex(hasher.Finish()), kKnown[1].hex);
}

TEST(HasherTest, AnUnfinishedDigestIsForgottenByStart) {
  Hasher hasher(HashAlgorithm::kSha1);
  hasher.Start();
  hasher.Update("left over");
  EXPECT_EQ(Hex(hasher.Compute("abc")), kKnown[4].hex);
}

TEST(HasherTest, Moves) {
  Hasher first(HashAlgorithm::kSha1);
  first.Start();
  first.Update("a");
  Hasher second = std::move(first);
  second.Update("bc");
  EXPECT_EQ(Hex(second.Finish()), kKnown[4].hex);
  second = Hasher(HashAlgorithm::kSha256);
  EXPECT_EQ(second.algorithm(), HashAlgorithm::kSha256);
  EXPECT_EQ(Hex(second.Compute("abc")), kKnown[1].hex);
}

TEST(HasherTest, ResumeGoesOnFromWhereAnotherStands) {
  Hasher hasher(HashAlgorithm::kSha256), branch(HashAlgorithm::kSha256), whole(HashAlgorithm::kSha256);
  hasher.Start();
  hasher.Update("ab");
  branch.Resume(hasher);
  branch.Update("x");
  EXPECT_EQ(branch.Finish(), whole.Compute("abx"));
  hasher.Update("c");
  EXPECT_EQ(hasher.Finish(), whole.Compute("abc"));
}

}  // namespace
}  // namespace kenpin
