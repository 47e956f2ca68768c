#include "io/message_files.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "io/byte_source.h"
#include "io/detect.h"
#include "io/mbox_file.h"
#include "io/packed_input.h"

namespace kenpin {
namespace {

// Opening a file costs about as much as reading this much; it also bounds the number of files in a chunk.
constexpr uint64_t kCostOfOpening = 2048;
// Compressed files below this size are not worth more than one thread.
constexpr uint64_t kSmallPackedFile = uint64_t{1} << 20;
// What is not kept of a file that is too large is read in pieces of this size.
constexpr size_t kPassingBytes = size_t{1} << 20;

// Loads the entries [first, last) of a listing.
class FilesRequest : public ChunkRequest {
 public:
  FilesRequest(std::shared_ptr<DirectoryListing> listing, uint32_t input, size_t first, size_t last,
               bool splits_mboxes, std::shared_ptr<const ReadSettings> settings)
      : listing_(std::move(listing)),
        input_(input),
        first_(first),
        last_(last),
        splits_mboxes_(splits_mboxes),
        settings_(std::move(settings)) {}

 private:
  void LoadInto(Chunk* chunk) override {
    chunk->input = input_;
    chunk->files.reserve(last_ - first_);
    std::vector<RecordSpan> spans;
    for (size_t rank = first_; rank < last_; ++rank) LoadFile(rank, chunk, &spans);
    // Only now do the octets stay where they are.
    for (size_t i = 0; i < spans.size(); ++i) {
      MessageRange& message = chunk->messages[i];
      const MessageRange placed = message;
      message = MakeMessageRange(chunk->buffer.view().substr(spans[i].index, spans[i].stored), spans[i]);
      message.ordinal = placed.ordinal;
      message.file_index = placed.file_index;
      ReportUndatedFromLine(message, chunk);
    }
  }

  void LoadFile(size_t rank, Chunk* chunk, std::vector<RecordSpan>* spans) {
    DirectoryEntry entry = listing_->entries()[rank];
    DirectoryListing::Opened opened = listing_->Open(&entry);
    std::string path = listing_->PathOf(entry);
    if (opened.duplicate) return;
    if (opened.file.is_directory) opened.file.error = "is a directory; name it as a CORPUS of its own";
    if (opened.file.error.empty() && opened.file.size == 0)
      opened.file.error = "no message found: it is empty";
    if (!opened.file.error.empty()) {
      chunk->errors.push_back({input_, std::move(path), 0, std::move(opened.file.error)});
      return;
    }
    const size_t before = chunk->errors.size();
    RecordSpan span = ReadFile(opened.file, path, chunk);
    if (span.stored == 0) return;  // It is no message of which nothing could be read; the error says so.
    const std::string_view bytes = chunk->buffer.view().substr(span.index, span.stored);
    if (DetectPacking(bytes.substr(0, kPackingBytes)).is_packed()) {
      chunk->bytes_read += span.length;
      chunk->buffer.Resize(span.index);
      chunk->errors.push_back(
          {input_, std::move(path), 0,
           "is compressed or an archive, which its name does not say; name it as a CORPUS of "
           "its own",
           span.length});
      return;
    }
    const bool splits = splits_mboxes_ && !IsEmlName(entry.base());
    const bool looks = listing_->takes_all_files() || splits;
    const DetectedContent content =
        looks ? DetectContent(bytes.substr(0, kDetectBytes)) : DetectedContent{ContentKind::kMessage, 0};
    if (splits && content.kind == ContentKind::kMbox) {
      chunk->buffer.Resize(span.index);
      chunk->errors.resize(before);
      return SplitFile(std::move(opened.file), std::move(path), rank, content.first_line, chunk, spans);
    }
    if (content.kind != ContentKind::kUnknown) PassRest(opened.file, path, chunk, &span);
    chunk->bytes_read += span.length;
    if (content.kind == ContentKind::kUnknown) {
      chunk->buffer.Resize(span.index);
      chunk->errors.push_back({input_, std::move(path), 0,
                               "no header field found: it is no message; only .eml and .mbox files are taken "
                               "when there are any",
                               span.length});
      return;
    }
    MessageRange message;
    message.ordinal = {input_, static_cast<uint32_t>(rank), 0};
    message.file_index = static_cast<uint32_t>(chunk->files.size());
    if (splits) {
      const std::string_view stored = chunk->buffer.view().substr(span.index, span.stored);
      ReportHiddenRecord(stored, message.ordinal, message.file_index, chunk);
    }
    chunk->messages.push_back(message);
    chunk->files.push_back(std::move(path));
    spans->push_back(span);
  }

  // Reads it once more, record by record: mboxes are rare among many files.
  void SplitFile(OpenedFile file, std::string path, size_t rank, uint64_t first_record, Chunk* chunk,
                 std::vector<RecordSpan>* spans) {
    if (file.size > settings_->oversize_bytes() / 2) {
      chunk->errors.push_back({input_, std::move(path), 0, "has grown since it was listed; scan it again"});
      return;
    }
    auto shared = std::make_shared<SharedFile>();
    *shared = {std::move(file.file), std::move(path), file.size, static_cast<uint32_t>(rank)};
    AppendMboxFile(shared, input_, first_record, *settings_, &scratch_, chunk, spans);
  }

  // Appends the file to the buffer, up to the size that it had when it was opened.
  RecordSpan ReadFile(const OpenedFile& file, const std::string& path, Chunk* chunk) {
    RecordSpan span;
    span.index = chunk->buffer.size();
    span.length = file.size;
    span.stored = static_cast<size_t>(std::min<uint64_t>(file.size, settings_->options.max_message_bytes));
    if (span.stored < span.length) span.flaws |= static_cast<uint8_t>(RecordFlaw::kTooLarge);
    Reserve(span.index + span.stored, chunk);
    const ReadResult result = ReadAt(file.file, 0, chunk->buffer.data() + span.index, span.stored);
    if (result.bytes < span.stored) {
      span.stored = result.bytes;
      BreakOff(result, result.bytes, path, chunk, &span);
    }
    chunk->buffer.Resize(span.index + span.stored);
    return span;
  }

  // Shows what is not kept of the file to who wants to see it.
  void PassRest(const OpenedFile& file, const std::string& path, Chunk* chunk, RecordSpan* span) {
    if (span->stored == span->length || settings_->options.large_bodies == nullptr) return;
    const std::string_view kept = chunk->buffer.view().substr(span->index, span->stored);
    std::unique_ptr<LargeBody> body =
        settings_->options.large_bodies->Begin(MakeMessageRange(kept, RecordSpan()).bytes, false);
    if (body == nullptr) return;
    scratch_.Reserve(kPassingBytes);
    for (uint64_t at = span->stored; at < span->length;) {
      if (IsStopped(settings_->options.stop_fd)) return BreakOff({0, EINTR}, at, path, chunk, span);
      const size_t wanted = static_cast<size_t>(std::min<uint64_t>(kPassingBytes, span->length - at));
      const ReadResult result = ReadAt(file.file, at, scratch_.data(), wanted);
      at += result.bytes;
      if (result.bytes < wanted) return BreakOff(result, at, path, chunk, span);
      scratch_.Resize(result.bytes);
      body->Take(scratch_.view());
    }
    body->End();
    span->passed = body.get();
    chunk->large_bodies.push_back(std::move(body));
  }

  // The file ends at `length`, before it should.
  void BreakOff(const ReadResult& result, uint64_t length, const std::string& path, Chunk* chunk,
                RecordSpan* span) {
    span->flaws |= static_cast<uint8_t>(RecordFlaw::kTruncated);
    span->length = length;
    chunk->errors.push_back({input_, path, length,
                             result.error_number == 0 ? DescribeShrunkFile()
                                                      : DescribeError("cannot read", result.error_number)});
  }

  void Reserve(size_t bytes, Chunk* chunk) {
    if (bytes <= chunk->buffer.capacity()) return;
    if (bytes > settings_->oversize_bytes() && chunk->large_ticket == nullptr) {
      chunk->large_ticket = settings_->gate.Acquire();
    }
    chunk->buffer.Reserve(std::max(bytes, settings_->options.chunk_bytes));
  }

  std::shared_ptr<DirectoryListing> listing_;
  uint32_t input_;
  size_t first_;
  size_t last_;
  bool splits_mboxes_;
  std::shared_ptr<const ReadSettings> settings_;
  Buffer scratch_;
};

class MessageFilesReader : public InputReader {
 public:
  MessageFilesReader(std::shared_ptr<DirectoryListing> listing, uint32_t input, bool splits_mboxes,
                     std::shared_ptr<const ReadSettings> settings, const InputPart& part)
      : listing_(std::move(listing)),
        input_(input),
        splits_mboxes_(splits_mboxes),
        settings_(std::move(settings)),
        end_(listing_->entries().size()) {
    if (part.kind != InputPart::Kind::kFiles) return;
    end_ = static_cast<size_t>(std::min<uint64_t>(end_, part.end));
    next_ = static_cast<size_t>(std::min<uint64_t>(end_, part.begin));
  }

  std::unique_ptr<ChunkRequest> Next() override {
    if (mbox_ != nullptr) {
      if (std::unique_ptr<ChunkRequest> request = mbox_->Next()) return request;
      mbox_.reset();
    }
    const std::vector<DirectoryEntry>& entries = listing_->entries();
    if (next_ == end_) return nullptr;
    if (IsPacked(entries[next_])) {
      if (std::unique_ptr<ChunkRequest> request = OpenPacked(next_++)) return request;
      return Next();
    }
    if (splits_mboxes_ && IsLarge(entries[next_]) && !IsEmlName(entries[next_].base()) &&
        OpenLargeMbox(next_)) {
      ++next_;
      return Next();
    }
    const size_t first = next_;
    uint64_t cost = 0;
    do {
      cost += entries[next_++].size + kCostOfOpening;
    } while (next_ < end_ && cost + entries[next_].size <= settings_->options.chunk_bytes &&
             !IsPacked(entries[next_]));
    return std::make_unique<FilesRequest>(listing_, input_, first, next_, splits_mboxes_, settings_);
  }

 private:
  bool IsPacked(const DirectoryEntry& entry) const {
    return listing_->kind() == DirectoryKind::kEmlDir && IsPackedMailName(entry.base());
  }

  // Opens an entry that is compressed by its name; then mbox_ reads it. Returns what is to be told instead,
  // or null.
  std::unique_ptr<ChunkRequest> OpenPacked(size_t rank) {
    DirectoryEntry entry = listing_->entries()[rank];
    DirectoryListing::Opened opened = listing_->Open(&entry);
    const std::string path = listing_->PathOf(entry);
    if (opened.duplicate) return nullptr;
    if (opened.file.is_directory) opened.file.error = "is a directory; name it as a CORPUS of its own";
    if (!opened.file.error.empty()) return MakeErrorRequest(input_, {{input_, path, 0, opened.file.error}});
    auto settings = std::make_shared<ReadSettings>(*settings_);
    if (opened.file.size < kSmallPackedFile) settings->options.decompression_threads = 1;
    settings->options.format = std::nullopt;
    if (!splits_mboxes_ || IsEmlName(UnpackedName(entry.base())))
      settings->options.format = InputFormat::kEml;
    auto file = std::make_shared<SharedFile>();
    *file = {std::move(opened.file.file), path, opened.file.size, static_cast<uint32_t>(rank)};
    const RecordOrigin origin{input_, file->rank, path};
    const uint64_t size = file->size;
    OpenedInput unpacked = OpenForward(
        std::make_unique<FileSource>(std::move(file), 0, settings->options.stop_fd), origin, size, settings);
    if (unpacked.info.archive != ArchiveKind::kNone) {
      return MakeErrorRequest(input_, {{input_, path, 0, "is an archive; name it as a CORPUS of its own"}});
    }
    if (!unpacked.errors.empty()) return MakeErrorRequest(input_, std::move(unpacked.errors));
    mbox_ = std::move(unpacked.reader);
    return nullptr;
  }

  // Such a file never shares a chunk, and an mbox of this size is read like one that was named: in parallel.
  bool IsLarge(const DirectoryEntry& entry) const { return entry.size > settings_->options.chunk_bytes; }

  // Whether the entry is an mbox; then mbox_ reads it. What is wrong with a file is found by those who load
  // it.
  bool OpenLargeMbox(size_t rank) {
    DirectoryEntry entry = listing_->entries()[rank];
    DirectoryListing::Opened opened = listing_->Open(&entry);
    if (opened.duplicate || opened.file.is_directory || !opened.file.error.empty()) return false;
    std::string beginning(static_cast<size_t>(std::min<uint64_t>(opened.file.size, kDetectBytes)), '\0');
    beginning.resize(ReadAt(opened.file.file, 0, beginning.data(), beginning.size()).bytes);
    const DetectedContent content = DetectContent(beginning);
    if (content.kind != ContentKind::kMbox) return false;
    auto shared = std::make_shared<SharedFile>();
    *shared = {std::move(opened.file.file), listing_->PathOf(entry), opened.file.size,
               static_cast<uint32_t>(rank)};
    mbox_ = OpenMboxFile(std::move(shared), input_, content.first_line, settings_).reader;
    return true;
  }

  std::shared_ptr<DirectoryListing> listing_;
  uint32_t input_;
  bool splits_mboxes_;
  std::shared_ptr<const ReadSettings> settings_;
  std::unique_ptr<InputReader> mbox_;  // Of the large mbox, or what is compressed, before entry next_.
  size_t next_ = 0;
  size_t end_;
};

}  // namespace

std::unique_ptr<InputReader> MakeMessageFilesReader(std::shared_ptr<DirectoryListing> listing, uint32_t input,
                                                    bool splits_mboxes,
                                                    std::shared_ptr<const ReadSettings> settings,
                                                    const InputPart& part) {
  return std::make_unique<MessageFilesReader>(std::move(listing), input, splits_mboxes, std::move(settings),
                                              part);
}

}  // namespace kenpin
