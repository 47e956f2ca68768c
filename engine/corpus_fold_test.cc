#include "engine/corpus_fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace kenpin {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kMidnight = 20000 * kDay;

const uint64_t kShop = NameHash("shop.example");

FoldedDomain FoldOne(const std::vector<Fingerprint>& fingerprints, size_t memory = 1 << 20) {
  SortedRuns runs(memory);
  for (const Fingerprint& f : fingerprints) runs.Add(f);
  SortedRuns* source = &runs;
  FoldedCorpus folded;
  EXPECT_TRUE(FoldFingerprints({&source, 1}, 3, &folded).ok());
  const FoldedDomain* found = folded.Find("shop.example");
  return found == nullptr ? FoldedDomain() : *found;
}

Fingerprint To(int64_t time, RecipientClass recipients = RecipientClass::kGmail, uint64_t client = 0) {
  return VolumeFingerprint(kShop, time, recipients, client);
}

Fingerprint Id(std::string_view id, uint64_t content, uint64_t recipient, uint64_t offset) {
  return MessageIdFingerprint(kShop, {id, content, recipient, {0, 0, offset}});
}

TEST(CorpusFold, TheWindowRollsOverMidnight) {
  struct WindowCase {
    const char* name;
    std::vector<int64_t> times;  // Relative to midnight.
    uint64_t peak;
    int64_t peak_end;
  };
  const WindowCase cases[] = {
      {"one", {5}, 1, 5},
      {"around_midnight", {-1, 0, 1}, 3, 1},
      {"a_day_apart", {0, kDay}, 1, 0},
      {"one_second_less", {0, kDay - 1}, 2, kDay - 1},
      {"evening_and_morning", {-3600, -1800, 1800, 3600, kDay - 1900}, 4, 3600},
      {"first_of_equals", {0, 1, 2 * kDay, 2 * kDay + 1}, 2, 1},
      {"same_second", {7, 7, 7}, 3, 7},
  };
  for (const WindowCase& test : cases) {
    SCOPED_TRACE(test.name);
    std::vector<Fingerprint> fingerprints;
    for (const int64_t time : test.times) fingerprints.push_back(To(kMidnight + time));
    std::reverse(fingerprints.begin(), fingerprints.end());
    const FoldedDomain folded = FoldOne(fingerprints);
    EXPECT_EQ(folded.peak, test.peak);
    EXPECT_EQ(folded.peak_end, kMidnight + test.peak_end);
  }
}

TEST(CorpusFold, OnlyGmailAndUnknownRecipientsCount) {
  EXPECT_EQ(FoldOne({To(kMidnight), To(kMidnight, RecipientClass::kUnknown),
                     To(kMidnight, RecipientClass::kElsewhere)})
                .peak,
            2u);
}

TEST(CorpusFold, MessageIds) {
  const FoldedDomain folded =
      FoldOne({Id("a", 1, 1, 10), Id("b", 1, 1, 20), Id("b", 2, 1, 5), Id("c", 1, 1, 30), Id("c", 1, 2, 40),
               Id("d", 1, 1, 50), Id("d", 1, 1, 60)});
  EXPECT_EQ(folded.ids.messages, 7u);
  EXPECT_EQ(folded.ids.reused_ids, 1u);
  EXPECT_EQ(folded.ids.reused_messages, 2u);
  EXPECT_EQ(folded.ids.shared_ids, 1u);
  ASSERT_EQ(folded.reused_at.size(), 1u);
  EXPECT_EQ(folded.reused_at[0].offset, 5u);
  ASSERT_EQ(folded.shared_at.size(), 1u);
  EXPECT_EQ(folded.shared_at[0].offset, 30u);
}

TEST(CorpusFold, PlacesOfFilesAreKept) {
  const Fingerprint a = MessageIdFingerprint(kShop, {"a", 1, 1, {3, 7, 0}});
  const Fingerprint b = MessageIdFingerprint(kShop, {"a", 2, 1, {3, 9, 0}});
  const FoldedDomain folded = FoldOne({b, a});
  ASSERT_EQ(folded.reused_at.size(), 1u);
  EXPECT_EQ(folded.reused_at[0], (Ordinal{3, 7, 0}));
}

TEST(CorpusFold, UnsubscribeUris) {
  const auto uri = [](uint64_t stream, const char* text, uint64_t recipient) {
    return UriFingerprint(kShop, stream, text, recipient);
  };
  struct UriCase {
    const char* name;
    std::vector<Fingerprint> fingerprints;
    UnsubscribeUris expected;
  };
  const UriCase cases[] = {
      {"opaque", {uri(1, "a", 1), uri(1, "b", 2)}, {2, 2, 1, 0, 0, 0, 0}},
      {"same", {uri(1, "a", 1), uri(1, "a", 2)}, {2, 1, 1, 1, 0, 0, 0}},
      {"same_to_one", {uri(1, "a", 1), uri(1, "a", 1)}, {2, 1, 0, 0, 0, 0, 0}},
      {"same_to_nobody", {uri(1, "a", 0), uri(1, "a", 0)}, {2, 1, 1, 1, 0, 0, 0}},
      {"single", {uri(1, "a", 0)}, {1, 1, 0, 0, 0, 0, 0}},
      {"two_streams",
       {uri(1, "a", 1), uri(1, "b", 2), uri(2, "c", 1), uri(2, "c", 2)},
       {4, 3, 2, 1, 0, 0, 0}},
  };
  for (const UriCase& test : cases) {
    SCOPED_TRACE(test.name);
    const UnsubscribeUris uris = FoldOne(test.fingerprints).uris;
    EXPECT_EQ(uris.messages, test.expected.messages);
    EXPECT_EQ(uris.distinct, test.expected.distinct);
    EXPECT_EQ(uris.streams, test.expected.streams);
    EXPECT_EQ(uris.same_streams, test.expected.same_streams);
  }
}

TEST(CorpusFold, RampOfDays) {
  struct RampCase {
    const char* name;
    std::vector<std::pair<int32_t, uint64_t>> days;
    uint64_t jumps;
  };
  const RampCase cases[] = {
      {"flat", {{0, 50}, {1, 50}, {2, 50}, {3, 50}, {4, 50}, {5, 50}, {6, 50}, {7, 50}}, 0},
      {"just_below", {{0, 50}, {1, 50}, {2, 50}, {3, 50}, {4, 50}, {5, 50}, {6, 50}, {7, 99}}, 0},
      {"double", {{0, 50}, {1, 50}, {2, 50}, {3, 50}, {4, 50}, {5, 50}, {6, 50}, {7, 100}}, 1},
      {"too_early", {{0, 50}, {1, 50}, {2, 50}, {3, 50}, {4, 50}, {5, 50}, {6, 500}}, 0},
      {"after_a_gap", {{0, 50}, {20, 50}}, 1},
      {"noise", {{0, 1}, {20, 9}}, 0},
  };
  for (const RampCase& test : cases) {
    SCOPED_TRACE(test.name);
    DayRamp ramp;
    for (const auto& [day, messages] : test.days) ramp.Add(20000 + day, messages);
    ramp.Finish();
    EXPECT_EQ(ramp.jumps(), test.jumps);
  }
}

TEST(CorpusFold, ClientsHaveRampsOfTheirOwn) {
  const uint64_t steady = ClientCode(ParseIpAddress("192.0.2.1"));
  const uint64_t jumping = ClientCode(ParseIpAddress("2001:db8::1"));
  std::vector<Fingerprint> fingerprints;
  for (int64_t day = 0; day < 10; ++day) {
    for (int64_t i = 0; i < 100; ++i) {
      fingerprints.push_back(To(kMidnight + day * kDay + i, RecipientClass::kGmail, steady));
    }
    for (int64_t i = 0; i < (day == 9 ? 40 : 10); ++i) {
      fingerprints.push_back(To(kMidnight + day * kDay + i, RecipientClass::kElsewhere, jumping));
    }
  }
  const FoldedDomain folded = FoldOne(fingerprints);
  EXPECT_EQ(folded.client_jumps, 1u);
  EXPECT_EQ(folded.first_client_jump.messages, 40u);
  EXPECT_EQ(folded.first_client_jump.week_before, 70u);
  EXPECT_EQ(ClientText(folded.jumping_client), "2001:db8::/64");
  EXPECT_EQ(ClientText(steady), "192.0.2.1");
}

// Which table saw which message, in what order, and what was written to disk on the way does not matter.
TEST(CorpusFold, OrderTablesAndSpillingDoNotMatter) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<Fingerprint> all;
  for (int i = 0; i < 3000; ++i) {
    all.push_back(To(kMidnight + static_cast<int64_t>(random() % (20 * kDay)),
                     static_cast<RecipientClass>(random() % 3), random() % 5));
    all.push_back(Id("id" + std::to_string(random() % 2000), random() % 3, random() % 3, random() % 100000));
    all.push_back(UriFingerprint(kShop, random() % 20, std::to_string(random() % 50), random() % 5));
  }
  const FoldedDomain expected = FoldOne(all);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    std::vector<SortedRuns> tables;
    for (int i = 0; i < 3; ++i) tables.emplace_back(round % 2 == 0 ? 0 : 1 << 20);
    for (const Fingerprint& f : all) tables[random() % tables.size()].Add(f);
    EXPECT_EQ(tables[0].spilled_bytes() > 0, round % 2 == 0);
    std::vector<SortedRuns*> sources;
    for (SortedRuns& table : tables) sources.push_back(&table);
    FoldedCorpus folded;
    ASSERT_TRUE(FoldFingerprints(sources, 3, &folded).ok());
    const FoldedDomain& domain = *folded.Find("shop.example");
    EXPECT_EQ(domain.peak, expected.peak);
    EXPECT_EQ(domain.peak_end, expected.peak_end);
    EXPECT_EQ(domain.ids.reused_ids, expected.ids.reused_ids);
    EXPECT_EQ(domain.ids.reused_messages, expected.ids.reused_messages);
    EXPECT_EQ(domain.ids.shared_ids, expected.ids.shared_ids);
    EXPECT_EQ(domain.reused_at, expected.reused_at);
    EXPECT_EQ(domain.uris.distinct, expected.uris.distinct);
    EXPECT_EQ(domain.uris.same_streams, expected.uris.same_streams);
    EXPECT_EQ(domain.client_jumps, expected.client_jumps);
    EXPECT_EQ(domain.jumping_client, expected.jumping_client);
  }
}

// A day far from all others once wrote in front of the ramp's days.
TEST(CorpusFoldTest, TimesThatCannotBeAreRefused) {
  const uint64_t org = NameHash("a.example");
  EXPECT_TRUE(IsPossible(VolumeFingerprint(org, 0, RecipientClass::kElsewhere, 7)));
  EXPECT_TRUE(IsPossible(VolumeFingerprint(org, kLastCountedTime - 1, RecipientClass::kElsewhere, 7)));
  EXPECT_FALSE(IsPossible(VolumeFingerprint(org, kLastCountedTime, RecipientClass::kElsewhere, 7)));
  EXPECT_FALSE(IsPossible(VolumeFingerprint(org, int64_t{1} << 60, RecipientClass::kElsewhere, 7)));
  Fingerprint uri = UriFingerprint(org, 1, "https://a.example/", 2);
  uri.words[1] = ~uint64_t{0};
  EXPECT_TRUE(IsPossible(uri)) << "which is a hash";
}

TEST(CorpusFoldTest, PlacesAreKeptWhole) {
  const std::vector<Ordinal> places = {{0, 0, 0},
                                       {0, 0, uint64_t{1} << 60},
                                       {0, 1, 4711},
                                       {1, 0, 4711},
                                       {0, 1'000'000, uint64_t{30} << 30},
                                       {70'000, 3, uint64_t{1} << 40},
                                       {999, 40'000, 77},
                                       {0xffffff, 0xffffffff, (1u << 5) - 1}};
  for (const Ordinal& place : places) {
    const Fingerprint f =
        MessageIdFingerprint(NameHash("a.example"), {"a@a.example", 0xabcdef, 0x123456, place});
    EXPECT_TRUE(IsPossible(f));
    EXPECT_EQ(PlaceOf(f), place);
    Fingerprint moved = MessageIdFingerprint(NameHash("a.example"), {"a@a.example", 0xabcdef, 0x123456, {}});
    EXPECT_NE(moved == f, place != Ordinal());
    SetPlace(place, &moved);
    EXPECT_EQ(moved, f);
  }
  const Fingerprint crowded = MessageIdFingerprint(1, {"a", 0, 0, {0xffffff, 0xffffffff, 1u << 5}});
  EXPECT_EQ(PlaceOf(crowded), (Ordinal{0xffffff, 0xffffffff, 0})) << "the offset has no room";
}

TEST(CorpusFoldTest, PlacesFromAnybodyAreLookedAt) {
  Fingerprint f = MessageIdFingerprint(1, {"a", 0, 0, {}});
  f.words[2] |= 0xff;
  EXPECT_FALSE(IsPossible(f));
  f.words[3] = ~uint64_t{0};
  EXPECT_FALSE(IsPossible(f));
}

TEST(CorpusFoldTest, PlaceOfAMessageIdCanBeChanged) {
  Fingerprint f = MessageIdFingerprint(NameHash("a.example"), {"1@a.example", 2, 3, {4, 0, 5}});
  EXPECT_EQ(PlaceOf(f), (Ordinal{4, 0, 5}));
  Fingerprint moved = f;
  SetPlace({7, 9, 0}, &moved);
  EXPECT_EQ(PlaceOf(moved), (Ordinal{7, 9, 0}));
  EXPECT_TRUE(std::equal(f.words.begin(), f.words.begin() + 3, moved.words.begin()));
  SetPlace({4, 0, 5}, &moved);
  EXPECT_EQ(moved, f);
  EXPECT_FALSE(PlaceOf(UriFingerprint(NameHash("a.example"), 1, "https://a.example/", 2)).has_value());
}

}  // namespace
}  // namespace kenpin
