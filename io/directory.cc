#include "io/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

namespace kenpin {
namespace {

constexpr std::string_view kFlagsMark = ":2,";
constexpr std::string_view kExtensions[] = {".eml", ".mbox"};
constexpr std::string_view kPackedExtensions[] = {".gz", ".zst", ".xz", ".bz2"};

bool EndsWithIgnoreCase(std::string_view name, std::string_view extension) {
  if (name.size() <= extension.size()) return false;
  const std::string_view end = name.substr(name.size() - extension.size());
  return std::equal(end.begin(), end.end(), extension.begin(), [](char c, char expected) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == expected;
  });
}

bool HasMailExtension(std::string_view name) {
  return std::any_of(std::begin(kExtensions), std::end(kExtensions),
                     [name](std::string_view extension) { return EndsWithIgnoreCase(name, extension); });
}

bool IsDirectory(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

// A link that leads nowhere exists, too.
bool Exists(const std::string& path) {
  struct stat found;
  return lstat(path.c_str(), &found) == 0;
}

// Bytewise by base name. The rest only makes the order total: cur (folder 0) before new.
bool ComesBefore(const DirectoryEntry& a, const DirectoryEntry& b) {
  const int order = a.base().compare(b.base());
  if (order != 0) return order < 0;
  return a.folder != b.folder ? a.folder < b.folder : a.name < b.name;
}

// A message that was moved to cur between reading new and reading cur stands in both.
void RemoveMovedTwins(std::vector<DirectoryEntry>* entries) {
  const auto is_twin = [](const DirectoryEntry& kept, const DirectoryEntry& next) {
    return kept.base() == next.base() && kept.folder < next.folder;
  };
  entries->erase(std::unique(entries->begin(), entries->end(), is_twin), entries->end());
}

}  // namespace

bool IsEmlName(std::string_view name) { return EndsWithIgnoreCase(name, kExtensions[0]); }

bool IsPackedMailName(std::string_view name) {
  const std::string_view unpacked = UnpackedName(name);
  return unpacked.size() < name.size() && HasMailExtension(unpacked);
}

std::string_view UnpackedName(std::string_view name) {
  for (const std::string_view extension : kPackedExtensions) {
    if (EndsWithIgnoreCase(name, extension)) return name.substr(0, name.size() - extension.size());
  }
  return name;
}

std::string_view MaildirBaseName(std::string_view name) { return name.substr(0, name.rfind(kFlagsMark)); }

bool IsMaildir(const std::string& path) { return IsDirectory(path + "/cur") || IsDirectory(path + "/new"); }

void DirectoryListing::List(uint32_t input, std::vector<InputError>* errors, KnownFilesCheck* known) {
  std::string prefix = path_;
  if (!prefix.ends_with('/')) prefix += '/';
  if (kind_ == DirectoryKind::kMaildir) {
    for (const char* folder : {"cur", "new"}) {
      // One that is missing is empty; whatever else stands in its place is told by the attempt to open it.
      if (Exists(prefix + folder)) OpenFolder(prefix + folder + "/", input, errors);
    }
  } else {
    OpenFolder(prefix, input, errors);
  }
  // new is read before cur, so that a message on its way is seen twice rather than never.
  FolderContent content{&entries_, known, {}};
  for (uint32_t folder = static_cast<uint32_t>(folders_.size()); folder-- > 0;) {
    const int error_number = ReadFolder(folder, &content);
    if (error_number != 0) {
      errors->push_back({input, folders_[folder].path, 0, DescribeError("cannot list", error_number)});
    }
  }
  if (kind_ == DirectoryKind::kEmlDir) {
    const auto other = std::partition(entries_.begin(), entries_.end(), [](const DirectoryEntry& entry) {
      return HasMailExtension(UnpackedName(entry.name));
    });
    takes_all_files_ = other == entries_.begin();
    if (!takes_all_files_) entries_.erase(other, entries_.end());
  }
  std::sort(entries_.begin(), entries_.end(), ComesBefore);
  RemoveMovedTwins(&entries_);
  MeasureFiles(&content.within);
  if (kind_ == DirectoryKind::kEmlDir && content.within.count > 0) {
    errors->push_back({input, path_, 0, content.within.Describe()});
  }
}

void DirectoryListing::Keep(const std::vector<bool>& kept) {
  size_t to = 0;
  for (size_t from = 0; from < entries_.size(); ++from) {
    if (!kept[from]) continue;
    if (to != from) entries_[to] = std::move(entries_[from]);
    ++to;
  }
  entries_.resize(to);
}

void DirectoryListing::Within::Add(const char* name) {
  constexpr size_t kMaxNames = 3;
  ++count;
  names.insert(std::upper_bound(names.begin(), names.end(), name), name);
  if (names.size() > kMaxNames) names.pop_back();
}

std::string DirectoryListing::Within::Describe() const {
  return fmt::format("holds {} that {} not entered ({}{}); name {} as a CORPUS of its own",
                     count == 1 ? "a folder" : fmt::format("{} folders", count), count == 1 ? "is" : "are",
                     fmt::join(names, ", "), count > names.size() ? ", ..." : "", count == 1 ? "it" : "each");
}

void DirectoryListing::OpenFolder(const std::string& path, uint32_t input, std::vector<InputError>* errors) {
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  if (!opened.error.empty()) {
    errors->push_back({input, path, 0, opened.error});
  } else {
    folders_.push_back({path, std::move(opened.file)});
  }
}

int DirectoryListing::ReadFolder(uint32_t folder, FolderContent* content) const {
  // A fresh description of the directory: a duplicate would share its position with other readers.
  const int fd = openat(folders_[folder].file.fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const directory = fd < 0 ? nullptr : fdopendir(fd);
  if (directory == nullptr) {
    const int error_number = errno;
    if (fd >= 0) close(fd);
    return error_number;
  }
  errno = 0;
  while (const dirent* found = readdir(directory)) {
    if (found->d_name[0] == '.') continue;
    if (found->d_type == DT_DIR) {
      content->within.Add(found->d_name);
      continue;
    }
    const std::string_view name = found->d_name;
    const std::string_view base = kind_ == DirectoryKind::kMaildir ? MaildirBaseName(name) : name;
    if (content->known == nullptr || !content->known->Meet(base, folders_[folder].path, name)) {
      DirectoryEntry entry;
      entry.name = name;
      entry.folder = folder;
      entry.base_length = static_cast<uint32_t>(base.size());
      content->entries->push_back(std::move(entry));
    }
    errno = 0;
  }
  const int error_number = errno;
  closedir(directory);
  return error_number;
}

// Asks for the sizes, and leaves out what turns out to be a folder behind a link.
void DirectoryListing::MeasureFiles(Within* within) {
  const auto is_folder = [this, within](DirectoryEntry& entry) {
    struct stat found;
    if (fstatat(folders_[entry.folder].file.fd(), entry.name.c_str(), &found, 0) != 0) return false;
    if (S_ISREG(found.st_mode)) entry.size = static_cast<uint64_t>(found.st_size);
    entry.modified = found.st_mtim.tv_sec * int64_t{1'000'000'000} + found.st_mtim.tv_nsec;
    if (!S_ISDIR(found.st_mode)) return false;
    within->Add(entry.name.c_str());
    return true;
  };
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), is_folder), entries_.end());
}

std::string DirectoryListing::PathOf(const DirectoryEntry& entry) const {
  return folders_[entry.folder].path + entry.name;
}

DirectoryListing::Opened DirectoryListing::Open(DirectoryEntry* entry) {
  Opened opened;
  opened.file = OpenForReading(folders_[entry->folder].file.fd(), entry->name.c_str());
  if (opened.file.error_number != ENOENT || kind_ != DirectoryKind::kMaildir) return opened;
  const DirectoryEntry before = *entry;
  if (!FindMoved(entry)) return opened;
  const bool moved = entry->name != before.name || entry->folder != before.folder;
  opened.duplicate = moved && IsListed(*entry);
  opened.file = OpenForReading(folders_[entry->folder].file.fd(), entry->name.c_str());
  return opened;
}

// Looks for a file that has the same base name and exists. Where one file has moved, others have: the last
// search is asked first.
bool DirectoryListing::FindMoved(DirectoryEntry* entry) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto comes_before = [](const DirectoryEntry& a, std::string_view base) { return a.base() < base; };
    auto found = std::lower_bound(again_.begin(), again_.end(), entry->base(), comes_before);
    for (; found != again_.end() && found->base() == entry->base(); ++found) {
      if (faccessat(folders_[found->folder].file.fd(), found->name.c_str(), F_OK, 0) != 0) continue;
      entry->name = found->name;
      entry->folder = found->folder;
      return true;
    }
    if (attempt > 0) break;
    again_.clear();
    FolderContent content{&again_, nullptr, {}};
    for (uint32_t folder = static_cast<uint32_t>(folders_.size()); folder-- > 0;)
      ReadFolder(folder, &content);
    std::sort(again_.begin(), again_.end(), ComesBefore);
  }
  return false;
}

bool DirectoryListing::IsListed(const DirectoryEntry& entry) const {
  return std::binary_search(entries_.begin(), entries_.end(), entry, ComesBefore);
}

}  // namespace kenpin
