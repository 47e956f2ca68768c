#include "engine/partial/partial_file.h"

#include <fmt/format.h>
#include <algorithm>

#include <set>
#include <tuple>
#include <utility>

#include "io/named_status.h"
#include "io/sqlite_statement.h"

namespace kenpin {
namespace {

// "kppa": what the file is to programs that tell files by their beginnings.
constexpr int kApplicationId = 0x6b707061;
constexpr char kAboutTable[] = "CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";
constexpr size_t kMaxAboutRows = 1000;
// No row is larger: the counters of a domain with long names in its samples.
constexpr int kMaxRowBytes = 256 << 20;
constexpr std::string_view kToldOnly = "run.";

absl::Status CreateTables(sqlite3* database) {
  const absl::Status status = ExecuteSql(database, kAboutTable);
  return status.ok() ? CreateStateTables(database) : status;
}

// All that the database defines: type, name, table and text of every row of its schema.
using Schema = std::set<std::tuple<std::string, std::string, std::string, std::string>>;

Schema SchemaOf(sqlite3* database, absl::Status* status) {
  Schema schema;
  SqliteStatement select(database, "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema");
  while (select.Next() && schema.size() < kMaxAboutRows) {
    schema.emplace(select.GetText(0), select.GetText(1), select.GetText(2), select.GetText(3));
  }
  *status = select.status();
  return schema;
}

Schema OwnSchema() {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  absl::Status status = CreateTables(database);
  Schema schema = SchemaOf(database, &status);
  sqlite3_close(database);
  return schema;
}

int64_t Pragma(sqlite3* database, const char* sql) {
  SqliteStatement pragma(database, sql);
  return pragma.Next() ? pragma.GetInteger(0) : 0;
}

bool IsSameShard(const StateInfo& one, const StateInfo& other) {
  return one.number == other.number && one.sha256 == other.sha256;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PartialWriter>> PartialWriter::Create(const std::string& path) {
  absl::StatusOr<std::unique_ptr<SqliteFile>> file = SqliteFile::Create(path);
  if (!file.ok()) return file.status();
  std::unique_ptr<PartialWriter> writer(new PartialWriter(*std::move(file), path));
  writer->file_->Execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, kPartialFormat)
          .c_str());
  absl::Status status = writer->file_->status();
  if (status.ok()) status = writer->Named(CreateTables(writer->file_->database()));
  if (!status.ok()) return status;
  return writer;
}

PartialWriter::PartialWriter(std::unique_ptr<SqliteFile> file, std::string path)
    : file_(std::move(file)), path_(std::move(path)) {}

absl::Status PartialWriter::Named(const absl::Status& status) const {
  const absl::string_view what = status.message();
  if (status.ok()) return status;
  return NamedStatus(path_, absl::StatusCode::kUnavailable, {what.data(), what.size()});
}

absl::Status PartialWriter::Add(uint32_t shard, RunState& state) {
  return Named(WriteState(file_->database(), shard, state).status());
}

absl::Status PartialWriter::Commit(const PartialAbout& about) {
  {
    SqliteStatement insert(file_->database(), "INSERT INTO about VALUES(?, ?)");
    for (const auto& [name, value] : about) insert.Text(name).Text(value).Run();
    if (!insert.status().ok()) return Named(insert.status());
  }
  return file_->Commit();
}

absl::StatusOr<std::unique_ptr<PartialReader>> PartialReader::Open(const std::string& path) {
  std::unique_ptr<PartialReader> reader(new PartialReader(path));
  const absl::Status status = reader->Load();
  if (!status.ok()) return status;
  reader->Close();
  return reader;
}

PartialReader::~PartialReader() { Close(); }

void PartialReader::Close() {
  sqlite3_close(database_);
  database_ = nullptr;
}

absl::Status PartialReader::Named(std::string_view what) const {
  return NamedStatus(path_, absl::StatusCode::kDataLoss, what);
}

absl::Status PartialReader::Load() {
  constexpr int kFlags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  if (sqlite3_open_v2(path_.c_str(), &database_, kFlags, nullptr) != SQLITE_OK)
    return Named(fmt::format("cannot open: {}", sqlite3_errmsg(database_)));
  sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, kMaxRowBytes);
  const absl::Status readable = DistrustDatabase(database_);
  if (!readable.ok() || Pragma(database_, "PRAGMA application_id") != kApplicationId)
    return Named("is no partial; give what kenpin scan --out partial:FILE wrote");
  const int64_t format = Pragma(database_, "PRAGMA user_version");
  if (format != kPartialFormat)
    return Named(
        fmt::format("is a partial of format {}; this kenpin reads format {}", format, kPartialFormat));
  absl::Status status;
  const bool is_ours = SchemaOf(database_, &status) == OwnSchema();
  if (!status.ok() || !is_ours) return Named("is damaged: it holds other tables than a partial");
  status = LoadAbout();
  if (!status.ok()) return status;
  absl::StatusOr<std::vector<StateInfo>> shards = ListStates(database_);
  if (!shards.ok()) return Named(std::string(shards.status().message()));
  shards_ = *std::move(shards);
  return absl::OkStatus();
}

absl::Status PartialReader::LoadAbout() {
  SqliteStatement select(database_, "SELECT name, value FROM about");
  while (select.Next()) {
    if (about_.size() == kMaxAboutRows) return Named("is damaged: it says too much about itself");
    about_[std::string(select.GetText(0))] = select.GetText(1);
  }
  if (!select.status().ok()) return Named(std::string(select.status().message()));
  return absl::OkStatus();
}

absl::Status PartialReader::Read(uint32_t shard, RunState* state) const {
  PartialReader again(path_);
  if (const absl::Status status = again.Load(); !status.ok()) return status;
  if (again.about_ != about_ ||
      !std::equal(shards_.begin(), shards_.end(), again.shards_.begin(), again.shards_.end(), IsSameShard)) {
    return Named("has changed since it was opened");
  }
  const absl::Status status = ReadState(again.database_, shard, state);
  return status.ok() ? status : Named(std::string(status.message()));
}

std::string DescribeDifference(const PartialAbout& one, const PartialAbout& other) {
  const auto value_in = [](const PartialAbout& about, const std::string& name) {
    const PartialAbout::const_iterator found = about.find(name);
    return found == about.end() ? std::string("not given") : "'" + found->second + "'";
  };
  PartialAbout names = one;
  names.insert(other.begin(), other.end());
  for (const auto& [name, value] : names) {
    if (name.starts_with(kToldOnly)) continue;
    const std::string here = value_in(one, name);
    const std::string there = value_in(other, name);
    if (here != there) return fmt::format("{}: {} and {}", name, here, there);
  }
  return {};
}

}  // namespace kenpin
