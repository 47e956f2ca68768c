#include "io/state_file.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/sqlite_statement.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

std::string TextOf(const absl::Status& status) { return std::string(status.message()); }

class StateFileTest : public testing::Test {
 protected:
  std::unique_ptr<StateFile> Open() {
    absl::StatusOr<std::unique_ptr<StateFile>> file = StateFile::Open(path_);
    EXPECT_TRUE(file.ok()) << file.status();
    return file.ok() ? *std::move(file) : nullptr;
  }
  std::string ErrorOfOpening() {
    const absl::StatusOr<std::unique_ptr<StateFile>> file = StateFile::Open(path_);
    return file.ok() ? "" : TextOf(file.status());
  }

  TestDirectory directory_;
  std::string path_ = directory_.PathOf("state.db");
};

SeenInput MakeSeen() {
  SeenInput seen;
  seen.format = InputFormat::kMaildir;
  seen.size = 1ULL << 40;
  seen.modified = -3;
  seen.tail = MboxTail{5, 1ULL << 41, std::string(32, '\0')};
  seen.files.Append("a", {1, 2, 3});
  seen.takes_all_files = true;
  seen.folder_times = {7, 8};
  seen.listed_at = 9;
  return seen;
}

// The file may have been made by anybody.
TEST_F(StateFileTest, WhatTheFileDefinesIsNotExecuted) {
  {
    std::unique_ptr<StateFile> file = Open();
    ASSERT_TRUE(file->SetAbout({{"profile", "gmail"}}).ok());
    ASSERT_TRUE(file->Commit().ok());
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  ASSERT_TRUE(
      ExecuteSql(database, "CREATE TRIGGER t AFTER INSERT ON night BEGIN DELETE FROM about; END").ok());
  sqlite3_close(database);
  std::unique_ptr<StateFile> file = Open();
  ASSERT_TRUE(file->AddNight({1, 1'700'000'000}).ok());
  EXPECT_THAT(*file->About(), ElementsAre(Pair("profile", "gmail")));
}

TEST_F(StateFileTest, NumbersThatCannotBe) {
  for (const char* sql : {"INSERT INTO night VALUES(4294967294, 1)", "INSERT INTO night VALUES(-1, 1)",
                          "INSERT INTO night VALUES(0, 1)", "INSERT INTO part VALUES(1, 4294967296, 'x')",
                          "INSERT INTO part VALUES(-1, 1, 'x')", "INSERT INTO part VALUES(1, 0, 'x')",
                          "INSERT INTO part VALUES(0, 1, 'x')"}) {
    {
      std::unique_ptr<StateFile> file = Open();
      ASSERT_TRUE(file->Commit().ok());
    }
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    ASSERT_TRUE(ExecuteSql(database, sql).ok());
    sqlite3_close(database);
    std::unique_ptr<StateFile> file = Open();
    EXPECT_NE(file->Nights().ok(), file->Parts().ok()) << sql;
    file.reset();
    std::filesystem::remove(path_);
  }
}

TEST_F(StateFileTest, NightOfAPlaceThatCannotBe) {
  {
    std::unique_ptr<StateFile> file = Open();
    ASSERT_TRUE(file->SetPlaces("x", {{"b", {"cur/b:2,", 0}}}).ok());
    ASSERT_TRUE(file->Commit().ok());
  }
  EXPECT_FALSE(Open()->PlacesOf("x").ok());
  EXPECT_TRUE(Open()->PlacesOf("y").ok());
}

TEST_F(StateFileTest, WhatIsCommittedIsThere) {
  {
    std::unique_ptr<StateFile> file = Open();
    EXPECT_TRUE(file->is_new());
    EXPECT_TRUE(file->SetAbout({{"profile", "gmail"}}).ok());
    EXPECT_TRUE(file->AddNight({1, 1'700'000'000}).ok());
    EXPECT_TRUE(file->AddPart({4, 1, "/mail/a"}).ok());
    EXPECT_TRUE(file->SetSeen("/mail/a", MakeSeen()).ok());
    EXPECT_TRUE(file->SetSeen("/mail/empty", SeenInput()).ok());
    EXPECT_TRUE(file->SetPlaces("/mail/a", {{"x", {"cur/x:2,S", 3}}}).ok());
    EXPECT_TRUE(file->Commit().ok());
  }
  struct stat found;
  ASSERT_EQ(stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U) << "it names persons";
  std::unique_ptr<StateFile> file = Open();
  EXPECT_FALSE(file->is_new());
  EXPECT_THAT(*file->About(), ElementsAre(Pair("profile", "gmail")));
  ASSERT_THAT(*file->Nights(), SizeIs(1));
  EXPECT_EQ(file->Nights()->at(0).at, 1'700'000'000);
  ASSERT_THAT(*file->Parts(), SizeIs(1));
  EXPECT_EQ(file->Parts()->at(0).number, 4U);
  EXPECT_THAT(*file->SeenPaths(), ElementsAre("/mail/a", "/mail/empty"));
  const StateFile::Places places = *file->PlacesOf("/mail/a");
  ASSERT_THAT(places, SizeIs(1));
  EXPECT_EQ(places.at("x").where, "cur/x:2,S");
  EXPECT_EQ(places.at("x").night, 3U);
  EXPECT_TRUE(file->DeleteNight(2).ok());
  EXPECT_THAT(*file->PlacesOf("/mail/a"), SizeIs(1));
  EXPECT_TRUE(file->DeleteNight(3).ok());
  EXPECT_THAT(*file->PlacesOf("/mail/a"), IsEmpty());
  const absl::StatusOr<std::optional<SeenInput>> seen = file->Seen("/mail/a");
  ASSERT_TRUE(seen.ok() && seen->has_value());
  const SeenInput expected = MakeSeen();
  EXPECT_EQ((*seen)->format, expected.format);
  EXPECT_EQ((*seen)->size, expected.size);
  EXPECT_EQ((*seen)->modified, expected.modified);
  EXPECT_EQ((*seen)->tail, expected.tail);
  EXPECT_TRUE((*seen)->takes_all_files);
  EXPECT_EQ((*seen)->folder_times, expected.folder_times);
  EXPECT_EQ((*seen)->listed_at, expected.listed_at);
  EXPECT_EQ((*seen)->files.Encode(), expected.files.Encode());
  EXPECT_FALSE(file->Seen("/mail/empty")->value().format.has_value());
  EXPECT_FALSE(file->Seen("/mail/other")->has_value());
  SeenInput listed;
  listed.folder_times = {17, 18};
  listed.listed_at = 19;
  EXPECT_TRUE(file->SetListed("/mail/a", listed).ok());
  EXPECT_EQ(file->Seen("/mail/a")->value().folder_times, listed.folder_times);
  EXPECT_EQ(file->Seen("/mail/a")->value().listed_at, 19);
  EXPECT_EQ(file->Seen("/mail/a")->value().files.size(), 1U);
  EXPECT_TRUE(file->DeletePart(4).ok());
  EXPECT_TRUE(file->DeleteNight(1).ok());
  EXPECT_THAT(*file->Nights(), SizeIs(0));
  EXPECT_THAT(*file->Parts(), SizeIs(0));
}

TEST_F(StateFileTest, WithoutCommitNothingHasHappened) {
  { EXPECT_TRUE(Open()->AddNight({1, 5}).ok()); }
  std::unique_ptr<StateFile> file = Open();
  EXPECT_TRUE(file->is_new());
  EXPECT_THAT(*file->Nights(), SizeIs(0));
}

// A process that is killed at its worst, with much of its transaction in the file already.
TEST_F(StateFileTest, KilledRunLeavesItAsItWas) {
  {
    std::unique_ptr<StateFile> file = Open();
    EXPECT_TRUE(file->AddNight({1, 5}).ok());
    EXPECT_TRUE(file->Commit().ok());
  }
  const pid_t child = fork();
  if (child == 0) {
    absl::StatusOr<std::unique_ptr<StateFile>> file = StateFile::Open(path_);
    if (!file.ok()) _exit(1);
    if (!ExecuteSql((*file)->database(), "PRAGMA cache_size = 4").ok()) _exit(2);
    for (uint32_t i = 2; i < 20'000; ++i) {
      if (!(*file)->AddPart({i, 1, std::string(200, 'x')}).ok()) _exit(3);
    }
    if (!std::filesystem::exists(path_ + "-journal")) _exit(4);
    raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  std::unique_ptr<StateFile> file = Open();
  EXPECT_THAT(*file->Nights(), SizeIs(1));
  EXPECT_THAT(*file->Parts(), SizeIs(0));
}

TEST_F(StateFileTest, OneRunAtATime) {
  std::unique_ptr<StateFile> first = Open();
  EXPECT_THAT(ErrorOfOpening(), HasSubstr("state.db: another run is using this state"));
  first.reset();
  EXPECT_EQ(ErrorOfOpening(), "");
}

TEST_F(StateFileTest, WhatIsNoStateIsNamed) {
  directory_.Write("state.db", "From a@b.example Thu Jan  1 00:00:01 2015\nSubject: x\n\nmail, no state\n");
  EXPECT_THAT(ErrorOfOpening(), HasSubstr("state.db: file is not a database"));
  std::filesystem::remove(path_);
  sqlite3* other = nullptr;
  sqlite3_open(path_.c_str(), &other);
  EXPECT_TRUE(ExecuteSql(other, "CREATE TABLE t (x)").ok());
  sqlite3_close(other);
  EXPECT_THAT(ErrorOfOpening(), HasSubstr("is a database, but no state of kenpin"));
  path_ = directory_.PathOf("missing/state.db");
  EXPECT_THAT(ErrorOfOpening(), HasSubstr("cannot open the state"));
}

TEST_F(StateFileTest, OtherVersionIsNamed) {
  {
    std::unique_ptr<StateFile> file = Open();
    EXPECT_TRUE(ExecuteSql(file->database(), "PRAGMA user_version = 77").ok());
    EXPECT_TRUE(file->Commit().ok());
  }
  EXPECT_THAT(ErrorOfOpening(), HasSubstr("has version 77 of the state's format, and this program knows 2"));
}

TEST_F(StateFileTest, DamageIsNamed) {
  std::unique_ptr<StateFile> file = Open();
  EXPECT_TRUE(file->SetSeen("a", MakeSeen()).ok());
  EXPECT_TRUE(ExecuteSql(file->database(), "UPDATE seen SET files = x'ff'").ok());
  EXPECT_THAT(TextOf(file->Seen("a").status()), HasSubstr("the list of files cannot be read"));
  EXPECT_TRUE(ExecuteSql(file->database(), "UPDATE seen SET format = 'x'").ok());
  EXPECT_THAT(TextOf(file->Seen("a").status()), HasSubstr("the format of an input cannot be read"));
}

}  // namespace
}  // namespace kenpin
