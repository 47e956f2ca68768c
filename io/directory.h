// Lists a directory of messages: a Maildir (cur and new together) or plain .eml files, in the order in which
// they are reported.
#ifndef KENPIN_IO_DIRECTORY_H_
#define KENPIN_IO_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "io/chunk.h"
#include "io/file.h"
#include "io/known_files.h"

namespace kenpin {

// Whether a file of this name is one message, whatever stands in it: its name ends with .eml.
bool IsEmlName(std::string_view name);

// Whether a name says that a file is compressed mail: it ends with .gz, .zst, .xz or .bz2 behind .eml or
// .mbox.
bool IsPackedMailName(std::string_view name);
// The name without its last ending, if that says that the file is compressed.
std::string_view UnpackedName(std::string_view name);

// The part of a Maildir file's name that identifies the message: what stands before ":2,", where the flags
// begin.
std::string_view MaildirBaseName(std::string_view name);

// One file of a directory.
struct DirectoryEntry {
  std::string name;
  uint32_t base_length = 0;  // Octets of `name` that are its base name.
  uint32_t folder = 0;       // Index into DirectoryListing's folders.
  uint64_t size = 0;         // When it was listed; 0 if that could not be told.
  int64_t modified = 0;      // Likewise, in nanoseconds since 1970.

  std::string_view base() const { return std::string_view(name).substr(0, base_length); }
};

enum class DirectoryKind : uint8_t {
  kMaildir,  // The files of cur and new. The base name is what stands before ":2,".
  kEmlDir,   // The files whose names end with .eml or .mbox, compressed or not; if there are none, all files.
             // Folders within are not entered, which is an error: mail may be lost in them.
};

// Files whose names begin with a dot are left out. Open() is thread-safe, and so is reading entries() after
// List().
class DirectoryListing {
 public:
  DirectoryListing(std::string path, DirectoryKind kind) : path_(std::move(path)), kind_(kind) {}

  // Reads the directory, and sorts bytewise by base names. What cannot be listed is described in `errors`
  // (with the given input index); the rest is listed nevertheless. A message that is moved from new to cur
  // meanwhile is listed once. With `known`, which is asked for every file and not kept, a Maildir's files
  // that are known are left out, and nothing is asked of the system about them.
  void List(uint32_t input, std::vector<InputError>* errors, KnownFilesCheck* known = nullptr);

  // Leaves out entries: true by index is to be kept.
  void Keep(const std::vector<bool>& kept);

  const std::vector<DirectoryEntry>& entries() const { return entries_; }
  DirectoryKind kind() const { return kind_; }
  // Whether the files were taken although their names do not say that they are messages.
  bool takes_all_files() const { return takes_all_files_; }

  // The path of an entry, as it is reported.
  std::string PathOf(const DirectoryEntry& entry) const;

  // Opens an entry. If a Maildir's file is gone because another program moved it or changed its flags, it is
  // looked for once by its base name, and `entry` is updated. `duplicate` is set if the file that was found
  // stands in the listing by itself.
  struct Opened {
    OpenedFile file;
    bool duplicate = false;
  };
  Opened Open(DirectoryEntry* entry);

 private:
  struct Folder {
    std::string path;  // With a slash at the end.
    File file;
  };

  void OpenFolder(const std::string& path, uint32_t input, std::vector<InputError>* errors);
  // The folders within a folder, the first ones by their names.
  struct Within {
    size_t count = 0;
    std::vector<std::string> names;  // Sorted.
    void Add(const char* name);
    std::string Describe() const;
  };
  struct FolderContent {
    std::vector<DirectoryEntry>* entries = nullptr;
    KnownFilesCheck* known = nullptr;  // Null: all files are listed.
    Within within;
  };
  // Returns the errno of the failure, or 0.
  int ReadFolder(uint32_t folder, FolderContent* content) const;
  void MeasureFiles(Within* within);
  bool FindMoved(DirectoryEntry* entry);
  bool IsListed(const DirectoryEntry& entry) const;

  std::string path_;
  DirectoryKind kind_;
  std::vector<Folder> folders_;
  std::vector<DirectoryEntry> entries_;
  bool takes_all_files_ = false;

  std::mutex mutex_;                   // Guards what follows.
  std::vector<DirectoryEntry> again_;  // The last listing that was made to find moved files.
};

// Whether `path` is a directory that holds a directory cur or new.
bool IsMaildir(const std::string& path);

}  // namespace kenpin

#endif  // KENPIN_IO_DIRECTORY_H_
