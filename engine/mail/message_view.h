// A message as views: where the header section ends, where each field lies, and what is wrong with the form.
// Nothing is copied; the views live as long as the chunk's buffer and the arena.
#ifndef KENPIN_ENGINE_MAIL_MESSAGE_VIEW_H_
#define KENPIN_ENGINE_MAIL_MESSAGE_VIEW_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/field_id.h"
#include "engine/mail/line_end.h"
#include "engine/mail/parse_flaw.h"
#include "engine/mail/system_marks.h"

namespace kenpin {

// One message must not buy unlimited memory: about ten times Gmail's own limits (500 KB, 5,000 fields), so
// that the rules still see by how much a message exceeds those.
inline constexpr size_t kMaxHeaderBytes = 8u << 20;
inline constexpr size_t kMaxFields = 50'000;

// Offsets from the first byte of the message.
struct HeaderField {
  uint32_t begin = 0;        // First octet of the name.
  uint32_t name_end = 0;     // One past the name (before white space and colon).
  uint32_t value_begin = 0;  // One past the colon.
  uint32_t value_end = 0;    // Before the final line end.
  uint32_t end = 0;          // Behind the final line end.
  FieldId id = FieldId::kOther;
  uint32_t next_same = kNoField;  // Index of the next field below with the same id (never linked for kOther).
  static constexpr uint32_t kNoField = 0xffffffff;
};

// A line that is neither field, continuation nor empty is junk inside the header if a field stands within
// this many lines below it.
inline constexpr size_t kJunkLookahead = 8;

// What one pass over the header section saw.
struct HeaderFacts {
  LineEndCounts line_ends;    // With that of the empty line that ends the section.
  uint32_t longest_line = 0;  // Octets without the line end.
  uint32_t lines_over_78 = 0;
  uint32_t longest_name = 0;
  SystemMarks marks;  // By the names of fields.
  bool has_eight_bit = false;
  bool has_encoded_word_start =
      false;  // "=?" stands somewhere: a cheap way to know that most mail has no encoded-word.
};

class MessageView {
 public:
  std::string_view bytes() const { return bytes_; }
  // The header section with the final line end of its last field, without the empty separator line.
  std::string_view header() const { return bytes_.substr(0, header_end_); }
  std::string_view body() const { return bytes_.substr(body_begin_); }
  std::span<const HeaderField> fields() const { return fields_; }

  uint32_t count(FieldId id) const { return lists_[static_cast<size_t>(id)].count; }
  // Index of the topmost field with this id, or HeaderField::kNoField. kOther is never listed.
  uint32_t First(FieldId id) const { return lists_[static_cast<size_t>(id)].first; }
  // Index of the next one below, or kNoField.
  uint32_t Next(uint32_t index) const { return fields_[index].next_same; }

  std::string_view Name(const HeaderField& f) const { return bytes_.substr(f.begin, f.name_end - f.begin); }
  // The field body as stored: folds included, the final line end not.
  std::string_view Body(const HeaderField& f) const {
    return bytes_.substr(f.value_begin, f.value_end - f.value_begin);
  }
  // The body of the topmost field with this id, or an empty view (also for a field with an empty body: ask
  // count()).
  std::string_view Body(FieldId id) const {
    return count(id) ? Body(fields_[First(id)]) : std::string_view();
  }
  std::string_view Raw(const HeaderField& f) const { return bytes_.substr(f.begin, f.end - f.begin); }

  const HeaderFacts& facts() const { return facts_; }
  ParseFlaws flaws() const { return flaws_; }

 private:
  friend MessageView IndexMessage(std::string_view bytes, Arena& arena);
  struct List {
    uint32_t first = HeaderField::kNoField;
    uint32_t count = 0;
  };
  std::string_view bytes_;
  size_t header_end_ = 0;
  size_t body_begin_ = 0;
  std::span<const HeaderField> fields_;
  List lists_[static_cast<size_t>(FieldId::kCount)];
  HeaderFacts facts_;
  ParseFlaws flaws_;
};

// Indexes the header section of `bytes` (one message, no From_ line). Never fails: what is wrong is in
// flaws(). Linear in the header section; the body is not touched. `bytes` must be below 4 GiB, and 64 octets
// on both sides of it must be readable.
//
// A field is one or more octets other than SP, HTAB, LF and colon, then white space (a flaw), then a colon.
// The section ends at the first empty line: LF or CRLF; a line of one CR (CR CR LF) is not empty, for a CR
// that no LF follows is data. Any other line is undecided:
//   it is junk inside the header (kLineWithoutColon; it and its continuations belong to no field) if, before
//   the next empty line and within kJunkLookahead lines, a field follows ("http://..." is none), or if an
//   empty line follows at once and a field stood above it; otherwise the body begins with it
//   (kMissingSeparator).
MessageView IndexMessage(std::string_view bytes, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MESSAGE_VIEW_H_
