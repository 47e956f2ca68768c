// The mbox splitter: the same records, flaws and ambiguous lines whatever the size of the reads, of the
// buffer and of the chunks, from a file and from a stream, by every rule of where a record ends; and every
// octet belongs to one record.
#include <sys/mman.h>
#include <unistd.h>

#include <fcntl.h>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "io/compression.h"
#include "io/corpus.h"
#include "io/detect.h"
#include "io/mbox.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// As much as a pipe takes without a reader.
constexpr size_t kMaxPiped = 60'000;

struct Record {
  std::string bytes;
  std::string from_line;
  uint64_t offset = 0;
  uint64_t length = 0;
  uint32_t quoted = 0;
  uint8_t flaws = 0;
  bool operator==(const Record&) const = default;
};

struct Split {
  std::vector<Record> records;
  std::vector<std::pair<uint64_t, bool>> ambiguous;
  std::vector<std::string> errors;
  uint64_t bytes_read = 0;
  bool operator==(const Split&) const = default;
};

// The input in reads of any size.
class PiecesSource final : public ByteSource {
 public:
  PiecesSource(std::string_view text, size_t most, bool can_peek)
      : text_(text), most_(most), can_peek_(can_peek) {}
  size_t Read(char* out, size_t size) override {
    const size_t n = std::min({size, most_, text_.size() - position_});
    std::copy_n(text_.data() + position_, n, out);
    position_ += n;
    return n;
  }
  std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) override {
    if (!can_peek_) return std::nullopt;
    if (offset >= text_.size()) return 0;
    const size_t n = std::min(size, text_.size() - static_cast<size_t>(offset));
    std::copy_n(text_.data() + offset, n, out);
    return n;
  }

 private:
  std::string_view text_;
  size_t most_;
  bool can_peek_;
  size_t position_ = 0;
};

void Take(LoadedRecords loaded, Split* split) {
  for (const RecordSpan& span : loaded.records) {
    const MessageRange range = MakeMessageRange(loaded.buffer.view().substr(span.index, span.stored), span);
    split->records.push_back({std::string(range.bytes), std::string(range.from_line), span.offset,
                              range.length, range.quoted_from_lines, range.flaws});
    split->bytes_read += range.length;
  }
  for (const uint64_t offset : loaded.ambiguous_splits) split->ambiguous.emplace_back(offset, true);
  for (const uint64_t offset : loaded.ambiguous_texts) split->ambiguous.emplace_back(offset, false);
}

Split ReadRecords(std::string_view text, RecordRule rule, size_t read_size, bool can_peek, size_t limit,
                  fuzz::Dice* cuts) {
  Split split;
  const Classification content = Classify(
      text.substr(0, kDetectBytes), rule == RecordRule::kEndOfInput ? InputFormat::kEml : InputFormat::kMbox);
  if (!content.error.empty()) return split;
  PiecesSource source(text, read_size, can_peek);
  OversizeGate gate;
  RecordReader reader(&source, 0, rule, {limit, size_t{64} << 20}, &gate, Buffer());
  reader.StartAt(content.first_record);
  split.bytes_read = content.first_record;
  while (reader.has_record()) {
    reader.ReadRecord();
    if (cuts != nullptr && cuts->Below(2) == 0) Take(reader.Cut(Buffer()), &split);
  }
  Take(reader.Finish(), &split);
  std::sort(split.ambiguous.begin(), split.ambiguous.end());
  return split;
}

Split ReadFile(const std::string& path, std::optional<InputFormat> format, size_t chunk_bytes, int stdin_fd) {
  Split split;
  CorpusOptions options;
  options.format = format;
  options.chunk_bytes = chunk_bytes;
  options.stdin_fd = stdin_fd;
  Corpus corpus({path}, options);
  Chunk chunk;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    for (const MessageRange& range : chunk.messages) {
      split.records.push_back({std::string(range.bytes), std::string(range.from_line), range.ordinal.offset,
                               range.length, range.quoted_from_lines, range.flaws});
    }
    for (const AmbiguousLine& line : chunk.ambiguous) split.ambiguous.emplace_back(line.offset, line.split);
    for (const InputError& error : chunk.errors) split.errors.push_back(error.what);
    split.bytes_read += chunk.bytes_read;
    chunk.Clear();
  }
  std::sort(split.ambiguous.begin(), split.ambiguous.end());
  return split;
}

void CheckWhole(const Split& split, size_t size) {
  uint64_t end = split.records.empty() ? 0 : split.records.front().offset;
  for (const Record& record : split.records) {
    Require(record.offset == end, "a record begins where the one before ends");
    Require(record.bytes.size() + record.from_line.size() <= record.length,
            "a message is part of its record");
    end = record.offset + record.length;
  }
  if (!split.records.empty()) Require(end == size && split.bytes_read == size, "every octet is read");
}

void CheckFiles(std::string_view text, fuzz::Dice& dice) {
  const int fd = memfd_create("input", MFD_CLOEXEC);
  Require(fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
          "a file in memory");
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  // Of what is decompressed first, the octets are others; packed_input_fuzz.cc looks at those.
  const bool is_packed = DetectPacking(text.substr(0, kPackingBytes)).is_packed();
  for (const std::optional<InputFormat> format :
       {std::optional<InputFormat>(), std::optional(InputFormat::kMbox), std::optional(InputFormat::kMboxcl2),
        std::optional(InputFormat::kEml)}) {
    const Split whole = ReadFile(path, format, size_t{1} << 20, 0);
    if (!is_packed) CheckWhole(whole, text.size());
    Require(ReadFile(path, format, 1 + dice.Below(text.size() + 1), 0) == whole,
            "chunks change nothing in a file");
    if (text.size() > kMaxPiped) continue;
    for (const size_t chunk_bytes : {size_t{1} << 20, 1 + dice.Below(text.size() + 1)}) {
      int ends[2];
      Require(pipe2(ends, O_CLOEXEC) == 0, "a pipe");
      Require(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()), "a full pipe");
      close(ends[1]);
      const Split piped = ReadFile("-", format, chunk_bytes, ends[0]);
      close(ends[0]);
      Require(piped.records == whole.records && piped.ambiguous == whole.ambiguous,
              "a stream has the same records");
    }
  }
  close(fd);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::InputText(data, size);
  fuzz::Dice dice(text);
  for (const RecordRule rule : {RecordRule::kFromLine, RecordRule::kContentLength, RecordRule::kEndOfInput}) {
    for (const size_t limit : {size_t{1} << 30, 1 + dice.Below(text.size() + 1)}) {
      const Split whole = ReadRecords(text, rule, text.size() + 1, true, limit, nullptr);
      CheckWhole(whole, size);
      Require(ReadRecords(text, rule, 1 + dice.Below(64), true, limit, &dice) == whole,
              "small reads change nothing");
      // What can only go forward does not look for the end of a length that leads beyond the limit.
      if (rule == RecordRule::kContentLength && limit <= text.size()) continue;
      Require(ReadRecords(text, rule, 1 + dice.Below(4096), false, limit, &dice) == whole,
              "a stream changes nothing");
    }
  }
  CheckFiles(text, dice);
  return 0;
}
