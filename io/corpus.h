// The CORPUS arguments of a run: finds out what each one is, hands out work in order, and loads it on any
// thread.
//
// Next() is serial and cheap: for an mbox it hands out byte ranges, for a Maildir lists of files. Load() does
// the reading (pread) and the splitting, and runs in parallel. Only what cannot be entered in the middle is
// read inside Next(): streams, mboxcl, single messages, and all that is compressed or in an archive.
#ifndef KENPIN_IO_CORPUS_H_
#define KENPIN_IO_CORPUS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/chunk.h"
#include "io/compression.h"

namespace kenpin {

// A longer message is cut, with RecordFlaw::kTooLarge. Providers accept 25 to 150 MB.
inline constexpr size_t kMaxMessageBytes = size_t{160} << 20;

enum class InputFormat : uint8_t {
  kMbox,     // mboxo or mboxrd: records begin at From_ lines.
  kMboxcl,   // mbox whose Content-Length is honoured; body lines are also quoted.
  kMboxcl2,  // mbox whose Content-Length is honoured; nothing is quoted.
  kMaildir,  // A directory with cur and new.
  kEmlDir,   // A directory of .eml files.
  kEml,      // One message.
};

// The name used by --input-format and in reports: "mbox", "mboxcl", "mboxcl2", "maildir", "eml-dir", "eml".
std::string_view InputFormatName(InputFormat format);
std::optional<InputFormat> ParseInputFormat(std::string_view name);

struct InputLook;  // seen_input.h

// The part of a CORPUS argument that a run reads: runs that read all parts together read what one run over
// all of it reads, message for message.
struct InputPart {
  enum class Kind : uint8_t {
    kWhole,
    kNothing,  // It is not even opened.
    kOctets,   // Of an mbox that is neither compressed nor an mboxcl: the messages whose From_ lines begin in
               // [begin, end).
    kFiles,    // Of a directory: the files with ranks in [begin, end).
  } kind = Kind::kWhole;
  uint64_t begin = 0;
  uint64_t end = 0;
};

struct CorpusOptions {
  std::optional<InputFormat> format;  // Overrides what the content says.
  size_t chunk_bytes = 2u << 20;  // Whole messages up to about this much make a chunk (at least one message).
  size_t max_message_bytes = kMaxMessageBytes;
  // See what is not kept of longer messages; must outlive the corpus. Null: nobody does.
  const LargeBodies* large_bodies = nullptr;
  int stdin_fd = 0;                  // What "-" reads; not closed.
  int stop_fd = -1;                  // Once it can be read, what is read inside Next() fails; -1: never.
  size_t decompression_threads = 1;  // Of one compressed input, beside those that load.
  ExpansionLimits expansion;         // Of one compressed or archived input.
  std::vector<InputPart> parts;      // One a path; empty: all of all.
  // For a corpus of one path other than "-": only what it says is new is read, and an empty file or directory
  // is no error. Null: all is read. Filled by the first Next(); must outlive the corpus.
  InputLook* look = nullptr;

  InputPart PartOf(size_t path) const { return path < parts.size() ? parts[path] : InputPart(); }
};

// What is known of an input before it is read.
struct InputInfo {
  std::string path;
  std::optional<InputFormat>
      format;          // Absent while, or if, it is not known what the input is (it could not be opened).
  uint64_t bytes = 0;  // As it is stored; 0 when unknown (stdin).
  // How it is packed; what is in it is of the format.
  Compression compression = Compression::kNone;
  ArchiveKind archive = ArchiveKind::kNone;
};

// A piece of work: passed from Next() to Load() on any thread, once, or dropped.
class ChunkRequest {
 public:
  virtual ~ChunkRequest() = default;

 private:
  friend class Corpus;
  // Fills a cleared chunk; see Corpus::Load().
  virtual void LoadInto(Chunk* chunk) = 0;
};

// Next() from one thread at a time; Load() from any number at once.
class Corpus {
 public:
  Corpus(std::vector<std::string> paths, CorpusOptions options);
  ~Corpus();
  Corpus(const Corpus&) = delete;
  Corpus& operator=(const Corpus&) = delete;

  // The next piece of work in the order of the inputs, or null at the end. An input that cannot be opened
  // yields a request whose chunk holds only an InputError. An input without a single message yields an
  // InputError "no message found". A request from a stream already holds its bytes: load each soon, do not
  // hoard them.
  std::unique_ptr<ChunkRequest> Next();

  // Reads and splits. `chunk` is overwritten; its buffer and vectors are reused. Never fails: what goes wrong
  // is in chunk->errors, and what could be read is in chunk->messages. May wait for another chunk's
  // large_ticket (see Chunk).
  void Load(std::unique_ptr<ChunkRequest> request, Chunk* chunk) const;

  // One per CORPUS argument, in their order; complete once Next() returned null. Same thread as Next().
  const std::vector<InputInfo>& inputs() const;

  // Octets of all inputs whose size is known, for progress: of compressed ones, what is expected to come out
  // of them. Any thread.
  uint64_t total_bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_CORPUS_H_
