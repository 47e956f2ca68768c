#include "engine/report/sqlite_report.h"

#include <gtest/gtest.h>

#include "engine/report/test_run.h"
#include "io/test_report_file.h"

namespace kenpin {
namespace {

class SqliteReportTest : public ReportFileTest {
 protected:
  // All rows, cells parted by '|', rows by ';'.
  std::string Ask(const char* sql) {
    sqlite3* database = nullptr;
    std::string answer;
    const auto row = [](void* out, int count, char** cells, char**) {
      std::string& text = *static_cast<std::string*>(out);
      for (int i = 0; i < count; ++i) {
        text += cells[i] == nullptr ? "NULL" : cells[i];
        text += i + 1 < count ? '|' : ';';
      }
      return 0;
    };
    EXPECT_EQ(sqlite3_open_v2(path_.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, row, &answer, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
    return answer;
  }
};

TEST_F(SqliteReportTest, DomainsRulesAndSamples) {
  absl::StatusOr<std::unique_ptr<SqliteReport>> report = SqliteReport::Create(path_, MessageRows::kNo);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE((*report)->AddRecords("{}\n").ok()) << "they are not asked for";
  const absl::Status finished = (*report)->Finish(TestRun());
  ASSERT_TRUE(finished.ok()) << finished;
  EXPECT_EQ(Ask("PRAGMA user_version"), "1;");
  EXPECT_EQ(Ask("SELECT schema_version, profile, messages FROM run"), "1|gmail|4;");
  EXPECT_EQ(Ask("SELECT domain, parent, messages FROM domains ORDER BY id"),
            "shop.example|NULL|4;shop.example|1|4;");
  EXPECT_EQ(Ask("SELECT pass, warn, fail, na, unknown, direct_fail FROM domain_rules "
                "WHERE domain_id = 1 AND rule = 'format-date'"),
            "3|0|1|0|0|1;");
  EXPECT_EQ(
      Ask("SELECT state, rule FROM compliance WHERE domain_id = 1 AND requirement = 'MESSAGE_FORMATTING'"),
      "NEEDS_WORK|format-date;");
  EXPECT_EQ(Ask("SELECT source, byte_offset, message_id, reason FROM samples "
                "WHERE domain_id = 1 AND rule = 'format-date'"),
            "mail/a.mbox|42|1@shop.example|date_missing;");
  EXPECT_EQ(Ask("SELECT count(*) FROM messages"), "0;");
  EXPECT_EQ(Ask("PRAGMA foreign_key_check"), "");
}

TEST_F(SqliteReportTest, Messages) {
  absl::StatusOr<std::unique_ptr<SqliteReport>> report = SqliteReport::Create(path_, MessageRows::kYes);
  ASSERT_TRUE(report.ok());
  const std::string record =
      R"({"source":"a","offset":3,"length":9,"message_id":"\u001b[31m'","author_domain":null,"org_domain":null,)"
      R"("date":null,"mode":"sent","stream":"direct","sender_system":null,"spf":null,"dmarc":{"result":"pass"},)"
      R"("rules":{"format-date":"fail","auth-spf":"pass"},"reasons":{"format-date":"date_missing"}})";
  ASSERT_TRUE((*report)->AddRecords(record + "\n" + record + "\n").ok());
  ASSERT_TRUE((*report)->Finish(TestRun()).ok());
  EXPECT_EQ(Ask("SELECT id, byte_offset, message_id, spf, dmarc FROM messages"),
            "1|3|\\x1b[31m'|NULL|pass;2|3|\\x1b[31m'|NULL|pass;");
  EXPECT_EQ(Ask("SELECT rule, outcome, reason FROM message_rules WHERE message = 1 ORDER BY rule"),
            "auth-spf|pass|NULL;format-date|fail|date_missing;");
}

}  // namespace
}  // namespace kenpin
