#include "io/seen_input.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace kenpin {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

int64_t ModifiedAt(const struct stat& found) {
  return found.st_mtim.tv_sec * kNanosecondsPerSecond + found.st_mtim.tv_nsec;
}

int64_t FolderTime(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 ? ModifiedAt(found) : 0;
}

// Drops what is known from a listing of files that may change. Returns false if all must be read anew: a file
// changed that may hold several messages.
bool DropKnown(const DirectoryListing& listing, KnownFilesCheck* check, std::vector<bool>* keep) {
  for (const DirectoryEntry& entry : listing.entries()) {
    const KnownFilesCheck::State state = check->Meet(entry.name, entry.size, entry.modified);
    if (state == KnownFilesCheck::State::kChanged && !IsEmlName(entry.name)) return false;
    keep->push_back(state != KnownFilesCheck::State::kSame);
  }
  return true;
}

// Whether anything of it may have been counted.
bool HadMail(const SeenInput& seen) { return seen.size != 0 || !seen.files.empty(); }

}  // namespace

bool IsAtRest(const SeenInput& seen, const std::array<int64_t, 2>& folder_times) {
  return seen.folder_times == folder_times &&
         std::all_of(folder_times.begin(), folder_times.end(),
                     [&seen](int64_t time) { return time < seen.listed_at - kFolderRestNanoseconds; });
}

bool IsSeenFile(const File& file, uint64_t size, InputLook* look) {
  struct stat found;
  look->after.size = size;
  look->after.modified = fstat(file.fd(), &found) == 0 ? ModifiedAt(found) : 0;
  if (look->before == nullptr) return false;
  const SeenInput& before = *look->before;
  look->change = InputChange::kReplaced;
  if (size == 0) {
    look->change = InputChange::kUnchanged;
    return true;
  }
  if (before.size != size || before.modified != look->after.modified || !before.files.empty()) return false;
  look->change = InputChange::kUnchanged;
  return true;
}

std::shared_ptr<DirectoryListing> ListUnseen(const std::string& path, InputFormat format, uint32_t input,
                                             std::vector<InputError>* errors, InputLook* look) {
  const bool is_maildir = format == InputFormat::kMaildir;
  look->after.format = format;
  look->after.listed_at = look->now;
  if (is_maildir) look->after.folder_times = {FolderTime(path + "/cur"), FolderTime(path + "/new")};
  // A file may have been an archive of a Maildir.
  const bool knows = look->before != nullptr && look->before->format == format && look->before->modified == 0;
  if (knows && is_maildir && IsAtRest(*look->before, look->after.folder_times)) {
    look->change = InputChange::kUnchanged;
    return nullptr;
  }
  const DirectoryKind kind = is_maildir ? DirectoryKind::kMaildir : DirectoryKind::kEmlDir;
  std::shared_ptr<DirectoryListing> listing = std::make_shared<DirectoryListing>(path, kind);
  const size_t errors_before = errors->size();
  std::optional<KnownFilesCheck> check;
  if (knows) {
    check.emplace(&look->before->files);
    for (const std::string& base : look->followed) check->Follow(base);
  }
  listing->List(input, errors, is_maildir && check ? &*check : nullptr);
  look->listing = listing;
  look->after.takes_all_files = listing->takes_all_files();
  // What could not be listed may hold anything.
  if (errors->size() > errors_before) look->after.folder_times = {};
  if (!check && look->before != nullptr && HadMail(*look->before) && listing->entries().empty()) {
    // A file system that is not mounted leaves an empty directory.
    errors->push_back({input, path, 0,
                       "is an empty directory, and was none: what was read of it stays counted; is its file "
                       "system mounted?"});
    look->listing = nullptr;
    look->after.listed_at = 0;
    look->change = InputChange::kUnchanged;
    return nullptr;
  }
  if (!check) {
    look->change = look->before == nullptr ? InputChange::kNew : InputChange::kReplaced;
    return listing;
  }
  if (!is_maildir) {
    std::vector<bool> keep;
    // An empty directory is of either kind.
    if (listing->entries().empty()) look->after.takes_all_files = look->before->takes_all_files;
    const bool same_kind = look->after.takes_all_files == look->before->takes_all_files;
    if (!(same_kind || look->before->files.empty()) || !DropKnown(*listing, &*check, &keep)) {
      look->change = InputChange::kReplaced;
      return listing;
    }
    listing->Keep(keep);
  }
  look->change = listing->entries().empty() ? InputChange::kUnchanged : InputChange::kGrown;
  look->met = check->Met();
  look->places = check->places();
  // Nobody is gone for good who could not be looked for, nor where all are gone: that may be for one night.
  const bool meets_any = std::find(look->met.begin(), look->met.end(), true) != look->met.end();
  if (errors->size() > errors_before || !meets_any) look->met.clear();
  return listing;
}

uint64_t FirstUnseenRecord(const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                           const ReadSettings& settings, InputLook* look) {
  const SeenInput* before = look->before;
  uint64_t from = first_record;
  if (before != nullptr && before->format == InputFormat::kMbox && before->tail &&
      HasGrownFrom(*before->tail, file, first_record, settings)) {
    look->change = InputChange::kGrown;
    from = before->tail->end;
  }
  look->after.tail = ReadMboxTail(file, from, settings);
  return from;
}

namespace {

// Merges what is known with what was listed now, both in bytewise order.
KnownFiles MergeFiles(const InputLook& look, uint32_t night, const std::set<std::string>& failed) {
  static const KnownFiles kNoFiles;
  const bool keeps = look.change == InputChange::kGrown || look.change == InputChange::kUnchanged;
  const KnownFiles& before = keeps && look.before != nullptr ? look.before->files : kNoFiles;
  const bool is_maildir = look.after.format == InputFormat::kMaildir;
  KnownFiles merged;
  size_t next = 0;
  const auto take_before = [&] {
    const bool is_gone = !look.met.empty() && !look.met[next];
    const bool was_read_again = next + 1 < before.size() && before.name(next + 1) == before.name(next);
    if (before.file(next).night != kForgottenNight || !(is_gone || was_read_again)) {
      merged.Append(before.name(next), before.file(next));
    }
    ++next;
  };
  if (look.listing != nullptr) {
    for (const DirectoryEntry& entry : look.listing->entries()) {
      if (failed.contains(std::string(entry.base()))) continue;
      while (next < before.size() && before.name(next) <= entry.base()) take_before();
      KnownFile file{night, 0, 0};
      if (!is_maildir) file = {night, entry.size, entry.modified};
      merged.Append(entry.base(), file);
    }
  }
  while (next < before.size()) take_before();
  return merged;
}

}  // namespace

SeenInput Remember(const InputLook& look, uint32_t night, const std::set<std::string>& failed) {
  SeenInput seen;
  const bool is_listed = look.listing != nullptr;
  if (look.change == InputChange::kUnchanged && !is_listed && look.before != nullptr) {
    seen = *look.before;
    // A file or a folder may have been asked for at another time.
    if (look.after.listed_at != 0) {
      seen.folder_times = look.after.folder_times;
      seen.listed_at = look.after.listed_at;
    }
    return seen;
  }
  seen = look.after;
  if (is_listed) seen.files = MergeFiles(look, night, failed);
  // The next run must look for them.
  if (!failed.empty()) seen.folder_times = {};
  return seen;
}

}  // namespace kenpin
