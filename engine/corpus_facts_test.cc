#include "engine/corpus_facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace kenpin {
namespace {

// A message with everything it points to.
struct FakeMessage {
  MailFacts mail;
  DeliveryFacts delivery;
  Evidence evidence;
  std::string local_part = "news";
  std::string id;
  std::string uri;
  uint64_t offset = 0;
  TrafficClass traffic = TrafficClass::kMarketing;

  CorpusInput Input() {
    mail.from.local_part = local_part;
    mail.from.domain = "shop.example";
    mail.message_id.id = id;
    mail.unsubscribe.first_https = uri;
    evidence.mail = &mail;
    evidence.delivery = &delivery;
    return {&evidence, {0, 0, offset}, "a.mbox", nullptr, traffic, NameHash("shop.example")};
  }
};

CorpusSummary Summarize(CorpusCounts counts, SortedRuns& runs) {
  SortedRuns* source = &runs;
  FoldedCorpus folded;
  EXPECT_TRUE(FoldFingerprints({&source, 1}, 3, &folded).ok());
  return SummarizeCorpus(counts, folded.Find("shop.example"), {}, 3);
}

TEST(CorpusFacts, OneMessage) {
  FakeMessage message;
  message.id = "a@b";
  message.uri = "https://x.example/login";
  message.mail.corpus.uri_landing_page = true;
  message.mail.corpus.recipients = RecipientClass::kGmail;
  message.evidence.delivered_at = 1'700'000'000;
  CorpusCounts counts;
  SortedRuns runs(1 << 20);
  CorpusCollector collector(3);
  collector.Add(message.Input(), &counts, &runs);
  const CorpusSummary summary = Summarize(std::move(counts), runs);
  EXPECT_EQ(summary.facts.ids.messages, 1u);
  EXPECT_EQ(summary.facts.uris.messages, 1u);
  EXPECT_EQ(summary.facts.uris.landing_pages, 1u);
  EXPECT_EQ(summary.facts.volume.gmail, 1u);
  EXPECT_EQ(summary.facts.volume.peak, 1u);
  EXPECT_EQ(summary.facts.volume.peak_end, 1'700'000'000);
  EXPECT_EQ(summary.facts.streams.addresses[1], 1u);
  const SampleList& samples = summary.samples[static_cast<size_t>(CorpusRuleId::kUnsubUriOpaque)];
  ASSERT_EQ(samples.samples().size(), 1u);
  EXPECT_EQ(samples.samples()[0].reason, Reason::kUnsubscribeLandingPage);
}

TEST(CorpusFacts, IndirectMailCountsForTheVolumeOnly) {
  FakeMessage message;
  message.id = "a@b";
  message.uri = "https://x.example/u";
  message.evidence.stream = Stream::kList;
  CorpusCounts counts;
  SortedRuns runs(1 << 20);
  CorpusCollector(3).Add(message.Input(), &counts, &runs);
  const CorpusSummary summary = Summarize(std::move(counts), runs);
  EXPECT_EQ(summary.facts.ids.messages, 0u);
  EXPECT_EQ(summary.facts.uris.messages, 0u);
  EXPECT_EQ(summary.facts.volume.undated, 1u);
  EXPECT_EQ(summary.facts.streams.messages[1], 0u);
}

TEST(CorpusFacts, SharedIdentities) {
  CorpusCounts counts;
  SortedRuns runs(1 << 20);
  CorpusCollector collector(3);
  FakeMessage message;
  for (const TrafficClass traffic : {TrafficClass::kMarketing, TrafficClass::kTransactional}) {
    message.traffic = traffic;
    message.local_part = "same";
    collector.Add(message.Input(), &counts, &runs);
    message.local_part = traffic == TrafficClass::kMarketing ? "news" : "receipts";
    collector.Add(message.Input(), &counts, &runs);
  }
  const CorpusSummary summary = Summarize(std::move(counts), runs);
  EXPECT_EQ(summary.facts.streams.shared, 1u);
  EXPECT_EQ(summary.facts.streams.addresses[1], 2u);
  EXPECT_EQ(summary.facts.streams.messages[2], 2u);
}

TEST(CorpusFacts, ClassesAreToldOrSeen) {
  EXPECT_EQ(ClassOfTraffic(TrafficClass::kList, UnsubscribeClass::kMarketing), TrafficClass::kList);
  EXPECT_EQ(ClassOfTraffic(std::nullopt, UnsubscribeClass::kMarketingGuess), TrafficClass::kMarketing);
  EXPECT_EQ(ClassOfTraffic(std::nullopt, UnsubscribeClass::kTransactional), TrafficClass::kTransactional);
  EXPECT_EQ(ClassOfTraffic(std::nullopt, UnsubscribeClass::kUnknown), TrafficClass::kUnknown);
}

// More addresses than are kept, over several tables, in any order: the same matrix and the same sums.
TEST(CorpusFacts, MergeInAnyOrder) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<FakeMessage> messages(400);
  for (size_t i = 0; i < messages.size(); ++i) {
    messages[i].local_part = "from" + std::to_string(random() % 80);
    messages[i].traffic = static_cast<TrafficClass>(random() % kTrafficClassCount);
    messages[i].offset = i;
    messages[i].uri = random() % 2 == 0 ? "https://x.example/u" : "";
    messages[i].mail.corpus.recipients = static_cast<RecipientClass>(random() % 3);
  }
  std::optional<CorpusCounts> expected;
  for (int round = 0; round < 4; ++round) {
    CorpusCounts tables[3];
    SortedRuns runs(1 << 20);
    CorpusCollector collector(3);
    for (FakeMessage& message : messages) collector.Add(message.Input(), &tables[random() % 3], &runs);
    std::shuffle(std::begin(tables), std::end(tables), random);
    tables[0].Merge(std::move(tables[1]), 3);
    tables[0].Merge(std::move(tables[2]), 3);
    std::shuffle(messages.begin(), messages.end(), random);
    if (!expected) expected = tables[0];
    EXPECT_EQ(tables[0].streams, expected->streams);
    EXPECT_EQ(tables[0].messages, expected->messages);
    EXPECT_EQ(tables[0].volume.gmail, expected->volume.gmail);
    EXPECT_EQ(tables[0].uris.short_tokens, expected->uris.short_tokens);
    const size_t rule = static_cast<size_t>(CorpusRuleId::kUnsubUriOpaque);
    ASSERT_EQ(tables[0].samples[rule].samples().size(), 3u);
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(tables[0].samples[rule].samples()[i].ordinal, expected->samples[rule].samples()[i].ordinal);
    }
  }
  for (const auto& streams : expected->streams) EXPECT_LE(streams.size(), kMaxStreamsPerClass);
}

// Parts that are put together must keep the same streams as the whole: what is kept is chosen by the text
// that stands there.
TEST(CorpusFacts, AddressesInOtherWords) {
  CorpusCollector collector(
      3, [](std::string_view address) { return "told " + std::string(address.rbegin(), address.rend()); });
  SortedRuns runs(1 << 20);
  CorpusCounts counts;
  for (const char* local_part : {"a", "a", "b", "a"}) {
    FakeMessage message;
    message.local_part = local_part;
    collector.Add(message.Input(), &counts, &runs);
  }
  const auto& streams = counts.streams[static_cast<size_t>(TrafficClass::kMarketing)];
  ASSERT_EQ(streams.size(), 2u);
  EXPECT_EQ((streams.at({"told elpmaxe.pohs@a", "", 0})), 3u);
  EXPECT_EQ((streams.at({"told elpmaxe.pohs@b", "", 0})), 1u);
}

}  // namespace
}  // namespace kenpin
