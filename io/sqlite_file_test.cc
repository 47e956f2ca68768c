#include "io/sqlite_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class SqliteFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / ("kenpin_sqlite_" + std::to_string(::getpid()));
    fs::create_directories(dir_);
    path_ = (dir_ / "report.db").string();
  }
  void TearDown() override { fs::remove_all(dir_); }

  // The first column of the first row, read by a connection of its own.
  std::string Ask(const char* sql) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    std::string answer = "no answer";
    if (sqlite3_open_v2(path_.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
      const unsigned char* text = sqlite3_column_text(statement, 0);
      answer = text == nullptr ? "NULL" : reinterpret_cast<const char*>(text);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(SqliteFileTest, RowsOfAllTypes) {
  absl::StatusOr<std::unique_ptr<SqliteFile>> file = SqliteFile::Create(path_);
  ASSERT_TRUE(file.ok()) << file.status();
  (*file)->Execute("CREATE TABLE t(a, b, c)");
  (*file)->AddTextFunction("twice",
                           [](std::string_view text) { return std::string(text) + std::string(text); });
  const size_t insert = (*file)->Prepare("INSERT INTO t VALUES (?1, twice(?2), twice(?3))");
  const SqlValue values[] = {int64_t{7}, std::string_view("it's"), std::monostate()};
  (*file)->Run(insert, values);
  EXPECT_EQ((*file)->last_row_id(), 1);
  EXPECT_FALSE(fs::exists(path_)) << "before it is committed";
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(Ask("SELECT a || b || ifnull(c, '-') FROM t"), "7it'sit's-");
  EXPECT_EQ(Ask("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 1);
}

TEST_F(SqliteFileTest, WithoutCommitNothingIsLeft) {
  { ASSERT_TRUE(SqliteFile::Create(path_).ok()); }
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 0);
}

TEST_F(SqliteFileTest, TheFirstErrorStaysAndNamesTheFile) {
  absl::StatusOr<std::unique_ptr<SqliteFile>> file = SqliteFile::Create(path_);
  ASSERT_TRUE(file.ok());
  (*file)->Execute("this is no statement");
  const size_t insert = (*file)->Prepare("INSERT INTO t VALUES (?1)");
  const SqlValue values[] = {int64_t{7}};
  (*file)->Run(insert, values);
  const std::string told((*file)->Commit().message());
  EXPECT_NE(told.find(path_), std::string::npos) << told;
  EXPECT_NE(told.find("syntax error"), std::string::npos) << told;
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(SqliteFileTest, ADeviceIsNoDatabase) { EXPECT_FALSE(SqliteFile::Create("/dev/null").ok()); }

}  // namespace
}  // namespace kenpin
