// --state: what is put together of the nights of one state file, around the scans of their inputs.
//
// A state holds one RunState a night and input (a part). So nights leave one by one, what an input has
// counted can be taken out again when the input turns out to be another one, and the cumulative summary is
// the sum of what is left: the same as that of one scan over all of it.
//
// Reports are written first and the state is committed last. A run that dies in between leaves new reports
// and the old state: the next run reads the same mail again and writes the same reports. The other way round
// the mail would be known, and nobody would ever be told.
#ifndef KENPIN_ENGINE_NIGHTLY_SCAN_STATE_H_
#define KENPIN_ENGINE_NIGHTLY_SCAN_STATE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/partial/run_state.h"
#include "io/state_file.h"

namespace kenpin {

struct ScanStateOptions {
  std::string path;
  uint32_t keep_days = 0;  // Older nights leave; 0: none does.
  size_t sample_limit = 3;
  int64_t now = 0;                  // Unix seconds.
  std::vector<std::string> inputs;  // Each path once.
};

// What decides the numbers, by name: runs with other conditions must not be put together.
using ScanConditions = std::map<std::string, std::string>;

// Not thread-safe. Errors name the state file. After an error nothing is committed.
class ScanState {
 public:
  // Also an error: the state was made under other conditions; the first that differs is named.
  static absl::StatusOr<std::unique_ptr<ScanState>> Open(const ScanStateOptions& options,
                                                         const ScanConditions& conditions);

  // What is known of an input, for CorpusOptions; lives as long as this.
  absl::StatusOr<InputLook*> LookAt(size_t input);

  // Takes what was counted in the input that was looked at last, by a run of its own: its messages have the
  // input 0. `errors` are those of the run. A file that could not be read, and an input that is a file and
  // could not be read to its end, are told and not remembered: the next run tries again. A file of a
  // directory of which a part was counted is remembered: it is read and told again only when it changes.
  absl::Status Add(size_t input, RunState&& counted, const std::vector<InputError>& errors);

  // What was counted tonight, all inputs; to be taken once.
  RunState& tonight() { return tonight_; }
  // Inputs that are not what they were: what they had counted before is not in the sum any more.
  const std::vector<std::string>& replaced() const { return replaced_; }
  // Whether mail was found in this run, or the state is not a new one.
  bool has_mail() const { return has_mail_; }
  // When the last night was, Unix seconds; 0: never.
  int64_t last_night() const { return nights_.empty() ? 0 : nights_.back().at; }

  // The sum of all nights that are kept, this one included. Inputs come in the order of this run, then those
  // that it does not name in bytewise order.
  absl::StatusOr<RunState> Cumulative();

  // Makes this night a part of the state. To be called once, last, when all reports are written.
  absl::Status Commit();

 private:
  struct Input {
    std::string path;
    std::optional<SeenInput> before;
    std::unique_ptr<InputLook> look;
    std::optional<SeenInput> after;  // Null: what is known of the input stays as it is.
    StateFile::Places places;
    bool places_changed = false;
    bool failed = false;      // As a whole: not remembered.
    uint32_t part = 0;        // Number of tonight's; 0: none.
    uint64_t junk_bytes = 0;  // Octets of files that failed: they are read again every night.
    InputSummary told;        // Of tonight.
  };

  ScanState(std::unique_ptr<StateFile> file, const ScanStateOptions& options);
  absl::Status Load(const ScanConditions& conditions);
  bool IsDropped(uint32_t night) const { return dropped_.contains(night); }
  // Of an input, what nights that are kept have read: its parts, by number, and the places of its files.
  std::vector<StatePart> PartsOf(const std::string& path) const;
  absl::StatusOr<StateFile::Places> PlacesOf(const std::string& path);
  // Files that dropped nights have read are known, and that is all. Returns whether there are any.
  bool ForgetDropped(KnownFiles* files) const;
  absl::Status StorePart(Input& input, RunState& counted);
  // Adds the parts of an input that are to be summed up; the files of `seen` say what its ranks become.
  absl::Status AddParts(uint32_t index, const SeenInput* seen, const Input& input, RunState* sum);
  absl::Status RemovePart(uint32_t number);
  absl::Status CommitInput(Input& input);
  absl::Status DropNights();

  std::unique_ptr<StateFile> file_;
  ScanStateOptions options_;
  uint32_t night_ = 1;
  std::vector<StateNight> nights_;
  std::set<uint32_t> dropped_;
  std::vector<StatePart> parts_;  // By number; tonight's, too.
  std::vector<Input> inputs_;
  RunState tonight_;
  std::vector<std::string> replaced_;
  bool has_mail_ = false;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_NIGHTLY_SCAN_STATE_H_
