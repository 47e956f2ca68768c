#include "io/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/detect.h"
#include "io/directory.h"
#include "io/mbox_file.h"
#include "io/mbox_ranges.h"
#include "io/message_files.h"
#include "io/packed_input.h"
#include "io/seen_input.h"
#include "io/stream.h"

namespace kenpin {
namespace {

class ErrorRequest : public ChunkRequest {
 public:
  ErrorRequest(uint32_t input, std::vector<InputError> errors) : input_(input), errors_(std::move(errors)) {}

 private:
  void LoadInto(Chunk* chunk) override {
    chunk->input = input_;
    chunk->errors = std::move(errors_);
  }

  uint32_t input_;
  std::vector<InputError> errors_;
};

// Opens an argument; holds what each step of it needs.
class InputOpener {
 public:
  InputOpener(const std::string& path, uint32_t index, std::shared_ptr<const ReadSettings> settings)
      : path_(path), index_(index), settings_(std::move(settings)) {
    opened_.info.path = path;
  }

  OpenedInput Open() {
    if (path_ == "-") return OpenStandardInput();
    OpenedFile file = OpenForReading(AT_FDCWD, path_.c_str());
    if (!file.error.empty()) {
      Fail(file.error);
    } else if (file.is_directory) {
      OpenDirectory();
    } else {
      OpenFile(std::move(file.file), file.size);
    }
    if (InputLook* const look = settings_->options.look) look->after.format = opened_.info.format;
    return std::move(opened_);
  }

 private:
  void Fail(std::string what) { opened_.errors.push_back({index_, path_, 0, std::move(what)}); }

  // `kenpin scan - < FILE` reads the file like any other, in parallel.
  OpenedInput OpenStandardInput() {
    const int fd = settings_->options.stdin_fd;
    struct stat found;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode) && lseek(fd, 0, SEEK_CUR) == 0) {
      OpenFile(File(fcntl(fd, F_DUPFD_CLOEXEC, 0)), static_cast<uint64_t>(found.st_size));
      return std::move(opened_);
    }
    return OpenForward(std::make_unique<StreamSource>(fd, settings_->options.stop_fd),
                       RecordOrigin{index_, 0, path_}, 0, settings_);
  }

  void OpenDirectory() {
    const std::optional<InputFormat> wanted = settings_->options.format;
    if (wanted && wanted != InputFormat::kMaildir && wanted != InputFormat::kEmlDir) {
      Fail("is a directory, but --input-format " + std::string(InputFormatName(*wanted)) + " wants a file");
      return;
    }
    const bool is_maildir = IsMaildir(path_);
    if (wanted == InputFormat::kMaildir && !is_maildir) {
      Fail("is no Maildir: it has neither cur nor new; leave out --input-format");
      return;
    }
    opened_.info.format = wanted.value_or(is_maildir ? InputFormat::kMaildir : InputFormat::kEmlDir);
    std::shared_ptr<DirectoryListing> listing = List(*opened_.info.format);
    if (listing == nullptr) return;
    for (const DirectoryEntry& entry : listing->entries()) opened_.info.bytes += entry.size;
    if (listing->entries().empty() && settings_->options.look != nullptr) return;
    if (listing->entries().empty() && opened_.errors.empty())
      Fail("no message found: the directory holds no files");
    const bool splits_mboxes = !wanted && opened_.info.format == InputFormat::kEmlDir;
    const InputPart part = settings_->options.PartOf(index_);
    // What is wrong with the directory itself is told with its first files.
    if (part.kind == InputPart::Kind::kFiles && part.begin > 0) opened_.errors.clear();
    opened_.reader = MakeMessageFilesReader(std::move(listing), index_, splits_mboxes, settings_, part);
  }

  // Null if nothing needs to be listed.
  std::shared_ptr<DirectoryListing> List(InputFormat format) {
    if (settings_->options.look != nullptr) {
      return ListUnseen(path_, format, index_, &opened_.errors, settings_->options.look);
    }
    const bool is_maildir = format == InputFormat::kMaildir;
    auto listing = std::make_shared<DirectoryListing>(
        path_, is_maildir ? DirectoryKind::kMaildir : DirectoryKind::kEmlDir);
    listing->List(index_, &opened_.errors);
    return listing;
  }

  void OpenFile(File file, uint64_t size) {
    InputLook* const look = settings_->options.look;
    if (look != nullptr && IsSeenFile(file, size, look)) {
      opened_.info.format = look->before->format;
      return;
    }
    if (look != nullptr && size == 0) return;
    auto shared = std::make_shared<SharedFile>();
    shared->file = std::move(file);
    shared->path = path_;
    shared->size = size;
    opened_.info.bytes = size;

    std::string beginning(static_cast<size_t>(std::min<uint64_t>(size, kDetectBytes)), '\0');
    const ReadResult result = ReadAt(shared->file, 0, beginning.data(), beginning.size());
    if (result.error_number != 0) return Fail(DescribeError("cannot read", result.error_number));
    beginning.resize(result.bytes);
    const Packing packing = DetectPacking(beginning);
    if (packing.is_packed()) {
      opened_ = OpenPackedFile(std::move(shared), packing, index_, settings_);
      return;
    }
    const Classification found = Classify(beginning, settings_->options.format);
    opened_.info.format = found.format;
    if (!found.error.empty()) return Fail(found.error);
    if (found.format == InputFormat::kMbox) return OpenMbox(std::move(shared), found.first_record);
    const RecordRule rule =
        found.format == InputFormat::kEml ? RecordRule::kEndOfInput : RecordRule::kContentLength;
    opened_.reader = MakeSerialReader(std::move(shared), index_, rule, found.first_record, settings_);
  }

  void OpenMbox(std::shared_ptr<const SharedFile> file, uint64_t first_record) {
    InputLook* const look = settings_->options.look;
    OpenedMbox mbox = OpenMboxFile(file, index_, first_record, settings_, settings_->options.PartOf(index_));
    opened_.info.format = mbox.format;
    opened_.reader = std::move(mbox.reader);
    if (look == nullptr || mbox.format != InputFormat::kMbox) return;
    const uint64_t unseen = FirstUnseenRecord(file, first_record, *settings_, look);
    if (look->change == InputChange::kGrown) {
      opened_.info.bytes = file->size - unseen;
      opened_.reader = MakeMboxTailReader(std::move(file), index_, unseen, settings_);
    }
  }

  const std::string& path_;
  uint32_t index_;
  std::shared_ptr<const ReadSettings> settings_;
  OpenedInput opened_;
};

}  // namespace

OpenedInput OpenInput(const std::string& path, uint32_t index, std::shared_ptr<const ReadSettings> settings) {
  return InputOpener(path, index, std::move(settings)).Open();
}

std::unique_ptr<ChunkRequest> MakeErrorRequest(uint32_t input, std::vector<InputError> errors) {
  return std::make_unique<ErrorRequest>(input, std::move(errors));
}

void FillChunk(LoadedRecords loaded, const RecordOrigin& origin, Chunk* chunk) {
  chunk->input = origin.input;
  chunk->buffer = std::move(loaded.buffer);
  chunk->large_ticket = std::move(loaded.large_ticket);
  chunk->large_bodies = std::move(loaded.large_bodies);
  chunk->files.push_back(origin.path);
  chunk->messages.reserve(loaded.records.size());
  for (const RecordSpan& record : loaded.records) {
    MessageRange message = MakeMessageRange(chunk->buffer.view().substr(record.index, record.stored), record);
    message.ordinal = {origin.input, origin.file, record.offset};
    chunk->messages.push_back(message);
    chunk->bytes_read += record.length;
    ReportUndatedFromLine(message, chunk);
  }
  ReportAmbiguousLines(loaded, {origin.input, origin.file, 0}, 0, chunk);
}

void ReportAmbiguousLines(const LoadedRecords& loaded, const Ordinal& file, uint32_t file_index,
                          Chunk* chunk) {
  for (const uint64_t offset : loaded.ambiguous_splits) {
    chunk->ambiguous.push_back({file.input, offset, true, file_index, file.file});
  }
  for (const uint64_t offset : loaded.ambiguous_texts) {
    chunk->ambiguous.push_back({file.input, offset, false, file_index, file.file});
  }
  std::sort(chunk->ambiguous.begin(), chunk->ambiguous.end(),
            [](const AmbiguousLine& a, const AmbiguousLine& b) {
              return a.file_index != b.file_index ? a.file_index < b.file_index : a.offset < b.offset;
            });
}

void ReportHiddenRecord(std::string_view record, const Ordinal& place, uint32_t file_index, Chunk* chunk) {
  const std::optional<size_t> line = FindSeparator(record, false);
  if (line) chunk->ambiguous.push_back({place.input, place.offset + *line, false, file_index, place.file});
}

bool MayBeMbox(std::string_view path, const ReadSettings& settings) {
  return !settings.options.format && !IsEmlName(UnpackedName(path));
}

void ReportUndatedFromLine(const MessageRange& message, Chunk* chunk) {
  if (!message.from_line.empty()) return;
  if (ClassifyFromLine("", message.bytes) != FromLineKind::kTextUndated) return;
  const Ordinal& place = message.ordinal;
  chunk->ambiguous.push_back({place.input, place.offset, false, message.file_index, place.file});
}

}  // namespace kenpin
