// A new SQLite database that appears whole or not at all, filled by one writer.
#ifndef KENPIN_IO_SQLITE_FILE_H_
#define KENPIN_IO_SQLITE_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "io/pending_file.h"

namespace kenpin {

// NULL, INTEGER or TEXT.
using SqlValue = std::variant<std::monostate, int64_t, std::string_view>;

// Not thread-safe. The first error stays, names the file and makes every later call an idle one.
class SqliteFile {
 public:
  // An empty database beside `path` (PendingFile), with one transaction open that Commit() ends. It keeps no
  // journal: a file that is not committed vanishes.
  static absl::StatusOr<std::unique_ptr<SqliteFile>> Create(const std::string& path);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  // One or more statements without results.
  void Execute(const char* sql);
  // A statement with placeholders; returns what Run() takes.
  size_t Prepare(const char* sql);
  // Text is copied. Invalid UTF-8 is the caller's to prevent.
  void Run(size_t statement, std::span<const SqlValue> values);
  // Gives SQL a function of one text; NULL stays NULL.
  void AddTextFunction(const char* name, std::string (*function)(std::string_view));
  // Of the last row that was inserted.
  int64_t last_row_id() const { return sqlite3_last_insert_rowid(database_); }

  // Stays this object's. What goes wrong there is not noticed here.
  sqlite3* database() { return database_; }

  const absl::Status& status() const { return status_; }
  // Ends the transaction and gives the file its name. To be called once, last.
  absl::Status Commit();

 private:
  explicit SqliteFile(PendingFile file);
  void Check(int code);
  void Close();

  PendingFile file_;
  sqlite3* database_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
  absl::Status status_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_SQLITE_FILE_H_
