// Which message `kenpin explain` is about: FILE[:OFFSET], ARCHIVE!MEMBER[:OFFSET], or a Message-ID in a
// corpus.
#ifndef KENPIN_ENGINE_EXPLAIN_EXPLAIN_TARGET_H_
#define KENPIN_ENGINE_EXPLAIN_EXPLAIN_TARGET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "io/chunk.h"
#include "io/corpus.h"

namespace kenpin {

struct FileAndOffset {
  std::string path;
  std::optional<uint64_t> offset;
  std::string member = {};  // Of an archive, as it stands in it; empty: not told.
};

// If something stands at the whole argument, it is the path (the names of a Maildir hold ":2,S"); else the
// argument is split at the last colon that only digits follow. If then nothing stands at the path, and a file
// stands at what is before one of its exclamation marks, the first such file is the path, and what follows is
// the member.
FileAndOffset SplitFileAndOffset(const std::string& argument);

struct MessageQuery {
  std::vector<std::string> paths;
  std::optional<uint64_t> offset;  // Of the record, as reports tell it.
  std::string message_id;          // Without brackets; empty: not asked for.
  std::string member = {};         // Of the archive paths[0]; empty: not told.
};

struct FoundMessage {
  MessageRange range;  // Views into the chunk.
  std::string source;
  bool more = false;  // Nothing said which message is meant, and there are others.
};

// Reads the corpus up to the message that is meant: with an offset or a Message-ID the first that has it,
// without either the very first. `chunk` then owns its bytes. An error names what is not there, and where
// near.
absl::StatusOr<FoundMessage> FindMessage(const MessageQuery& query, const CorpusOptions& options,
                                         Chunk* chunk);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXPLAIN_EXPLAIN_TARGET_H_
