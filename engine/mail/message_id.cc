// Finds the one <...>, then reads what is inside by tokens.
#include "engine/mail/message_id.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"
#include "engine/mail/ip_literal.h"

namespace kenpin {
namespace {

using Form = MessageIdFacts::Form;
using RightSide = MessageIdFacts::RightSide;

constexpr size_t kNone = std::string_view::npos;

// Nothing but CFWS.
bool IsCfws(std::string_view text) {
  LexicalNotes notes;
  return SkipCfws(text, 0, notes) == text.size();
}

// Reads id-left "@" id-right, both with their obsolete forms. Behind the '@' stands a domain or a
// no-fold-literal.
Form ParseInside(std::string_view id) {
  FieldLexer lexer(id);
  bool obsolete = false;
  bool behind_at = false;
  bool word_expected = true;  // A dot or '@' stands in front, or nothing.
  for (Token t = lexer.Next(); t.kind != TokenKind::kEnd; t = lexer.Next()) {
    switch (t.kind) {
      case TokenKind::kAtom:
        if (!word_expected) return Form::kGarbage;
        word_expected = false;
        break;
      case TokenKind::kQuotedString:
        if (!word_expected || behind_at) return Form::kGarbage;
        word_expected = false;
        obsolete = true;
        break;
      case TokenKind::kLiteral:
        if (!word_expected || !behind_at) return Form::kGarbage;
        word_expected = false;
        break;
      case TokenKind::kDot:
        obsolete |= word_expected;
        word_expected = true;
        break;
      case TokenKind::kAt:
        if (behind_at) return Form::kGarbage;
        obsolete |= word_expected;
        behind_at = word_expected = true;
        break;
      default:
        return Form::kGarbage;
    }
  }
  // Only a quoted '@' was there, or nothing stands on one of its sides.
  if (!behind_at || id.back() == '@' || id.front() == '@') return Form::kGarbage;
  const LexicalNotes& notes = lexer.notes();
  if (notes.bad) return Form::kGarbage;
  return obsolete || word_expected || notes.comment || notes.obsolete ? Form::kObsolete : Form::kOk;
}

bool IsUnder(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size()) return false;
  if (!EqualsIgnoreCase(host.substr(host.size() - domain.size()), domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

RightSide ClassifyRightSide(std::string_view host) {
  if (host.empty()) return RightSide::kOk;
  if (host.front() == '[' || ClassifyIp(host) != IpForm::kNone) return RightSide::kAddress;
  if (IsUnder(host, "localhost") || IsUnder(host, "localdomain")) return RightSide::kLocalhost;
  return host.find('.') == kNone ? RightSide::kBareHost : RightSide::kOk;
}

void JudgeInside(MessageIdFacts* facts) {
  const std::string_view id = facts->id;
  const size_t at = id.rfind('@');
  const bool spaces = std::any_of(id.begin(), id.end(), [](char c) { return IsClass(c, kBlank); });
  if (at == kNone) {
    facts->form = Form::kNoAt;
    return;
  }
  const std::string_view host = id.substr(at + 1);
  facts->right_side = ClassifyRightSide(host);
  facts->made_by_exchange = IsUnder(host, "protection.outlook.com") || IsUnder(host, "prod.outlook.com");
  facts->form = spaces ? Form::kSpaces : ParseInside(id);
}

}  // namespace

MessageIdFacts ParseMessageId(std::string_view body) {
  MessageIdFacts facts;
  facts.count = 1;
  const std::string_view value = TrimBlanks(body);
  facts.length = static_cast<uint32_t>(value.size());
  facts.added_by_gmail =
      value.find("SMTPIN_ADDED_MISSING") != kNone || value.find("SMTPIN_ADDED_BROKEN") != kNone;
  // A comment in front may hold an angle bracket; behind an unclosed one the first bracket counts.
  LexicalNotes notes;
  const size_t open = value.find('<', SkipCfws(value, 0, notes));
  const size_t close = open == kNone ? kNone : value.find('>', open);
  if (close == kNone) {
    facts.form = Form::kNoBrackets;
    facts.id = value;
    return facts;
  }
  facts.id = value.substr(open + 1, close - open - 1);
  JudgeInside(&facts);
  const bool alone = IsCfws(value.substr(0, open)) && IsCfws(value.substr(close + 1));
  if (!alone && (facts.form == Form::kOk || facts.form == Form::kObsolete)) facts.form = Form::kGarbage;
  return facts;
}

MessageIdFacts ParseMessageIdFacts(const MessageView& message) {
  const uint32_t count = message.count(FieldId::kMessageId);
  if (count == 0) return {};
  MessageIdFacts facts = ParseMessageId(message.Body(FieldId::kMessageId));
  facts.count = count;
  return facts;
}

}  // namespace kenpin
