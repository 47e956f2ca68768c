#include "engine/partial/state_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "engine/partial/domain_codec.h"
#include "engine/partial/test_state.h"
#include "io/sqlite_statement.h"

namespace kenpin {
namespace {

using ::testing::HasSubstr;

class StateTables : public ::testing::Test {
 protected:
  StateTables() : seed_(std::random_device()()), random_(seed_) {
    sqlite3_open(":memory:", &database_);
    EXPECT_TRUE(CreateStateTables(database_).ok());
    EXPECT_TRUE(CreateStateTables(database_).ok()) << "a second time is no error";
    RecordProperty("seed", std::to_string(seed_));
  }
  ~StateTables() override { sqlite3_close(database_); }

  std::string Store(uint32_t number, RunState& state) {
    const absl::StatusOr<std::string> sha256 = WriteState(database_, number, state);
    EXPECT_TRUE(sha256.ok()) << sha256.status();
    return sha256.value_or("");
  }
  // What is stored of the state, in one word.
  std::string DigestOf(RunState& state) {
    const std::string digest = Store(kMaxStateNumber, state);
    EXPECT_TRUE(DeleteState(database_, kMaxStateNumber).ok());
    return digest;
  }

  uint32_t seed_;
  std::mt19937 random_;
  sqlite3* database_ = nullptr;
};

TEST_F(StateTables, WhatIsStoredComesBack) {
  RunState state = RandomState(random_, 3);
  const std::string sha256 = Store(7, state);
  EXPECT_EQ(sha256.size(), 64u);
  RunState read(3);
  const absl::Status status = ReadState(database_, 7, &read);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(DigestOf(read), sha256) << "seed " << seed_;
  EXPECT_EQ(read.times.started_at, state.times.started_at);
  EXPECT_EQ(read.times.threads, state.times.threads);
  EXPECT_EQ(read.messages(), state.messages());
  ASSERT_EQ(read.inputs.size(), 3u);
  EXPECT_EQ(read.inputs[1].path, state.inputs[1].path);
  EXPECT_EQ(read.inputs[1].ambiguous_at, state.inputs[1].ambiguous_at);

  const absl::StatusOr<std::vector<StateInfo>> list = ListStates(database_);
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().number, 7u);
  EXPECT_EQ(list->front().sha256, sha256);
  EXPECT_EQ(list->front().messages, state.messages());
  EXPECT_EQ(list->front().bytes, state.totals.bytes);
}

TEST_F(StateTables, ReadingSeveralPutsThemTogether) {
  RunState one = RandomState(random_, 3);
  RunState two = RandomState(random_, 3);
  Store(0, one);
  Store(1, two);
  RunState read(3);
  ASSERT_TRUE(ReadState(database_, 0, &read).ok());
  ASSERT_TRUE(ReadState(database_, 1, &read).ok());
  one.Merge(std::move(two));
  EXPECT_EQ(DigestOf(read), DigestOf(one)) << "seed " << seed_;
}

// Exact counts with SQL alone, whatever shard a domain's mail was in.
TEST_F(StateTables, TopDomainsWithSql) {
  RunState one(3);
  one.domains["a.example"]["a.example"].messages = 5;
  one.domains["b.example"]["b.example"].messages = 4;
  RunState two(3);
  two.domains["b.example"]["news.b.example"].messages = 2;
  Store(1, one);
  Store(2, two);
  SqliteStatement top(
      database_, "SELECT org_domain, sum(messages) FROM state_domain GROUP BY org_domain ORDER BY 2 DESC");
  ASSERT_TRUE(top.Next());
  EXPECT_EQ(top.GetText(0), "b.example");
  EXPECT_EQ(top.GetInteger(1), 6);
}

TEST_F(StateTables, NumbersAreUsedOnce) {
  RunState state(3);
  Store(1, state);
  EXPECT_FALSE(WriteState(database_, 1, state).ok());
  ASSERT_TRUE(DeleteState(database_, 1).ok());
  EXPECT_TRUE(WriteState(database_, 1, state).ok());
  RunState read(3);
  EXPECT_THAT(std::string(ReadState(database_, 2, &read).message()), HasSubstr("not there"));
}

// The order in which fingerprints came, and who collected them, do not matter.
TEST_F(StateTables, DigestOfContentOnly) {
  RunState one(3);
  RunState two(3);
  two.fingerprints.emplace_back(size_t{1} << 10);
  for (uint64_t i = 0; i < 5000; ++i) {
    one.AddFingerprint({{i, 1, 2, 3}});
    if (i == 2500) two.fingerprints.emplace_back(size_t{1} << 10);
    two.AddFingerprint({{4999 - i, 1, 2, 3}});
  }
  two.times.seconds = 9;
  EXPECT_EQ(DigestOf(one), DigestOf(two));
  two.AddFingerprint({{0, 1, 2, 3}});
  EXPECT_NE(DigestOf(one), DigestOf(two));
}

TEST_F(StateTables, DamageIsNamed) {
  RunState state = RandomState(random_, 3);
  Store(1, state);
  const auto complaint_after = [&](const char* sql) {
    EXPECT_TRUE(ExecuteSql(database_, "SAVEPOINT before").ok());
    EXPECT_TRUE(ExecuteSql(database_, sql).ok()) << sqlite3_errmsg(database_);
    RunState read(3);
    const absl::Status status = ReadState(database_, 1, &read);
    EXPECT_TRUE(ExecuteSql(database_, "ROLLBACK TO before").ok());
    return std::string(status.message());
  };
  EXPECT_EQ(complaint_after("SELECT 1"), "");
  EXPECT_EQ(complaint_after("UPDATE state SET sha256 = 'x'"), "is damaged: the checksum is another one");
  EXPECT_EQ(complaint_after("UPDATE state_input SET path = 'other' WHERE place = 0"),
            "is damaged: the checksum is another one");
  EXPECT_EQ(complaint_after("DELETE FROM state_input WHERE place = 0"), "is damaged: an input");
  EXPECT_EQ(complaint_after("UPDATE state_domain SET domain = 'A b' WHERE domain = ''"),
            "is damaged: a domain");
  EXPECT_EQ(complaint_after("UPDATE state_domain SET counts = x'00'"), "is damaged: a domain");
  EXPECT_EQ(complaint_after("UPDATE state_domain SET counts = NULL WHERE 0"), "");
  EXPECT_EQ(complaint_after("DELETE FROM state_domain WHERE domain = ''"),
            "is damaged: the checksum is another one");
  EXPECT_EQ(complaint_after("INSERT INTO state_fingerprint VALUES(1, 99999, x'0011')"),
            "is damaged: fingerprints");
  EXPECT_EQ(complaint_after("INSERT INTO state_fingerprint VALUES(1, 99999, zeroblob(32))"),
            "is damaged: the checksum is another one");
  // The kind in the first word is that of volumes, the time in the second one far from now.
  EXPECT_EQ(complaint_after("INSERT INTO state_fingerprint VALUES(1, 99999, "
                            "x'0100000000000000000000000000001000000000000000000000000000000000')"),
            "is damaged: a fingerprint");
  EXPECT_EQ(complaint_after("UPDATE state SET totals = x''"), "is damaged: totals");
  for (const char* times : {"seconds = 9e999", "seconds = -1", "started_at = -1", "started_at = 1 << 60",
                            "threads = 1 << 32", "threads = -1"}) {
    EXPECT_EQ(complaint_after((std::string("UPDATE state SET ") + times).c_str()),
              "is damaged: when it was made")
        << times;
  }
  EXPECT_EQ(complaint_after("DROP TABLE state_domain"), "no such table: state_domain");
  ASSERT_TRUE(ExecuteSql(database_, "UPDATE state SET number = -1").ok());
  EXPECT_EQ(ListStates(database_).status().message(), "is damaged: the number of a state");
}

TEST(RuleTable, HashIsSteady) {
  EXPECT_EQ(RuleTableHash().size(), 64u);
  EXPECT_EQ(RuleTableHash(), RuleTableHash());
}

}  // namespace
}  // namespace kenpin
