// Chunks of messages of all kinds, hashed together and one by one: same hashes, same facts, on every SIMD
// target; and which jobs go to the lanes.
#include "engine/dkim/body_hash_lanes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "engine/dkim/test_body.h"

namespace kenpin {
namespace {

// A chunk of messages as jobs, with memory of their own.
struct Chunk {
  std::deque<test::PaddedBytes> bodies;
  std::vector<std::vector<BodyHash>> hashes;
  std::vector<BodyFacts> facts;
  std::vector<BodyHashJob> jobs;
};

BodyHashRequest RandomRequest(bool common, std::mt19937* random) {
  BodyHashRequest request;
  request.canonicalization = (*random)() % 2 == 0 ? Canonicalization::kSimple : Canonicalization::kRelaxed;
  if (common) return request;
  if ((*random)() % 2 == 0) request.hash = HashAlgorithm::kSha1;
  if ((*random)() % 2 == 0) request.limit = (*random)() % 1000;
  return request;
}

void FillChunk(size_t count, std::mt19937* random, Chunk* chunk) {
  chunk->hashes.resize(count);
  chunk->facts.resize(count);
  for (size_t i = 0; i < count; ++i) {
    const size_t size = (*random)() % ((*random)() % 10 == 0 ? 60000 : 5000);
    const size_t rarity = (*random)() % 2 * 5000;
    const unsigned kind = (*random)() % 4;
    chunk->bodies.emplace_back(kind == 0
                                   ? test::RandomBody(test::kHardAlphabets[(*random)() % 8], size, random)
                               : kind == 1 ? test::RandomRuns(size, random)
                                           : test::RandomText(size, rarity, random),
                               (*random)() % 64);
    const bool common = (*random)() % 5 != 0;
    for (size_t n = (*random)() % 3; n > 0; --n) {
      BodyHash hash;
      hash.request = RandomRequest(common, random);
      if (n == 2) hash.request.canonicalization = Canonicalization::kRelaxed;
      if (n == 1 && !chunk->hashes[i].empty()) hash.request.canonicalization = Canonicalization::kSimple;
      chunk->hashes[i].push_back(hash);
    }
    BodyReading reading;
    if ((*random)() % 8 == 0) reading.quoting = MboxQuoting::kUnquote;
    if ((*random)() % 8 == 0) reading.line_ends = LineEndReading::kLoneLfIsData;
    chunk->jobs.push_back({chunk->bodies[i].view(), reading, chunk->hashes[i],
                           (*random)() % 8 == 0 ? nullptr : &chunk->facts[i]});
  }
}

void ExpectSameAsOneByOne(const Chunk& chunk) {
  BodyHasher single(CryptoKernels::kOpenssl);
  for (const BodyHashJob& job : chunk.jobs) {
    BodyFacts facts;
    single.Compute(job.body, job.reading, {}, &facts);
    // Each by itself, so that none can be taken from another.
    for (const BodyHash& hash : job.hashes) {
      BodyHash alone;
      alone.request = hash.request;
      single.Compute(job.body, job.reading, {&alone, 1}, nullptr);
      ASSERT_TRUE(test::SameHash(alone, hash));
    }
    if (job.facts != nullptr) {
      ASSERT_TRUE(test::SameFacts(facts, *job.facts));
    }
  }
}

TEST(BodyHashLanesTest, ManyAtOnceAsOneByOne) {
  const unsigned seed = std::random_device{}();
  for (const CryptoKernels kernels : {CryptoKernels::kAuto, CryptoKernels::kOpenssl, CryptoKernels::kLanes}) {
    test::ForEachTarget([&](const char* target) {
      SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
      std::mt19937 random(seed);
      BodyHasher hasher(kernels);
      for (const size_t count : {0, 1, 2, 9, 15, 16, 17, 40, 150}) {
        Chunk chunk;
        FillChunk(count, &random, &chunk);
        hasher.ComputeAll(chunk.jobs);
        ExpectSameAsOneByOne(chunk);
        if (testing::Test::HasFatalFailure()) return;
      }
    });
  }
}

TEST(BodyHashLanesTest, TakesTheCommonKind) {
  std::vector<BodyHash> common(2);
  common[1].request.canonicalization = Canonicalization::kSimple;
  EXPECT_TRUE(BodyHashLanes::Takes({"x", {}, common, nullptr}));
  EXPECT_FALSE(BodyHashLanes::Takes({"x", {}, {}, nullptr}));
  EXPECT_FALSE(
      BodyHashLanes::Takes({"x", {LineEndReading::kStandard, MboxQuoting::kUnquote}, common, nullptr}));
  EXPECT_FALSE(
      BodyHashLanes::Takes({"x", {LineEndReading::kLoneLfIsData, MboxQuoting::kAsStored}, common, nullptr}));
  std::vector<BodyHash> limited = common, sha1 = common;
  limited[1].request.limit = 5;
  sha1[1].request.hash = HashAlgorithm::kSha1;
  EXPECT_FALSE(BodyHashLanes::Takes({"x", {}, limited, nullptr}));
  EXPECT_FALSE(BodyHashLanes::Takes({"x", {}, sha1, nullptr}));
}

}  // namespace
}  // namespace kenpin
