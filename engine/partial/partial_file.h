// A partial: what runs over parts of a corpus have counted, as a file. It holds the states of shards side by
// side (state_tables.h), so that partials can be put together in any order and any number of times, and what
// the counts depend on.
//
// An SQLite database: other programs can look into it, a file that is broken off is not taken for a whole
// one, and what is large is read row by row. Table `about` has a name and a value a row:
//   run.*        what is told of the run, such as run.dns; may differ
//   shards       of how many all parts are
//   any other    what the counts depend on: equal in partials that belong together
#ifndef KENPIN_ENGINE_PARTIAL_PARTIAL_FILE_H_
#define KENPIN_ENGINE_PARTIAL_PARTIAL_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/partial/state_tables.h"
#include "io/sqlite_file.h"

namespace kenpin {

inline constexpr int kPartialFormat = 2;

using PartialAbout = std::map<std::string, std::string>;

// Not thread-safe. Errors name the file.
class PartialWriter {
 public:
  // The file appears when it is committed, whole; before that only beside its name (PendingFile).
  static absl::StatusOr<std::unique_ptr<PartialWriter>> Create(const std::string& path);

  // Adds a shard, from 1 on.
  absl::Status Add(uint32_t shard, RunState& state);
  // To be called once, last.
  absl::Status Commit(const PartialAbout& about);

 private:
  PartialWriter(std::unique_ptr<SqliteFile> file, std::string path);
  absl::Status Named(const absl::Status& status) const;

  std::unique_ptr<SqliteFile> file_;
  std::string path_;
};

// Reads a file that may come from anybody. Not thread-safe. Errors name the file.
class PartialReader {
 public:
  // Also an error: the file is no partial, or one of another format, or holds tables that a partial has not.
  static absl::StatusOr<std::unique_ptr<PartialReader>> Open(const std::string& path);
  ~PartialReader();
  PartialReader(const PartialReader&) = delete;
  PartialReader& operator=(const PartialReader&) = delete;

  const std::string& path() const { return path_; }
  const PartialAbout& about() const { return about_; }
  // By their numbers.
  const std::vector<StateInfo>& shards() const { return shards_; }

  // As ReadState(). Also an error: the file is another one by now. It is open only meanwhile, so that there
  // may be more readers than files that a process may have open.
  absl::Status Read(uint32_t shard, RunState* state) const;

 private:
  explicit PartialReader(std::string path) : path_(std::move(path)) {}
  absl::Status Load();
  void Close();
  absl::Status LoadAbout();
  absl::Status Named(std::string_view what) const;

  std::string path_;
  sqlite3* database_ = nullptr;
  PartialAbout about_;
  std::vector<StateInfo> shards_;
};

// What of the counts' conditions differs, in words; empty: nothing, they belong together.
std::string DescribeDifference(const PartialAbout& one, const PartialAbout& other);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_PARTIAL_FILE_H_
