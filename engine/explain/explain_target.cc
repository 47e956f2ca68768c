#include "engine/explain/explain_target.h"

#include <absl/status/status.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/mail/arena.h"
#include "engine/mail/message_id.h"
#include "engine/mail/message_view.h"
#include "io/archive_reader.h"

namespace kenpin {
namespace {

bool Exists(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0;
}

bool IsFile(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

bool IsDirectory(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

class Seeker {
 public:
  Seeker(const MessageQuery& query, Chunk* chunk)
      : query_(query), chunk_(*chunk), member_path_(ArchiveMemberPath(query.paths.front(), query.member)) {}

  // Whether the message is in the chunk.
  bool Look(FoundMessage* found) {
    for (const InputError& error : chunk_.errors) {
      if (error_.empty()) error_ = fmt::format("{}: {}", error.path, error.what);
    }
    for (const MessageRange& range : chunk_.messages) {
      if (!IsMeant(range)) continue;
      found->range = range;
      found->source = chunk_.files[range.file_index];
      found->more = !query_.offset && query_.message_id.empty() && HoldsAnother(range);
      return true;
    }
    return false;
  }

  absl::Status NotFound() const {
    if (!query_.message_id.empty()) {
      return absl::NotFoundError(fmt::format("no message with the Message-ID {}{}", query_.message_id,
                                             error_.empty() ? "" : "; " + error_));
    }
    if (!error_.empty()) return absl::NotFoundError(error_);
    const std::string& path = query_.member.empty() ? query_.paths.front() : member_path_;
    if (!query_.member.empty() && !is_member_there_)
      return absl::NotFoundError(fmt::format("{}: the archive holds no message of this name", path));
    if (!query_.offset) return absl::NotFoundError(fmt::format("{}: no message found", path));
    std::string near;
    if (before_) near += fmt::format("; one begins at {}", *before_);
    if (behind_) near += fmt::format("{} at {}", before_ ? ", the next" : "; the first begins", *behind_);
    return absl::NotFoundError(
        fmt::format("{}: no message begins at offset {}{}", path, *query_.offset, near));
  }

 private:
  // Whether the chunk holds another message that might be meant.
  bool HoldsAnother(const MessageRange& found) const {
    if (query_.member.empty()) return chunk_.messages.size() > 1;
    return std::any_of(chunk_.messages.begin(), chunk_.messages.end(), [&found](const MessageRange& range) {
      return range.ordinal.file == found.ordinal.file && range.ordinal.offset != found.ordinal.offset;
    });
  }

  bool IsMeant(const MessageRange& range) {
    if (!query_.member.empty() && chunk_.files[range.file_index] != member_path_) return false;
    is_member_there_ = true;
    if (!query_.message_id.empty()) return HasMessageId(range);
    if (!query_.offset) return true;
    const uint64_t offset = range.ordinal.offset;
    if (offset < *query_.offset) before_ = offset;
    if (offset > *query_.offset && !behind_) behind_ = offset;
    return offset == *query_.offset;
  }

  bool HasMessageId(const MessageRange& range) {
    // Most messages are not even parsed.
    if (range.bytes.find(query_.message_id) == std::string_view::npos) return false;
    arena_.Reset();
    const MessageView view = IndexMessage(range.bytes, arena_);
    return ParseMessageIdFacts(view).id == query_.message_id;
  }

  const MessageQuery& query_;
  Chunk& chunk_;
  const std::string member_path_;  // Of query_.member, as it is reported.
  bool is_member_there_ = false;
  Arena arena_;
  std::string error_;  // The first one.
  std::optional<uint64_t> before_;
  std::optional<uint64_t> behind_;
};

// Finds the archive in a path at which nothing stands.
FileAndOffset SplitMember(const std::string& path, std::optional<uint64_t> offset) {
  if (Exists(path)) return {path, offset};
  for (size_t mark = path.find('!'); mark != std::string::npos; mark = path.find('!', mark + 1)) {
    const std::string archive = path.substr(0, mark);
    if (mark + 1 < path.size() && IsFile(archive)) return {archive, offset, path.substr(mark + 1)};
  }
  return {path, offset};
}

}  // namespace

FileAndOffset SplitFileAndOffset(const std::string& argument) {
  if (Exists(argument)) return {argument, std::nullopt};
  const size_t colon = argument.rfind(':');
  if (colon == std::string::npos || colon + 1 == argument.size()) return SplitMember(argument, std::nullopt);
  uint64_t offset = 0;
  const char* const end = argument.data() + argument.size();
  const std::from_chars_result result = std::from_chars(argument.data() + colon + 1, end, offset);
  if (result.ec != std::errc() || result.ptr != end) return SplitMember(argument, std::nullopt);
  return SplitMember(argument.substr(0, colon), offset);
}

absl::StatusOr<FoundMessage> FindMessage(const MessageQuery& query, const CorpusOptions& options,
                                         Chunk* chunk) {
  if (query.message_id.empty() && IsDirectory(query.paths.front())) {
    return absl::InvalidArgumentError(fmt::format(
        "{}: is a directory; name one of its files, or a message by --message-id", query.paths.front()));
  }
  Corpus corpus(query.paths, options);
  Seeker seeker(query, chunk);
  FoundMessage found;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), chunk);
    if (!seeker.Look(&found)) continue;
    const bool is_named = !query.message_id.empty() || !query.member.empty();
    if (!is_named && query.offset && found.source != query.paths.front()) {
      return absl::InvalidArgumentError(fmt::format("{}: is an archive; name a member, like {}:{}",
                                                    query.paths.front(), found.source, *query.offset));
    }
    if (!query.offset && query.message_id.empty() && query.member.empty())
      found.more |= corpus.Next() != nullptr;
    return found;
  }
  return seeker.NotFound();
}

}  // namespace kenpin
