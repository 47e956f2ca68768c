// Counting fields, the form of List-Id, and the display name of From where the header shows a list already.
#include "engine/mail/relay_facts.h"

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"
#include "engine/mail/mailbox.h"

namespace kenpin {
namespace {

// A dot-atom with at least one dot, cut by the lexer without white space inside; `token` is the first behind
// '<' and becomes the first behind the identifier.
bool ReadIdentifier(FieldLexer& lexer, Token* token) {
  size_t atoms = 0;
  size_t octets = 0;
  for (;; *token = lexer.Next()) {
    if (token->kind != TokenKind::kAtom || (atoms > 0 && token->spaced)) return false;
    ++atoms;
    octets += token->text.size();
    *token = lexer.Next();
    if (token->kind != TokenKind::kDot) break;
    if (token->spaced) return false;
    ++octets;
  }
  return atoms > 1 && octets <= kMaxListIdOctets;
}

// "Author via List", also inside a Q encoded-word, where '_' is a space.
bool HasViaName(std::string_view display_name) {
  for (size_t at = 1; at + 4 < display_name.size(); ++at) {
    const char before = display_name[at - 1];
    const char after = display_name[at + 3];
    const bool blanks =
        (before == '_' && after == '_') || (IsClass(before, kBlank) && IsClass(after, kBlank));
    if (blanks && EqualsIgnoreCase(display_name.substr(at, 3), "via")) return true;
  }
  return false;
}

bool IsRewrittenForList(const MessageView& message, Arena& arena) {
  const std::string_view body = message.Body(FieldId::kFrom);
  // Most list mail is not rewritten: one look before an address list is parsed.
  if (!HasViaName(body)) return false;
  const AddressList list = ParseAddressList(body, arena);
  return !list.mailboxes.empty() && HasViaName(list.mailboxes[0].display_name);
}

bool HasPrecedenceList(const MessageView& message) {
  for (uint32_t i = message.First(FieldId::kPrecedence); i != HeaderField::kNoField; i = message.Next(i)) {
    if (EqualsIgnoreCase(TrimBlanks(message.Body(message.fields()[i])), "list")) return true;
  }
  return false;
}

}  // namespace

bool IsListId(std::string_view body) {
  FieldLexer lexer(body);
  Token token = lexer.Next();
  // Phrases hold colons and brackets in practice, unquoted, and no reader minds.
  while (token.kind == TokenKind::kAtom || token.kind == TokenKind::kQuotedString ||
         token.kind == TokenKind::kDot || token.kind == TokenKind::kColon ||
         token.kind == TokenKind::kLiteral) {
    token = lexer.Next();
  }
  if (token.kind != TokenKind::kOpenAngle) return false;
  token = lexer.Next();
  if (!ReadIdentifier(lexer, &token) || token.kind != TokenKind::kCloseAngle) return false;
  return lexer.Next().kind == TokenKind::kEnd && !lexer.notes().bad;
}

RelayFacts FindRelayFacts(const MessageView& message, Arena& arena) {
  RelayFacts facts;
  facts.list_id_count = message.count(FieldId::kListId);
  facts.list_id_ok = facts.list_id_count > 0 && IsListId(message.Body(FieldId::kListId));
  facts.list_post = message.count(FieldId::kListPost) > 0;
  facts.precedence_list = HasPrecedenceList(message);
  facts.list_software = message.count(FieldId::kListSoftware) > 0;
  facts.x_forwarded = message.count(FieldId::kXForwardedFor) > 0 || message.count(FieldId::kXForwardedTo) > 0;
  facts.resent = message.count(FieldId::kResentFrom) > 0 || message.count(FieldId::kResentDate) > 0;
  const bool list_sign =
      facts.list_id_count > 0 || facts.list_post || facts.precedence_list || facts.list_software;
  facts.x_original_from =
      message.count(FieldId::kXOriginalFrom) > 0 || (list_sign && IsRewrittenForList(message, arena));
  return facts;
}

}  // namespace kenpin
