// The mbox splitter: cuts a sequence of octets into records.
//
// It is fed from any offset of a file or from a stream, keeps a window of the input in a Buffer, and gives
// the same records whatever the size of the window: where a record begins is asked of ClassifyFromLine()
// alone, which looks at a bounded window, and a line is looked at only once that much is in the buffer. The
// candidates come from a kernel (scan_kernels.h) that runs at memory speed; a record that does not fit in the
// buffer keeps its beginning, and the rest passes through without being kept.
#ifndef KENPIN_IO_MBOX_H_
#define KENPIN_IO_MBOX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "io/buffer.h"
#include "io/byte_source.h"
#include "io/chunk.h"
#include "io/from_line.h"
#include "io/large_body.h"
#include "io/oversize_gate.h"
#include "io/scan_kernels.h"

namespace kenpin {

// What ends a record.
enum class RecordRule : uint8_t {
  kFromLine,       // The next From_ line.
  kContentLength,  // The record's Content-Length if it lands on a From_ line or the end, else the next From_
                   // line.
  kEndOfInput,     // Nothing: all of the input is one record.
};

struct RecordLimits {
  size_t max_message_bytes = 0;               // More of a record is not kept.
  size_t oversize_bytes = 0;                  // A buffer that grows beyond needs the ticket of the gate.
  const LargeBodies* large_bodies = nullptr;  // See what is not kept; null: nobody does.
};

// One record, by its place in the buffer.
struct RecordSpan {
  size_t index = 0;                   // Of its first octet in the buffer.
  size_t stored = 0;                  // Octets in the buffer: all of them unless the record is too large.
  size_t separator = 0;               // Octets at the end of the record that separate it from the next one.
  uint64_t offset = 0;                // In the file.
  uint64_t length = 0;                // In the file.
  uint32_t quoted = 0;                // ">From " lines.
  uint8_t flaws = 0;                  // RecordFlaw bits.
  const LargeBody* passed = nullptr;  // As MessageRange has it.
};

// Records and the buffer that holds their octets.
struct LoadedRecords {
  std::shared_ptr<void> large_ticket;
  Buffer buffer;
  std::vector<std::unique_ptr<LargeBody>> large_bodies;
  std::vector<RecordSpan> records;
  std::vector<uint64_t> ambiguous_splits;  // Offsets of ambiguous lines that were taken as separators.
  std::vector<uint64_t> ambiguous_texts;   // Offsets of those that were not.
};

// Not thread-safe. `source` and `gate` must outlive it.
class RecordReader {
 public:
  // `offset` is that of the source's next octet: kFromLookBehind before the place of interest, or 0. `buffer`
  // is reused, its content lost.
  RecordReader(ByteSource* source, uint64_t offset, RecordRule rule, const RecordLimits& limits,
               OversizeGate* gate, Buffer buffer);

  // Reads ahead about `bytes` in one go. For speed only.
  void Prefetch(size_t bytes);

  // The octets from `offset` on that are at hand once `size` of them were read, or all there are.
  std::string_view ReadAhead(uint64_t offset, size_t size);

  // Takes the line at `offset` as the beginning of the first record. Reports it if it is ambiguous.
  void StartAt(uint64_t offset);

  // Finds the first record that begins in [begin, end). Returns false if there is none.
  bool Seek(uint64_t begin, uint64_t end);

  // Whether a record begins at record_offset().
  bool has_record() const { return has_record_; }
  uint64_t record_offset() const { return OffsetOf(record_); }

  // How far the current record's Content-Length can be believed, whatever the rule.
  enum class LengthCheck : uint8_t { kAbsent, kLands, kIgnored };
  LengthCheck CheckContentLength();
  RecordRule rule() const { return rule_; }
  void set_rule(RecordRule rule) { rule_ = rule; }
  // Flaws that the next record will bear besides its own.
  void AddFlaws(uint8_t flaws) { extra_flaws_ |= flaws; }

  // Reads the current record to its end and appends it to the loaded ones; goes on to the next.
  void ReadRecord();

  // Octets in the buffer that belong to complete records, and to what comes behind them.
  size_t completed_bytes() const { return record_ - first_; }
  size_t rest_bytes() const { return loaded_.buffer.size() - record_; }

  // Hands over what was loaded and goes on: what is in the buffer of the next record is moved to `next`,
  // which is reused. That must be less than limits.oversize_bytes, because the ticket has just been handed
  // over too.
  LoadedRecords Cut(Buffer next);

  // Hands over what was loaded, for the last time.
  LoadedRecords Finish() { return std::move(loaded_); }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  struct Landing {
    uint64_t body_end = 0;
    size_t separator = 0;
  };

  uint64_t OffsetOf(size_t index) const { return base_ + index; }
  size_t IndexOf(uint64_t offset) const { return static_cast<size_t>(offset - base_); }
  size_t size() const { return loaded_.buffer.size(); }
  std::string_view From(size_t index) const { return loaded_.buffer.view().substr(index); }

  void Fill(size_t wanted);
  void DropMiddle();
  void PassBy(std::string_view octets);
  void EndPassing(RecordSpan* record);
  void ReserveFor(size_t bytes);
  size_t PeekCandidate();
  void SkipCandidates(size_t end);
  FromLineKind ClassifyAt(size_t index) const;
  void ReportAmbiguous(size_t index, FromLineKind kind);
  std::optional<Landing> FindBodyEnd(LengthCheck* check);
  bool LandsAt(uint64_t offset, Landing* landing);
  size_t ScanToFromLine(RecordSpan* record);
  size_t ScanToOffset(uint64_t end, RecordSpan* record);
  size_t MeasureSeparator(const RecordSpan& record) const;

  ByteSource* source_;
  OversizeGate* gate_;
  RecordRule rule_;
  RecordLimits limits_;
  LoadedRecords loaded_;
  uint64_t base_;            // OffsetOf(i) - i for the window, which begins at:
  size_t window_begin_ = 0;  // Index from which on the buffer is contiguous input up to its end.
  size_t first_ = 0;         // Index of the first loaded record; what stands before is look-behind.
  size_t record_ = 0;        // Index of the current record.
  size_t scan_ = 0;          // Index up to which candidates were looked for.
  bool has_record_ = false;
  bool is_reading_ = false;             // The current record is being read to its end.
  std::unique_ptr<LargeBody> passing_;  // Sees the current record; null unless it is too large.
  bool passes_ = false;                 // The current record has turned out to be too large.
  bool keep_all_ = false;               // Nothing may be dropped: a Content-Length is being looked at.
  bool at_end_ = false;                 // All of the input is in the buffer.
  uint8_t extra_flaws_ = 0;
  std::array<size_t, kCandidateCapacity>
      candidates_;  // Indexes of lines found by the kernel, not yet looked at from candidate_ on.
  size_t candidate_ = 0;
  size_t candidate_count_ = 0;
};

// The record as the engine sees it: `stored` are the octets of the record that were kept, whose last
// `separator` ones do not belong to the message. Takes off a byte order mark and a From_ line. Fills all but
// ordinal and file_index.
MessageRange MakeMessageRange(std::string_view stored, const RecordSpan& record);

}  // namespace kenpin

#endif  // KENPIN_IO_MBOX_H_
