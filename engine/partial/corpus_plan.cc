#include "engine/partial/corpus_plan.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "engine/crypto/digest.h"
#include "io/byte_codec.h"
#include "io/directory.h"
#include "io/file.h"
#include "io/input.h"
#include "io/named_status.h"

namespace kenpin {
namespace {

// Of a file among others, besides its octets.
constexpr uint64_t kCostOfOpening = 2048;
constexpr int64_t kNanoseconds = 1'000'000'000;
constexpr size_t kCheckOctets = 8;

absl::Status Named(const std::string& path, std::string_view what) {
  return NamedStatus(path, absl::StatusCode::kFailedPrecondition, what);
}

int64_t TimeOf(const struct stat& found) {
  return int64_t{found.st_mtim.tv_sec} * kNanoseconds + found.st_mtim.tv_nsec;
}

// Sums up files of a directory into a part: its size, the newest time, and the check.
class FilesSum {
 public:
  FilesSum() : hasher_(HashAlgorithm::kSha256) { hasher_.Start(); }

  void AddName(std::string_view base) {
    bytes_.Text(base);
    Flush();
  }
  // What stat() says; a file that is gone is part of the sum, too.
  void AddFile(const std::string& path) {
    struct stat found = {};
    const bool is_there = ::stat(path.c_str(), &found) == 0;
    const uint64_t size = is_there ? static_cast<uint64_t>(found.st_size) : 0;
    const int64_t time = is_there ? TimeOf(found) : 0;
    bytes_.Number(size);
    bytes_.Number(static_cast<uint64_t>(time));
    Flush();
    size_ += size;
    newest_ = std::max(newest_, time);
  }
  void Finish(ManifestPart* part) {
    part->size = size_;
    part->modified = newest_;
    const Digest digest = hasher_.Finish();
    part->check = Hexadecimal(digest.bytes().first(kCheckOctets));
  }

 private:
  void Flush() {
    hasher_.Update(bytes_.bytes());
    bytes_.Clear();
  }

  Hasher hasher_;
  ByteWriter bytes_;
  uint64_t size_ = 0;
  int64_t newest_ = 0;
};

// Fills size, modified and check of a part of a directory.
void SumFiles(const DirectoryListing& listing, ManifestPart* part) {
  FilesSum sum;
  const std::vector<DirectoryEntry>& entries = listing.entries();
  const size_t end = static_cast<size_t>(std::min<uint64_t>(part->end, entries.size()));
  // Ranks depend on all names.
  for (const DirectoryEntry& entry : entries) sum.AddName(entry.base());
  for (size_t i = static_cast<size_t>(part->start); i < end; ++i) sum.AddFile(listing.PathOf(entries[i]));
  sum.Finish(part);
}

DirectoryKind KindOf(const std::string& path, std::optional<InputFormat> format) {
  const bool is_maildir = format ? format == InputFormat::kMaildir : IsMaildir(path);
  return is_maildir ? DirectoryKind::kMaildir : DirectoryKind::kEmlDir;
}

// Goes through the corpus twice: to learn how much it is, and to cut it.
class Planner {
 public:
  Planner(const std::vector<std::string>& paths, uint32_t shards, std::optional<InputFormat> format) {
    manifest_.shards = shards;
    manifest_.format = format;
    manifest_.paths = paths;
  }

  absl::StatusOr<Manifest> Plan() {
    std::vector<Input> inputs;
    for (const std::string& path : manifest_.paths) {
      Input& input = inputs.emplace_back();
      if (const absl::Status status = Look(path, &input); !status.ok()) return status;
      total_ += input.cost;
    }
    for (uint32_t i = 0; i < inputs.size(); ++i) Cut(i, inputs[i]);
    return std::move(manifest_);
  }

 private:
  struct Input {
    ManifestPart::Kind kind = ManifestPart::Kind::kWhole;
    uint64_t size = 0;
    int64_t modified = 0;
    uint64_t cost = 0;
    std::unique_ptr<DirectoryListing> listing;  // Of kFiles.
  };

  absl::Status Look(const std::string& path, Input* input) {
    if (path == "-") return Named(path, "a stream cannot be planned; write it to a file first");
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0) return Named(path, DescribeError("cannot open", errno));
    const auto settings = std::make_shared<ReadSettings>();
    settings->options.format = manifest_.format;
    const OpenedInput opened = OpenInput(path, 0, settings);
    if (S_ISDIR(found.st_mode) && opened.reader == nullptr && !opened.errors.empty())
      return Named(path, opened.errors.front().what);
    input->modified = TimeOf(found);
    if (S_ISDIR(found.st_mode)) {
      LookAtFiles(path, input);
      return absl::OkStatus();
    }
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) return Named(path, DescribeError("cannot open", errno));
    input->size = input->cost = static_cast<uint64_t>(found.st_size);
    const bool is_packed =
        opened.info.compression != Compression::kNone || opened.info.archive != ArchiveKind::kNone;
    if (opened.reader != nullptr && opened.info.format == InputFormat::kMbox && !is_packed)
      input->kind = ManifestPart::Kind::kMbox;
    return absl::OkStatus();
  }

  void LookAtFiles(const std::string& path, Input* input) const {
    input->listing = std::make_unique<DirectoryListing>(path, KindOf(path, manifest_.format));
    std::vector<InputError> errors;  // Told by the scan.
    input->listing->List(0, &errors);
    for (const DirectoryEntry& entry : input->listing->entries()) input->cost += entry.size + kCostOfOpening;
    if (!input->listing->entries().empty()) input->kind = ManifestPart::Kind::kFiles;
  }

  // Where shard k ends, in the cost of all.
  uint64_t EndOf(uint32_t shard) const {
    const uint64_t shards = manifest_.shards;
    return total_ / shards * shard + total_ % shards * shard / shards;
  }

  // The shard in which `place` lies. Places do not go back.
  uint32_t ShardOf(uint64_t place) {
    while (shard_ < manifest_.shards && place >= EndOf(shard_)) ++shard_;
    return shard_;
  }

  void Cut(uint32_t index, const Input& input) {
    ManifestPart part;
    part.kind = input.kind;
    part.input = index;
    part.size = input.size;
    part.modified = input.modified;
    switch (input.kind) {
      case ManifestPart::Kind::kWhole:
        part.shard = ShardOf(place_);
        part.end = part.size;
        manifest_.parts.push_back(part);
        break;
      case ManifestPart::Kind::kMbox:
        CutMbox(part);
        break;
      case ManifestPart::Kind::kFiles:
        CutFiles(*input.listing, part);
        break;
    }
    place_ += input.cost;
  }

  void CutMbox(ManifestPart part) {
    while (part.end < part.size) {
      part.start = part.end;
      part.shard = ShardOf(place_ + part.start);
      const uint64_t rest = EndOf(part.shard) - place_;
      part.end = part.shard == manifest_.shards ? part.size : std::min(part.size, rest);
      manifest_.parts.push_back(part);
    }
  }

  void CutFiles(const DirectoryListing& listing, ManifestPart part) {
    const std::vector<DirectoryEntry>& entries = listing.entries();
    uint64_t place = place_;
    part.shard = ShardOf(place);
    for (size_t i = 0; i <= entries.size(); ++i) {
      const uint32_t shard = i < entries.size() ? ShardOf(place) : 0;
      if (shard != part.shard) {
        part.end = i;
        SumFiles(listing, &part);
        manifest_.parts.push_back(part);
        part.start = i;
        part.shard = shard;
      }
      if (i < entries.size()) place += entries[i].size + kCostOfOpening;
    }
  }

  Manifest manifest_;
  uint64_t total_ = 0;
  uint64_t place_ = 0;  // The cost of the inputs before.
  uint32_t shard_ = 1;
};

}  // namespace

absl::StatusOr<Manifest> PlanCorpus(const std::vector<std::string>& paths, uint32_t shards,
                                    std::optional<InputFormat> format) {
  return Planner(paths, shards, format).Plan();
}

absl::Status CheckPlan(const Manifest& manifest, uint32_t shard) {
  constexpr std::string_view kChanged = "has changed since it was planned; run kenpin plan again";
  for (const ManifestPart& part : manifest.parts) {
    if (part.shard != shard) continue;
    const std::string& path = manifest.paths[part.input];
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0) return Named(path, DescribeError("cannot open", errno));
    if (part.kind == ManifestPart::Kind::kFiles) {
      DirectoryListing listing(path, KindOf(path, manifest.format));
      std::vector<InputError> errors;
      listing.List(0, &errors);
      ManifestPart now = part;
      SumFiles(listing, &now);
      if (now != part) return Named(path, kChanged);
      continue;
    }
    const uint64_t size = S_ISDIR(found.st_mode) ? 0 : static_cast<uint64_t>(found.st_size);
    if (size != part.size || TimeOf(found) != part.modified) return Named(path, kChanged);
  }
  return absl::OkStatus();
}

}  // namespace kenpin
