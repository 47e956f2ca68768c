// The truth about whole domains, by shares made by hand and by corpora.
#include "bench/corpus/corpus_truth.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/corpus/generate.h"
#include "tests/effort.h"

namespace kenpin::corpus {
namespace {

constexpr int64_t kMidnight = 1775433600;
constexpr int64_t kDay = 86400;

// A campaign of a sender of whom nothing is wrong, for the n-th recipient.
CorpusShare Share(int64_t time, size_t n) {
  CorpusShare share;
  share.sender = &Senders().front();
  share.address = "news@aoyama-coffee.example";
  share.signer = "aoyama-coffee.example";
  share.client = "192.0.2.1";
  share.time = time;
  share.recipient = std::to_string(n) + "@mailbox.test";
  share.message_id = "";
  share.uri = "https://u.kumobin.test/o/" + std::to_string(n);
  return share;
}

std::map<std::string, nlohmann::json> ReadDomains(const std::string& text) {
  std::map<std::string, nlohmann::json> domains;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json row = nlohmann::json::parse(line);
    domains[row.at("domain")] = row;
  }
  return domains;
}

nlohmann::json RulesOf(const CorpusTruth& truth) {
  return ReadDomains(truth.Write()).at("aoyama-coffee.example").at("corpus_rules");
}

TEST(CorpusTruthTest, AFewPlainMessagesAreGood) {
  CorpusTruth truth;
  for (size_t n = 0; n < 3; ++n) truth.Add(Share(kMidnight, n));
  const nlohmann::json rules = RulesOf(truth);
  EXPECT_EQ(rules.at("format-message-id-unique"), "pass");
  EXPECT_EQ(rules.at("unsub-uri-opaque"), "pass");
  EXPECT_EQ(rules.at("volume-bulk-status"), "pass");
  EXPECT_EQ(rules.at("volume-ramp"), "unknown");
  EXPECT_EQ(rules.at("stream-consistency"), "na");
}

TEST(CorpusTruthTest, SharedIdsAreReusedOrCopied) {
  for (const std::string id : {"newsletter@x.example", "issue-1@x.example"}) {
    CorpusTruth truth;
    for (size_t n = 0; n < 3; ++n) {
      CorpusShare share = Share(kMidnight, n);
      share.message_id = id;
      truth.Add(share);
    }
    EXPECT_EQ(RulesOf(truth).at("format-message-id-unique"), id.starts_with("issue") ? "warn" : "fail");
  }
}

TEST(CorpusTruthTest, UrisAreTheSameOrLookOdd) {
  CorpusTruth same;
  CorpusTruth odd;
  for (size_t n = 0; n < 3; ++n) {
    CorpusShare share = Share(kMidnight, n);
    share.look = UriLook::kShort;
    odd.Add(share);
    share.uri = "https://u.kumobin.test/o/everybody";
    share.look = UriLook::kSame;
    same.Add(share);
  }
  EXPECT_EQ(RulesOf(same).at("unsub-uri-opaque"), "warn");
  EXPECT_EQ(RulesOf(odd).at("unsub-uri-opaque"), "warn");
}

// Ten messages on the eighth day behind seven days of `before` messages.
std::string RampOf(uint64_t before, uint64_t today) {
  CorpusTruth truth;
  size_t n = 0;
  for (int64_t day = 0; day < 8; ++day) {
    for (uint64_t i = 0; i < (day < 7 ? before : today); ++i) {
      CorpusShare share = Share(kMidnight + day * kDay, ++n);
      share.client = "";
      truth.Add(share);
    }
  }
  return RulesOf(truth).at("volume-ramp");
}

TEST(CorpusTruthTest, AJumpIsTwiceTheMeanOfAWeek) {
  EXPECT_EQ(RampOf(5, 10), "warn");
  EXPECT_EQ(RampOf(6, 10), "pass");
  EXPECT_EQ(RampOf(2, 9), "pass") << "too few to be a jump";
}

TEST(CorpusTruthTest, AWindowOfADayIsCounted) {
  CorpusTruth near;
  CorpusTruth spread;
  for (size_t n = 0; n < 4000; ++n) {
    CorpusShare share = Share(kMidnight + (n < 2000 ? 0 : kDay - 1), n);
    share.to_gmail = true;
    near.Add(share);
    share.time = kMidnight + (n < 2000 ? 0 : kDay);
    spread.Add(share);
  }
  EXPECT_EQ(RulesOf(near).at("volume-bulk-status"), "warn");
  EXPECT_EQ(RulesOf(spread).at("volume-bulk-status"), "pass");
}

TEST(CorpusTruthTest, OneIdentityForBothClasses) {
  for (const bool apart : {false, true}) {
    CorpusTruth truth;
    CorpusShare share = Share(kMidnight, 1);
    truth.Add(share);
    share.kind = MailKind::kTransactional;
    share.uri.reset();
    if (apart) share.address = "orders@aoyama-coffee.example";
    truth.Add(share);
    const nlohmann::json row = ReadDomains(truth.Write()).at("aoyama-coffee.example");
    EXPECT_EQ(row.at("corpus_rules").at("stream-consistency"), "unknown");
    EXPECT_EQ(row.at("told").at("stream-consistency"), apart ? "pass" : "warn");
  }
}

TEST(CorpusTruthTest, WhoIsNotCertainIsNotCounted) {
  CorpusTruth truth;
  CorpusShare share = Share(kMidnight, 1);
  share.sender = nullptr;
  truth.Add(share);
  EXPECT_EQ(truth.Write(), "");
}

// Every rule is met by one domain of a corpus and not by another one.
TEST(CorpusTruthTest, CorporaShowEveryRule) {
  if (test::kSanitized) GTEST_SKIP() << test::kInReleaseAlone;
  std::map<std::string, std::set<std::string>> seen;
  for (const char* mix : {"demo", "none"}) {
    CorpusOptions options;
    options.messages = 800;
    options.median_body = options.mean_body = 2000;
    std::string error;
    options.mix = DefectMix::Parse(mix, options.mode, options.given, &error);
    CorpusTruth truth;
    for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal)
      truth.Add(MakeMessage(options, ordinal).share);
    for (const auto& [domain, row] : ReadDomains(truth.Write())) {
      for (const char* part : {"corpus_rules", "told"}) {
        for (const auto& [rule, outcome] : row.at(part).items()) seen[rule].insert(outcome);
      }
    }
  }
  for (const char* rule : {"format-message-id-unique", "unsub-uri-opaque", "volume-ramp",
                           "stream-consistency", "spam-rate", "unsub-honoured"}) {
    EXPECT_TRUE(seen[rule].contains("pass")) << rule;
    EXPECT_TRUE(seen[rule].contains("warn") || seen[rule].contains("fail")) << rule;
  }
}

TEST(CorpusTruthTest, FilesOfAProvider) {
  const std::string map = WriteTrafficMap();
  EXPECT_TRUE(map.starts_with("list_id,from,class\nnews.aoyama-coffee.example,,marketing\n"));
  EXPECT_NE(map.find("\n,aoyama-coffee.example,transactional\n"), std::string::npos);
  const std::string reports = WritePostmaster(kMidnight);
  EXPECT_NE(reports.find("\naoyama-coffee.example,2026-04-06,0.04%,\n"), std::string::npos);
  EXPECT_NE(reports.find(",,,NEEDS_WORK\n"), std::string::npos);
}

}  // namespace
}  // namespace kenpin::corpus
