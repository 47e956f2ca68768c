// The lexical tokens of structured header fields (RFC 5322 §3.2), for every parser that reads one: addresses,
// dates, msg-ids, trace fields.
//
// The hard part is hostile input. Comments nest to any depth, quotes are never closed, and a parser that
// tries again after each unclosed one is quadratic. Here a comment is a counter and not a call, and the first
// bracket or quote that is never closed says so for the rest of the field: from then on its kind is an
// ordinary bad character.
#ifndef KENPIN_ENGINE_MAIL_FIELD_LEXER_H_
#define KENPIN_ENGINE_MAIL_FIELD_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/mail/ascii.h"

namespace kenpin {

// What the lexer met so far.
struct LexicalNotes {
  bool comment = false;   // A comment.
  bool obsolete = false;  // A control or its quoted-pair (§4.1), or a fold of white space only (§4.2).
  bool bad = false;  // Something that no grammar has: NUL or a lone CR in a comment or quoted string, or an
                     // unclosed one.
  bool unclosed_comment = false;  // No '(' of the rest will be closed.
  bool unclosed_quote = false;    // No '"' of the rest will be closed.
  bool unclosed_literal = false;  // No '[' of the rest will be closed.
};

// The first position at or behind `pos` that is neither folding white space nor a comment. An unclosed
// comment stops it. LF and CRLF are line ends; a CR alone is data and stops it too.
size_t SkipCfws(std::string_view text, size_t pos, LexicalNotes& notes);

// One past the ')' of the comment, or the '"' of the quoted-string, that opens at `pos`; npos if it is never
// closed.
size_t FindCommentEnd(std::string_view text, size_t pos, LexicalNotes& notes);
size_t FindQuotedStringEnd(std::string_view text, size_t pos, LexicalNotes& notes);

enum class TokenKind : uint8_t {
  kEnd,           // The field body is over.
  kAtom,          // 1*atext, UTF-8 included.
  kQuotedString,  // With its quotes.
  kLiteral,       // A domain-literal with its brackets.
  kAt,
  kDot,
  kComma,
  kSemicolon,
  kColon,
  kOpenAngle,
  kCloseAngle,
  kBad,  // One octet that has no place here.
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool spaced = false;  // Comments or white space stand in front of it.
  std::string_view text;
};

// Cuts a field body into tokens, CFWS between them skipped. Views point into the body. Linear in the body,
// whatever it holds.
class FieldLexer {
 public:
  explicit FieldLexer(std::string_view body) : body_(body) {}

  Token Next();
  // Octets read so far.
  size_t position() const { return pos_; }
  const LexicalNotes& notes() const { return notes_; }

 private:
  size_t TokenEnd(size_t begin, TokenKind* kind);

  std::string_view body_;
  size_t pos_ = 0;
  LexicalNotes notes_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_FIELD_LEXER_H_
