#include "io/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kenpin {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, Reads) {
  struct Case {
    const char* name;
    std::string text;
    Rows rows;
  };
  const Case cases[] = {
      {"plain", "a,b\n1,2\n3,4\n", {{"1", "2"}, {"3", "4"}}},
      {"CRLF, no end of the last line", "a,b\r\n1,2\r\n3,4", {{"1", "2"}, {"3", "4"}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n1,2\n",
       {{"1", "2"}}},
      {"quoted", "a,b\n\"1,x\",\"say \"\"2\"\"\"\n", {{"1,x", "say \"2\""}}},
      {"quoted line end", "a,b\n\"1\n2\",3\n", {{"1\n2", "3"}}},
      {"empty fields", "a,b\n,\n", {{"", ""}}},
      {"empty lines", "a,b\n\n1,2\n\r\n", {{"1", "2"}}},
      {"header only", "a,b\n", {}},
      {"CR inside a field", "a,b\n1\r1,2\n", {{"1\r1", "2"}}},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<CsvTable> table = ParseCsv(c.text);
    ASSERT_TRUE(table.ok()) << c.name << ": " << table.status();
    EXPECT_EQ(table->columns, (std::vector<std::string>{"a", "b"})) << c.name;
    EXPECT_EQ(table->rows, c.rows) << c.name;
  }
}

TEST(Csv, ErrorsNameTheLine) {
  struct Case {
    const char* name;
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"nothing", "", "line 1: there is no header line"},
      {"open quote", "a,b\n1,2\n\"3,4\n", "line 4: a quote is not closed"},
      {"text behind a quote", "a,b\n\"1\"x,2\n", "line 2: text follows a closing quote"},
      {"quote inside a field", "a,b\n1\"1\",2\n", "line 2: a quote stands inside a field"},
      {"fewer fields", "a,b\n\"1\n\",2\n1\n", "line 4: 1 fields where the header has 2"},
      {"more fields", "a,b\n1,2,3\n", "line 2: 3 fields where the header has 2"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<CsvTable> table = ParseCsv(c.text);
    ASSERT_FALSE(table.ok()) << c.name;
    EXPECT_EQ(std::string(table.status().message()).substr(0, c.error.size()), c.error) << c.name;
  }
}

TEST(Csv, ColumnsAreFoundWithoutCase) {
  const absl::StatusOr<CsvTable> table = ParseCsv(" Message_ID ,IP\nx,y\n");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->Find("message_id"), 0u);
  EXPECT_EQ(table->Find("ip"), 1u);
  EXPECT_EQ(table->Find("helo"), 2u);
  EXPECT_EQ(table->lines, std::vector<size_t>{2});
}

TEST(Csv, FilesAreNamedInErrors) {
  EXPECT_NE(ReadCsv("/nowhere/x.csv").status().message().find("/nowhere/x.csv"), absl::string_view::npos);
  EXPECT_NE(ReadCsv("/tmp").status().message().find("is a directory"), absl::string_view::npos);
}

}  // namespace
}  // namespace kenpin
