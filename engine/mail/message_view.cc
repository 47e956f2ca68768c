// The header index: one pass that finds the lines of the header section and says which belong to which field.
//
// A kernel turns 2 KiB at a time into bit masks of LF, CR and what else is asked of the bytes; the code below
// walks over the LF bits only, and reads bytes one by one in field names alone. So a header of 4 KiB with 25
// fields costs about a microsecond. The hard question, whether a line that is no field is junk or the
// beginning of the body, is asked off the hot path.
#include "engine/mail/message_view.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_scan.h"

namespace kenpin {
namespace {

// 2 KiB at a time: the masks (1.25 KiB) stay in the first-level cache, and a short header is not scanned far
// beyond its end.
constexpr size_t kWindowBlocks = 32;
// Most mail has fewer fields; a header with more moves to a wider array.
constexpr size_t kFirstFields = 48;
constexpr size_t kNoOffset = static_cast<size_t>(-1);

enum NameClass : uint8_t {
  kNameOk,
  kNameControl,  // Not allowed in a name, but what else could the line be?
  kNameEnd,      // Colon or white space.
};

constexpr std::array<NameClass, 256> MakeNameClasses() {
  std::array<NameClass, 256> table{};
  for (size_t c = 0; c < 256; ++c) table[c] = c < 33 || c > 126 ? kNameControl : kNameOk;
  for (const char c : {':', ' ', '\t'}) table[static_cast<unsigned char>(c)] = kNameEnd;
  return table;
}
constexpr std::array<NameClass, 256> kNameClasses = MakeNameClasses();

// What stands before the first colon of a line, if that makes the line a field.
struct FieldName {
  size_t name_end = kNoOffset;  // kNoOffset: the line is no field.
  size_t colon = 0;
  bool control = false;
};

FieldName ParseFieldName(std::string_view bytes, size_t begin, size_t end) {
  FieldName name;
  size_t i = begin;
  unsigned seen = 0;
  for (; i < end; ++i) {
    const NameClass c = kNameClasses[static_cast<unsigned char>(bytes[i])];
    if (c == kNameEnd) break;
    seen |= c;
  }
  const size_t name_end = i;
  while (i < end && IsWsp(bytes[i])) ++i;
  if (name_end == begin || i == end || bytes[i] != ':') return name;
  name.name_end = name_end;
  name.colon = i;
  name.control = (seen & kNameControl) != 0;
  return name;
}

// Offsets of one line. `end` is behind the line end, `content_end` before it.
struct Line {
  size_t begin = 0;
  size_t content_end = 0;
  size_t end = 0;
  bool empty() const { return begin == content_end; }
};

// The line at `begin`, which lies inside `bytes`, by memchr; for the paths that are not hot.
Line FindLine(std::string_view bytes, size_t begin) {
  Line line;
  line.begin = begin;
  const void* lf = std::memchr(bytes.data() + begin, '\n', bytes.size() - begin);
  if (lf == nullptr) {
    line.content_end = line.end = bytes.size();
    return line;
  }
  line.content_end = static_cast<size_t>(static_cast<const char*>(lf) - bytes.data());
  line.end = line.content_end + 1;
  if (line.content_end > begin && bytes[line.content_end - 1] == '\r') --line.content_end;
  return line;
}

// Whether a line looks like a header field to somebody who searches for one below junk: no controls, no URL.
bool LooksLikeField(std::string_view bytes, const Line& line) {
  const FieldName name = ParseFieldName(bytes, line.begin, line.content_end);
  if (name.name_end == kNoOffset || name.control) return false;
  const std::string_view value = bytes.substr(name.colon + 1, line.content_end - name.colon - 1);
  return value.substr(0, 2) != "//";
}

enum class LineVerdict { kGoOn, kSeparator, kBodyBegins };

class HeaderIndexer {
 public:
  HeaderIndexer(std::string_view bytes, Arena& arena) : bytes_(bytes), arena_(arena) {
    fields_ =
        static_cast<HeaderField*>(arena_.Allocate(kFirstFields * sizeof(HeaderField), alignof(HeaderField)));
    capacity_ = kFirstFields;
  }

  // Runs over the header section; afterwards the accessors are valid.
  void Run() {
    BlockMasks masks[kWindowBlocks];
    const size_t all_blocks = (bytes_.size() + 63) / 64;
    for (size_t block = 0; block < all_blocks; block += kWindowBlocks) {
      const size_t blocks = std::min(kWindowBlocks, all_blocks - block);
      ScanBlocks(bytes_.data() + 64 * block, blocks, masks);
      for (size_t i = 0; i < blocks; ++i) {
        if (TakeBlock(64 * (block + i), masks[i])) return Finish(64 * (block + i), masks[i]);
      }
    }
    TakeUnterminatedLine();
  }

  std::span<const HeaderField> fields() const { return {fields_, count_}; }
  size_t header_end() const { return header_end_; }
  size_t body_begin() const { return body_begin_; }
  const HeaderFacts& facts() const { return facts_; }
  ParseFlaws flaws() const { return flaws_; }

 private:
  // Returns true when the header section has ended.
  bool TakeBlock(size_t begin, const BlockMasks& masks) {
    uint64_t lf = masks.lf;
    if (bytes_.size() - begin < 64) lf &= (uint64_t{1} << (bytes_.size() - begin)) - 1;
    for (; lf != 0; lf &= lf - 1) {
      const size_t at = begin + static_cast<size_t>(std::countr_zero(lf));
      // Of CR CR LF only the second CR belongs to the line end.
      const bool crlf = at > line_begin_ && bytes_[at - 1] == '\r';
      const Line line = {line_begin_, crlf ? at - 1 : at, at + 1};
      const LineVerdict verdict = TakeLine(line);
      if (verdict == LineVerdict::kBodyBegins) {
        header_end_ = body_begin_ = line.begin;
        return true;
      }
      ++(crlf ? facts_.line_ends.crlf : facts_.line_ends.lone_lf);
      if (verdict == LineVerdict::kSeparator) {
        header_end_ = line.begin;
        body_begin_ = line.end;
        return true;
      }
      line_begin_ = line.end;
    }
    CountBytes(masks, bytes_.size() - begin);
    return false;
  }

  // The message ends inside the header section, perhaps without a line end.
  void TakeUnterminatedLine() {
    const size_t size = bytes_.size();
    const Line line = {line_begin_, size, size};
    header_end_ = body_begin_ = size;
    if (!line.empty() && TakeLine(line) == LineVerdict::kBodyBegins) {
      header_end_ = body_begin_ = line.begin;
      Recount();
    }
    AddFlawsOfBytes();
  }

  // The end was seen in the block at `begin`.
  void Finish(size_t begin, const BlockMasks& masks) {
    if (body_begin_ >= begin) {
      CountBytes(masks, body_begin_ - begin);
    } else {
      Recount();
    }
    AddFlawsOfBytes();
  }

  // Counts again what stands before the end, which lies in an earlier block than the one that showed it.
  void Recount() {
    cr_ = 0;
    seen_ = BlockMasks();
    BlockMasks masks;
    for (size_t begin = 0; begin < body_begin_; begin += 64) {
      ScanBlocks(bytes_.data() + begin, 1, &masks);
      CountBytes(masks, body_begin_ - begin);
    }
  }

  void CountBytes(const BlockMasks& masks, size_t left) {
    const uint64_t inside = left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
    cr_ += static_cast<uint64_t>(std::popcount(masks.cr & inside));
    seen_.eight_bit |= masks.eight_bit & inside;
    seen_.nul |= masks.nul & inside;
    seen_.encoded_word |= masks.encoded_word & inside;
  }

  void AddFlawsOfBytes() {
    // Every CRLF that ended a line had its CR counted among cr_.
    facts_.line_ends.lone_cr = cr_ - facts_.line_ends.crlf;
    facts_.has_eight_bit = seen_.eight_bit != 0;
    facts_.has_encoded_word_start = seen_.encoded_word != 0;
    if (seen_.nul != 0) flaws_.Add(ParseFlaw::kNulByte);
    if (facts_.line_ends.lone_cr != 0) flaws_.Add(ParseFlaw::kBareCr);
    if (facts_.line_ends.mixed()) flaws_.Add(ParseFlaw::kMixedEol);
  }

  LineVerdict TakeLine(const Line& line) {
    if (line.empty()) return LineVerdict::kSeparator;
    if (indexing_) {
      const LineVerdict verdict = IndexLine(line);
      if (verdict != LineVerdict::kGoOn) return verdict;
    }
    const uint32_t length = static_cast<uint32_t>(line.content_end - line.begin);
    if (length > facts_.longest_line) facts_.longest_line = length;
    if (length > 78) ++facts_.lines_over_78;
    return LineVerdict::kGoOn;
  }

  LineVerdict IndexLine(const Line& line) {
    // Beyond the limits only the empty line is looked for, so that the body still begins where it begins.
    if (line.end > kMaxHeaderBytes) {
      flaws_.Add(ParseFlaw::kHeaderTooLarge);
      indexing_ = false;
      return LineVerdict::kGoOn;
    }
    // RFC 5322 §2.2.3. White space at the very beginning continues nothing.
    if (IsWsp(bytes_[line.begin]) && line_begin_ != 0) {
      Continue(line);
      return LineVerdict::kGoOn;
    }
    const FieldName name = ParseFieldName(bytes_, line.begin, line.content_end);
    if (name.name_end == kNoOffset) return TakeJunk(line);
    AddField(line, name);
    return LineVerdict::kGoOn;
  }

  void Continue(const Line& line) {
    size_t i = line.begin + 1;
    while (i < line.content_end && IsWsp(bytes_[i])) ++i;
    if (i == line.content_end) flaws_.Add(ParseFlaw::kWhitespaceOnlyFold);
    if (in_junk_) return;
    fields_[count_ - 1].value_end = static_cast<uint32_t>(line.content_end);
    fields_[count_ - 1].end = static_cast<uint32_t>(line.end);
  }

  void AddField(const Line& line, const FieldName& name) {
    if (count_ == kMaxFields) {
      flaws_.Add(ParseFlaw::kTooManyFields);
      indexing_ = false;
      return;
    }
    if (count_ == capacity_) Grow();
    const uint32_t length = static_cast<uint32_t>(name.name_end - line.begin);
    if (length > facts_.longest_name) facts_.longest_name = length;
    if (name.control) flaws_.Add(ParseFlaw::kControlInFieldName);
    if (name.colon != name.name_end) flaws_.Add(ParseFlaw::kSpaceBeforeColon);
    HeaderField* field = new (fields_ + count_) HeaderField();
    field->begin = static_cast<uint32_t>(line.begin);
    field->name_end = static_cast<uint32_t>(name.name_end);
    field->value_begin = static_cast<uint32_t>(name.colon + 1);
    field->value_end = static_cast<uint32_t>(line.content_end);
    field->end = static_cast<uint32_t>(line.end);
    const FieldKind kind = FindFieldKind(bytes_.substr(line.begin, length));
    field->id = kind.id;
    facts_.marks.Add(kind.mark);
    ++count_;
    in_junk_ = false;
  }

  void Grow() {
    const size_t bytes = capacity_ * sizeof(HeaderField);
    HeaderField* wider = static_cast<HeaderField*>(arena_.Allocate(2 * bytes, alignof(HeaderField)));
    std::memcpy(static_cast<void*>(wider), fields_, bytes);
    fields_ = wider;
    capacity_ *= 2;
  }

  // Decides about a line that is neither field, continuation nor empty.
  LineVerdict TakeJunk(const Line& line) {
    if (line.end > junk_until_ && !IsInsideHeader(line)) {
      flaws_.Add(ParseFlaw::kMissingSeparator);
      return LineVerdict::kBodyBegins;
    }
    flaws_.Add(ParseFlaw::kLineWithoutColon);
    in_junk_ = true;
    return LineVerdict::kGoOn;
  }

  // The rule in message_view.h. What is learned about the lines in between is kept in junk_until_: each byte
  // is looked ahead at once.
  bool IsInsideHeader(const Line& junk) {
    size_t next = junk.end;
    for (size_t i = 0; i < kJunkLookahead && next < bytes_.size(); ++i) {
      const Line line = FindLine(bytes_, next);
      if (line.empty()) return i == 0 && count_ > 0;
      if (LooksLikeField(bytes_, line)) {
        junk_until_ = line.begin;
        return true;
      }
      next = line.end;
    }
    return false;
  }

  std::string_view bytes_;
  Arena& arena_;
  HeaderField* fields_ = nullptr;
  size_t count_ = 0;
  size_t capacity_ = 0;
  size_t line_begin_ = 0;
  size_t junk_until_ = 0;
  size_t header_end_ = 0;
  size_t body_begin_ = 0;
  uint64_t cr_ = 0;
  BlockMasks seen_;  // Bits of all blocks, or-ed.
  bool indexing_ = true;
  bool in_junk_ = false;
  HeaderFacts facts_;
  ParseFlaws flaws_;
};

}  // namespace

MessageView IndexMessage(std::string_view bytes, Arena& arena) {
  HeaderIndexer indexer(bytes, arena);
  indexer.Run();
  MessageView view;
  view.bytes_ = bytes;
  view.header_end_ = indexer.header_end();
  view.body_begin_ = indexer.body_begin();
  view.facts_ = indexer.facts();
  view.flaws_ = indexer.flaws();
  view.fields_ = indexer.fields();
  // The lists are linked from the bottom up, so that `next_same` is known when a field is reached.
  HeaderField* fields = const_cast<HeaderField*>(view.fields_.data());
  for (size_t i = view.fields_.size(); i-- > 0;) {
    if (fields[i].id == FieldId::kOther) continue;
    MessageView::List& list = view.lists_[static_cast<size_t>(fields[i].id)];
    fields[i].next_same = list.first;
    list.first = static_cast<uint32_t>(i);
    ++list.count;
  }
  return view;
}

}  // namespace kenpin
