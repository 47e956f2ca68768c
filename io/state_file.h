// The file of --state: what earlier runs have read, in an SQLite database that one run at a time may change.
//
// All that a run changes is one transaction, which begins when the file is opened and ends with Commit(): a
// run that ends otherwise, however it ends, leaves the file as it was. Others may read meanwhile.
//
//   about    name, value: what made it, and by which options
//   night    number, and when it was (Unix seconds): one row a run that found something new
//   seen     path, and what is known of the input (seen_input.h); `files` as KnownFiles::Encode()
//   part     number, night, path: what a night has read of an input, as counted under that number in tables
//            that are not this file's
//   place    path, base, place, night: where a file of a Maildir that reports name was seen last, and the
//            night that read it
#ifndef KENPIN_IO_STATE_FILE_H_
#define KENPIN_IO_STATE_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/seen_input.h"

namespace kenpin {

struct StatePart {
  uint32_t number = 0;
  uint32_t night = 0;
  std::string path;
};

// Of a file of a Maildir.
struct StatePlace {
  std::string where;   // Its path when it was seen last.
  uint32_t night = 0;  // That read it.
};

struct StateNight {
  uint32_t number = 0;
  int64_t at = 0;  // Unix seconds.
};

// Not thread-safe. Errors name the file. Getters of what is damaged return an error that says so.
class StateFile {
 public:
  // Opens the file, or makes one that only its owner may read, and begins the transaction. Errors: it is no
  // state of kenpin, one of another version, or in use by another run.
  static absl::StatusOr<std::unique_ptr<StateFile>> Open(const std::string& path);
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  sqlite3* database() { return database_; }
  const std::string& path() const { return path_; }
  // Whether no run has been committed yet.
  bool is_new() const { return is_new_; }

  absl::StatusOr<std::map<std::string, std::string>> About();
  absl::Status SetAbout(const std::map<std::string, std::string>& about);

  // By number. Numbers begin with 1 and grow.
  absl::StatusOr<std::vector<StateNight>> Nights();
  absl::Status AddNight(const StateNight& night);
  // And the places of the files that it read, whatever the input.
  absl::Status DeleteNight(uint32_t number);

  // Null: never seen.
  absl::StatusOr<std::optional<SeenInput>> Seen(const std::string& input);
  absl::Status SetSeen(const std::string& input, const SeenInput& seen);
  // Of an input that is there: its folder_times and listed_at.
  absl::Status SetListed(const std::string& input, const SeenInput& seen);
  // Paths of all inputs ever seen, in bytewise order.
  absl::StatusOr<std::vector<std::string>> SeenPaths();

  // By number.
  absl::StatusOr<std::vector<StatePart>> Parts();
  absl::Status AddPart(const StatePart& part);
  absl::Status DeletePart(uint32_t number);

  using Places = std::map<std::string, StatePlace, std::less<>>;  // By base name.
  absl::StatusOr<Places> PlacesOf(const std::string& input);
  absl::Status SetPlaces(const std::string& input, const Places& places);

  // Ends the transaction: what was changed is on the disk. To be called once, last.
  absl::Status Commit();

  // `status` with the name of the file before it.
  absl::Status Named(const absl::Status& status) const;

 private:
  StateFile(std::string path, sqlite3* database) : path_(std::move(path)), database_(database) {}
  absl::Status Begin();
  absl::Status CheckKind();
  absl::Status Damaged(const char* what) const;

  std::string path_;
  sqlite3* database_;
  bool is_new_ = false;
};

}  // namespace kenpin

#endif  // KENPIN_IO_STATE_FILE_H_
