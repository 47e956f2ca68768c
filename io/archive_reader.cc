#include "io/archive_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "io/decoder.h"
#include "io/detect.h"
#include "io/directory.h"
#include "io/from_line.h"
#include "io/stream.h"

namespace kenpin {
namespace {

constexpr size_t kReadStep = size_t{64} << 10;
// A member without octets to read costs as much as this many, so that chunks of errors end, too.
constexpr size_t kCostOfMember = 512;
// A member whose name is longer is not read: no file system gives such names.
constexpr size_t kMaxMemberName = size_t{64} << 10;

// Chunks whose memory is used again. Thread-safe.
class ChunkPool {
 public:
  Chunk Get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return Chunk();
    Chunk chunk = std::move(free_.back());
    free_.pop_back();
    return chunk;
  }

  // Of a cleared chunk.
  void Put(Chunk chunk) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(chunk));
  }

 private:
  std::mutex mutex_;
  std::vector<Chunk> free_;
};

class FilledRequest : public ChunkRequest {
 public:
  FilledRequest(Chunk chunk, std::shared_ptr<ChunkPool> pool)
      : chunk_(std::move(chunk)), pool_(std::move(pool)) {}

 private:
  void LoadInto(Chunk* chunk) override {
    std::swap(*chunk, chunk_);
    pool_->Put(std::move(chunk_));
  }

  Chunk chunk_;
  std::shared_ptr<ChunkPool> pool_;
};

// A member from its first octet on, of which some were read already.
class MemberSource : public ByteSource {
 public:
  MemberSource(ArchiveMembers* members, std::string beginning)
      : members_(members), beginning_(std::move(beginning)) {}

  size_t Read(char* out, size_t size) override {
    size_t got = 0;
    if (given_ < beginning_.size()) {
      got = std::min(size, beginning_.size() - given_);
      std::memcpy(out, beginning_.data() + given_, got);
      given_ += got;
    } else if (!failure()) {
      got = members_->Read(out, size);
    }
    position_ += got;
    if (got == 0 && size > 0 && !members_->member_error().empty()) Fail(position_, members_->member_error());
    return got;
  }
  std::optional<size_t> PeekAt(uint64_t, char*, size_t) override { return std::nullopt; }

 private:
  ArchiveMembers* members_;
  std::string beginning_;
  size_t given_ = 0;
  uint64_t position_ = 0;
};

// What a member's name says.
struct MemberName {
  explicit MemberName(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const size_t slash = path.rfind('/');
    base = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
    if (slash == std::string_view::npos) return;
    const std::string_view above = path.substr(0, slash);
    folder = above.substr(above.rfind('/') + 1);
  }

  bool is_in_maildir() const { return folder == "cur" || folder == "new"; }
  bool is_named_mail() const { return IsEmlName(base) || base.ends_with(".mbox"); }
  // Whether a mistake in such a member may cost mail.
  bool should_be_mail() const { return is_named_mail() || is_in_maildir(); }
  bool may_be_message() const { return base.ends_with(".mbox") || base.find('.') == std::string_view::npos; }
  bool is_left_out() const {
    return base.empty() || base.starts_with('.') || (folder == "tmp" && !is_named_mail());
  }

  std::string_view base;
  std::string_view folder;  // That holds it; empty: none.
};

bool IsPackedName(std::string_view name) {
  constexpr std::string_view kEndings[] = {".gz", ".tgz", ".zst", ".xz", ".bz2", ".tar", ".zip"};
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [name](std::string_view ending) { return name.ends_with(ending); });
}

class ArchiveReader : public InputReader {
 public:
  ArchiveReader(std::unique_ptr<ArchiveMembers> members, RecordOrigin origin,
                std::shared_ptr<const ReadSettings> settings)
      : members_(std::move(members)),
        origin_(std::move(origin)),
        settings_(std::move(settings)),
        pool_(std::make_shared<ChunkPool>()) {}

  std::unique_ptr<ChunkRequest> Next() override {
    while (!at_end_) {
      if (records_ != nullptr) {
        if (std::unique_ptr<ChunkRequest> request = records_->Next()) return request;
        records_.reset();
      }
      chunk_ = pool_->Get();
      chunk_.input = origin_.input;
      spans_.clear();
      if (!mbox_) Gather();
      const bool is_empty = chunk_.messages.empty() && chunk_.errors.empty();
      if (mbox_ && is_empty) OpenMbox();
      if (!chunk_.messages.empty() || !chunk_.errors.empty()) return HandOver();
      pool_->Put(std::move(chunk_));
    }
    return nullptr;
  }

 private:
  enum class Use : uint8_t { kPassOver, kMessage, kMbox };

  // Takes members until they make a chunk, an mbox comes, or the archive ends.
  void Gather() {
    size_t cost = 0;
    path_bytes_ = 0;
    while (cost < settings_->options.chunk_bytes && !mbox_) {
      if (!members_->Next()) return End();
      TakeMember();
      cost = chunk_.buffer.size() + path_bytes_ +
             (chunk_.messages.size() + chunk_.errors.size()) * kCostOfMember;
    }
  }

  void End() {
    at_end_ = true;
    if (members_->failure()) {
      AddError(origin_.path, members_->failure()->offset, members_->failure()->what);
    } else if (!found_) {
      AddError(origin_.path, 0,
               fmt::format("no message found: none of {} members is one by its name (.eml, .mbox, or in a "
                           "folder cur or new) or a From_ line; --input-format eml-dir takes them all",
                           members_->count()));
    }
  }

  void AddError(const std::string& path, uint64_t offset, std::string what) {
    found_ = true;
    path_bytes_ += path.size();
    chunk_.errors.push_back({origin_.input, path, offset, std::move(what)});
  }

  // To be called of every member that is not read to its end as an mbox: nothing may stand behind the damage.
  void TellDamage(const std::string& path, uint64_t offset) {
    if (!members_->member_error().empty()) AddError(path, offset, members_->member_error());
  }

  void TakeMember() {
    const ArchiveMember& member = members_->member();
    if (member.name.size() > kMaxMemberName) {
      return AddError(origin_.path, 0,
                      fmt::format("member {} has a name of {} octets, more than {}, and was not read",
                                  member.rank + 1, member.name.size(), kMaxMemberName));
    }
    const MemberName name(member.name);
    const std::optional<InputFormat> wanted = settings_->options.format;
    if (name.is_left_out() || (wanted == InputFormat::kMaildir && !name.is_in_maildir())) return;
    const std::string path = ArchiveMemberPath(origin_.path, member.name);
    if (member.is_link) {
      if (name.should_be_mail())
        AddError(path, 0, "is a link within the archive, and was not followed; store the message itself");
      return;
    }
    if (member.is_encrypted) return AddError(path, 0, "is encrypted; decrypt the archive first");
    beginning_.resize(kDetectBytes);
    beginning_.resize(members_->Read(beginning_.data(), beginning_.size()));
    if (beginning_.empty()) {
      if (!members_->member_error().empty()) return AddError(path, 0, members_->member_error());
      if (name.should_be_mail() || wanted) AddError(path, 0, "no message found: it is empty");
      return;
    }
    if (DetectPacking(beginning_).is_packed() &&
        (name.should_be_mail() || IsPackedName(name.base) || wanted)) {
      AddError(path, 0, DescribeNesting());
      return TellDamage(path, beginning_.size());
    }
    const Use use = Decide(name, path);
    if (use == Use::kMbox) {
      mbox_ = RecordOrigin{origin_.input, member.rank, path};
    } else if (use == Use::kMessage) {
      ReadMessage(member.rank, path);
      if (!name.is_in_maildir() && MayBeMbox(name.base, *settings_)) {
        const std::string_view stored =
            chunk_.buffer.view().substr(spans_.back().index, spans_.back().stored);
        ReportHiddenRecord(stored, chunk_.messages.back().ordinal, chunk_.messages.back().file_index,
                           &chunk_);
      }
    } else {
      TellDamage(path, beginning_.size());
    }
  }

  Use Decide(const MemberName& name, const std::string& path) {
    const std::optional<InputFormat> wanted = settings_->options.format;
    if (wanted) {
      const bool is_mbox =
          wanted == InputFormat::kMbox || wanted == InputFormat::kMboxcl || wanted == InputFormat::kMboxcl2;
      return is_mbox ? Use::kMbox : Use::kMessage;
    }
    if (IsEmlName(name.base) || name.is_in_maildir()) return Use::kMessage;
    const DetectedContent content = DetectContent(beginning_);
    const bool begins_with_record =
        std::string_view(beginning_).substr(content.first_line).starts_with("From ");
    if (content.kind == ContentKind::kMbox &&
        (begins_with_record || name.may_be_message() || name.is_named_mail())) {
      return Use::kMbox;
    }
    // The files that mail servers keep beside a Maildir have a colon somewhere, too.
    const bool begins_like_one = content.kind == ContentKind::kUndatedMessage ||
                                 BeginsWithField(std::string_view(beginning_).substr(content.first_line));
    if (begins_like_one && name.may_be_message()) return Use::kMessage;
    if (name.is_named_mail())
      AddError(path, 0, "no message found: it begins neither with a From_ line nor with a header field");
    return Use::kPassOver;
  }

  void ReadMessage(uint32_t rank, const std::string& path) {
    found_ = true;
    RecordSpan span;
    span.index = chunk_.buffer.size();
    const uint64_t most = settings_->options.max_message_bytes;
    Append(beginning_);
    // What is in the buffer is read in place; once it is enough, the rest passes through.
    bool is_more = beginning_.size() == kDetectBytes;
    while (is_more && chunk_.buffer.size() - span.index <= most) {
      const size_t size = chunk_.buffer.size();
      Reserve(size + kReadStep);
      const size_t got = members_->Read(chunk_.buffer.data() + size, kReadStep);
      chunk_.buffer.Resize(size + got);
      is_more = got > 0;
    }
    span.length = chunk_.buffer.size() - span.index;
    span.stored = static_cast<size_t>(std::min<uint64_t>(span.length, most));
    if (span.stored < span.length) PassRest(&span);
    chunk_.buffer.Resize(span.index + span.stored);
    if (!members_->member_error().empty()) {
      span.flaws |= static_cast<uint8_t>(RecordFlaw::kTruncated);
      TellDamage(path, span.length);
    }
    MessageRange message;
    message.ordinal = {origin_.input, rank, 0};
    message.file_index = static_cast<uint32_t>(chunk_.files.size());
    chunk_.messages.push_back(message);
    chunk_.files.push_back(path);
    path_bytes_ += path.size();
    chunk_.bytes_read += span.length;
    spans_.push_back(span);
  }

  // Reads the member to its end, and shows what is not kept of it to who wants to see it.
  void PassRest(RecordSpan* span) {
    span->flaws |= static_cast<uint8_t>(RecordFlaw::kTooLarge);
    const std::string_view read = chunk_.buffer.view().substr(span->index);
    const LargeBodies* const bodies = settings_->options.large_bodies;
    std::unique_ptr<LargeBody> body;
    if (bodies != nullptr) {
      body = bodies->Begin(MakeMessageRange(read.substr(0, span->stored), RecordSpan()).bytes, false);
    }
    if (body != nullptr) body->Take(read.substr(span->stored));
    passing_.Reserve(kReadStep);
    while (const size_t got = members_->Read(passing_.data(), kReadStep)) {
      passing_.Resize(got);
      span->length += got;
      if (body != nullptr) body->Take(passing_.view());
    }
    if (body == nullptr || !members_->member_error().empty()) return;
    body->End();
    span->passed = body.get();
    chunk_.large_bodies.push_back(std::move(body));
  }

  void Append(std::string_view text) {
    const size_t size = chunk_.buffer.size();
    Reserve(size + text.size());
    std::memcpy(chunk_.buffer.data() + size, text.data(), text.size());
    chunk_.buffer.Resize(size + text.size());
  }

  void Reserve(size_t bytes) {
    Buffer& buffer = chunk_.buffer;
    if (bytes <= buffer.capacity()) return;
    const size_t oversize = settings_->oversize_bytes();
    size_t grown =
        std::max({bytes, buffer.capacity() + buffer.capacity() / 2, settings_->options.chunk_bytes});
    if (bytes <= oversize) {
      grown = std::min(grown, oversize);
    } else if (chunk_.large_ticket == nullptr) {
      chunk_.large_ticket = settings_->gate.Acquire();
    }
    buffer.Reserve(grown);
  }

  // Opens the mbox that was found; its beginning was read.
  void OpenMbox() {
    found_ = true;
    const RecordOrigin origin = *std::exchange(mbox_, std::nullopt);
    OpenedInput opened =
        OpenRecords(std::make_unique<MemberSource>(members_.get(), std::move(beginning_)), origin, settings_);
    beginning_ = std::string();
    records_ = std::move(opened.reader);
    chunk_.errors = std::move(opened.errors);
  }

  std::unique_ptr<ChunkRequest> HandOver() {
    // Only now do the octets stay where they are.
    for (size_t i = 0; i < spans_.size(); ++i) {
      MessageRange& message = chunk_.messages[i];
      const MessageRange placed = message;
      message = MakeMessageRange(chunk_.buffer.view().substr(spans_[i].index, spans_[i].stored), spans_[i]);
      message.ordinal = placed.ordinal;
      message.file_index = placed.file_index;
      ReportUndatedFromLine(message, &chunk_);
    }
    return std::make_unique<FilledRequest>(std::move(chunk_), pool_);
  }

  std::unique_ptr<ArchiveMembers> members_;
  RecordOrigin origin_;
  std::shared_ptr<const ReadSettings> settings_;
  std::shared_ptr<ChunkPool> pool_;
  Chunk chunk_;                           // Being filled.
  std::vector<RecordSpan> spans_;         // Of its messages.
  std::string beginning_;                 // Of the current member.
  Buffer passing_;                        // What is not kept of it.
  std::optional<RecordOrigin> mbox_;      // The current member, if it is an mbox and not opened yet.
  std::unique_ptr<InputReader> records_;  // Of the current member, if it is an mbox.
  size_t path_bytes_ = 0;                 // Of the paths in the chunk.
  bool found_ = false;                    // A message, or an error.
  bool at_end_ = false;
};

}  // namespace

std::string ArchiveMemberPath(std::string_view archive, std::string_view member) {
  return fmt::format("{}!{}", archive, member);
}

std::unique_ptr<InputReader> MakeArchiveReader(std::unique_ptr<ArchiveMembers> members, RecordOrigin origin,
                                               std::shared_ptr<const ReadSettings> settings) {
  return std::make_unique<ArchiveReader>(std::move(members), std::move(origin), std::move(settings));
}

}  // namespace kenpin
