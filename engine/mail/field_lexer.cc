// The scans behind the tokens. Each moves forward only, and each kind of opening octet is searched for its
// end at most once in vain.
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Length of the line end at `pos`, or 0.
size_t LineEndLength(std::string_view text, size_t pos) {
  if (text[pos] == '\n') return 1;
  return text[pos] == '\r' && pos + 1 < text.size() && text[pos + 1] == '\n' ? 2 : 0;
}

// Skips one run of folding white space.
size_t SkipFws(std::string_view text, size_t pos, LexicalNotes& notes) {
  size_t folds = 0;
  while (pos < text.size()) {
    if (IsWsp(text[pos])) {
      ++pos;
      continue;
    }
    const size_t line_end = LineEndLength(text, pos);
    if (line_end == 0) break;
    pos += line_end;
    // §4.2: a line of white space only between two line ends is obs-FWS.
    if (++folds > 1) notes.obsolete = true;
  }
  return pos;
}

// Judges an octet that stands in a comment, quoted string or domain-literal, quoted-pairs aside.
void NotePlain(std::string_view text, size_t pos, LexicalNotes& notes) {
  const char c = text[pos];
  if (c == '\0' || (c == '\r' && LineEndLength(text, pos) == 0)) {
    notes.bad = true;
  } else if (IsClass(c, kControl)) {
    notes.obsolete = true;
  }
}

// Judges the second octet of a quoted-pair (§4.1: obs-qp allows what VCHAR and WSP do not).
void NoteQuotedPair(char c, LexicalNotes& notes) {
  if (IsClass(c, kControl) || c == '\r' || c == '\n') notes.obsolete = true;
}

}  // namespace

size_t FindCommentEnd(std::string_view text, size_t pos, LexicalNotes& notes) {
  size_t depth = 0;
  for (; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '\\') {
      if (++pos < text.size()) NoteQuotedPair(text[pos], notes);
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      if (--depth == 0) return pos + 1;
    } else if (!IsClass(c, kAtext)) {
      NotePlain(text, pos, notes);
    }
  }
  return kNone;
}

size_t FindQuotedStringEnd(std::string_view text, size_t pos, LexicalNotes& notes) {
  for (++pos; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '"') return pos + 1;
    if (c == '\\') {
      if (++pos < text.size()) NoteQuotedPair(text[pos], notes);
    } else if (!IsClass(c, kAtext)) {
      NotePlain(text, pos, notes);
    }
  }
  return kNone;
}

size_t SkipCfws(std::string_view text, size_t pos, LexicalNotes& notes) {
  while (pos < text.size()) {
    const char c = text[pos];
    if (c == '(' && !notes.unclosed_comment) {
      const size_t end = FindCommentEnd(text, pos, notes);
      if (end == kNone) {
        notes.unclosed_comment = notes.bad = true;
        return pos;
      }
      notes.comment = true;
      pos = end;
    } else if (IsClass(c, kBlank)) {
      const size_t end = SkipFws(text, pos, notes);
      if (end == pos) return pos;
      pos = end;
    } else {
      return pos;
    }
  }
  return pos;
}

namespace {

// One past the ']' of the domain-literal at `pos` (§3.4.1, §4.4); npos if another '[' or the end comes first.
size_t FindLiteralEnd(std::string_view text, size_t pos, LexicalNotes& notes) {
  for (++pos; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == ']') return pos + 1;
    if (c == '[') return kNone;
    if (c == '\\') {
      notes.obsolete = true;
      ++pos;
    } else if (!IsClass(c, kAtext)) {
      NotePlain(text, pos, notes);
    }
  }
  notes.unclosed_literal = true;
  return kNone;
}

TokenKind SpecialKind(char c) {
  switch (c) {
    case '@':
      return TokenKind::kAt;
    case '.':
      return TokenKind::kDot;
    case ',':
      return TokenKind::kComma;
    case ';':
      return TokenKind::kSemicolon;
    case ':':
      return TokenKind::kColon;
    case '<':
      return TokenKind::kOpenAngle;
    case '>':
      return TokenKind::kCloseAngle;
    default:
      return TokenKind::kBad;
  }
}

}  // namespace

size_t FieldLexer::TokenEnd(size_t begin, TokenKind* kind) {
  const char c = body_[begin];
  if (IsClass(c, kAtext)) {
    *kind = TokenKind::kAtom;
    size_t end = begin + 1;
    while (end < body_.size() && IsClass(body_[end], kAtext)) ++end;
    return end;
  }
  *kind = SpecialKind(c);
  if (c == '"' && !notes_.unclosed_quote) {
    const size_t end = FindQuotedStringEnd(body_, begin, notes_);
    notes_.unclosed_quote = end == kNone;
    if (end != kNone) *kind = TokenKind::kQuotedString;
    return end == kNone ? begin + 1 : end;
  }
  if (c == '[' && !notes_.unclosed_literal) {
    const size_t end = FindLiteralEnd(body_, begin, notes_);
    if (end != kNone) *kind = TokenKind::kLiteral;
    return end == kNone ? begin + 1 : end;
  }
  return begin + 1;
}

Token FieldLexer::Next() {
  Token token;
  const size_t begin = SkipCfws(body_, pos_, notes_);
  token.spaced = begin != pos_;
  pos_ = begin;
  if (begin == body_.size()) return token;
  pos_ = TokenEnd(begin, &token.kind);
  token.text = body_.substr(begin, pos_ - begin);
  if (token.kind == TokenKind::kBad) notes_.bad = true;
  return token;
}

}  // namespace kenpin
