// The From_ test: does a line that begins "From " start the next record of an mbox?
//
// RFC 4155 says that every such line does, and writers must quote the others (">From "). Real archives hold
// unquoted ones, so the answer here needs three witnesses: a date at the end of the line, an empty line
// before it, a header field after it. The test is a pure function of a bounded window, so that it gives the
// same answer wherever a chunk begins.
//
//   date   line before    line after           kind                   splits  ambiguous
//   yes    empty, start   field                kSeparator             yes     no
//   yes    empty          empty, end of input  kSeparatorNoHeader     yes     yes
//   yes    start of file  anything else        kSeparatorNoHeader     yes     yes
//   yes    text           field                kSeparatorNoEmptyLine  yes     yes
//   yes    empty          text                 kTextDated             no      yes
//   yes    text           not a field          kTextDated             no      yes
//   yes    dated From_    anything             kSecondFromLine        no      yes
//   no     empty, start   field                kTextUndated           no      yes
//   no     empty, start   not a field          kText                  no      no
//   no     text           anything             kText                  no      no
//
// "Start" is the start of the file, a byte order mark and empty lines passed over. "Field" is a field name
// and a colon, or another "From " or ">From " line, which old delivery agents leave at the top of a header
// section. What no window can tell: a complete mail, From_ line included, that is quoted verbatim and
// unindented in the body of another one. It becomes a record of its own.
#ifndef KENPIN_IO_FROM_LINE_H_
#define KENPIN_IO_FROM_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kenpin {

// Octets of a From_ line without its line end. Real ones stay below 150; a longer line never separates.
inline constexpr size_t kMaxFromLine = 998;
// Octets of a field name that are looked at to recognize a header field. Real ones stay below 80.
inline constexpr size_t kMaxFieldNameLook = 200;
// Levels of ">From " quoting that are counted as such. Bounds the look-ahead, not the mail.
inline constexpr size_t kMaxFromQuotes = 998;

// The window: octets before the line (the previous line and the end of the one before it), and from its first
// octet on.
inline constexpr size_t kFromLookBehind = kMaxFromLine + 8;
inline constexpr size_t kFromLookAhead = kMaxFromLine + kMaxFieldNameLook + 16;

enum class FromLineKind : uint8_t {
  kText,                  // An ordinary line.
  kTextUndated,           // Stands where a From_ line would stand, but holds no valid date.
  kTextDated,             // Looks like a From_ line, but no header section follows.
  kSecondFromLine,        // Follows directly on a From_ line, and so belongs to the record that begins there.
  kSeparator,             // Begins a record.
  kSeparatorNoHeader,     // Begins a record that has no header section.
  kSeparatorNoEmptyLine,  // Begins a record although no empty line precedes.
};

bool SplitsRecords(FromLineKind kind);
bool IsAmbiguous(FromLineKind kind);

// `before` ends where the line begins, and holds at least kFromLookBehind octets or everything since the
// start of the file; `from` begins with the line, and holds at least kFromLookAhead octets or everything up
// to the end of the input. What lies further away is not looked at. The caller promises that `from` stands at
// the beginning of a line (or after a byte order mark).
FromLineKind ClassifyFromLine(std::string_view before, std::string_view from);

// The offset of the first line of `text`, but for the very first, that is a kSeparator: a date, an empty line
// before it and a header field after it leave no doubt. Null if there is none. `is_cut`: `text` does not go
// on to the end of the input, so that nothing is said of its last kFromLookAhead octets.
std::optional<size_t> FindSeparator(std::string_view text, bool is_cut);

// The sender that a From_ line names, or null if `line` is not "From ", a sender and a valid date. The line
// end may be there or not. Dates: asctime() with or without seconds, with a time zone before or after the
// year, followed by "remote from HOST" or not; also RFC 5322 dates. The sender may be empty, hold spaces, or
// be "-", "MAILER-DAEMON" or a number at "xxx" (Google Takeout).
std::optional<std::string_view> FromLineSender(std::string_view line);

// Whether `line` begins with ">", at most kMaxFromQuotes of them, and "From ".
bool IsQuotedFromLine(std::string_view line);

// Whether `text` begins with a field name of at most kMaxFieldNameLook octets and a colon (RFC 5322 §2.2,
// obsolete white space before the colon allowed).
bool BeginsWithField(std::string_view text);

// Octets of the byte order mark at the start of `file`: 3 or 0.
size_t ByteOrderMarkLength(std::string_view file);

}  // namespace kenpin

#endif  // KENPIN_IO_FROM_LINE_H_
