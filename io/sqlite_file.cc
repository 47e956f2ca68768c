#include "io/sqlite_file.h"

#include <fmt/format.h>

#include <utility>

namespace kenpin {
namespace {

using TextFunction = std::string (*)(std::string_view);

void CallTextFunction(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
  const unsigned char* text = sqlite3_value_text(values[0]);
  if (text == nullptr) return sqlite3_result_null(context);
  const size_t length = static_cast<size_t>(sqlite3_value_bytes(values[0]));
  const TextFunction function = *static_cast<const TextFunction*>(sqlite3_user_data(context));
  const std::string result = function({reinterpret_cast<const char*>(text), length});
  sqlite3_result_text64(context, result.data(), result.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteFile>> SqliteFile::Create(const std::string& path) {
  absl::StatusOr<PendingFile> file = PendingFile::Create(path);
  if (!file.ok()) return file.status();
  std::unique_ptr<SqliteFile> database(new SqliteFile(*std::move(file)));
  if (!database->status().ok()) return database->status();
  return database;
}

SqliteFile::SqliteFile(PendingFile file) : file_(std::move(file)) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  Check(sqlite3_open_v2(file_.temporary().c_str(), &database_, flags, nullptr));
  Execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
      "PRAGMA temp_store = MEMORY; PRAGMA encoding = 'UTF-8'; BEGIN");
}

SqliteFile::~SqliteFile() { Close(); }

void SqliteFile::Close() {
  for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
  statements_.clear();
  sqlite3_close(std::exchange(database_, nullptr));
}

void SqliteFile::Check(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW || !status_.ok()) return;
  const char* what = database_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database_);
  const std::string text = fmt::format("{}: cannot write the database: {}", file_.target(), what);
  status_ = absl::UnavailableError(absl::string_view(text.data(), text.size()));
}

void SqliteFile::Execute(const char* sql) {
  if (status_.ok()) Check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr));
}

size_t SqliteFile::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (status_.ok()) Check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
  statements_.push_back(statement);
  return statements_.size() - 1;
}

void SqliteFile::Run(size_t statement, std::span<const SqlValue> values) {
  if (!status_.ok()) return;
  sqlite3_stmt* prepared = statements_[statement];
  for (size_t i = 0; i < values.size(); ++i) {
    const int place = static_cast<int>(i) + 1;
    if (const int64_t* number = std::get_if<int64_t>(&values[i])) {
      Check(sqlite3_bind_int64(prepared, place, *number));
    } else if (const std::string_view* text = std::get_if<std::string_view>(&values[i])) {
      // SQLite takes a null pointer for NULL.
      const char* data = text->data() == nullptr ? "" : text->data();
      Check(sqlite3_bind_text64(prepared, place, data, text->size(), SQLITE_STATIC, SQLITE_UTF8));
    } else {
      Check(sqlite3_bind_null(prepared, place));
    }
  }
  Check(sqlite3_step(prepared));
  sqlite3_reset(prepared);
  sqlite3_clear_bindings(prepared);
}

void SqliteFile::AddTextFunction(const char* name, TextFunction function) {
  if (!status_.ok()) return;
  Check(sqlite3_create_function_v2(database_, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   new TextFunction(function), CallTextFunction, nullptr, nullptr,
                                   [](void* data) { delete static_cast<TextFunction*>(data); }));
}

absl::Status SqliteFile::Commit() {
  Execute("COMMIT");
  Close();
  return status_.ok() ? file_.Commit() : status_;
}

}  // namespace kenpin
