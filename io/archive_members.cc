#include "io/archive_members.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace kenpin {
namespace {

// libarchive turns names into the charset of the thread's locale, in which kenpin has none: as long as this
// lives, that is UTF-8, and names stay what they are.
class Utf8Names {
 public:
  Utf8Names() : before_(uselocale(Locale())) {}
  ~Utf8Names() { uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  static locale_t Locale() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8;
  }
  locale_t before_;
};

// A zip in a file whose member is damaged is read on behind it, by a new handle that passes over all that was
// read before: not more often than this, so that the time stays linear.
constexpr int kMaxRestarts = 32;

constexpr uint64_t kMaxMembers = std::numeric_limits<uint32_t>::max();

}  // namespace

ArchiveMembers::ArchiveMembers(ArchiveKind kind, std::unique_ptr<ByteSource> source,
                               const ExpansionLimits& limits, std::shared_ptr<const ExpansionMeter> meter)
    : kind_(kind),
      limits_(limits),
      source_(std::move(source)),
      meter_(std::move(meter)),
      input_(source_.get()),
      archive_(MakeArchiveHandle()),
      data_(archive_.get()) {}

ArchiveMembers::ArchiveMembers(ArchiveKind kind, std::shared_ptr<const SharedFile> file,
                               const ExpansionLimits& limits, int stop_fd)
    : kind_(kind),
      limits_(limits),
      file_size_(file->size),
      input_(std::move(file), stop_fd),
      archive_(MakeArchiveHandle()),
      data_(archive_.get()) {}

bool ArchiveMembers::Open() {
  struct archive* const handle = archive_.get();
  if (kind_ == ArchiveKind::kTar) {
    archive_read_support_format_tar(handle);
    // Archives behind one another are one: nothing that stands in them is lost.
    archive_read_set_option(handle, "tar", "read_concatenated_archives", "1");
  } else {
    archive_read_support_format_zip_streamable(handle);
    if (source_ == nullptr) archive_read_support_format_zip_seekable(handle);
  }
  return input_.Open(handle);
}

bool ArchiveMembers::Next() {
  if (at_end_) return false;
  const Utf8Names names;
  if (!is_open_) {
    is_open_ = true;
    if (!Open()) return End(Describe(ArchiveError(archive_.get())));
  }
  if (is_broken_ && !Reopen()) return false;
  while (true) {
    struct archive_entry* entry = nullptr;
    const int status = archive_read_next_header(archive_.get(), &entry);
    if (status == ARCHIVE_EOF) return Drain();
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return End(Describe(ArchiveError(archive_.get())));
    if (headers_ == kMaxMembers) return End("holds too many members; what came before was judged");
    member_.rank = static_cast<uint32_t>(headers_++);
    const bool is_link =
        archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) == AE_IFLNK;
    if (!is_link && archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* name = archive_entry_pathname(entry);
    member_.name = name == nullptr ? "" : name;
    member_.is_link = is_link;
    member_.is_encrypted = archive_entry_is_encrypted(entry) != 0;
    member_error_.clear();
    data_.Begin();
    ++count_;
    return true;
  }
}

// Goes on behind a damaged member. Returns false if nothing can be read there.
bool ArchiveMembers::Reopen() {
  is_broken_ = false;
  if (++restarts_ > kMaxRestarts) return End("has too many damaged members; what came before was judged");
  archive_ = MakeArchiveHandle();
  data_ = ArchiveData(archive_.get());
  if (!Open()) return End(Describe(ArchiveError(archive_.get())));
  struct archive_entry* entry = nullptr;
  for (uint64_t i = 0; i < headers_; ++i) {
    const int status = archive_read_next_header(archive_.get(), &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return End(Describe(ArchiveError(archive_.get())));
  }
  return true;
}

size_t ArchiveMembers::Read(char* out, size_t size) {
  if (at_end_ || is_broken_) return 0;
  const size_t got = data_.Read(out, size);
  unpacked_ += got;
  std::string bomb = DescribeBomb(limits_, PackedBytes(), unpacked_);
  if (!bomb.empty()) {
    member_error_ = std::move(bomb);
    at_end_ = true;
  } else if (got < size && !data_.is_sound()) {
    member_error_ = Describe(ArchiveError(archive_.get()));
    const bool goes_on = kind_ == ArchiveKind::kZip && source_ == nullptr && !input_.failure();
    is_broken_ = data_.is_fatal() && goes_on;
    at_end_ = data_.is_fatal() && !goes_on;
  }
  return got;
}

// What the input has cost so far. What a compressed stream gives is watched over where it is decompressed,
// too; a limit of each alone would be the square of it for both.
uint64_t ArchiveMembers::PackedBytes() const {
  if (meter_ != nullptr) return meter_->packed;
  return source_ == nullptr ? file_size_ : input_.bytes_read();
}

// Returns false.
bool ArchiveMembers::End(std::string what) {
  at_end_ = true;
  const uint64_t offset = input_.failure() ? input_.failure()->offset : input_.position();
  failure_ = ReadFailure{offset, std::move(what)};
  return false;
}

// Reads what stands behind the archive: damage there is damage, too. Returns false.
bool ArchiveMembers::Drain() {
  at_end_ = true;
  if (source_ != nullptr) {
    std::vector<char> rest(size_t{64} << 10);
    while (source_->Read(rest.data(), rest.size()) > 0) {
    }
  }
  if (input_.failure()) {
    failure_ = input_.failure();
  } else if (kind_ == ArchiveKind::kTar && !input_.ends_in_zeros(kTarBlock)) {
    return End(
        "tar archive without its end mark, which may be cut off; what came before was judged, get the "
        "whole file");
  }
  return false;
}

std::string ArchiveMembers::Describe(const char* why) const {
  input_.Rethrow();
  if (input_.failure()) return input_.failure()->what;
  return fmt::format("damaged {} archive{}{}{}; what came before was judged, get a sound file",
                     ArchiveName(kind_), *why != '\0' ? " (" : "", why, *why != '\0' ? ")" : "");
}

}  // namespace kenpin
