// A chunk: a few hundred KiB of whole messages and the buffer that owns their bytes. It is the unit of work
// of the pipeline.
#ifndef KENPIN_IO_CHUNK_H_
#define KENPIN_IO_CHUNK_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/buffer.h"
#include "io/large_body.h"

namespace kenpin {

// Where a message stands among all inputs. Never a counter: the same message has the same ordinal whatever
// the chunk size, and the order of ordinals is the order of reports.
struct Ordinal {
  uint32_t input = 0;  // Index of the CORPUS argument.
  uint32_t file =
      0;  // Rank of the file in the bytewise order of base names; 0 when the argument is one file.
  uint64_t offset = 0;  // Offset of the record in its file.
  auto operator<=>(const Ordinal&) const = default;
};

// What the reader noticed about a record, one bit each.
enum class RecordFlaw : uint8_t {
  kContentLengthIgnored =
      1,  // A Content-Length did not land on a From_ line or the end of the file, and was ignored.
  kMissingBlankLine = 2,  // The From_ line that ends this record does not follow an empty line.
  kTruncated =
      4,  // The file ended or shrank before the record did (an operational error is reported beside it).
  kTooLarge = 8,  // The record exceeds max_message_bytes; `bytes` holds only the beginning.
};

// One record of a corpus file. The views live as long as the chunk is neither refilled nor destroyed.
struct MessageRange {
  // Header section and body as stored: no byte order mark and no From_ line before, no separating empty line
  // after it.
  std::string_view bytes;
  std::string_view
      from_line;  // The From_ line without its line end; empty when the record does not begin with one.
  Ordinal ordinal;
  uint64_t length = 0;  // Octets of the record in its file, From_ line and separating empty line included.
  uint32_t file_index = 0;  // Index into Chunk::files.
  uint32_t quoted_from_lines =
      0;  // Body or header lines that match ">+From " (an mbox writer may have quoted them); 0 outside mbox.
  uint8_t flaws = 0;  // RecordFlaw bits.
  // Of a record that is too large: who has seen all of it; one of Chunk::large_bodies. Null if nobody has.
  const LargeBody* passed = nullptr;
};

// A named operational error: the run goes on, the exit code becomes 2.
struct InputError {
  uint32_t input = 0;
  std::string path;
  uint64_t offset = 0;
  std::string what;  // What happened and what to do, without path and offset.
  // Octets that Chunk::bytes_read counts of the file although it holds no message at all.
  uint64_t junk_bytes = 0;
};

// A line that begins "From " and could be read both ways; counted and reported, never silently decided.
struct AmbiguousLine {
  uint32_t input = 0;
  uint64_t offset = 0;
  bool split = false;       // Whether it was taken as a separator.
  uint32_t file_index = 0;  // Index into Chunk::files.
  uint32_t file = 0;        // As Ordinal::file.
};

// Movable. Used by one thread at a time.
struct Chunk {
  // Held while `buffer` is oversized: at most one such buffer exists in a run, and whoever needs another
  // waits for this ticket inside Corpus::Next() or Load(). Therefore a chunk is cleared before its owner
  // waits for anything (order, DNS, another chunk). Declared before `buffer`, so that the memory is gone when
  // the ticket is given back.
  std::shared_ptr<void> large_ticket;
  Buffer buffer;  // Owns what `messages` points to.
  std::vector<std::unique_ptr<LargeBody>> large_bodies;
  std::vector<MessageRange> messages;
  std::vector<std::string> files;  // Paths as given or found, one per file in the chunk.
  std::vector<InputError> errors;
  std::vector<AmbiguousLine> ambiguous;
  uint32_t input = 0;       // The CORPUS argument that the chunk belongs to: a chunk never spans two.
  uint64_t bytes_read = 0;  // Octets of input that this chunk accounts for; they add up to the corpus.

  // Drops the contents and keeps the memory for the next Load(), except an oversized buffer, which is freed
  // with its ticket.
  void Clear();
};

}  // namespace kenpin

#endif  // KENPIN_IO_CHUNK_H_
