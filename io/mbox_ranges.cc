#include "io/mbox_ranges.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace kenpin {
namespace {

// Read together with a range, so that its last record usually needs no second read.
constexpr size_t kReadPastEnd = size_t{32} << 10;

struct MboxFile {
  std::shared_ptr<const SharedFile> file;
  uint32_t input = 0;
  uint64_t first_record = 0;
  uint64_t leading_bytes = 0;  // Counted as read with the first range.
  uint8_t first_flaws = 0;
  std::shared_ptr<const ReadSettings> settings;
  // A file that breaks off would fail in every range behind the break; one error is enough.
  mutable std::atomic<bool> failure_reported = false;
};

class RangeRequest : public ChunkRequest {
 public:
  RangeRequest(std::shared_ptr<const MboxFile> mbox, uint64_t begin, uint64_t end)
      : mbox_(std::move(mbox)), begin_(begin), end_(end) {}

 private:
  void LoadInto(Chunk* chunk) override {
    const bool first = begin_ == mbox_->first_record;
    const uint64_t from = begin_ - std::min<uint64_t>(begin_, kFromLookBehind);
    FileSource source(mbox_->file, from, mbox_->settings->options.stop_fd);
    RecordReader reader(&source, from, RecordRule::kFromLine, mbox_->settings->limits(),
                        &mbox_->settings->gate, std::move(chunk->buffer));
    reader.Prefetch(static_cast<size_t>(end_ - from) + kFromLookAhead + kReadPastEnd);
    if (first) {
      reader.StartAt(begin_);
      reader.AddFlaws(mbox_->first_flaws);
    } else {
      reader.Seek(begin_, end_);
    }
    while (reader.has_record() && reader.record_offset() < end_) reader.ReadRecord();

    FillChunk(reader.Finish(), {mbox_->input, mbox_->file->rank, mbox_->file->path}, chunk);
    if (first) chunk->bytes_read += mbox_->leading_bytes;
    if (source.failure() && !mbox_->failure_reported.exchange(true)) {
      chunk->errors.push_back(
          {mbox_->input, mbox_->file->path, source.failure()->offset, source.failure()->what});
    }
  }

  std::shared_ptr<const MboxFile> mbox_;
  uint64_t begin_;
  uint64_t end_;
};

class MboxRangeReader : public InputReader {
 public:
  explicit MboxRangeReader(std::shared_ptr<const MboxFile> mbox, const InputPart& part = {})
      : mbox_(std::move(mbox)), next_(mbox_->first_record), end_(mbox_->file->size) {
    if (part.kind != InputPart::Kind::kOctets) return;
    next_ = std::max(next_, part.begin);
    end_ = std::min<uint64_t>(end_, part.end);
  }

  std::unique_ptr<ChunkRequest> Next() override {
    if (next_ >= end_) return nullptr;
    const uint64_t begin = next_;
    next_ = std::min<uint64_t>(begin + mbox_->settings->options.chunk_bytes, end_);
    return std::make_unique<RangeRequest>(mbox_, begin, next_);
  }

 private:
  std::shared_ptr<const MboxFile> mbox_;
  uint64_t next_;
  uint64_t end_;
};

}  // namespace

std::unique_ptr<InputReader> MakeMboxRangeReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                                 uint64_t first_record, uint8_t first_flaws,
                                                 const InputPart& part,
                                                 std::shared_ptr<const ReadSettings> settings) {
  auto mbox = std::make_shared<MboxFile>();
  mbox->file = std::move(file);
  mbox->input = input;
  mbox->first_record = mbox->leading_bytes = first_record;
  mbox->first_flaws = first_flaws;
  mbox->settings = std::move(settings);
  return std::make_unique<MboxRangeReader>(std::move(mbox), part);
}

std::unique_ptr<InputReader> MakeMboxTailReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                                uint64_t begin,
                                                std::shared_ptr<const ReadSettings> settings) {
  auto mbox = std::make_shared<MboxFile>();
  mbox->file = std::move(file);
  mbox->input = input;
  mbox->first_record = begin;
  mbox->settings = std::move(settings);
  return std::make_unique<MboxRangeReader>(std::move(mbox));
}

}  // namespace kenpin
