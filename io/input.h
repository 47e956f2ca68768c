// One CORPUS argument, opened: what it is, and a reader that hands out its work in order.
#ifndef KENPIN_IO_INPUT_H_
#define KENPIN_IO_INPUT_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/corpus.h"
#include "io/mbox.h"
#include "io/oversize_gate.h"

namespace kenpin {

// A buffer above this many chunks, and above so many octets, is oversized.
inline constexpr size_t kOversizeChunks = 8;
inline constexpr size_t kMinOversize = size_t{512} << 10;

// What all readers of a run share. Outlives them and their requests.
struct ReadSettings {
  CorpusOptions options;
  mutable OversizeGate gate;

  size_t oversize_bytes() const { return std::max(options.chunk_bytes * kOversizeChunks, kMinOversize); }
  RecordLimits limits() const { return {options.max_message_bytes, oversize_bytes(), options.large_bodies}; }
};

// Hands out the work of one input. Next() from one thread at a time; the requests may be loaded while Next()
// is called again, and may outlive the reader.
class InputReader {
 public:
  virtual ~InputReader() = default;

  // Null at the end.
  virtual std::unique_ptr<ChunkRequest> Next() = 0;

  // Octets that it will have handed out in the end, as far as can be told by now; absent: as many as the
  // input has.
  virtual std::optional<uint64_t> EstimatedBytes() const { return std::nullopt; }
};

struct OpenedInput {
  InputInfo info;
  std::unique_ptr<InputReader> reader;  // Null when there is nothing to read.
  std::vector<InputError> errors;
};

// Opens the argument `path` with the given index, and finds out what it is by its content, or as
// settings->options.format says.
OpenedInput OpenInput(const std::string& path, uint32_t index, std::shared_ptr<const ReadSettings> settings);

// A request whose chunk holds nothing but errors.
std::unique_ptr<ChunkRequest> MakeErrorRequest(uint32_t input, std::vector<InputError> errors);

// The file that records come from.
struct RecordOrigin {
  uint32_t input = 0;  // As Ordinal has both.
  uint32_t file = 0;
  std::string path;
};

// Moves loaded records into a cleared chunk as its messages. bytes_read grows by their lengths.
void FillChunk(LoadedRecords loaded, const RecordOrigin& origin, Chunk* chunk);

// Appends the ambiguous lines of loaded records, ordered by their offsets; `file` names input and file.
void ReportAmbiguousLines(const LoadedRecords& loaded, const Ordinal& file, uint32_t file_index,
                          Chunk* chunk);

// Adds the first line that surely separates records to the ambiguous lines: `record`, the octets of one
// message as they were read, may be an mbox whose beginning is lost.
void ReportHiddenRecord(std::string_view record, const Ordinal& place, uint32_t file_index, Chunk* chunk);

// Whether a file that was taken for one message might be something else: no name and no option says that it
// is one.
bool MayBeMbox(std::string_view path, const ReadSettings& settings);

// Adds a message that begins with a "From " line without a valid date to the ambiguous lines: it may be a
// damaged mbox.
void ReportUndatedFromLine(const MessageRange& message, Chunk* chunk);

}  // namespace kenpin

#endif  // KENPIN_IO_INPUT_H_
