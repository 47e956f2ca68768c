// Random states for tests: every counter has its own value, so that none can be lost or taken for another.
#ifndef KENPIN_ENGINE_PARTIAL_TEST_STATE_H_
#define KENPIN_ENGINE_PARTIAL_TEST_STATE_H_

#include <random>
#include <string>

#include "engine/partial/run_state.h"

namespace kenpin {

inline Sample RandomSample(std::mt19937& random) {
  Sample sample;
  sample.ordinal = {static_cast<uint32_t>(random() % 3), static_cast<uint32_t>(random() % 5), random()};
  sample.outcome = std::array{Outcome::kFail, Outcome::kWarn, Outcome::kUnknown}[random() % 3];
  sample.reason = static_cast<Reason>(random() % kReasonCount);
  sample.stream = static_cast<Stream>(random() % kStreamCount);
  sample.source = "mail/" + std::to_string(random() % 9) + "\n.mbox";
  sample.message_id = std::to_string(random()) + "@id.example";
  return sample;
}

inline void FillSamples(std::mt19937& random, size_t limit, SampleList* samples) {
  for (size_t i = random() % 5; i > 0; --i) samples->Offer(RandomSample(random), limit);
}

template <size_t N>
void FillCounts(std::mt19937& random, std::array<uint64_t, N>* counts) {
  for (uint64_t& count : *counts) count = random() % 3 == 0 ? 0 : random();
}

inline DomainCounts RandomCounts(std::mt19937& random, size_t sample_limit) {
  DomainCounts counts;
  counts.messages = random();
  counts.bytes = uint64_t{random()} << 10;
  counts.unsigned_messages = random();
  FillCounts(random, &counts.streams);
  FillCounts(random, &counts.tls.versions);
  counts.tls.plain = random();
  counts.tls.unknown = random();
  counts.policies.no_record = random();
  FillCounts(random, &counts.policies.policies);
  counts.policies.unknown = random();
  for (RuleCounts& rule : counts.rules) {
    FillCounts(random, &rule.indirect.counts);
    FillCounts(random, &rule.outcomes.counts);
    rule.outcomes += rule.indirect;
    FillSamples(random, sample_limit, &rule.samples);
  }
  for (int i = 0; i < 20; ++i) {
    counts.days[static_cast<int32_t>(random() % 40000)] = random();
    counts.failing_days[static_cast<int32_t>(random() % 40000)] = random();
  }
  for (int i = 0; i < 30; ++i) {
    const SelectorKey key{"d" + std::to_string(random() % 50), std::to_string(random() % 3), "rsa-sha256",
                          static_cast<int>(random() % 4097)};
    counts.selectors[key] = {random(), random()};
  }
  counts.other_selectors = random();
  for (int i = 0; i < 3; ++i) {
    SenderSystemCounts system;
    system.system = static_cast<SenderSystem>(1 + random() % (kSenderSystemCount - 1));
    FillCounts(random, &system.certainty);
    FillCounts(random, &system.failing);
    counts.systems.Merge(system);
  }
  CorpusCounts& corpus = counts.corpus;
  corpus.uris.landing_pages = random();
  corpus.uris.addresses = random();
  corpus.uris.short_tokens = random();
  corpus.volume.gmail = random();
  corpus.volume.elsewhere = random();
  corpus.volume.recipients_unknown = random();
  corpus.volume.undated = random();
  FillCounts(random, &corpus.messages);
  for (auto& streams : corpus.streams) {
    for (size_t i = random() % kMaxStreamsPerClass; i > 0; --i) {
      const uint64_t client = uint64_t{random()} << 32 | random();
      streams[{"a" + std::to_string(random() % 99) + "@x.example", "x.example", client}] = random();
    }
  }
  for (SampleList& samples : corpus.samples) FillSamples(random, sample_limit, &samples);
  return counts;
}

inline RunState RandomState(std::mt19937& random, size_t sample_limit) {
  RunState state(sample_limit);
  for (int i = 0; i < 3; ++i) {
    InputSummary& input = state.inputs.emplace_back();
    input.path = "mail/" + std::to_string(i) + "\xff.mbox";
    input.format = random() % 2 == 0 ? "mbox" : "";
    input.compression = random() % 2 == 0 ? "zstd" : "";
    input.archive = random() % 2 == 0 ? "tar" : "";
    input.messages = random();
    input.bytes = random();
    input.errors = random() % 2;
    if (input.errors > 0) input.error = input.path + ":7: is broken";
    input.ambiguous_lines = random() % 20;
    for (size_t j = 0; j < input.ambiguous_lines && j < kMaxAmbiguousOffsets; ++j) {
      OfferAmbiguous({static_cast<uint32_t>(random() % 3), random()}, &input);
    }
  }
  state.totals.bytes = random();
  state.totals.dns_asked = random();
  state.totals.dns_answered = random();
  state.totals.second_looks = random();
  FillCounts(random, &state.totals.unknown_because);
  state.times = {1'700'000'000 + static_cast<int64_t>(random() % 1000), 0.5,
                 1 + static_cast<uint32_t>(random() % 8)};
  for (int i = 0; i < 5; ++i) {
    const std::string org = "org" + std::to_string(random() % 4) + ".example";
    state.domains[org]["news" + std::to_string(random() % 3) + "." + org] =
        RandomCounts(random, sample_limit);
  }
  state.domains[""][""] = RandomCounts(random, sample_limit);
  for (size_t i = random() % 10000; i > 0; --i) {
    // Some of them several times, and of names that are there.
    const std::array<uint8_t, 32> digest = {static_cast<uint8_t>(random()), static_cast<uint8_t>(random())};
    state.AddFingerprint(BodyFingerprint(NameHash("org1.example"), NameHash("news1.org1.example"), digest));
  }
  return state;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_TEST_STATE_H_
