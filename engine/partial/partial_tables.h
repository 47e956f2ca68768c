// States of runs in tables of an SQLite database: that of a partial (partial_file.h), or any other whose
// owner puts them there. One state a shard.
//
//   shard         number, messages, bytes, and a SHA-256 of all that is stored of it: equal states have equal
//                 digests, whatever thread counted what
//   input         what was read of each CORPUS argument
//   domain        one row an Author Domain: its counters, and messages and octets beside them, for people
//   fingerprint   sorted, kFingerprintsPerBlock a row
//
// Counters are written by the places of the rules in this program's tables: who reads them compares
// RuleTableHash() first. Tables that are read may come from anybody: what does not fit is a named error.
#ifndef KENPIN_ENGINE_PARTIAL_PARTIAL_TABLES_H_
#define KENPIN_ENGINE_PARTIAL_PARTIAL_TABLES_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/partial/run_state.h"

namespace kenpin {

struct ShardInfo {
  uint32_t number = 0;
  uint64_t messages = 0;
  uint64_t bytes = 0;
  std::string sha256;  // Hexadecimal.
};

// SHA-256, in hexadecimal, of the names of all rules, corpus rules, reasons and sender systems in their
// order, and of what the profiles require: whether two programs mean the same by the counters.
std::string RuleTableHash();

// All functions: `database` is open and belongs to the caller, who also begins and ends transactions. Errors
// say what happened without naming the file.

// Creates the tables if they are not there.
absl::Status CreateStateTables(sqlite3* database);

// Adds the state under a number that is not there yet. The fingerprints are read, and stay.
absl::Status WriteState(sqlite3* database, uint32_t number, RunState& state);

// What stands in the tables, by number.
absl::StatusOr<std::vector<ShardInfo>> ListStates(sqlite3* database);

// Adds what is stored under `number` to `state`, as RunState::Merge() does. With an error `state` is of no
// use: the digest is compared at the end.
absl::Status ReadState(sqlite3* database, uint32_t number, RunState* state);

// Removes what is stored under `number`.
absl::Status DeleteState(sqlite3* database, uint32_t number);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_PARTIAL_TABLES_H_
