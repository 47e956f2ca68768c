// States of runs in tables of an SQLite database: that of a partial (partial_file.h), or any other whose
// owner keeps them there. One state a number.
//
//   state              one row a number: messages, octets, totals, when and how the run was, and a SHA-256 of
//                      all but the latter: states of equal content have equal digests, whatever thread
//                      counted what
//   state_input        what was read of each CORPUS argument
//   state_domain       one row an Author Domain: its counters as octets, and beside them its messages and
//                      octets for whoever asks with SQL
//   state_fingerprint  the fingerprints in ascending order, kFingerprintsPerBlock a row
//
// Counters are written by the places of rules, reasons and systems in this program's tables: who reads them
// compares RuleTableHash() first. Tables may come from anybody: what does not fit is a named error.
#ifndef KENPIN_ENGINE_PARTIAL_STATE_TABLES_H_
#define KENPIN_ENGINE_PARTIAL_STATE_TABLES_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/partial/run_state.h"

namespace kenpin {

// No number is larger, so that sums of counts do not overflow.
inline constexpr uint32_t kMaxStateNumber = 10000;
inline constexpr size_t kFingerprintsPerBlock = 2048;

// What is told of a state without reading it.
struct StateInfo {
  uint32_t number = 0;
  uint64_t messages = 0;
  uint64_t bytes = 0;  // Octets of the messages.
  std::string sha256;  // Hexadecimal.
  RunTimes times;
};

// SHA-256, in hexadecimal, of the names of all rules, corpus rules, reasons and sender systems in their
// order, and of the levels that the profiles give the rules: whether two programs mean the same by counters
// and verdicts.
std::string RuleTableHash();

// In all functions `database` is open and the caller's, who also begins and ends the transactions. Errors say
// what is wrong without naming the file.

// Creates the tables where they are not there yet.
absl::Status CreateStateTables(sqlite3* database);

// Stores the state under a number from 0 to kMaxStateNumber that is not there yet. Sorts the fingerprints;
// else the state is left as it was. Returns the SHA-256.
absl::StatusOr<std::string> WriteState(sqlite3* database, uint32_t number, RunState& state);

// All that are there, by their numbers.
absl::StatusOr<std::vector<StateInfo>> ListStates(sqlite3* database);

// Adds what is stored under `number` to `state`, like RunState::Merge(). Samples beyond state->sample_limit
// are an error. After an error `state` is of no use.
absl::Status ReadState(sqlite3* database, uint32_t number, RunState* state);

// Removes what is stored under `number`.
absl::Status DeleteState(sqlite3* database, uint32_t number);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_STATE_TABLES_H_
