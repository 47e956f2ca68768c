// local-part "@" domain, token by token. Whatever is odd but allowed is counted, and the worst of it is the
// verdict.
#include "engine/mail/addr_spec.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/field_lexer.h"
#include "engine/mail/ip_literal.h"

namespace kenpin {
namespace {

// Every line end is CRLF with WSP behind it, unless a quoted-pair hides it.
bool FoldsAreWellFormed(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '\n') {
      return false;
    } else if (text[i] == '\r') {
      if (i + 2 >= text.size() || text[i + 1] != '\n' || !IsWsp(text[i + 2])) return false;
      i += 2;
    }
  }
  return true;
}

class AddrSpecChecker {
 public:
  explicit AddrSpecChecker(std::string_view text) : lexer_(text) {}

  AddrSpecVerdict Check() {
    if (!ReadLocalPart() || !ReadDomain()) return AddrSpecVerdict::kInvalid;
    annotated_ |= token_.spaced;
    const LexicalNotes& notes = lexer_.notes();
    if (token_.kind != TokenKind::kEnd || notes.bad) return AddrSpecVerdict::kInvalid;
    if (local_octets_ > kMaxLocalPartOctets || local_octets_ + 1 + domain_octets_ > kMaxAddrSpecOctets) {
      not_for_smtp_ = true;
    }
    if (not_for_smtp_) return AddrSpecVerdict::kNotForSmtp;
    return annotated_ || notes.comment || notes.obsolete ? AddrSpecVerdict::kAnnotated
                                                         : AddrSpecVerdict::kValid;
  }

 private:
  void Advance() { token_ = lexer_.Next(); }

  // dot-atom / quoted-string / obs-local-part, up to and including the '@'.
  bool ReadLocalPart() {
    bool dotted = false;
    bool quoted = false;
    while (true) {
      Advance();
      annotated_ |= token_.spaced;
      if (token_.kind != TokenKind::kAtom && token_.kind != TokenKind::kQuotedString) return false;
      quoted |= token_.kind == TokenKind::kQuotedString;
      annotated_ |= token_.text.find('\r') != std::string_view::npos;
      local_octets_ += token_.text.size();
      Advance();
      annotated_ |= token_.spaced;
      if (token_.kind == TokenKind::kAt) break;
      if (token_.kind != TokenKind::kDot) return false;
      dotted = true;
      ++local_octets_;
    }
    // §4.4: a quoted string beside a dot is obs-local-part only.
    annotated_ |= dotted && quoted;
    return true;
  }

  // dot-atom / domain-literal / obs-domain, and the token behind it.
  bool ReadDomain() {
    Advance();
    annotated_ |= token_.spaced;
    if (token_.kind == TokenKind::kLiteral) {
      JudgeLiteral();
      Advance();
      return true;
    }
    while (true) {
      if (token_.kind != TokenKind::kAtom || !JudgeLabel()) return false;
      domain_octets_ += token_.text.size();
      Advance();
      if (token_.kind != TokenKind::kDot) return true;
      annotated_ |= token_.spaced;
      ++domain_octets_;
      Advance();
      annotated_ |= token_.spaced;
    }
  }

  void JudgeLiteral() {
    domain_octets_ = token_.text.size();
    const IpForm form = ClassifyAddressLiteral(token_.text.substr(1, token_.text.size() - 2));
    not_for_smtp_ |= form == IpForm::kNone;
    annotated_ |= form == IpForm::kIpv6ShortElision;
  }

  // A hyphen at the end of a label makes a domain that no system reads; other atext is merely no host name
  // (RFC 5321 §2.3.5).
  bool JudgeLabel() {
    const std::string_view label = token_.text;
    if (label.front() == '-' || label.back() == '-') return false;
    not_for_smtp_ |= label.size() > kMaxLabelOctets;
    not_for_smtp_ |= !std::all_of(label.begin(), label.end(),
                                  [](char c) { return IsClass(c, kAlpha | kDigit | kEightBit) || c == '-'; });
    return true;
  }

  FieldLexer lexer_;
  Token token_;
  bool annotated_ = false;
  bool not_for_smtp_ = false;
  size_t local_octets_ = 0;
  size_t domain_octets_ = 0;
};

}  // namespace

AddrSpecVerdict CheckAddrSpec(std::string_view text) {
  if (!FoldsAreWellFormed(text)) return AddrSpecVerdict::kInvalid;
  return AddrSpecChecker(text).Check();
}

}  // namespace kenpin
