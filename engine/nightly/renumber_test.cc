#include "engine/nightly/renumber.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kenpin {
namespace {

using testing::ElementsAre;

Fingerprint IdFingerprint(const std::string& id, uint64_t content, const Ordinal& ordinal) {
  return MessageIdFingerprint(NameHash("a.example"), {id, content, 0, ordinal});
}

// A state of one input: messages in the files of the ranks given, each with a sample and a Message-ID.
RunState StateOf(const std::string& path, const std::vector<uint32_t>& ranks) {
  RunState state(10);
  InputSummary& input = state.inputs.emplace_back();
  input.path = path;
  input.messages = ranks.size();
  DomainCounts& counts = state.domains["a.example"]["a.example"];
  for (const uint32_t rank : ranks) {
    ++counts.messages;
    Sample sample;
    sample.ordinal = {0, rank, 0};
    sample.source = path + "/" + std::to_string(rank);
    counts.rules[0].samples.Offer(sample, 10);
    counts.corpus.samples[0].Offer(sample, 10);
    state.AddFingerprint(IdFingerprint("same@a.example", rank, sample.ordinal));
  }
  return state;
}

std::vector<Ordinal> SamplePlaces(const RunState& state) {
  std::vector<Ordinal> places;
  for (const Sample& sample : state.domains.at("a.example").at("a.example").rules[0].samples.samples()) {
    places.push_back(sample.ordinal);
  }
  return places;
}

std::vector<Ordinal> ReusedAt(RunState& state) {
  std::vector<SortedRuns*> sources;
  for (SortedRuns& runs : state.fingerprints) sources.push_back(&runs);
  FoldedCorpus folded;
  EXPECT_TRUE(FoldFingerprints(sources, 10, &folded).ok());
  return folded.Find("a.example")->reused_at;
}

TEST(RenumberTest, NightsStandAmongEachOther) {
  RunState all(10);
  const std::vector<uint32_t> first = {1, 3};
  const std::vector<uint32_t> second = {0, 2};
  EXPECT_TRUE(AddAt({0, first}, StateOf("m", {0, 1}), &all).ok());
  EXPECT_TRUE(AddAt({0, second}, StateOf("m", {0, 1}), &all).ok());
  EXPECT_THAT(SamplePlaces(all),
              ElementsAre(Ordinal{0, 0, 0}, Ordinal{0, 1, 0}, Ordinal{0, 2, 0}, Ordinal{0, 3, 0}));
  const std::vector<Sample>& corpus_samples =
      all.domains.at("a.example").at("a.example").corpus.samples[0].samples();
  ASSERT_EQ(corpus_samples.size(), 4U);
  EXPECT_EQ(corpus_samples[1].ordinal, (Ordinal{0, 1, 0}));
  EXPECT_EQ(corpus_samples[1].source, "m/0") << "the first one of the first night";
  EXPECT_EQ(all.inputs.size(), 1U);
  EXPECT_EQ(all.inputs[0].messages, 4U);
  EXPECT_EQ(all.domains.at("a.example").at("a.example").messages, 4U);
  EXPECT_THAT(ReusedAt(all), ElementsAre(Ordinal{0, 0, 0}));
}

TEST(RenumberTest, InputsGetTheirIndexes) {
  RunState all(10);
  EXPECT_TRUE(AddAt({2, {}}, StateOf("c", {5}), &all).ok());
  EXPECT_TRUE(AddAt({1, {}}, StateOf("b", {7}), &all).ok());
  ASSERT_EQ(all.inputs.size(), 3U);
  EXPECT_EQ(all.inputs[0].path, "");
  EXPECT_EQ(all.inputs[1].path, "b");
  EXPECT_EQ(all.inputs[2].path, "c");
  EXPECT_THAT(SamplePlaces(all), ElementsAre(Ordinal{1, 7, 0}, Ordinal{2, 5, 0}));
  EXPECT_THAT(ReusedAt(all), ElementsAre(Ordinal{1, 7, 0}));
}

TEST(RenumberTest, WhatStaysIsMovedAsItIs) {
  RunState all(10);
  const std::vector<uint32_t> same = {0, 1};
  EXPECT_TRUE(AddAt({0, same}, StateOf("m", {0, 1, 9}), &all).ok());
  EXPECT_THAT(SamplePlaces(all), ElementsAre(Ordinal{0, 0, 0}, Ordinal{0, 1, 0}, Ordinal{0, 9, 0}));
  EXPECT_EQ(all.fingerprints.size(), 1U);
  EXPECT_TRUE(AddAt({}, StateOf("m", {}), &all).ok());
  EXPECT_EQ(all.inputs[0].messages, 3U);
}

TEST(RenumberTest, SourcesAreVisitedAndChanged) {
  RunState state = StateOf("m", {0, 1});
  std::vector<std::string> seen;
  VisitSources(
      [&seen](std::string* source) {
        seen.push_back(*source);
        *source += "!";
      },
      &state);
  EXPECT_THAT(seen, ElementsAre("m/0", "m/1", "m/0", "m/1"));
  EXPECT_EQ(state.domains["a.example"]["a.example"].rules[0].samples.samples()[1].source, "m/1!");
  EXPECT_THAT(SamplePlaces(state), ElementsAre(Ordinal{0, 0, 0}, Ordinal{0, 1, 0}));
}

}  // namespace
}  // namespace kenpin
