// What earlier runs have read of one CORPUS argument, and how a run that opens it again finds out what is
// new.
//
//   Maildir             by base names, which never change; flags, and the way from new to cur, do not matter
//   directory           by names, sizes and times. A file that is one message (.eml) and changed is read
//                       again by itself; if another one changed, which may be an mbox, all is read anew
//   mbox                by size and time; if it has only grown (mbox_tail.h), from its old end on
//   any other file      by size and time, as a whole
//
// Who is empty now has lost its mail, and is no other input: what was read of it stays known. A directory of
// another kind that is empty is an error besides.
//
// Nothing is asked of a file in a Maildir that is known: not even whether it is there.
#ifndef KENPIN_IO_SEEN_INPUT_H_
#define KENPIN_IO_SEEN_INPUT_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/corpus.h"
#include "io/directory.h"
#include "io/known_files.h"
#include "io/mbox_tail.h"

namespace kenpin {

// A Maildir whose folders have not changed since they were listed is not listed again, if they had not
// changed for so long by then: clocks of file systems tick slowly, and servers' may be off.
inline constexpr int64_t kFolderRestNanoseconds = 60 * int64_t{1'000'000'000};

struct SeenInput {
  std::optional<InputFormat> format;  // Absent: an empty file.
  // Of a file.
  uint64_t size = 0;
  int64_t modified = 0;  // Nanoseconds since 1970.
  std::optional<MboxTail> tail;
  // Of a directory.
  KnownFiles files;
  bool takes_all_files = false;           // DirectoryListing::takes_all_files().
  std::array<int64_t, 2> folder_times{};  // Of cur and new, in nanoseconds since 1970; 0: absent.
  int64_t listed_at = 0;                  // When they were asked for.
};

enum class InputChange : uint8_t {
  kNew,        // Never seen, and read whole.
  kUnchanged,  // Nothing is read.
  kGrown,      // Only what is new is read.
  kReplaced,   // Is not what was seen: read whole, and what was counted of it counts no more.
};

// One look at an input. Filled by whoever opens it (OpenInput()), for whoever asked; used by one thread at a
// time.
struct InputLook {
  // `seen` null: never seen; must outlive the look. `time`: now, in nanoseconds since 1970.
  InputLook(SeenInput* seen, int64_t time) : before(seen), now(time) {}

  SeenInput* before;
  int64_t now;
  std::set<std::string> followed;  // Base names of files in a Maildir whose place is wanted.

  InputChange change = InputChange::kNew;
  SeenInput after;  // But for `files`, which Remember() fills.
  // Of a directory: what is read of it; null if it was not listed.
  std::shared_ptr<const DirectoryListing> listing;
  std::vector<bool> met;  // By before->files: whether a file of this name is there still. Empty: all are.
  std::map<std::string, std::string, std::less<>> places;  // Of files that are followed and there.
};

// What is to be remembered when all of the look was read, on the night given. `failed`: names (in a Maildir
// base names) of files of a directory that could not be read, which the next run shall try again. Files that
// are gone are forgotten once their night is (kForgottenNight); before, they must not count twice if they
// come back.
SeenInput Remember(const InputLook& look, uint32_t night, const std::set<std::string>& failed);

// Whether a Maildir that is known so, and whose folders are of these times, need not be listed.
bool IsAtRest(const SeenInput& seen, const std::array<int64_t, 2>& folder_times);

// For whoever opens an input; `look` as above. Each sets look->change.

// A file of so many octets; returns whether it is known as it is, or is known and empty.
bool IsSeenFile(const File& file, uint64_t size, InputLook* look);

// A directory: lists what is new. Returns null if nothing needs to be listed, and if nothing is there that
// was something else (an error).
std::shared_ptr<DirectoryListing> ListUnseen(const std::string& path, InputFormat format, uint32_t input,
                                             std::vector<InputError>* errors, InputLook* look);

// An mbox without Content-Length, whose first From_ line stands at `first_record`, after IsSeenFile().
// Returns the offset from which it is to be read.
uint64_t FirstUnseenRecord(const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                           const ReadSettings& settings, InputLook* look);

}  // namespace kenpin

#endif  // KENPIN_IO_SEEN_INPUT_H_
