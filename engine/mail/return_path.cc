// A path is found by its brackets where there are some: everything between the last '<' and the first '>'
// behind it, because what stands in front of it is a phrase or a comment. Without brackets the whole value is
// the address.
#include "engine/mail/return_path.h"

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// The text without comments and white space in front and behind.
std::string_view WithoutOuterComments(std::string_view text) {
  LexicalNotes notes;
  text.remove_prefix(SkipCfws(text, 0, notes));
  const size_t open = text.find('(');
  // A comment that follows white space; a parenthesis in a local part is part of it.
  if (open != kNone && open > 0 && (IsClass(text[open - 1], kBlank) || text[open - 1] == '>')) {
    if (SkipCfws(text, open, notes) == text.size()) text = text.substr(0, open);
  }
  return TrimBlanks(text);
}

// "@a,@b:user@host" without the route.
std::string_view WithoutRoute(std::string_view path) {
  if (path.empty() || path[0] != '@') return path;
  const size_t colon = path.find(':');
  return colon == kNone ? path : path.substr(colon + 1);
}

// Whether an address can look so: no white space or control outside of a quoted local part.
bool CanBeAddress(std::string_view text) {
  size_t begin = 0;
  LexicalNotes notes;
  if (text[0] == '"') begin = FindQuotedStringEnd(text, 0, notes);
  if (begin == kNone) return false;
  for (const char c : text.substr(begin)) {
    if (IsClass(c, kBlank | kControl) || c == '<' || c == '>') return false;
  }
  return true;
}

}  // namespace

ReversePath ParseReversePath(std::string_view text, Arena& arena) {
  ReversePath path;
  text = WithoutOuterComments(text);
  if (text.empty()) return path;
  path.form = ReversePath::Form::kGarbage;
  const size_t open = text.find('<');
  if (open != kNone && text[0] != '"') {
    const size_t close = text.find('>', open);
    if (close == kNone) return path;
    text = TrimBlanks(text.substr(open + 1, close - open - 1));
  } else if (text.size() > 1 && text[0] == '<' && text.back() == '>') {
    text = text.substr(1, text.size() - 2);
  }
  // Some delivery agents write this name for the null sender.
  if (text.empty() || EqualsIgnoreCase(text, "MAILER-DAEMON")) {
    path.form = ReversePath::Form::kNull;
    return path;
  }
  text = WithoutRoute(text);
  const size_t at = text.rfind('@');
  if (text.empty() || at == 0 || !CanBeAddress(text)) return path;
  path.form = ReversePath::Form::kAddress;
  path.address = text;
  if (at == kNone) return path;
  std::string_view domain = text.substr(at + 1);
  if (domain.size() > 1 && domain.back() == '.') domain.remove_suffix(1);
  path.domain = ParseDomainName(domain, arena).ascii;
  return path;
}

ReversePath ParseReturnPath(const MessageView& message, Arena& arena) {
  return ParseReversePath(message.Body(FieldId::kReturnPath), arena);
}

ReversePath ParseFromLinePath(std::string_view sender, Arena& arena) {
  const ReversePath path = ParseReversePath(sender, arena);
  // "1234567890@xxx" fails by its single label.
  const bool usable = path.form == ReversePath::Form::kAddress &&
                      !StartsWithIgnoreCase(path.address, "MAILER-DAEMON@") && path.domain.find('.') != kNone;
  return usable ? path : ReversePath();
}

}  // namespace kenpin
