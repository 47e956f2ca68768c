#include "io/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "io/named_status.h"
#include "io/sqlite_statement.h"

namespace kenpin {
namespace {

// "knst": tells file(1) and us what the database is.
constexpr int64_t kApplicationId = 0x6b6e7374;
constexpr int64_t kVersion = 2;
// Somebody who reads the file may hold up the end of a run for so long.
constexpr int kReaderPatienceMilliseconds = 30'000;

constexpr char kTables[] =
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE night (number INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TABLE seen (path TEXT PRIMARY KEY, format TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER "
    "NOT NULL,"
    " tail_begin INTEGER NOT NULL, tail_end INTEGER NOT NULL, tail_sha256 BLOB NOT NULL, takes_all_files "
    "INTEGER NOT NULL,"
    " cur_modified INTEGER NOT NULL, new_modified INTEGER NOT NULL, listed_at INTEGER NOT NULL,"
    " files BLOB NOT NULL);"
    "CREATE TABLE part (number INTEGER PRIMARY KEY, night INTEGER NOT NULL REFERENCES night,"
    " path TEXT NOT NULL);"
    "CREATE TABLE place (path TEXT NOT NULL, base TEXT NOT NULL, place TEXT NOT NULL, night "
    "INTEGER NOT NULL,"
    " PRIMARY KEY (path, base)) WITHOUT ROWID;"
    "PRAGMA application_id = 1802400628; PRAGMA user_version = 2;";
static_assert(kApplicationId == 1802400628 && kVersion == 2, "kTables says them in words");

absl::Status MakeStatus(absl::StatusCode code, const std::string& text) {
  return {code, absl::string_view(text.data(), text.size())};
}

absl::StatusOr<int64_t> ReadPragma(sqlite3* database, const char* sql) {
  SqliteStatement pragma(database, sql);
  const int64_t value = pragma.Next() ? pragma.GetInteger(0) : 0;
  if (!pragma.status().ok()) return pragma.status();
  return value;
}

// SQLite would make a file that everybody may read; it names senders and recipients.
void MakeFileForOwner(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
}

// Whether it can be that of a night or part, and the one behind it can, too. Both are counted from 1.
bool IsNumber(int64_t number) { return number > kForgottenNight && number < UINT32_MAX - 1; }

// A state has no tail where the digest is empty.
std::optional<MboxTail> ReadTail(const SqliteStatement& row, int first_column) {
  MboxTail tail;
  tail.begin = static_cast<uint64_t>(row.GetInteger(first_column));
  tail.end = static_cast<uint64_t>(row.GetInteger(first_column + 1));
  tail.sha256 = row.GetBlob(first_column + 2);
  if (tail.sha256.empty()) return std::nullopt;
  return tail;
}

}  // namespace

absl::StatusOr<std::unique_ptr<StateFile>> StateFile::Open(const std::string& path) {
  MakeFileForOwner(path);
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<StateFile> file(new StateFile(path, database));
  if (code != SQLITE_OK) {
    return MakeStatus(
        absl::StatusCode::kUnavailable,
        fmt::format("{}: cannot open the state: {}; it is an SQLite database in a directory that "
                    "can be written to",
                    path, database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database)));
  }
  absl::Status status = file->Begin();
  if (status.ok()) status = file->CheckKind();
  if (!status.ok()) return status;
  return file;
}

StateFile::~StateFile() { sqlite3_close(database_); }

absl::Status StateFile::Begin() {
  absl::Status status = DistrustDatabase(database_);
  if (status.ok()) status = ExecuteSql(database_, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  if (status.ok()) {
    sqlite3_busy_timeout(database_, kReaderPatienceMilliseconds);
    return status;
  }
  if (sqlite3_errcode(database_) == SQLITE_BUSY) {
    return MakeStatus(absl::StatusCode::kUnavailable,
                      fmt::format("{}: another run is using this state; wait until it has ended", path_));
  }
  return Named(status);
}

absl::Status StateFile::CheckKind() {
  const absl::StatusOr<int64_t> application = ReadPragma(database_, "PRAGMA application_id");
  if (!application.ok()) return Named(application.status());
  const absl::StatusOr<int64_t> version = ReadPragma(database_, "PRAGMA user_version");
  if (!version.ok()) return Named(version.status());
  const absl::StatusOr<int64_t> tables = ReadPragma(database_, "SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return Named(tables.status());
  if (*application == 0 && *tables == 0) {
    is_new_ = true;
    return Named(ExecuteSql(database_, kTables));
  }
  if (*application != kApplicationId) {
    return MakeStatus(
        absl::StatusCode::kFailedPrecondition,
        fmt::format("{}: is a database, but no state of kenpin; give --state a file of its own", path_));
  }
  if (*version == kVersion) return absl::OkStatus();
  return MakeStatus(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("{}: has version {} of the state's format, and this program knows {}; go on with "
                  "the program that made it, or begin another state",
                  path_, *version, kVersion));
}

absl::Status StateFile::Named(const absl::Status& status) const { return NamedStatus(path_, status); }

absl::Status StateFile::Damaged(const char* what) const {
  return MakeStatus(
      absl::StatusCode::kDataLoss,
      fmt::format("{}: {} cannot be read; put back a copy of the state, or begin another one", path_, what));
}

absl::StatusOr<std::map<std::string, std::string>> StateFile::About() {
  std::map<std::string, std::string> about;
  SqliteStatement rows(database_, "SELECT name, value FROM about");
  while (rows.Next()) about[std::string(rows.GetText(0))] = rows.GetText(1);
  if (!rows.status().ok()) return Named(rows.status());
  return about;
}

absl::Status StateFile::SetAbout(const std::map<std::string, std::string>& about) {
  SqliteStatement insert(database_, "INSERT OR REPLACE INTO about VALUES (?, ?)");
  for (const auto& [name, value] : about) insert.Text(name).Text(value).Run();
  return Named(insert.status());
}

absl::StatusOr<std::vector<StateNight>> StateFile::Nights() {
  std::vector<StateNight> nights;
  SqliteStatement rows(database_, "SELECT number, at FROM night ORDER BY number");
  while (rows.Next()) {
    if (!IsNumber(rows.GetInteger(0))) return Damaged("the number of a night");
    nights.push_back({static_cast<uint32_t>(rows.GetInteger(0)), rows.GetInteger(1)});
  }
  if (!rows.status().ok()) return Named(rows.status());
  return nights;
}

absl::Status StateFile::AddNight(const StateNight& night) {
  SqliteStatement insert(database_, "INSERT INTO night VALUES (?, ?)");
  insert.Integer(night.number).Integer(night.at).Run();
  return Named(insert.status());
}

absl::Status StateFile::DeleteNight(uint32_t number) {
  for (const char* sql : {"DELETE FROM night WHERE number = ?", "DELETE FROM place WHERE night = ?"}) {
    SqliteStatement remove(database_, sql);
    remove.Integer(number).Run();
    if (!remove.status().ok()) return Named(remove.status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SeenInput>> StateFile::Seen(const std::string& input) {
  SqliteStatement row(database_,
                      "SELECT format, size, modified, tail_begin, tail_end, tail_sha256, takes_all_files,"
                      " cur_modified, new_modified, listed_at, files FROM seen WHERE path = ?");
  row.Text(input);
  if (!row.Next()) {
    if (!row.status().ok()) return Named(row.status());
    return std::nullopt;
  }
  SeenInput seen;
  seen.format = ParseInputFormat(row.GetText(0));
  if (!seen.format && !row.GetText(0).empty()) return Damaged("the format of an input");
  seen.size = static_cast<uint64_t>(row.GetInteger(1));
  seen.modified = row.GetInteger(2);
  seen.tail = ReadTail(row, 3);
  seen.takes_all_files = row.GetInteger(6) != 0;
  seen.folder_times = {row.GetInteger(7), row.GetInteger(8)};
  seen.listed_at = row.GetInteger(9);
  std::optional<KnownFiles> files = KnownFiles::Decode(row.GetBlob(10));
  if (!files) return Damaged("the list of files");
  seen.files = *std::move(files);
  return seen;
}

absl::Status StateFile::SetSeen(const std::string& input, const SeenInput& seen) {
  const std::string files = seen.files.Encode();
  SqliteStatement insert(database_,
                         "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const MboxTail tail = seen.tail.value_or(MboxTail());
  insert.Text(input).Text(seen.format ? InputFormatName(*seen.format) : std::string_view());
  insert.Integer(static_cast<int64_t>(seen.size)).Integer(seen.modified);
  insert.Integer(static_cast<int64_t>(tail.begin)).Integer(static_cast<int64_t>(tail.end)).Blob(tail.sha256);
  insert.Integer(seen.takes_all_files ? 1 : 0).Integer(seen.folder_times[0]).Integer(seen.folder_times[1]);
  insert.Integer(seen.listed_at).Blob(files).Run();
  return Named(insert.status());
}

absl::Status StateFile::SetListed(const std::string& input, const SeenInput& seen) {
  SqliteStatement update(database_,
                         "UPDATE seen SET cur_modified = ?, new_modified = ?, listed_at = ? WHERE path = ?");
  update.Integer(seen.folder_times[0])
      .Integer(seen.folder_times[1])
      .Integer(seen.listed_at)
      .Text(input)
      .Run();
  return Named(update.status());
}

absl::StatusOr<std::vector<std::string>> StateFile::SeenPaths() {
  std::vector<std::string> paths;
  SqliteStatement rows(database_, "SELECT path FROM seen ORDER BY path");
  while (rows.Next()) paths.emplace_back(rows.GetText(0));
  if (!rows.status().ok()) return Named(rows.status());
  return paths;
}

absl::StatusOr<std::vector<StatePart>> StateFile::Parts() {
  std::vector<StatePart> parts;
  SqliteStatement rows(database_, "SELECT number, night, path FROM part ORDER BY number");
  while (rows.Next()) {
    if (!IsNumber(rows.GetInteger(0)) || !IsNumber(rows.GetInteger(1)))
      return Damaged("the number of a part");
    parts.push_back({static_cast<uint32_t>(rows.GetInteger(0)), static_cast<uint32_t>(rows.GetInteger(1)),
                     std::string(rows.GetText(2))});
  }
  if (!rows.status().ok()) return Named(rows.status());
  return parts;
}

absl::Status StateFile::AddPart(const StatePart& part) {
  SqliteStatement insert(database_, "INSERT INTO part VALUES (?, ?, ?)");
  insert.Integer(part.number).Integer(part.night).Text(part.path).Run();
  return Named(insert.status());
}

absl::Status StateFile::DeletePart(uint32_t number) {
  SqliteStatement remove(database_, "DELETE FROM part WHERE number = ?");
  remove.Integer(number).Run();
  return Named(remove.status());
}

absl::StatusOr<StateFile::Places> StateFile::PlacesOf(const std::string& input) {
  Places places;
  SqliteStatement rows(database_, "SELECT base, place, night FROM place WHERE path = ?");
  rows.Text(input);
  while (rows.Next()) {
    if (!IsNumber(rows.GetInteger(2))) return Damaged("the number of a night");
    places[std::string(rows.GetText(0))] = {std::string(rows.GetText(1)),
                                            static_cast<uint32_t>(rows.GetInteger(2))};
  }
  if (!rows.status().ok()) return Named(rows.status());
  return places;
}

absl::Status StateFile::SetPlaces(const std::string& input, const Places& places) {
  SqliteStatement remove(database_, "DELETE FROM place WHERE path = ?");
  remove.Text(input).Run();
  if (!remove.status().ok()) return Named(remove.status());
  SqliteStatement insert(database_, "INSERT INTO place VALUES (?, ?, ?, ?)");
  for (const auto& [base, place] : places) {
    insert.Text(input).Text(base).Text(place.where).Integer(place.night).Run();
  }
  return Named(insert.status());
}

absl::Status StateFile::Commit() { return Named(ExecuteSql(database_, "COMMIT")); }

}  // namespace kenpin
