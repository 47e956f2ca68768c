// The files of a directory that earlier runs have read, as a sorted list that is stored in one piece, and the
// comparison of a directory with it.
//
// Names of a Maildir are alike and many. They are stored front-coded (octets shared with the name before, and
// the rest), and asked for by a hash table that is built once: comparing 100,000 files costs some tens of
// milliseconds and no system call a file.
#ifndef KENPIN_IO_KNOWN_FILES_H_
#define KENPIN_IO_KNOWN_FILES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin {

// Stands for a night that is no longer remembered: the file is known, and that is all.
inline constexpr uint32_t kForgottenNight = 0;

// What is known of one file.
struct KnownFile {
  uint32_t night = kForgottenNight;  // That of the run that read it.
  uint64_t size = 0;                 // 0 in a Maildir, whose files do not change.
  int64_t modified = 0;              // Nanoseconds since 1970; likewise.
};

// Movable. Not thread-safe.
class KnownFiles {
 public:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  // Null if `stored` is not what Encode() wrote.
  static std::optional<KnownFiles> Decode(std::string_view stored);
  std::string Encode() const;

  // Adds a file behind all that are there: not before the last one in bytewise order. A name that stands here
  // more than once was read more than once, the last time as its last entry says. The name is copied.
  void Append(std::string_view name, const KnownFile& file);

  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  // Until the next Append().
  std::string_view name(size_t index) const;
  const KnownFile& file(size_t index) const { return entries_[index].file; }
  void set_night(size_t index, uint32_t night) { entries_[index].file.night = night; }

  // The last entry of this name, or kNone. The first call after Append() builds the table.
  size_t Find(std::string_view name);

 private:
  struct Entry {
    size_t begin = 0;  // Of the name in names_.
    size_t length = 0;
    KnownFile file;
  };
  void BuildTable();
  // The place of the name in the table, or a free one where it would stand.
  size_t PlaceOf(std::string_view name, uint64_t hash) const;

  std::string names_;
  std::vector<Entry> entries_;
  // Open addressing: the upper half of the hash, and index + 1; 0 is free. Empty: to be built.
  std::vector<uint64_t> table_;
};

// A directory as it is now beside what is known of it. Asked by whoever lists it; not thread-safe.
class KnownFilesCheck {
 public:
  // `known` must outlive it.
  explicit KnownFilesCheck(KnownFiles* known);

  // Tell where this file of a Maildir is now, if it is met.
  void Follow(std::string_view base);

  // Whether a Maildir's message is known. `folder` and `name` say where it stands.
  bool Meet(std::string_view base, std::string_view folder, std::string_view name);

  enum class State : uint8_t { kNew, kSame, kChanged };
  // The same of another file, which may have changed.
  State Meet(std::string_view name, uint64_t size, int64_t modified);

  // Entry by entry: whether the file of this name, of whatever size, was met.
  std::vector<bool> Met() const;
  // Where the files that were asked for with Follow() are: base name to folder and name, as given.
  const std::map<std::string, std::string, std::less<>>& places() const { return places_; }

 private:
  KnownFiles& known_;
  std::vector<bool> met_;                                   // By the last entry of a name.
  std::map<std::string, std::string, std::less<>> places_;  // Of all that are followed; empty: not met.
  std::vector<bool> followed_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_KNOWN_FILES_H_
