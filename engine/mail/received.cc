// Clauses are pairs of a keyword and a word. The value is taken unseen, because a host may be called "by";
// words that no keyword claims
// ("SMTP Server") are passed over, and so are comments, wherever a writer puts them.
#include "engine/mail/received.h"

#include <algorithm>
#include <array>

#include "engine/mail/ascii.h"
#include "engine/mail/date.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// The clause that `keyword` opens, or null.
std::string_view* FindClause(std::string_view keyword, ReceivedClauses* clauses) {
  if (EqualsIgnoreCase(keyword, "from")) return &clauses->from;
  if (EqualsIgnoreCase(keyword, "by")) return &clauses->by;
  if (EqualsIgnoreCase(keyword, "via")) return &clauses->via;
  if (EqualsIgnoreCase(keyword, "with")) return &clauses->with;
  if (EqualsIgnoreCase(keyword, "id")) return &clauses->id;
  if (EqualsIgnoreCase(keyword, "for")) return &clauses->for_;
  return nullptr;
}

// What a word or a comment can be cut at; all other octets are passed over without a look.
constexpr uint8_t kEndsWord = 1;
constexpr uint8_t kInComment = 2;
constexpr std::array<uint8_t, 256> kMarks = [] {
  std::array<uint8_t, 256> marks{};
  for (const char c : {' ', '\t', '\r', '\n', ';', '(', '"'}) marks[static_cast<uint8_t>(c)] |= kEndsWord;
  for (const char c : {'(', ')', '\\'}) marks[static_cast<uint8_t>(c)] |= kInComment;
  return marks;
}();

size_t FindMark(std::string_view text, size_t pos, uint8_t mark) {
  while (pos < text.size() && (kMarks[static_cast<uint8_t>(text[pos])] & mark) == 0) ++pos;
  return pos;
}

// FindCommentEnd(), without what it notes: nobody judges the grammar of a trace field.
size_t CommentEnd(std::string_view text, size_t pos) {
  size_t depth = 0;
  for (pos = FindMark(text, pos, kInComment); pos < text.size(); pos = FindMark(text, pos, kInComment)) {
    const char c = text[pos++];
    if (c == '\\') {
      ++pos;
    } else if (c == '(') {
      ++depth;
    } else if (--depth == 0) {
      return pos;
    }
  }
  return kNone;
}

std::string_view ToLowerCase(std::string_view text, Arena& arena) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return text;
  char* out = static_cast<char*>(arena.Allocate(text.size(), 1));
  std::transform(text.begin(), text.end(), out, ToLower);
  return {out, text.size()};
}

}  // namespace

size_t ReceivedTokenizer::WordEnd() {
  size_t pos = pos_;
  while ((pos = FindMark(body_, pos, kEndsWord)) < body_.size()) {
    const char c = body_[pos];
    if (IsClass(c, kBlank) || c == ';' || (c == '(' && !notes_.unclosed_comment && pos != pos_)) break;
    if (c == '"' && !notes_.unclosed_quote) {
      const size_t end = FindQuotedStringEnd(body_, pos, notes_);
      notes_.unclosed_quote = end == kNone;
      pos = end == kNone ? pos + 1 : end;
    } else {
      ++pos;
    }
  }
  return pos;
}

ReceivedToken ReceivedTokenizer::Next() {
  while (pos_ < body_.size() && IsClass(body_[pos_], kBlank)) ++pos_;
  if (pos_ == body_.size()) return {};
  const size_t begin = pos_;
  ReceivedTokenKind kind = ReceivedTokenKind::kWord;
  size_t end = kNone;
  if (body_[pos_] == '(' && !notes_.unclosed_comment) {
    end = CommentEnd(body_, pos_);
    notes_.unclosed_comment = end == kNone;
    if (end != kNone) kind = ReceivedTokenKind::kComment;
  } else if (body_[pos_] == ';') {
    kind = ReceivedTokenKind::kSemicolon;
    end = pos_ + 1;
  }
  pos_ = end == kNone ? WordEnd() : end;
  return {kind, body_.substr(begin, pos_ - begin)};
}

bool CanBeginTraceDate(std::string_view word) {
  if (word.size() == 4 && word[3] == ',') return IsClass(word[0], kAlpha);
  return word.size() >= 10 && word[4] == '-' && word[7] == '-' && IsDigit(word[0]);
}

ReceivedClauses ParseReceived(std::string_view body) {
  ReceivedClauses clauses;
  ReceivedTokenizer tokens(body);
  std::string_view* value = nullptr;
  bool semicolon = false;
  for (ReceivedToken t = tokens.Next(); t.kind != ReceivedTokenKind::kEnd; t = tokens.Next()) {
    if (t.kind == ReceivedTokenKind::kSemicolon) {
      semicolon = true;
      value = nullptr;
      clauses.date = body.substr(tokens.position());
      continue;
    }
    if (t.kind == ReceivedTokenKind::kComment) continue;
    if (value != nullptr) {
      if (value->empty()) *value = t.text;
      value = nullptr;
    } else if (!semicolon) {
      value = FindClause(t.text, &clauses);
      clauses.has_with |= value == &clauses.with;
      if (CanBeginTraceDate(t.text)) clauses.date = body.substr(tokens.position() - t.text.size());
    }
  }
  return clauses;
}

ReceivedFacts ParseReceivedFacts(const MessageView& message, Arena& arena) {
  ReceivedFacts facts;
  facts.count = message.count(FieldId::kReceived);
  if (facts.count == 0) return facts;
  const ReceivedClauses clauses = ParseReceived(message.Body(FieldId::kReceived));
  facts.top_by = ToLowerCase(clauses.by, arena);
  facts.top_has_with = clauses.has_with;
  facts.top_smtputf8 = StartsWithIgnoreCase(clauses.with, "UTF8");
  const std::optional<MailDate> date = ParseMailDate(clauses.date, DateGrammar::kTrace);
  if (date) facts.top_time = date->time;
  return facts;
}

}  // namespace kenpin
