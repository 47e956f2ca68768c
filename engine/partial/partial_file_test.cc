#include "engine/partial/partial_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "engine/partial/test_state.h"
#include "io/sqlite_statement.h"

namespace kenpin {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class PartialFile : public ::testing::Test {
 protected:
  PartialFile() : path_(fs::temp_directory_path() / ("kenpin-partial-" + std::to_string(::getpid()))) {}
  ~PartialFile() override { fs::remove(path_); }

  void Write() {
    absl::StatusOr<std::unique_ptr<PartialWriter>> writer = PartialWriter::Create(path_);
    ASSERT_TRUE(writer.ok()) << writer.status();
    RunState one = RandomState(random_, 3);
    RunState two = RandomState(random_, 3);
    ASSERT_TRUE((*writer)->Add(2, two).ok());
    ASSERT_TRUE((*writer)->Add(1, one).ok());
    EXPECT_FALSE(fs::exists(path_)) << "not before it is whole";
    ASSERT_TRUE((*writer)->Commit({{"shards", "2"}, {"run.dns", "x"}}).ok());
  }

  std::string ComplaintAfter(const char* sql) {
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    EXPECT_TRUE(ExecuteSql(database, sql).ok()) << sqlite3_errmsg(database);
    sqlite3_close(database);
    return std::string(PartialReader::Open(path_).status().message());
  }

  std::string path_;
  std::mt19937 random_{std::random_device()()};
};

TEST_F(PartialFile, WrittenAndRead) {
  Write();
  absl::StatusOr<std::unique_ptr<PartialReader>> reader = PartialReader::Open(path_);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ((*reader)->about(), (PartialAbout{{"shards", "2"}, {"run.dns", "x"}}));
  ASSERT_EQ((*reader)->shards().size(), 2u);
  EXPECT_EQ((*reader)->shards()[0].number, 1u);
  RunState state(3);
  EXPECT_TRUE((*reader)->Read(1, &state).ok());
  EXPECT_TRUE((*reader)->Read(2, &state).ok());
  EXPECT_EQ(state.messages(), (*reader)->shards()[0].messages + (*reader)->shards()[1].messages);
  EXPECT_THAT(std::string((*reader)->Read(3, &state).message()),
              HasSubstr(path_ + ": is damaged: the state"));
  fs::remove(path_);
  Write();
  EXPECT_THAT(std::string((*reader)->Read(1, &state).message()), HasSubstr("has changed since"));
}

TEST_F(PartialFile, WhatIsNone) {
  EXPECT_THAT(std::string(PartialReader::Open(path_).status().message()), HasSubstr(": cannot open"));
  std::ofstream(path_) << "From a@b Tue Apr  7 08:00:00 2026\n\nno database\n";
  EXPECT_THAT(std::string(PartialReader::Open(path_).status().message()), HasSubstr(": is no partial"));
  fs::remove(path_);
  EXPECT_THAT(ComplaintAfter("CREATE TABLE t(a)"), HasSubstr(": is no partial"));
}

TEST_F(PartialFile, OtherFormatsAndTables) {
  Write();
  EXPECT_EQ(ComplaintAfter("SELECT 1"), "");
  EXPECT_THAT(ComplaintAfter("PRAGMA user_version = 9"), HasSubstr("format 9; this kenpin reads format 2"));
  EXPECT_EQ(ComplaintAfter("PRAGMA user_version = 2"), "");
  EXPECT_THAT(ComplaintAfter("CREATE VIEW v AS SELECT 1"), HasSubstr("other tables than a partial"));
  EXPECT_EQ(ComplaintAfter("DROP VIEW v"), "");
  EXPECT_THAT(ComplaintAfter("DROP TABLE about; CREATE VIEW about AS SELECT 1 AS name, 2 AS value"),
              HasSubstr("other tables than a partial"));
}

// Wherever octets of the file are changed or missing: an error, or what stands there is still what was
// written.
TEST_F(PartialFile, DamagedFiles) {
  Write();
  std::string bytes(fs::file_size(path_), '\0');
  std::ifstream(path_).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (int round = 0; round < 150; ++round) {
    std::string changed = bytes;
    if (round % 3 == 0) changed.resize(random_() % changed.size());
    for (int i = 0; i < 20 && !changed.empty(); ++i) {
      changed[random_() % changed.size()] = static_cast<char>(random_());
    }
    std::ofstream(path_, std::ios::trunc) << changed;
    const absl::StatusOr<std::unique_ptr<PartialReader>> reader = PartialReader::Open(path_);
    if (!reader.ok()) continue;
    for (const StateInfo& shard : (*reader)->shards()) {
      RunState state(3);
      (void)(*reader)->Read(shard.number, &state);
    }
  }
}

TEST(PartialAbout, Differences) {
  const PartialAbout one = {{"--at", "now"}, {"run.dns", "a"}, {"shards", "2"}};
  EXPECT_EQ(DescribeDifference(one, {{"--at", "now"}, {"run.dns", "b"}, {"shards", "2"}}), "");
  EXPECT_EQ(DescribeDifference(one, {{"--at", "date"}, {"shards", "2"}}), "--at: 'now' and 'date'");
  EXPECT_EQ(DescribeDifference(one, {{"shards", "2"}}), "--at: 'now' and not given");
  EXPECT_EQ(DescribeDifference({{"shards", "2"}}, one), "--at: not given and 'now'");
}

}  // namespace
}  // namespace kenpin
