#include "io/sqlite_statement.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

class SqliteStatementTest : public ::testing::Test {
 protected:
  SqliteStatementTest() { sqlite3_open(":memory:", &database_); }
  ~SqliteStatementTest() override { sqlite3_close(database_); }
  sqlite3* database_ = nullptr;
};

TEST_F(SqliteStatementTest, WritesAndReads) {
  ASSERT_TRUE(ExecuteSql(database_, "CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB)").ok());
  const std::string blob("\0\xff\0", 3);
  SqliteStatement insert(database_, "INSERT INTO t VALUES(?, ?, ?, ?)");
  insert.Integer(-7).Real(0.5).Text("text").Blob(blob).Run();
  insert.Integer(8).Real(1).Text({}).Blob({}).Run();
  ASSERT_TRUE(insert.status().ok()) << insert.status();
  SqliteStatement select(database_, "SELECT a, b, c, d, c IS NULL, d IS NULL FROM t WHERE a > ? ORDER BY a");
  select.Integer(-10);
  ASSERT_TRUE(select.Next());
  EXPECT_EQ(select.GetInteger(0), -7);
  EXPECT_EQ(select.GetReal(1), 0.5);
  EXPECT_EQ(select.GetText(2), "text");
  EXPECT_EQ(select.GetBlob(3), blob);
  ASSERT_TRUE(select.Next());
  EXPECT_EQ(select.GetText(2), "");
  EXPECT_EQ(select.GetInteger(4) + select.GetInteger(5), 0) << "empty is not NULL";
  EXPECT_FALSE(select.Next());
  EXPECT_TRUE(select.status().ok());
  select.Reset();
  select.Integer(0);
  ASSERT_TRUE(select.Next());
  EXPECT_EQ(select.GetInteger(0), 8);
}

TEST_F(SqliteStatementTest, ErrorsStay) {
  SqliteStatement none(database_, "SELECT x FROM nowhere");
  EXPECT_EQ(none.status().message(), "no such table: nowhere");
  none.Integer(1).Text("x").Blob("y").Real(2).Run();
  EXPECT_FALSE(none.Next());
  EXPECT_EQ(none.GetInteger(0), 0);
  EXPECT_EQ(none.GetText(0), "");
  EXPECT_EQ(none.GetBlob(0), "");
  EXPECT_EQ(none.status().message(), "no such table: nowhere");
  EXPECT_FALSE(ExecuteSql(database_, "nonsense").ok());

  ASSERT_TRUE(ExecuteSql(database_, "CREATE TABLE t(a INTEGER PRIMARY KEY)").ok());
  SqliteStatement insert(database_, "INSERT INTO t VALUES(?)");
  insert.Integer(1).Run();
  insert.Integer(1).Run();
  EXPECT_FALSE(insert.status().ok()) << "the key is there";
}

}  // namespace
}  // namespace kenpin
