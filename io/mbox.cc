#include "io/mbox.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "io/content_length.h"

namespace kenpin {
namespace {

// A read of less would cost more in system calls than in copying.
constexpr size_t kMinFill = size_t{64} << 10;
// Once a record is known to be too large, its rest passes through in pieces of this size.
constexpr size_t kPassingFill = size_t{1} << 20;

// The empty line at the end of `text`: 0 to 2 octets.
size_t EmptyLineAtEnd(std::string_view text) {
  if (!text.ends_with('\n')) return 0;
  const size_t line_end = text.ends_with("\r\n") ? 2 : 1;
  text.remove_suffix(line_end);
  return text.ends_with('\n') ? line_end : 0;
}

}  // namespace

RecordReader::RecordReader(ByteSource* source, uint64_t offset, RecordRule rule, const RecordLimits& limits,
                           OversizeGate* gate, Buffer buffer)
    : source_(source), gate_(gate), rule_(rule), limits_(limits), base_(offset) {
  loaded_.buffer = std::move(buffer);
  loaded_.buffer.Resize(0);
}

void RecordReader::Prefetch(size_t bytes) {
  while (size() < bytes && !at_end_) Fill(bytes - size());
}

std::string_view RecordReader::ReadAhead(uint64_t offset, size_t bytes) {
  Prefetch(IndexOf(offset) + bytes);
  return From(std::min(IndexOf(offset), size()));
}

void RecordReader::StartAt(uint64_t offset) {
  const std::string_view line = ReadAhead(offset, kFromLookAhead);
  first_ = record_ = scan_ = IndexOf(offset);
  has_record_ = !line.empty();
  if (has_record_ && rule_ != RecordRule::kEndOfInput) ReportAmbiguous(record_, ClassifyAt(record_));
}

bool RecordReader::Seek(uint64_t begin, uint64_t end) {
  Prefetch(IndexOf(begin) + 1);
  record_ = scan_ = std::min(IndexOf(begin), size());
  while (true) {
    const size_t line = PeekCandidate();
    if (line == kNone) {
      if (at_end_ || OffsetOf(scan_) >= end) return false;
      Fill(kMinFill);
      continue;
    }
    if (OffsetOf(line) >= end) return false;
    ++candidate_;
    // Ambiguous lines on the way are reported by whoever reads the record that they stand in.
    if (SplitsRecords(ClassifyAt(line))) {
      record_ = line;
      has_record_ = true;
      return true;
    }
  }
}

void RecordReader::ReadRecord() {
  RecordSpan record;
  record.index = record_;
  record.offset = OffsetOf(record_);
  record.flaws = std::exchange(extra_flaws_, uint8_t{0});
  SkipCandidates(record_ + 1);

  std::optional<Landing> landing;
  if (rule_ == RecordRule::kContentLength) {
    LengthCheck check = LengthCheck::kAbsent;
    keep_all_ = true;
    landing = FindBodyEnd(&check);
    keep_all_ = false;
    if (check == LengthCheck::kIgnored)
      record.flaws |= static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored);
  }
  is_reading_ = true;
  const size_t end =
      landing ? ScanToOffset(landing->body_end + landing->separator, &record) : ScanToFromLine(&record);
  is_reading_ = false;

  record.length = OffsetOf(end) - record.offset;
  record.stored = static_cast<size_t>(std::min<uint64_t>(record.length, limits_.max_message_bytes));
  if (record.stored < record.length) record.flaws |= static_cast<uint8_t>(RecordFlaw::kTooLarge);
  has_record_ = end < size();
  if (!has_record_ && source_->failure()) record.flaws |= static_cast<uint8_t>(RecordFlaw::kTruncated);
  record.separator = landing ? landing->separator : MeasureSeparator(record);
  if (record.stored < record.length) {
    record.separator = 0;
    PassBy(loaded_.buffer.view().substr(record_ + record.stored, end - record_ - record.stored));
    EndPassing(&record);
  }
  record_ = end;
  loaded_.records.push_back(record);
}

LoadedRecords RecordReader::Cut(Buffer next) {
  LoadedRecords taken = std::move(loaded_);
  loaded_ = LoadedRecords();
  loaded_.buffer = std::move(next);
  loaded_.buffer.Resize(0);
  if (!has_record_) return taken;

  const size_t behind = std::min(kFromLookBehind, record_ - window_begin_);
  const std::string_view carried = taken.buffer.view().substr(record_ - behind);
  ReserveFor(carried.size());
  std::memcpy(loaded_.buffer.data(), carried.data(), carried.size());
  loaded_.buffer.Resize(carried.size());
  base_ += record_ - behind;
  window_begin_ = 0;
  first_ = record_ = scan_ = behind;
  candidate_ = candidate_count_ = 0;
  return taken;
}

// Puts at least one more octet into the buffer, or finds that there is none.
void RecordReader::Fill(size_t wanted) {
  DropMiddle();
  // Growing with the record keeps the number of reads and copies of a huge one logarithmic, and what is read
  // in vain behind a small one little.
  const size_t current = size() - std::min(record_, size());
  const size_t step =
      current > limits_.max_message_bytes ? kPassingFill : std::max({wanted, kMinFill, current / 4});
  ReserveFor(size() + step);
  const size_t before = size();
  const size_t got = source_->Read(loaded_.buffer.data() + before, step);
  loaded_.buffer.Resize(before + got);
  at_end_ = got == 0;
}

// Closes the gap between what is kept of a record that is too large and what is still to be looked at.
void RecordReader::DropMiddle() {
  if (keep_all_ || candidate_ < candidate_count_) return;  // The indexes of candidates would become wrong.
  const size_t kept_end = record_ + limits_.max_message_bytes;
  const size_t needed = scan_ - std::min(scan_, kFromLookBehind);
  const size_t to = std::max(kept_end, window_begin_);
  if (needed <= to) return;
  char* const data = loaded_.buffer.data();
  if (is_reading_) PassBy({data + to, needed - to});
  std::memmove(data + to, data + needed, size() - needed);
  loaded_.buffer.Resize(size() - (needed - to));
  base_ += needed - to;
  scan_ -= needed - to;
  window_begin_ = to;
}

// Octets of the current record that are not kept, in order.
void RecordReader::PassBy(std::string_view octets) {
  if (limits_.large_bodies == nullptr) return;
  if (!std::exchange(passes_, true)) {
    const MessageRange kept =
        MakeMessageRange(From(record_).substr(0, limits_.max_message_bytes), RecordSpan());
    passing_ = limits_.large_bodies->Begin(kept.bytes, rule_ != RecordRule::kEndOfInput);
  }
  if (passing_ != nullptr) passing_->Take(octets);
}

void RecordReader::EndPassing(RecordSpan* record) {
  passes_ = false;
  std::unique_ptr<LargeBody> passed = std::exchange(passing_, nullptr);
  const bool is_whole = (record->flaws & static_cast<uint8_t>(RecordFlaw::kTruncated)) == 0;
  if (passed == nullptr || !is_whole) return;
  passed->End();
  record->passed = passed.get();
  loaded_.large_bodies.push_back(std::move(passed));
}

void RecordReader::ReserveFor(size_t bytes) {
  Buffer& buffer = loaded_.buffer;
  if (bytes <= buffer.capacity()) return;
  size_t grown = std::max(bytes, buffer.capacity() + buffer.capacity() / 2);
  if (bytes <= limits_.oversize_bytes) {
    grown = std::min(grown, limits_.oversize_bytes);
  } else if (loaded_.large_ticket == nullptr) {
    loaded_.large_ticket = gate_->Acquire();
  }
  buffer.Reserve(grown);
}

// The next line that the kernel found, or kNone if more input is needed first. A line counts only when all
// that its classification may look at is in the buffer.
size_t RecordReader::PeekCandidate() {
  while (candidate_ == candidate_count_) {
    const size_t safe_end = at_end_ ? size() : size() - std::min(size(), kFromLookAhead);
    if (scan_ >= safe_end) return kNone;
    const CandidateScan scan = FindFromCandidates(loaded_.buffer.data(), scan_, safe_end, candidates_.data());
    candidate_ = 0;
    candidate_count_ = scan.count;
    scan_ = scan.next;
  }
  return candidates_[candidate_];
}

// Forgets the candidates before `end`.
void RecordReader::SkipCandidates(size_t end) {
  while (candidate_ < candidate_count_ && candidates_[candidate_] < end) ++candidate_;
  if (candidate_ == candidate_count_) scan_ = std::max(scan_, end);
}

FromLineKind RecordReader::ClassifyAt(size_t index) const {
  const size_t behind = std::min(kFromLookBehind, index - window_begin_);
  return ClassifyFromLine(loaded_.buffer.view().substr(index - behind, behind), From(index));
}

void RecordReader::ReportAmbiguous(size_t index, FromLineKind kind) {
  if (!IsAmbiguous(kind)) return;
  (SplitsRecords(kind) ? loaded_.ambiguous_splits : loaded_.ambiguous_texts).push_back(OffsetOf(index));
}

// Goes on to the next separator or the end of the input; returns its index.
size_t RecordReader::ScanToFromLine(RecordSpan* record) {
  while (true) {
    if (rule_ == RecordRule::kEndOfInput) scan_ = size();
    const size_t line = rule_ == RecordRule::kEndOfInput ? kNone : PeekCandidate();
    if (line == kNone) {
      if (at_end_) return size();
      Fill(kMinFill);
      continue;
    }
    ++candidate_;
    if (loaded_.buffer.data()[line] == '>') {
      record->quoted += IsQuotedFromLine(From(line)) ? 1 : 0;
      continue;
    }
    const FromLineKind kind = ClassifyAt(line);
    ReportAmbiguous(line, kind);
    if (kind == FromLineKind::kSeparatorNoEmptyLine) {
      record->flaws |= static_cast<uint8_t>(RecordFlaw::kMissingBlankLine);
    }
    if (SplitsRecords(kind)) return line;
  }
}

// Goes on to `end`, which is known to end the record; returns its index. Lines on the way can only be quoted
// ones.
size_t RecordReader::ScanToOffset(uint64_t end, RecordSpan* record) {
  while (true) {
    const size_t line = PeekCandidate();
    if (line != kNone && OffsetOf(line) < end) {
      ++candidate_;
      record->quoted += IsQuotedFromLine(From(line)) ? 1 : 0;
    } else if (line != kNone || at_end_ || OffsetOf(scan_) >= end) {
      break;
    } else {
      Fill(kMinFill);
    }
  }
  while (OffsetOf(size()) < end + kFromLookAhead && !at_end_) Fill(kMinFill);
  const size_t index = std::min(IndexOf(end), size());
  if (index < size() && ClassifyAt(index) == FromLineKind::kSeparatorNoEmptyLine) {
    record->flaws |= static_cast<uint8_t>(RecordFlaw::kMissingBlankLine);
  }
  return index;
}

RecordReader::LengthCheck RecordReader::CheckContentLength() {
  LengthCheck check = LengthCheck::kAbsent;
  keep_all_ = true;
  FindBodyEnd(&check);
  keep_all_ = false;
  return check;
}

// Where the current record's body ends by its Content-Length, or null if that is absent or does not land.
std::optional<RecordReader::Landing> RecordReader::FindBodyEnd(LengthCheck* check) {
  std::optional<size_t> header_end = FindHeaderEnd(From(record_));
  while (!header_end && !at_end_ && size() - record_ <= kMaxHeaderForContentLength) {
    Fill(kMinFill);
    header_end = FindHeaderEnd(From(record_));
  }
  if (header_end.value_or(size() - record_) > kMaxHeaderForContentLength) {
    // Where the body begins is not known, so that a length leads nowhere.
    const std::string_view looked_at = From(record_).substr(0, kMaxHeaderForContentLength);
    if (FindContentLength(looked_at)) *check = LengthCheck::kIgnored;
    return std::nullopt;
  }
  if (!header_end) return std::nullopt;
  const std::optional<uint64_t> length = FindContentLength(From(record_).substr(0, *header_end));
  if (!length) return std::nullopt;
  Landing landing;
  *check = LandsAt(OffsetOf(record_ + *header_end) + *length, &landing) ? LengthCheck::kLands
                                                                        : LengthCheck::kIgnored;
  return *check == LengthCheck::kLands ? std::optional<Landing>(landing) : std::nullopt;
}

bool RecordReader::LandsAt(uint64_t offset, Landing* landing) {
  char peeked[1 + kLandingLookAhead];
  std::string_view around;
  if (const std::optional<size_t> got = source_->PeekAt(offset - 1, peeked, sizeof(peeked))) {
    around = {peeked, *got};
  } else if (offset - record_offset() <= limits_.max_message_bytes) {
    // A stream must be kept until it gets there. What does not fit in memory anyway is not waited for.
    around = ReadAhead(offset - 1, sizeof(peeked)).substr(0, sizeof(peeked));
  }
  if (around.empty()) return false;
  const std::optional<size_t> separator = FindLanding(around.front(), around.substr(1));
  if (!separator) return false;
  *landing = {offset, *separator};
  return true;
}

// The separating empty line at the end of a complete record. Its From_ line is no part of the message, so an
// empty line right after it counts as well.
size_t RecordReader::MeasureSeparator(const RecordSpan& record) const {
  if (rule_ == RecordRule::kEndOfInput || record.stored < record.length) return 0;
  return EmptyLineAtEnd(From(record.index).substr(0, record.stored));
}

MessageRange MakeMessageRange(std::string_view stored, const RecordSpan& record) {
  MessageRange message;
  message.length = record.length;
  message.quoted_from_lines = record.quoted;
  message.flaws = record.flaws;
  message.passed = record.passed;
  stored.remove_suffix(record.separator);
  stored.remove_prefix(ByteOrderMarkLength(stored));
  if (FromLineSender(stored)) {
    const size_t line_end = std::min(stored.find('\n'), stored.size());
    message.from_line = stored.substr(0, line_end);
    if (message.from_line.ends_with('\r')) message.from_line.remove_suffix(1);
    stored.remove_prefix(std::min(line_end + 1, stored.size()));
  }
  message.bytes = stored;
  return message;
}

}  // namespace kenpin
