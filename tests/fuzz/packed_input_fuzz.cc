// Compressed and archived input: whatever its octets are, reading ends, gives the same messages for any size
// of the chunks and any number of threads, from a file and from a pipe, and stays within the limits of what
// may come out.
#include <sys/mman.h>
#include <unistd.h>

#include <fcntl.h>
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/corpus.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// As much as a pipe takes without a reader.
constexpr size_t kMaxPiped = 60'000;
constexpr uint64_t kMaxUnpacked = uint64_t{8} << 20;
// What is read at once is told before it is found to be too much.
constexpr uint64_t kOneRead = uint64_t{1} << 20;

struct Record {
  std::string bytes;
  std::string from_line;
  std::string member;
  Ordinal ordinal;
  uint64_t length = 0;
  uint8_t flaws = 0;
  bool operator==(const Record&) const = default;
};

struct Read {
  std::vector<Record> records;
  std::vector<std::string> errors;
  uint64_t bytes_read = 0;
  bool operator==(const Read&) const = default;
};

Read ReadInput(const std::string& path, int stdin_fd, size_t chunk_bytes, size_t threads) {
  Read read;
  CorpusOptions options;
  options.chunk_bytes = chunk_bytes;
  options.stdin_fd = stdin_fd;
  options.decompression_threads = threads;
  options.expansion = {1000, uint64_t{1} << 20, kMaxUnpacked};
  Corpus corpus({path}, options);
  Chunk chunk;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    for (const MessageRange& range : chunk.messages) {
      Require(range.file_index < chunk.files.size(), "a message has a file");
      Require(fuzz::LiesIn(range.bytes, chunk.buffer.view()), "a message lies in its chunk");
      fuzz::Touch(range.bytes);
      read.records.push_back({std::string(range.bytes), std::string(range.from_line),
                              chunk.files[range.file_index].substr(path.size()), range.ordinal, range.length,
                              range.flaws});
    }
    for (const InputError& error : chunk.errors) read.errors.push_back(error.what);
    read.bytes_read += chunk.bytes_read;
    chunk.Clear();
  }
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::InputText(data, size);
  fuzz::Dice dice(text);
  const int fd = memfd_create("input", MFD_CLOEXEC);
  Require(fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
          "a file in memory");
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  const Read whole = ReadInput(path, 0, size_t{1} << 20, 1);
  Require(whole.bytes_read <= std::max<uint64_t>(size, kMaxUnpacked + kOneRead),
          "no more comes out than may");
  Require(!whole.records.empty() || !whole.errors.empty(), "nothing is said of an input without messages");
  for (size_t i = 1; i < whole.records.size(); ++i) {
    Require(whole.records[i - 1].ordinal < whole.records[i].ordinal, "messages come in order");
  }
  Require(ReadInput(path, 0, 1 + dice.Below(4096), 3) == whole, "chunks and threads change nothing");
  if (text.size() <= kMaxPiped && !text.starts_with("PK")) {
    int ends[2];
    Require(pipe2(ends, O_CLOEXEC) == 0, "a pipe");
    Require(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()), "a full pipe");
    close(ends[1]);
    Require(ReadInput("-", ends[0], size_t{1} << 20, 2).records == whole.records,
            "a stream has the same messages");
    close(ends[0]);
  }
  close(fd);
  return 0;
}
