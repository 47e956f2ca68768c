// The leaf walker: a stack of open multiparts, and a scan for lines that begin with two dashes. Only such a
// line can be a delimiter, so a body of 60 KiB costs two microseconds of scanning and then a few comparisons;
// a full tree of the same mail costs about fifty times as much.
#include "engine/mail/mime_walk.h"

#include <algorithm>
#include <cstring>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_scan.h"
#include "engine/mail/field_id.h"
#include "engine/mail/misspelled_field.h"

namespace kenpin {
namespace {

// Newsletters have two leaves, mail with attachments a few more.
constexpr size_t kFirstLeaves = 16;

// Whether a base64 text is sound: nothing but alphabet, padding and white space, and whole quanta (RFC 2045
// §6.8).
bool IsSoundBase64(std::string_view text) {
  const Base64Run run = MeasureBase64(text);
  size_t padding = 0;
  for (size_t i = run.length; i < text.size(); ++i) {
    if (text[i] == '=') {
      ++padding;
    } else if (!IsClass(text[i], kBlank)) {
      return false;
    }
  }
  return padding <= 2 && (run.symbols + padding) % 4 == 0;
}

// What the header of a part (or of the message) says about its content.
struct PartHead {
  ContentType content_type;
  TransferEncoding encoding = TransferEncoding::k7bit;
  bool attachment = false;
};

// Content-Disposition (RFC 2183 §2).
bool IsAttachment(std::string_view body) { return StartsWithIgnoreCase(TrimBlanks(body), "attachment"); }

enum class DelimiterKind : uint8_t { kNone, kOpen, kClose };

struct Delimiter {
  DelimiterKind kind = DelimiterKind::kNone;
  size_t level = 0;  // Index into the stack.
  size_t end = 0;    // Behind the line end, or the end of the message.
};

struct OpenMultipart {
  std::string_view boundary;
  bool seen = false;  // A delimiter of it has occurred.
  bool digest = false;
};

class MimeWalker {
 public:
  MimeWalker(const MessageView& message, Arena& arena)
      : message_(message), bytes_(message.bytes()), arena_(arena) {}

  MimeWalk Run() {
    const PartHead head = ReadMessageHead();
    const size_t body_begin = bytes_.size() - message_.body().size();
    BeginPart(head, body_begin, body_begin);
    if (depth_ > 0) ScanBody(body_begin);
    EndLeaf(bytes_.size());
    // Where the walk was broken off, nobody knows whether the multiparts are closed.
    if (!walk_.flaws.Has(ParseFlaw::kTooManyParts)) CloseFrom(0);
    walk_.leaves = {leaves_, leaf_count_};
    FinishFacts();
    return walk_;
  }

 private:
  PartHead ReadMessageHead() {
    MimeFacts& facts = walk_.facts;
    PartHead head;
    facts.has_version = message_.count(FieldId::kMimeVersion) > 0;
    facts.version_ok = facts.has_version && IsMimeVersion1(message_.Body(FieldId::kMimeVersion));
    facts.uses_mime = facts.has_version || message_.count(FieldId::kContentType) > 0 ||
                      message_.count(FieldId::kContentTransferEncoding) > 0 ||
                      message_.count(FieldId::kContentDisposition) > 0;
    if (message_.count(FieldId::kContentType) > 0)
      TakeContentType(message_.Body(FieldId::kContentType), &head);
    if (message_.count(FieldId::kContentTransferEncoding) > 0) {
      TakeEncoding(message_.Body(FieldId::kContentTransferEncoding), &head);
    }
    head.attachment = IsAttachment(message_.Body(FieldId::kContentDisposition));
    for (const HeaderField& field : message_.fields()) {
      if (field.id == FieldId::kOther && IsMisspelledContentField(message_.Name(field)))
        facts.misspelled_field = true;
    }
    return head;
  }

  void TakeContentType(std::string_view body, PartHead* head) {
    head->content_type = ParseContentType(body, arena_);
    if (!head->content_type.parsed) walk_.facts.content_type_unparsable = true;
  }

  void TakeEncoding(std::string_view body, PartHead* head) {
    head->encoding = ParseTransferEncoding(body);
    if (head->encoding == TransferEncoding::kUnknown) walk_.facts.encoding_unknown = true;
  }

  void ScanBody(size_t body_begin) {
    // The line end that stands before the body makes a delimiter in the body's first line a line of its own.
    size_t from = body_begin == 0 ? 0 : body_begin - 1;
    while (depth_ > 0) {
      const size_t lf = FindDashLine(bytes_, from);
      if (lf == bytes_.size()) return;
      const Delimiter delimiter = MatchDelimiter(lf + 1);
      // Dashes of a signature, or of a boundary inside a message/rfc822 part that is nobody's business here.
      if (delimiter.kind == DelimiterKind::kNone) {
        from = lf + 3;
        continue;
      }
      // An outer delimiter ends whatever is still open inside (RFC 2046 §5.1.2).
      EndLeaf(lf);
      CloseFrom(delimiter.level + 1);
      stack_[delimiter.level].seen = true;
      // The line end of this delimiter may be the one that stands before the next.
      from = delimiter.end - 1;
      if (delimiter.kind == DelimiterKind::kClose) {
        // What follows is the epilogue; behind that of the outermost multipart nothing matters any more.
        depth_ = delimiter.level;
      } else if (!OpenPart(delimiter.end, &from)) {
        return;
      }
    }
  }

  // Reads the header of the part at `begin` and sets `from` to where the search for the next delimiter
  // starts. False: too many parts.
  bool OpenPart(size_t begin, size_t* from) {
    if (leaf_count_ == kMaxMimeParts) {
      walk_.flaws.Add(ParseFlaw::kTooManyParts);
      return false;
    }
    PartHead head;
    if (stack_[depth_ - 1].digest) head.content_type.media = MediaType::kMessage;
    const size_t content = ReadPartHead(begin, &head);
    BeginPart(head, begin, content);
    *from = content - 1;
    return true;
  }

  // Whether the line at `begin`, which starts with two dashes, delimits an open multipart; the innermost is
  // asked first.
  Delimiter MatchDelimiter(size_t begin) const {
    for (size_t level = depth_; level-- > 0;) {
      const std::string_view boundary = stack_[level].boundary;
      size_t i = begin + 2;
      if (bytes_.substr(i, boundary.size()) != boundary) continue;
      i += boundary.size();
      const bool close = bytes_.substr(i, 2) == "--";
      if (close) i += 2;
      // RFC 2046 §5.1.1: transport may have added white space.
      while (i < bytes_.size() && IsWsp(bytes_[i])) ++i;
      if (i < bytes_.size() && bytes_[i] == '\r') ++i;
      if (i < bytes_.size() && bytes_[i] != '\n') continue;
      return {close ? DelimiterKind::kClose : DelimiterKind::kOpen, level, std::min(i + 1, bytes_.size())};
    }
    return {};
  }

  // Reads the header of a part: up to an empty line, or to a line that cannot be header, or to a delimiter.
  // Returns where the content begins.
  size_t ReadPartHead(size_t begin, PartHead* head) {
    bool has_type = false;
    bool has_encoding = false;
    while (begin < bytes_.size()) {
      const size_t end = FieldEnd(begin);
      const std::string_view field = bytes_.substr(begin, end - begin);
      if (field == "\n" || field == "\r\n") return end;
      if (field.substr(0, 2) == "--" && MatchDelimiter(begin).kind != DelimiterKind::kNone) return begin;
      // Text without the empty line before it: the content has begun.
      const size_t colon = field.find(':');
      if (colon == std::string_view::npos) return begin;
      begin = end;
      if ((field[0] | 0x20) != 'c') continue;
      const std::string_view name = TrimBlanks(field.substr(0, colon));
      const std::string_view body = TrimBlanks(field.substr(colon + 1));
      const FieldId id = FindFieldId(name);
      if (id == FieldId::kContentType && !has_type) {
        has_type = true;
        TakeContentType(body, head);
      } else if (id == FieldId::kContentTransferEncoding && !has_encoding) {
        has_encoding = true;
        TakeEncoding(body, head);
      } else if (id == FieldId::kContentDisposition) {
        head->attachment |= IsAttachment(body);
      } else if (id == FieldId::kOther && IsMisspelledContentField(name)) {
        walk_.facts.misspelled_field = true;
      }
    }
    return begin;
  }

  // Behind the field that begins at `begin`, continuations included.
  size_t FieldEnd(size_t begin) const {
    const bool empty =
        bytes_[begin] == '\n' || (bytes_[begin] == '\r' && bytes_.substr(begin + 1, 1) == "\n");
    while (begin < bytes_.size()) {
      const void* lf = std::memchr(bytes_.data() + begin, '\n', bytes_.size() - begin);
      if (lf == nullptr) return bytes_.size();
      begin = static_cast<size_t>(static_cast<const char*>(lf) - bytes_.data()) + 1;
      if (empty || begin == bytes_.size() || !IsWsp(bytes_[begin])) break;
    }
    return begin;
  }

  // Takes the part whose content begins at `content`: opens a multipart or a leaf.
  void BeginPart(const PartHead& head, size_t header_begin, size_t content) {
    if (head.content_type.media == MediaType::kMultipart) {
      // RFC 2045 §6.4.
      if (head.encoding == TransferEncoding::kBase64 || head.encoding == TransferEncoding::kQuotedPrintable) {
        walk_.facts.encoding_illegal = true;
      }
      const std::string_view boundary = head.content_type.boundary;
      if (boundary.empty() || boundary.size() > kMaxBoundaryLength) {
        walk_.facts.multipart_without_boundary = true;
      } else if (depth_ == kMaxMimeDepth) {
        walk_.flaws.Add(ParseFlaw::kMimeTooDeep);
      } else {
        stack_[depth_++] = {boundary, false, head.content_type.digest};
        return;
      }
    }
    AddLeaf(head, header_begin, content);
  }

  void AddLeaf(const PartHead& head, size_t header_begin, size_t content) {
    if (leaf_count_ == capacity_) {
      const size_t wider = std::max(2 * capacity_, kFirstLeaves);
      const std::span<MimeLeaf> leaves = arena_.NewArray<MimeLeaf>(wider);
      std::copy_n(leaves_, leaf_count_, leaves.data());
      leaves_ = leaves.data();
      capacity_ = wider;
    }
    MimeLeaf& leaf = leaves_[leaf_count_++];
    leaf.header_begin = static_cast<uint32_t>(header_begin);
    leaf.begin = leaf.end = static_cast<uint32_t>(content);
    leaf.type = head.content_type.media;
    leaf.encoding = head.encoding;
    leaf.depth = static_cast<uint8_t>(depth_);
    leaf.attachment = head.attachment;
    leaf.charset = head.content_type.charset;
    leaf_open_ = true;
  }

  // Ends the open leaf, if there is one, at the line end that belongs to a delimiter or at the end of the
  // message.
  void EndLeaf(size_t end) {
    if (!leaf_open_) return;
    leaf_open_ = false;
    MimeLeaf& leaf = leaves_[leaf_count_ - 1];
    if (end != bytes_.size() && end > leaf.begin && bytes_[end - 1] == '\r') --end;
    leaf.end = static_cast<uint32_t>(std::max<size_t>(end, leaf.begin));
    if (leaf.encoding == TransferEncoding::kBase64 && leaf.type != MediaType::kMultipart &&
        !IsSoundBase64(bytes_.substr(leaf.begin, leaf.end - leaf.begin))) {
      walk_.facts.base64_garbage = true;
    }
  }

  // Leaves all multiparts from `level` inwards, which were not closed.
  void CloseFrom(size_t level) {
    while (depth_ > level) {
      const OpenMultipart& open = stack_[--depth_];
      (open.seen ? walk_.facts.closing_boundary_missing : walk_.facts.boundary_never_occurs) = true;
    }
  }

  void FinishFacts() {
    bool html = false;
    bool text = false;
    for (const MimeLeaf& leaf : walk_.leaves) {
      html |= leaf.type == MediaType::kTextHtml;
      text |= leaf.type == MediaType::kTextPlain;
    }
    walk_.facts.html_without_text = html && !text;
    walk_.facts.parts = static_cast<uint32_t>(leaf_count_);
  }

  const MessageView& message_;
  std::string_view bytes_;
  Arena& arena_;
  OpenMultipart stack_[kMaxMimeDepth];
  size_t depth_ = 0;
  MimeLeaf* leaves_ = nullptr;
  size_t leaf_count_ = 0;
  size_t capacity_ = 0;
  bool leaf_open_ = false;
  MimeWalk walk_;
};

}  // namespace

MimeWalk WalkMime(const MessageView& message, Arena& arena) { return MimeWalker(message, arena).Run(); }

bool FindEightBitUnder7bit(const MessageView& message, std::span<const MimeLeaf> leaves) {
  return std::any_of(leaves.begin(), leaves.end(), [&](const MimeLeaf& leaf) {
    return leaf.encoding == TransferEncoding::k7bit &&
           HasEightBit(message.bytes().substr(leaf.begin, leaf.end - leaf.begin));
  });
}

}  // namespace kenpin
