// What a recorder writes gives the same answers again: read back by us, and served by a real name server.
#include "io/dns_recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "io/dns_live.h"
#include "io/dns_record.h"
#include "io/dns_snapshot.h"
#include "io/test_dns_server.h"

namespace kenpin {
namespace {

using Key = std::pair<std::string, RrType>;
using World = std::map<Key, DnsAnswer>;

// Answers as the test says; what it does not say is an open question.
class WorldDns final : public DnsClient {
 public:
  explicit WorldDns(const World& world) {
    for (const auto& [key, answer] : world) {
      keys_.push_back(key);
      answers_.push_back(answer);
    }
  }
  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const Key key(name, type);
    return static_cast<DnsQuestionId>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override {
    return question < answers_.size() ? &answers_[question] : nullptr;
  }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override {
    return DnsAskedRange{1'700'000'000, 1'700'000'060};
  }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return true; }
  std::string Describe() const override { return "world"; }

 private:
  std::vector<Key> keys_;
  std::vector<DnsAnswer> answers_;
};

// The snapshot of all questions of the world.
std::string Record(const World& world) {
  DnsRecorder recorder(std::make_unique<WorldDns>(world));
  for (const auto& [key, answer] : world) recorder.Ask(key.first, key.second);
  return recorder.Snapshot(0);
}

std::string Tell(const DnsAnswer* answer) {
  if (answer == nullptr) return "open";
  constexpr const char* kWords[] = {"found", "nodata", "nxdomain", "not-recorded", "failed", "off"};
  std::string out = kWords[static_cast<size_t>(answer->status)];
  for (const std::string& record : answer->records) out += " " + record;
  for (const std::string& name : answer->cname_chain) out += " >" + name;
  return out;
}

std::string Ask(DnsClient& dns, const Key& key) { return Tell(dns.Find(dns.Ask(key.first, key.second), 0)); }

// A zone that does not contradict itself: names are aliases, absent, or have for each type records, none, or
// servers that fail.
class RandomWorld {
 public:
  explicit RandomWorld(unsigned seed) : random_(seed) {
    for (int i = 0; i < kNames; ++i) nodes_.push_back(MakeNode(i));
  }

  World Answers() {
    World world;
    for (int i = 0; i < kNames; ++i) {
      for (const RrType type : {RrType::kTxt, RrType::kA, RrType::kAaaa, RrType::kMx, RrType::kPtr}) {
        if (random_() % 3 != 0) world[{nodes_[i].name, type}] = Resolve(i, type);
      }
    }
    return world;
  }

 private:
  static constexpr int kNames = 40;
  struct Node {
    std::string name;
    int alias_of = -1;
    bool absent = false;
    std::map<RrType, DnsAnswer> own;
  };

  std::string RandomText(size_t size, const char* letters) {
    std::string text(size, '\0');
    for (char& c : text) {
      c = letters == nullptr ? static_cast<char>(random_())
                             : letters[random_() % std::string_view(letters).size()];
    }
    return text;
  }

  std::string RandomRecord(RrType type) {
    switch (type) {
      case RrType::kA:
        return fmt::format("192.0.2.{}", random_() % 200);
      case RrType::kAaaa:
        return fmt::format("2001:db8::{:x}", 1 + random_() % 200);
      case RrType::kMx:
        return fmt::format("{} {}.example", random_() % 50, RandomText(4, "abc-"));
      case RrType::kPtr:
        return RandomText(5, "xyz") + ".example";
      default:
        return RandomText(random_() % 600, random_() % 2 == 0 ? nullptr : "v=spf1 -all;\"\\");
    }
  }

  Node MakeNode(int i) {
    Node node;
    node.name = fmt::format("{}{}.{}.test", RandomText(2, "ab _\\\"@;($*\x01\xE9"), i, RandomText(1, "pq"));
    // An alias points to a later node, so that there is no loop.
    if (i + 1 < kNames && random_() % 3 == 0)
      node.alias_of = i + 1 + static_cast<int>(random_() % (kNames - i - 1));
    node.absent = random_() % 4 == 0;
    for (const RrType type : {RrType::kTxt, RrType::kA, RrType::kAaaa, RrType::kMx, RrType::kPtr}) {
      DnsAnswer& answer = node.own[type];
      const unsigned dice = random_() % 4;
      answer.status = dice == 0 ? DnsStatus::kFailed : dice == 1 ? DnsStatus::kNoData : DnsStatus::kFound;
      if (answer.status != DnsStatus::kFound) continue;
      for (unsigned k = 0; k <= random_() % 3; ++k) {
        const std::string record = RandomRecord(type);
        if (std::find(answer.records.begin(), answer.records.end(), record) == answer.records.end())
          answer.records.push_back(record);
      }
    }
    return node;
  }

  DnsAnswer Resolve(int i, RrType type) const {
    std::vector<std::string> chain;
    while (nodes_[i].alias_of >= 0) {
      i = nodes_[i].alias_of;
      chain.push_back(nodes_[i].name);
    }
    DnsAnswer answer = nodes_[i].absent ? DnsAnswer{DnsStatus::kNxDomain, {}, {}} : nodes_[i].own.at(type);
    if (chain.size() > size_t{kMaxCnameChain}) return {DnsStatus::kFailed, {}, {}};
    answer.cname_chain = chain;
    return answer;
  }

  std::mt19937 random_;
  std::vector<Node> nodes_;
};

TEST(DnsRecorder, ReadsBackTheSame) {
  for (int round = 0; round < 100; ++round) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    const World world = RandomWorld(seed).Answers();
    const std::string snapshot = Record(world);
    absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(snapshot, "again");
    ASSERT_TRUE(again.ok()) << again.status() << "\n" << snapshot;
    for (const auto& [key, answer] : world)
      ASSERT_EQ(Ask(**again, key), Tell(&answer)) << key.first << " " << static_cast<int>(key.second) << "\n"
                                                  << snapshot;
    ASSERT_TRUE((*again)->asked_range().has_value());
    EXPECT_EQ((*again)->asked_range()->first, 1'700'000'000);
    EXPECT_EQ((*again)->asked_range()->last, 1'700'000'060);
    EXPECT_EQ(Ask(**again, {"never.asked.test", RrType::kTxt}), "not-recorded");
  }
}

TEST(DnsRecorder, HandsEpochsOn) {
  absl::StatusOr<std::unique_ptr<DnsClient>> snapshot =
      ParseDnsSnapshot(";kenpin 1\n;kenpin from @100\na.example. SPF \"v=spf1 -all\"\n", "test");
  ASSERT_TRUE(snapshot.ok());
  DnsRecorder recorder(*std::move(snapshot));
  EXPECT_TRUE(recorder.answers_at_once());
  EXPECT_EQ(recorder.Epoch(99), 0);
  EXPECT_EQ(recorder.Epoch(100), 1);
  recorder.Ask("a.example", RrType::kSpf);
  EXPECT_NE(recorder.Snapshot(100).find("a.example. 3600 IN SPF \"v=spf1 -all\"\n"), std::string::npos);
}

TEST(DnsRecorder, WhatIsWritten) {
  DnsRecorder recorder(std::make_unique<WorldDns>(World{
      {{"b.test", RrType::kTxt}, {DnsStatus::kFound, {"v=spf1 -all"}, {"a.test"}}},
      {{"gone.test", RrType::kTxt}, {DnsStatus::kNxDomain, {}, {}}},
      {{"a.test", RrType::kMx}, {DnsStatus::kNoData, {}, {}}},
      {{"sick.test", RrType::kA}, {DnsStatus::kFailed, {}, {}}},
      {{"unknown.test", RrType::kA}, {DnsStatus::kNotRecorded, {}, {}}},
  }));
  recorder.Ask("gone.test", RrType::kTxt);
  recorder.Ask("gone.test", RrType::kTxt);
  recorder.Ask("b.test", RrType::kTxt);
  recorder.Ask("sick.test", RrType::kA);
  recorder.Ask("open.test", RrType::kA);
  recorder.Ask("a.test", RrType::kMx);
  recorder.Ask("unknown.test", RrType::kA);
  recorder.Ask("bad..name", RrType::kA);
  const std::string path = testing::TempDir() + "/kenpin_recorder_test.zone";
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(path);
  ASSERT_TRUE(sink.ok());
  ASSERT_TRUE(recorder.WriteTo(**sink, 0).ok());
  ASSERT_TRUE((*sink)->Commit().ok());
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(
      text,
      ";kenpin 1\n;kenpin recorded 2023-11-14T22:13:20Z to 2023-11-14T22:14:20Z\n$ORIGIN .\n$TTL 3600\n"
      ". 3600 IN SOA localhost. hostmaster.localhost. 1 7200 3600 1209600 3600\n. 3600 IN NS localhost.\n"
      ";kenpin nodata a.test. MX\na.test. 3600 IN TXT \"v=spf1 -all\"\n"
      "b.test. 3600 IN CNAME a.test.\n;kenpin nxdomain gone.test.\n;kenpin servfail sick.test. A\n");
  std::filesystem::remove(path);
  EXPECT_EQ(recorder.Describe(), "world");
}

// What zones that contradict themselves leave: each question its own records.
TEST(DnsRecorder, Contradictions) {
  const DnsAnswer direct{DnsStatus::kFound, {"direct"}, {}};
  const struct {
    std::string name;
    World world;
  } cases[] = {
      {"CnameBesideRecords",
       {{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"b.test"}}},
        {{"a.test", RrType::kA}, {DnsStatus::kFound, {"192.0.2.1"}, {}}}}},
      {"TwoCnames",
       {{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"b.test"}}},
        {{"a.test", RrType::kA}, {DnsStatus::kFound, {"192.0.2.1"}, {"c.test"}}}}},
      {"TwoAnswersAtOneName",
       {{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"old"}, {"b.test"}}},
        {{"b.test", RrType::kTxt}, {DnsStatus::kFound, {"new"}, {}}}}},
      {"FailedDirectly",
       {{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"b.test"}}},
        {{"b.test", RrType::kTxt}, {DnsStatus::kFailed, {}, {}}}}},
      {"AliasOfWhatIsNot",
       {{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"b.test"}}},
        {{"a.test", RrType::kA}, {DnsStatus::kNxDomain, {}, {}}}}},
      {"NotThereForOneType",
       {{{"a.test", RrType::kTxt}, direct}, {{"a.test", RrType::kA}, {DnsStatus::kNxDomain, {}, {}}}}},
      {"ChainOverAContestedName",
       {{{"z.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"a.test", "b.test"}}},
        {{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"b.test"}}},
        {{"y.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {"z.test", "a.test", "b.test"}}},
        {{"a.test", RrType::kA}, {DnsStatus::kFound, {"192.0.2.1"}, {}}}}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const std::string snapshot = Record(c.world);
    absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(snapshot, "again");
    ASSERT_TRUE(again.ok()) << again.status() << snapshot;
    for (const auto& [key, answer] : c.world) {
      const DnsAnswer* read = (*again)->Find((*again)->Ask(key.first, key.second), 0);
      EXPECT_EQ(read->status, answer.status) << key.first << "\n" << snapshot;
      EXPECT_EQ(read->records, answer.records) << key.first << "\n" << snapshot;
    }
  }
}

TEST(DnsRecorder, RecordsThatNoZoneHolds) {
  const std::string snapshot =
      Record({{{"a.test", RrType::kTxt}, {DnsStatus::kFound, {"small", std::string(20'000, '\1')}, {}}},
              {{"b.test", RrType::kTxt}, {DnsStatus::kFound, {"small"}, {}}}});
  absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(snapshot, "again");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(Ask(**again, {"a.test", RrType::kTxt}), "failed");
  EXPECT_EQ(Ask(**again, {"b.test", RrType::kTxt}), "found small");
}

// Names of odd octets may be longer as text than a master file takes; what else was recorded must stay
// readable.
TEST(DnsRecorder, NamesThatNoZoneHolds) {
  std::string odd;
  for (int label = 0; label < 4; ++label) odd += "." + std::string(15, '\xff');
  // With its final dot and 4 * 61 octets of the odd labels.
  const std::string fits = std::string(kMaxZoneOwner - 245, 'a') + odd;
  const std::string too_long = "a" + fits;
  const DnsAnswer found{DnsStatus::kFound, {"x"}, {}};
  const std::string snapshot = Record({{{fits, RrType::kTxt}, found},
                                       {{too_long, RrType::kTxt}, found},
                                       {{too_long, RrType::kA}, {DnsStatus::kNoData, {}, {}}},
                                       {{"no." + too_long, RrType::kA}, {DnsStatus::kNxDomain, {}, {}}},
                                       {{"alias.test", RrType::kTxt}, {DnsStatus::kFound, {"x"}, {too_long}}},
                                       {{"b.test", RrType::kTxt}, found}});
  absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(snapshot, "again");
  ASSERT_TRUE(again.ok()) << again.status().ToString();
  EXPECT_EQ(Ask(**again, {fits, RrType::kTxt}), "found x");
  EXPECT_EQ(Ask(**again, {too_long, RrType::kTxt}), "failed");
  EXPECT_EQ(Ask(**again, {too_long, RrType::kA}), "nodata");
  EXPECT_EQ(Ask(**again, {"no." + too_long, RrType::kA}), "nxdomain");
  EXPECT_EQ(Ask(**again, {"alias.test", RrType::kTxt}), "failed");
  EXPECT_EQ(Ask(**again, {"b.test", RrType::kTxt}), "found x");
}

// NSD takes the file as it stands, and what it serves is what was recorded.
// An alias of the root is nobody's mistake but the domain's.
TEST(DnsRecorder, AliasOfTheRoot) {
  const std::string snapshot = Record({{{"a.test", RrType::kA}, {DnsStatus::kNoData, {}, {""}}}});
  EXPECT_THAT(snapshot, testing::HasSubstr(";kenpin nodata . A\n"));
  absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(snapshot, "again");
  ASSERT_TRUE(again.ok()) << again.status().ToString();
  EXPECT_EQ(Ask(**again, {"a.test", RrType::kA}), "nodata >");
}

TEST(DnsRecorder, ServedByARealServer) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  World world = RandomWorld(seed).Answers();
  for (auto& [key, answer] : world) std::sort(answer.records.begin(), answer.records.end());
  const test::NsdServer server(Record(world));
  ASSERT_NE(server.port(), 0) << server.output();
  LiveDnsOptions options;
  options.server = DnsServer{"127.0.0.1", server.port()};
  options.retries = 0;
  absl::StatusOr<std::unique_ptr<LiveDns>> live = OpenLiveDns(options);
  ASSERT_TRUE(live.ok()) << live.status();
  int found = 0;
  for (const auto& [key, answer] : world) {
    if (answer.status != DnsStatus::kFound) continue;
    ++found;
    const DnsQuestionId question = (*live)->Ask(key.first, key.second);
    while ((*live)->Find(question, 0) == nullptr) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(Ask(**live, key), Tell(&answer)) << server.output();
  }
  EXPECT_GT(found, 10);
}

}  // namespace
}  // namespace kenpin
