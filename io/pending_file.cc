#include "io/pending_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace kenpin {
namespace {

absl::Status Error(const std::string& path, std::string_view what) {
  const std::string text = fmt::format("{}: {}", path, DescribeError(what, errno));
  return absl::UnavailableError(absl::string_view(text.data(), text.size()));
}

// The mode of a new file as open(2) would give it; mkostemp() is stricter than a report needs.
mode_t NewFileMode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

// Where a rename must go so that a link at `path` stays a link. A dangling one is replaced.
std::string BehindLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  return error ? path : target.string();
}

// A rename is on the disk only when its directory is. Some file systems cannot do that, and the report itself
// is safe by now.
void SyncDirectoryOf(const std::string& path) {
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  const File opened(::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open()) ::fsync(opened.fd());
}

}  // namespace

absl::StatusOr<PendingFile> PendingFile::Create(const std::string& path) {
  struct stat info = {};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && !S_ISREG(info.st_mode)) {
    errno = EINVAL;
    return Error(path, "is no regular file, which alone can be replaced");
  }
  std::string target = BehindLinks(path);
  std::string temporary = target + ".kenpin-XXXXXX";
  File file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return Error(path, "cannot create a file beside it");
  ::fchmod(file.fd(), exists ? info.st_mode & 07777 : NewFileMode());
  return PendingFile(std::move(file), std::move(target), std::move(temporary));
}

PendingFile::PendingFile(File file, std::string target, std::string temporary)
    : file_(std::move(file)), target_(std::move(target)), temporary_(std::move(temporary)) {}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : file_(std::move(other.file_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, std::string())) {}

PendingFile::~PendingFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

absl::Status PendingFile::Commit() {
  if (::fsync(file_.fd()) != 0) return Error(target_, "cannot flush to the disk");
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    return Error(target_, "cannot rename the finished report");
  }
  temporary_.clear();
  SyncDirectoryOf(target_);
  return absl::OkStatus();
}

}  // namespace kenpin
