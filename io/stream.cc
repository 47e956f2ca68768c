#include "io/stream.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "io/detect.h"

namespace kenpin {
namespace {

// Thread-safe.
class BufferPool {
 public:
  Buffer Get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return Buffer();
    Buffer buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }

  void Put(Buffer buffer) {
    if (buffer.capacity() == 0) return;
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(buffer));
  }

 private:
  std::mutex mutex_;
  std::vector<Buffer> free_;
};

class LoadedRequest : public ChunkRequest {
 public:
  LoadedRequest(LoadedRecords loaded, RecordOrigin origin, std::shared_ptr<BufferPool> pool)
      : loaded_(std::move(loaded)), origin_(std::move(origin)), pool_(std::move(pool)) {}

  uint64_t leading_bytes = 0;  // Before the first record.
  bool may_be_mbox = false;    // The only record is a message by its content alone.
  std::optional<ReadFailure> failure;

 private:
  void LoadInto(Chunk* chunk) override {
    pool_->Put(std::move(chunk->buffer));
    FillChunk(std::move(loaded_), origin_, chunk);
    if (may_be_mbox) ReportHiddenRecord(chunk->buffer.view(), {origin_.input, origin_.file, 0}, 0, chunk);
    chunk->bytes_read += leading_bytes;
    if (failure) chunk->errors.push_back({origin_.input, origin_.path, failure->offset, failure->what});
  }

  LoadedRecords loaded_;
  RecordOrigin origin_;
  std::shared_ptr<BufferPool> pool_;
};

class SerialReader : public InputReader {
 public:
  SerialReader(std::unique_ptr<ByteSource> source, RecordRule rule, RecordOrigin origin,
               std::shared_ptr<const ReadSettings> settings)
      : source_(std::move(source)),
        origin_(std::move(origin)),
        settings_(std::move(settings)),
        pool_(std::make_shared<BufferPool>()),
        records_(source_.get(), 0, rule, settings_->limits(), &settings_->gate, Buffer()) {}

  RecordReader& records() { return records_; }
  const std::optional<ReadFailure>& failure() const { return source_->failure(); }

  // The octets before the first record are counted as read with it.
  void StartAt(uint64_t offset) {
    leading_bytes_ = offset;
    records_.StartAt(offset);
  }

  std::unique_ptr<ChunkRequest> Next() override {
    if (!records_.has_record()) return nullptr;
    while (records_.has_record() && !IsFull()) records_.ReadRecord();
    auto request = std::make_unique<LoadedRequest>(records_.Cut(pool_->Get()), origin_, pool_);
    request->leading_bytes = std::exchange(leading_bytes_, 0);
    request->may_be_mbox = records_.rule() == RecordRule::kEndOfInput && MayBeMbox(origin_.path, *settings_);
    if (!records_.has_record()) request->failure = source_->failure();
    return request;
  }

 private:
  // A chunk takes more than it should rather than leave more behind than it takes: looking for the end of a
  // Content-Length may have read far ahead, and copying that again and again would be quadratic.
  bool IsFull() const {
    const size_t completed = records_.completed_bytes();
    const size_t rest = records_.rest_bytes();
    return completed >= settings_->options.chunk_bytes &&
           rest <= std::max(completed, settings_->options.chunk_bytes) &&
           rest + kFromLookBehind <= settings_->oversize_bytes();
  }

  std::unique_ptr<ByteSource> source_;
  RecordOrigin origin_;
  std::shared_ptr<const ReadSettings> settings_;
  std::shared_ptr<BufferPool> pool_;
  uint64_t leading_bytes_ = 0;
  RecordReader records_;
};

RecordRule RuleFor(InputFormat format) {
  if (format == InputFormat::kMbox) return RecordRule::kFromLine;
  return format == InputFormat::kEml ? RecordRule::kEndOfInput : RecordRule::kContentLength;
}

}  // namespace

std::unique_ptr<InputReader> MakeSerialReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                              RecordRule rule, uint64_t first_record,
                                              std::shared_ptr<const ReadSettings> settings) {
  const RecordOrigin origin{input, file->rank, file->path};
  auto reader = std::make_unique<SerialReader>(
      std::make_unique<FileSource>(std::move(file), 0, settings->options.stop_fd), rule, origin,
      std::move(settings));
  reader->StartAt(first_record);
  return reader;
}

RecordReader::LengthCheck CheckFirstContentLength(std::shared_ptr<const SharedFile> file,
                                                  uint64_t first_record, const ReadSettings& settings) {
  FileSource source(std::move(file), 0);
  RecordReader reader(&source, 0, RecordRule::kContentLength, settings.limits(), &settings.gate, Buffer());
  reader.StartAt(first_record);
  return reader.CheckContentLength();
}

OpenedInput OpenRecords(std::unique_ptr<ByteSource> source, const RecordOrigin& origin,
                        const std::shared_ptr<const ReadSettings>& settings) {
  OpenedInput opened;
  opened.info.path = origin.path;
  auto reader = std::make_unique<SerialReader>(std::move(source), RecordRule::kEndOfInput, origin, settings);
  RecordReader& records = reader->records();
  const std::string_view beginning = records.ReadAhead(0, kDetectBytes);
  const Classification found = Classify(beginning, settings->options.format);
  // An early end goes before what it leaves to be said of the content.
  const bool has_failed = reader->failure() && (beginning.empty() || !found.error.empty());
  if (has_failed) {
    opened.errors.push_back({origin.input, origin.path, reader->failure()->offset, reader->failure()->what});
    return opened;
  }
  opened.info.format = found.format;
  if (!found.error.empty()) {
    opened.errors.push_back({origin.input, origin.path, 0, found.error});
    return opened;
  }
  records.set_rule(RuleFor(found.format));
  reader->StartAt(found.first_record);
  if (found.format == InputFormat::kMbox && !settings->options.format) {
    const RecordReader::LengthCheck check = records.CheckContentLength();
    if (check == RecordReader::LengthCheck::kLands) {
      opened.info.format = InputFormat::kMboxcl;
      records.set_rule(RecordRule::kContentLength);
    } else if (check == RecordReader::LengthCheck::kIgnored) {
      records.AddFlaws(static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored));
    }
  }
  opened.reader = std::move(reader);
  return opened;
}

}  // namespace kenpin
