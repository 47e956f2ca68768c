#include "engine/partial/domain_codec.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/partial/test_state.h"

namespace kenpin {
namespace {

std::string Encoded(const DomainCounts& counts) {
  ByteWriter out;
  EncodeDomain(counts, &out);
  return out.bytes();
}

TEST(DomainCodec, NothingIsLost) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    const DomainCounts counts = RandomCounts(random, 3);
    const std::string bytes = Encoded(counts);
    DomainCounts read;
    ASSERT_TRUE(DecodeDomain(bytes, 3, &read));
    EXPECT_EQ(Encoded(read), bytes);
    // Field by field where a swap on both ways could hide.
    EXPECT_EQ(read.unsigned_messages, counts.unsigned_messages);
    EXPECT_EQ(read.tls.plain, counts.tls.plain);
    EXPECT_EQ(read.policies.no_record, counts.policies.no_record);
    EXPECT_EQ(read.rules[1].indirect, counts.rules[1].indirect);
    EXPECT_EQ(read.days, counts.days);
    EXPECT_EQ(read.failing_days, counts.failing_days);
    EXPECT_EQ(read.other_selectors, counts.other_selectors);
    EXPECT_EQ(read.selectors.begin()->first, counts.selectors.begin()->first);
    EXPECT_EQ(read.corpus.volume.undated, counts.corpus.volume.undated);
    EXPECT_EQ(read.corpus.uris.addresses, counts.corpus.uris.addresses);
    EXPECT_EQ(read.corpus.streams, counts.corpus.streams);
    EXPECT_EQ(read.systems.systems().size(), counts.systems.systems().size());
  }
}

TEST(DomainCodec, TotalsComeBack) {
  RunTotals totals;
  totals.bytes = 1;
  totals.dns_asked = 2;
  totals.dns_answered = 3;
  totals.second_looks = 4;
  totals.unknown_because[kReasonCount - 1] = 5;
  ByteWriter out;
  EncodeTotals(totals, &out);
  RunTotals read;
  ASSERT_TRUE(DecodeTotals(out.bytes(), &read));
  EXPECT_EQ(read.bytes, 1u);
  EXPECT_EQ(read.dns_asked, 2u);
  EXPECT_EQ(read.dns_answered, 3u);
  EXPECT_EQ(read.second_looks, 4u);
  EXPECT_EQ(read.unknown_because[kReasonCount - 1], 5u);
  EXPECT_FALSE(DecodeTotals(out.bytes() + "x", &read));
}

// Whatever is cut off or changed is refused or read as something that is written the same way again.
TEST(DomainCodec, HostileOctets) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string bytes = Encoded(RandomCounts(random, 3));
  for (size_t size = 0; size < bytes.size(); size += 1 + size / 40) {
    DomainCounts read;
    EXPECT_FALSE(DecodeDomain(bytes.substr(0, size), 3, &read)) << size;
  }
  DomainCounts longer;
  EXPECT_FALSE(DecodeDomain(bytes + '\0', 3, &longer));
  DomainCounts fewer;
  EXPECT_FALSE(DecodeDomain(bytes, 0, &fewer)) << "more samples than are wanted";
  for (int round = 0; round < 3000; ++round) {
    std::string changed = bytes;
    for (int i = 0; i < 3; ++i) changed[random() % changed.size()] = static_cast<char>(random());
    DomainCounts read;
    if (!DecodeDomain(changed, 3, &read)) continue;
    DomainCounts again;
    EXPECT_TRUE(DecodeDomain(Encoded(read), 3, &again));
    for (const RuleCounts& rule : read.rules) {
      for (size_t i = 0; i < kOutcomeCount; ++i) {
        ASSERT_LE(rule.direct().counts[i], rule.outcomes.counts[i]);
      }
    }
  }
}

}  // namespace
}  // namespace kenpin
