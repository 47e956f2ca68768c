// Received fields (RFC 5321 §4.4): a tokenizer that any reader of trace fields can use, and what the topmost
// field says.
#ifndef KENPIN_ENGINE_MAIL_RECEIVED_H_
#define KENPIN_ENGINE_MAIL_RECEIVED_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/field_lexer.h"
#include "engine/mail/message_view.h"

namespace kenpin {

enum class ReceivedTokenKind : uint8_t {
  kEnd,
  kWord,       // Octets without white space, comment or semicolon; quoted strings are part of it.
  kComment,    // With its parentheses, inner comments included.
  kSemicolon,  // Outside of comments and quotes.
};

struct ReceivedToken {
  ReceivedTokenKind kind = ReceivedTokenKind::kEnd;
  std::string_view text;
};

// Cuts a Received field body into tokens. Linear, whatever it holds: an unclosed parenthesis or quote is an
// ordinary octet of a word.
class ReceivedTokenizer {
 public:
  explicit ReceivedTokenizer(std::string_view body) : body_(body) {}
  ReceivedToken Next();
  // Octets read so far.
  size_t position() const { return pos_; }

 private:
  size_t WordEnd();

  std::string_view body_;
  size_t pos_ = 0;
  LexicalNotes notes_;
};

// The clauses of one field, as written; each is the single word behind the first keyword of its name, empty
// if there is none.
struct ReceivedClauses {
  std::string_view from;
  std::string_view by;
  std::string_view via;
  std::string_view with;
  std::string_view id;
  std::string_view for_;  // The recipient, perhaps in angle brackets.
  bool has_with = false;
  // What stands behind the last semicolon; where there is none, everything from the last word that can begin
  // a date.
  std::string_view date;
};

// A word with which a date can begin: "Tue," or "2024-01-16". For writers that put no semicolon in front of
// it.
bool CanBeginTraceDate(std::string_view word);

// Reads one field body. Views point into it.
ReceivedClauses ParseReceived(std::string_view body);

// The number of Received fields, and the topmost one's host, keyword and time.
ReceivedFacts ParseReceivedFacts(const MessageView& message, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_RECEIVED_H_
