#include "io/sqlite_statement.h"

namespace kenpin {
namespace {

absl::Status ErrorOf(sqlite3* database) {
  return absl::UnavailableError(absl::string_view(sqlite3_errmsg(database)));
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* database, const char* sql) : database_(database) {
  Check(sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr));
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::Check(int code) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && status_.ok())
    status_ = ErrorOf(database_);
}

SqliteStatement& SqliteStatement::Integer(int64_t value) {
  if (status_.ok()) Check(sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

SqliteStatement& SqliteStatement::Real(double value) {
  if (status_.ok()) Check(sqlite3_bind_double(statement_, ++bound_, value));
  return *this;
}

SqliteStatement& SqliteStatement::Text(std::string_view text) {
  // SQLite takes a null pointer for NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  if (status_.ok())
    Check(sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::Blob(std::string_view bytes) {
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  if (status_.ok()) Check(sqlite3_bind_blob64(statement_, ++bound_, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

void SqliteStatement::Run() {
  Next();
  Reset();
}

bool SqliteStatement::Next() {
  if (!status_.ok()) return false;
  const int code = sqlite3_step(statement_);
  Check(code);
  return code == SQLITE_ROW;
}

int64_t SqliteStatement::GetInteger(int column) const { return sqlite3_column_int64(statement_, column); }

double SqliteStatement::GetReal(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view SqliteStatement::GetText(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  const size_t size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
  return {reinterpret_cast<const char*>(text), size};
}

std::string_view SqliteStatement::GetBlob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

void SqliteStatement::Reset() {
  bound_ = 0;
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

absl::Status DistrustDatabase(sqlite3* database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  return ExecuteSql(database, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
}

absl::Status ExecuteSql(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK ? absl::OkStatus()
                                                                             : ErrorOf(database);
}

}  // namespace kenpin
