#include "engine/nightly/scan_state.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int64_t kDay = 86400;
constexpr size_t kSamples = 4;
const std::string kFrom = "From a@b.example Thu Jan  1 00:00:01 2015\n";

// A message whose id is `id`: all that is counted of it.
std::string Mail(const std::string& id) { return "Message-ID: <" + id + ">\n\nbody\n"; }
std::string Record(const std::string& id) { return kFrom + Mail(id) + "\n"; }

// Counts what was read, as a run would.
RunState Count(const TestCorpus& read) {
  RunState state(kSamples);
  for (const InputInfo& info : read.inputs) {
    InputSummary& input = state.inputs.emplace_back();
    input.path = info.path;
    if (info.format) input.format = InputFormatName(*info.format);
  }
  for (const ReadMessage& message : read.messages) {
    InputSummary& input = state.inputs.at(message.ordinal.input);
    ++input.messages;
    input.bytes += message.length;
    state.totals.bytes += message.length;
    DomainCounts& counts = state.domains["a.example"]["a.example"];
    ++counts.messages;
    Sample sample;
    sample.ordinal = message.ordinal;
    sample.source = message.path;
    sample.message_id = message.bytes.substr(13, message.bytes.find('>') - 13);
    counts.rules[0].samples.Offer(sample, kSamples);
    state.AddFingerprint(
        MessageIdFingerprint(NameHash("a.example"), {"same", message.length, 1, message.ordinal}));
  }
  // Octets that are no mail.
  if (read.inputs.size() == 1 && !read.errors.empty()) state.inputs[0].bytes = read.bytes_read;
  for (const InputError& error : read.errors) {
    InputSummary& input = state.inputs.at(error.input);
    if (input.errors++ == 0) input.error = error.path + ": " + error.what;
  }
  return state;
}

// What is told of a state, as text.
std::string Tell(RunState state) {
  std::string text;
  for (const InputSummary& input : state.inputs) {
    text += input.path + " " + input.format + " " + std::to_string(input.messages) + " " +
            std::to_string(input.bytes) + " " + input.error + "\n";
  }
  for (const Sample& sample : state.domains["a.example"]["a.example"].rules[0].samples.samples()) {
    text += sample.source + ":" + std::to_string(sample.ordinal.offset) + " " + sample.message_id + "\n";
  }
  RunSummary run;
  EXPECT_TRUE(FoldState(std::move(state), &run).ok());
  text += std::to_string(run.totals.messages) + " messages\n";
  return text;
}

class ScanStateTest : public testing::Test {
 protected:
  std::string At(const std::string& name) { return directory_.PathOf(name); }

  // A night over the inputs, committed unless told otherwise.
  struct Night {
    std::string tonight;
    std::string cumulative;
    uint64_t messages = 0;
    std::vector<std::string> replaced;
    std::string error;
  };
  Night Scan(const std::vector<std::string>& inputs, bool commit = true) {
    Night night;
    ScanStateOptions options{directory_.PathOf("state"), keep_days_, kSamples, now_ += kDay, inputs};
    absl::StatusOr<std::unique_ptr<ScanState>> state = ScanState::Open(options, conditions_);
    if (!state.ok()) {
      night.error = std::string(state.status().message());
      return night;
    }
    for (size_t i = 0; i < inputs.size(); ++i) {
      const absl::StatusOr<InputLook*> look = (*state)->LookAt(i);
      EXPECT_TRUE(look.ok()) << look.status();
      CorpusOptions corpus;
      corpus.look = *look;
      const TestCorpus read = ReadCorpus({inputs[i]}, corpus);
      night.messages += read.messages.size();
      const absl::Status added = (*state)->Add(i, Count(read), read.errors);
      EXPECT_TRUE(added.ok()) << added;
    }
    absl::StatusOr<RunState> sum = (*state)->Cumulative();
    EXPECT_TRUE(sum.ok()) << sum.status();
    night.cumulative = Tell(*std::move(sum));
    night.tonight = Tell(std::move((*state)->tonight()));
    night.replaced = (*state)->replaced();
    if (commit) {
      EXPECT_TRUE((*state)->Commit().ok());
    }
    return night;
  }
  static std::string ScanAll(const std::vector<std::string>& inputs) {
    return Tell(Count(ReadCorpus(inputs)));
  }

  TestDirectory directory_;
  ScanConditions conditions_ = {{"profile", "gmail"}};
  uint32_t keep_days_ = 0;
  int64_t now_ = 1'700'000'000;
};

TEST_F(ScanStateTest, NightsAddUpToOneScan) {
  const std::vector<std::string> inputs = {At("m"), At("box"), At("d")};
  directory_.Write("m/new/5", Mail("m5"));
  directory_.Write("m/cur/7:2,S", Mail("m7"));
  directory_.Write("box", Record("b1") + Record("b2"));
  directory_.Write("d/b.eml", Mail("db"));
  Night night = Scan(inputs);
  EXPECT_EQ(night.tonight, ScanAll(inputs));
  EXPECT_EQ(night.cumulative, ScanAll(inputs));

  // Before, between and behind what is there; a flag; an append.
  directory_.Write("m/new/3", Mail("m3"));
  directory_.Write("m/new/6", Mail("m6-longer"));
  std::filesystem::rename(At("m/new/5"), At("m/cur/5:2,RS"));
  directory_.Write("box", Record("b1") + Record("b2") + Record("b3"));
  directory_.Write("d/a.eml", Mail("da"));
  night = Scan(inputs);
  EXPECT_EQ(night.messages, 4U);
  EXPECT_EQ(night.cumulative, ScanAll(inputs));
  EXPECT_THAT(night.tonight, HasSubstr("4 messages"));

  night = Scan(inputs);
  EXPECT_EQ(night.messages, 0U);
  EXPECT_THAT(night.tonight, HasSubstr("0 messages"));
  EXPECT_EQ(night.cumulative, ScanAll(inputs));

  // Only names change: what was a sample is found where it is now.
  std::filesystem::rename(At("m/new/3"), At("m/cur/3:2,"));
  night = Scan(inputs);
  EXPECT_EQ(night.messages, 0U);
  EXPECT_EQ(night.cumulative, ScanAll(inputs));
  EXPECT_THAT(night.cumulative, HasSubstr("m/cur/3:2,:0 m3"));
}

TEST_F(ScanStateTest, DeletedMailStaysCounted) {
  for (const char* name : {"1", "2", "3"}) directory_.Write(std::string("m/cur/") + name, Mail(name));
  const std::string whole = ScanAll({At("m")});
  Scan({At("m")});
  std::filesystem::remove(At("m/cur/2"));
  EXPECT_EQ(Scan({At("m")}).cumulative, whole);
  directory_.Write("m/cur/4", Mail("4"));
  const Night night = Scan({At("m")});
  EXPECT_EQ(night.messages, 1U);
  EXPECT_THAT(night.cumulative, HasSubstr("4 messages"));
  EXPECT_THAT(night.cumulative, HasSubstr("cur/2:0 2\n")) << "where it was seen last";
}

TEST_F(ScanStateTest, WhatIsReplacedIsTakenOut) {
  directory_.Write("box", Record("a") + Record("b"));
  directory_.Write("other", Record("o"));
  const std::vector<std::string> inputs = {At("box"), At("other")};
  Scan(inputs);
  directory_.Write("box", Record("a") + Record("b") + Record("c"));
  Scan(inputs);
  directory_.Write("box", Record("changed") + Record("c"));
  const Night night = Scan(inputs);
  EXPECT_THAT(night.replaced, ElementsAre(At("box")));
  EXPECT_EQ(night.messages, 2U);
  EXPECT_EQ(night.cumulative, ScanAll(inputs));
  EXPECT_EQ(Scan(inputs).cumulative, ScanAll(inputs));
  directory_.Write("box", "");
  EXPECT_THAT(Scan(inputs).cumulative, HasSubstr("3 messages")) << "what is empty was read";
}

TEST_F(ScanStateTest, InputsComeAndGo) {
  directory_.Write("b", Record("b"));
  Scan({At("b")});
  directory_.Write("a", Record("a"));
  directory_.Write("c", Record("c"));
  EXPECT_EQ(Scan({At("a"), At("b"), At("c")}).cumulative, ScanAll({At("a"), At("b"), At("c")}));
  EXPECT_EQ(Scan({At("c")}).cumulative, ScanAll({At("c"), At("a"), At("b")}))
      << "inputs that are not named stand behind the others";
}

TEST_F(ScanStateTest, WithoutCommitNothingIsRemembered) {
  directory_.Write("m/cur/1", Mail("1"));
  EXPECT_EQ(Scan({At("m")}, false).messages, 1U);
  EXPECT_EQ(Scan({At("m")}).messages, 1U);
  directory_.Write("m/cur/2", Mail("2"));
  const Night lost = Scan({At("m")}, false);
  const Night again = Scan({At("m")});
  EXPECT_EQ(lost.tonight, again.tonight);
  EXPECT_EQ(lost.cumulative, again.cumulative);
}

TEST_F(ScanStateTest, WhatCouldNotBeReadIsToldEveryNightAndCountedOnce) {
  directory_.Write("m/cur/1", Mail("1"));
  directory_.Write("m/cur/2", "");
  directory_.Write("m/cur/3", Mail("3"));
  Night night = Scan({At("m")});
  EXPECT_EQ(night.cumulative, ScanAll({At("m")}));
  night = Scan({At("m")});
  EXPECT_EQ(night.messages, 0U);
  EXPECT_THAT(night.tonight, HasSubstr("it is empty"));
  EXPECT_EQ(night.cumulative, ScanAll({At("m")}));
  directory_.Write("m/cur/2", Mail("2"));
  EXPECT_EQ(Scan({At("m")}).cumulative, ScanAll({At("m")}));
}

TEST_F(ScanStateTest, FileThatBreaksOffIsCountedOnceAndReadAgainWhenItChanges) {
  const std::string packed = Compress(Compression::kGzip, Record("b1") + Record("b2") + Record("b3"));
  directory_.Write("d/a.eml", Mail("a"));
  directory_.Write("d/b.mbox.gz", packed.substr(0, packed.size() - 4));
  directory_.Write("d/c.eml", Mail("c"));
  Night night = Scan({At("d")});
  EXPECT_THAT(night.tonight, HasSubstr("b.mbox.gz: "));
  EXPECT_THAT(night.tonight, HasSubstr("5 messages"));
  EXPECT_EQ(night.cumulative, ScanAll({At("d")}));
  for (int again = 0; again < 2; ++again) {
    night = Scan({At("d")});
    EXPECT_EQ(night.messages, 0U);
    EXPECT_THAT(night.cumulative, HasSubstr("5 messages"));
  }
  directory_.Write("d/b.mbox.gz", packed);
  night = Scan({At("d")});
  EXPECT_THAT(night.replaced, ElementsAre(At("d")));
  EXPECT_EQ(night.cumulative, ScanAll({At("d")}));
}

TEST_F(ScanStateTest, DirectoryNamedLikeAFileInItIsNoFile) {
  std::filesystem::create_directories(At("x.eml/folder"));
  directory_.Write("x.eml/x.eml", Mail("x"));
  directory_.Write("x.eml/y.eml", Mail("y"));
  EXPECT_EQ(Scan({At("x.eml")}).messages, 2U);
  const Night night = Scan({At("x.eml")});
  EXPECT_EQ(night.messages, 0U);
  EXPECT_THAT(night.cumulative, HasSubstr("2 messages"));
}

TEST_F(ScanStateTest, WhatWasEmptyIsNotReplaced) {
  directory_.Write("box", "");
  Scan({At("box")});
  directory_.Write("box", Record("a"));
  const Night night = Scan({At("box")});
  EXPECT_THAT(night.replaced, IsEmpty());
  EXPECT_EQ(night.messages, 1U);
  EXPECT_EQ(night.cumulative, ScanAll({At("box")}));
}

TEST_F(ScanStateTest, OctetsOfJunkAreNotRememberedAndCountWhileTheyAreThere) {
  directory_.Write("d/a.eml", Mail("a"));
  const std::string expected = ScanAll({At("d")});
  const std::string packed = Compress(Compression::kGzip, Mail("p"));
  directory_.Write("d/junk.eml.gz", packed.substr(0, 10));
  directory_.Write("d/packed.eml", packed);
  for (int again = 0; again < 3; ++again) {
    const Night night = Scan({At("d")});
    EXPECT_EQ(night.messages, again == 0 ? 1U : 0U);
    EXPECT_THAT(night.tonight, HasSubstr("junk.eml.gz: "));
    EXPECT_THAT(night.tonight, Not(HasSubstr(" 0 /"))) << "tonight its octets were read";
    // As one scan over everything tells them: nothing can be said of how long the cut stream is.
    const size_t octets = Mail("a").size() + packed.size();
    EXPECT_THAT(night.cumulative, HasSubstr("eml-dir 1 " + std::to_string(octets) + " "));
  }
  std::filesystem::remove(At("d/junk.eml.gz"));
  std::filesystem::remove(At("d/packed.eml"));
  EXPECT_EQ(Scan({At("d")}).cumulative, expected);
}

TEST_F(ScanStateTest, InputThatIsMissingForANightKeepsItsCounts) {
  directory_.Write("box", Record("a"));
  directory_.Write("m/cur/1", Mail("1"));
  const std::vector<std::string> inputs = {At("box"), At("m")};
  const std::string whole = ScanAll(inputs);
  Scan(inputs);
  std::filesystem::rename(At("box"), At("elsewhere"));
  std::filesystem::rename(At("m"), At("m-elsewhere"));
  const Night night = Scan(inputs);
  EXPECT_THAT(night.tonight, HasSubstr("cannot open"));
  EXPECT_THAT(night.cumulative, HasSubstr("2 messages"));
  std::filesystem::rename(At("elsewhere"), At("box"));
  std::filesystem::rename(At("m-elsewhere"), At("m"));
  EXPECT_EQ(Scan(inputs).cumulative, whole);
}

TEST_F(ScanStateTest, OldNightsLeaveAndAreNotReadAgain) {
  keep_days_ = 2;
  directory_.Write("box", Record("a"));
  for (int night = 1; night <= 6; ++night) {
    directory_.Write("m/cur/" + std::to_string(night), Mail(std::to_string(night)));
    const Night scanned = Scan({At("box"), At("m")});
    EXPECT_EQ(scanned.messages, night == 1 ? 2U : 1U);
    const int kept = std::min(night, 3) + (night <= 3 ? 1 : 0);
    EXPECT_THAT(scanned.cumulative, HasSubstr(std::to_string(kept) + " messages")) << night;
  }
  std::filesystem::remove(At("m/cur/1"));
  const Night last = Scan({At("box"), At("m")});
  EXPECT_EQ(last.messages, 0U);
  EXPECT_THAT(last.cumulative, HasSubstr("2 messages"));
  EXPECT_THAT(last.cumulative, HasSubstr("cur/5:0 5\n"));
}

TEST_F(ScanStateTest, PlaceOfANightThatLeavesIsNoPlace) {
  keep_days_ = 2;
  directory_.Write("m/cur/1", Mail("1"));
  Scan({At("m")});
  directory_.Write("m/cur/2", Mail("2"));
  Scan({At("m")});
  std::filesystem::remove(At("m/cur/2"));
  // As if the first night had read that file, elsewhere. No run writes that.
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(At("state").c_str(), &database), SQLITE_OK);
  const char* const sql = "UPDATE place SET place = 'gone', night = 1 WHERE base = '2'";
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_changes(database), 1);
  sqlite3_close(database);
  EXPECT_THAT(Scan({At("m")}).cumulative, HasSubstr("gone"));
  // The first night leaves now, and with it what it is said to have read.
  const Night leaves = Scan({At("m")});
  EXPECT_THAT(leaves.cumulative, HasSubstr("1 messages"));
  EXPECT_THAT(leaves.cumulative, HasSubstr("cur/2:0 2\n"));
  now_ -= kDay;
  EXPECT_EQ(Scan({At("m")}).cumulative, leaves.cumulative);
}

TEST_F(ScanStateTest, OtherConditionsAreNamed) {
  directory_.Write("box", Record("a"));
  EXPECT_EQ(Scan({At("box")}).error, "");
  conditions_ = {{"profile", "yahoo"}};
  EXPECT_THAT(Scan({At("box")}).error,
              HasSubstr("state: was made with profile gmail, and this run has profile yahoo"));
  conditions_ = {{"mode", "sent"}, {"profile", "gmail"}};
  EXPECT_THAT(Scan({At("box")}).error, HasSubstr("was made with no mode, and this run has mode sent"));
  conditions_ = {{"profile", "gmail"}};
  EXPECT_EQ(Scan({At("box")}).error, "");
}

TEST_F(ScanStateTest, NewStateHasNoMail) {
  directory_.Write("box", "");
  ScanStateOptions options{At("state"), 0, kSamples, now_, {At("box")}};
  absl::StatusOr<std::unique_ptr<ScanState>> state = ScanState::Open(options, conditions_);
  ASSERT_TRUE(state.ok());
  EXPECT_FALSE((*state)->has_mail());
  EXPECT_EQ((*state)->last_night(), 0);
  EXPECT_THAT((*state)->replaced(), IsEmpty());
}

}  // namespace
}  // namespace kenpin
