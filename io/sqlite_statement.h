// One prepared statement of SQLite, for reading and writing tables.
#ifndef KENPIN_IO_SQLITE_STATEMENT_H_
#define KENPIN_IO_SQLITE_STATEMENT_H_

#include <absl/status/status.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// Not thread-safe; must not outlive the database. The first error stays, and makes every later call an idle
// one.
class SqliteStatement {
 public:
  SqliteStatement(sqlite3* database, const char* sql);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // Binds the next placeholder. Texts and blobs must live until the next Reset() or Run().
  SqliteStatement& Integer(int64_t value);
  SqliteStatement& Real(double value);
  SqliteStatement& Text(std::string_view text);
  SqliteStatement& Blob(std::string_view bytes);
  // Executes a statement without results, and is ready to be bound anew.
  void Run();

  // Goes to the next row; false at the end and after an error.
  bool Next();
  // Of the row at hand. Views are valid until the next call of a member that is no getter. What is of another
  // type is converted as SQLite does.
  int64_t GetInteger(int column) const;
  double GetReal(int column) const;
  std::string_view GetText(int column) const;
  std::string_view GetBlob(int column) const;
  // Is ready to be bound anew.
  void Reset();

  // What SQLite says, without the name of the file.
  const absl::Status& status() const { return status_; }

 private:
  void Check(int code);

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
  absl::Status status_;
};

// To be called first with a database that may come from anybody: nothing that it defines is executed
// (triggers, views, functions in its schema), and its pages are looked at before they are believed.
absl::Status DistrustDatabase(sqlite3* database);

// Executes statements without results.
absl::Status ExecuteSql(sqlite3* database, const char* sql);

}  // namespace kenpin

#endif  // KENPIN_IO_SQLITE_STATEMENT_H_
