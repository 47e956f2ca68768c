// A loop over tokens. Until an '@', '<' or ':' comes nobody knows whether a word is part of a name or of an
// address, so the parser keeps the last run of words joined by dots: that is the local-part if '@' follows,
// and all words of the element are the display name if '<' does.
#include "engine/mail/mailbox.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Words and dots that may become a local-part or a domain.
struct DottedRun {
  size_t begin = kNone;
  size_t end = kNone;
  bool spaced = false;  // CFWS stands inside.
  bool dotted = false;
  bool quoted = false;
  bool bad_dots = false;
  bool after_dot = false;  // The last token is a dot.

  bool empty() const { return begin == kNone; }
};

class AddressListParser {
 public:
  AddressListParser(std::string_view body, Arena& arena) : body_(body), lexer_(body), arena_(arena) {}

  AddressList Parse() {
    Advance();
    while (token_.kind != TokenKind::kEnd && !list_.too_many) Step();
    if (!list_.too_many) EndElement();
    if (lexer_.notes().comment) list_.notes.Add(AddressNote::kComment);
    if (lexer_.notes().obsolete) list_.notes.Add(AddressNote::kObsolete);
    list_.mailboxes = boxes_.first(count_);
    list_.malformed |= lexer_.notes().bad || in_group_ || (count_ == 0 && !list_.has_group);
    list_.malformed |= list_.notes.Has(AddressNote::kDots);
    return list_;
  }

 private:
  void Advance() { token_ = lexer_.Next(); }
  size_t TokenBegin() const { return lexer_.position() - token_.text.size(); }

  void Step() {
    const bool separator = token_.kind == TokenKind::kComma || token_.kind == TokenKind::kSemicolon;
    if (complete_ && !separator) list_.malformed = true;
    if (element_begin_ == kNone && !separator) element_begin_ = TokenBegin();
    switch (token_.kind) {
      case TokenKind::kAtom:
      case TokenKind::kQuotedString:
      case TokenKind::kDot:
        Extend(&run_);
        Advance();
        break;
      case TokenKind::kAt:
        ReadBareAddress();
        break;
      case TokenKind::kOpenAngle:
        ReadAngleAddress();
        break;
      case TokenKind::kColon:
        OpenGroup();
        break;
      case TokenKind::kComma:
        EndElement();
        Advance();
        break;
      case TokenKind::kSemicolon:
        CloseGroup();
        break;
      default:
        SkipBadToken();
    }
  }

  // Takes the token, a word or a dot, into the run. A word behind a word begins a new one.
  void Extend(DottedRun* run) {
    const bool dot = token_.kind == TokenKind::kDot;
    if (!run->empty() && !dot && !run->after_dot) {
      *run = DottedRun();
      words_before_run_ = true;
    }
    if (run->empty()) {
      run->begin = TokenBegin();
      run->bad_dots = dot;
    } else {
      run->spaced |= token_.spaced;
      run->bad_dots |= dot && run->after_dot;
    }
    run->dotted |= dot;
    run->quoted |= token_.kind == TokenKind::kQuotedString;
    run->after_dot = dot;
    run->end = lexer_.position();
  }

  // The run's octets, without CFWS between its tokens.
  std::string_view Text(const DottedRun& run) {
    if (run.empty()) return {};
    const std::string_view raw = body_.substr(run.begin, run.end - run.begin);
    if (!run.spaced) return raw;
    char* out = static_cast<char*>(arena_.Allocate(raw.size(), 1));
    size_t size = 0;
    FieldLexer lexer(raw);
    for (Token t = lexer.Next(); t.kind != TokenKind::kEnd; t = lexer.Next()) {
      std::copy(t.text.begin(), t.text.end(), out + size);
      size += t.text.size();
    }
    return {out, size};
  }

  void NoteLocalPart(const DottedRun& run, AddressNotes* notes) {
    if (run.quoted) notes->Add(AddressNote::kQuotedLocalPart);
    if (run.spaced || (run.quoted && run.dotted)) notes->Add(AddressNote::kObsolete);
    if (run.bad_dots || run.after_dot) notes->Add(AddressNote::kDots);
  }

  // Reads the domain behind the '@' that is the token. What stands behind it is the token afterwards.
  std::string_view ReadDomain(AddressNotes* notes) {
    Advance();
    DottedRun run;
    if (token_.kind == TokenKind::kLiteral) {
      Extend(&run);
      Advance();
      return Text(run);
    }
    while (token_.kind == TokenKind::kDot ||
           (token_.kind == TokenKind::kAtom && (run.empty() || run.after_dot))) {
      Extend(&run);
      Advance();
    }
    if (run.spaced) notes->Add(AddressNote::kObsolete);
    if (run.empty()) list_.malformed = true;
    // Dots in the wrong place are part of the text: the domain's form tells of them.
    if (run.bad_dots || run.after_dot) list_.malformed = true;
    return PassControls() ? std::string_view() : Text(run);
  }

  // Passes control characters that follow directly on a domain. Whether more does: where the domain ends is
  // then a matter of who reads it, so that nobody's policy should speak for it.
  bool PassControls() {
    bool is_cut = false;
    while (token_.kind == TokenKind::kBad && !token_.spaced &&
           (IsClass(token_.text.front(), kControl) || token_.text.front() == '\r')) {
      is_cut = true;
      Advance();
    }
    const bool goes_on = token_.kind == TokenKind::kAtom || token_.kind == TokenKind::kDot ||
                         token_.kind == TokenKind::kAt || token_.kind == TokenKind::kLiteral;
    return is_cut && goes_on && !token_.spaced;
  }

  void Push(const Mailbox& box) {
    list_.notes |= box.notes;
    if (count_ == kMaxMailboxes) {
      list_.too_many = true;
      return;
    }
    if (count_ == boxes_.size()) {
      const std::span<Mailbox> larger = arena_.NewArray<Mailbox>(std::max<size_t>(2, boxes_.size() * 4));
      std::copy(boxes_.begin(), boxes_.end(), larger.begin());
      boxes_ = larger;
    }
    boxes_[count_++] = box;
  }

  void ReadBareAddress() {
    if (words_before_run_) list_.malformed = true;
    // "a@b@c": there is nothing to be had from the second '@'.
    if (run_.empty() && complete_) return SkipBadToken();
    if (run_.empty()) list_.malformed = true;
    Mailbox box;
    box.local_part = Text(run_);
    NoteLocalPart(run_, &box.notes);
    box.domain = ReadDomain(&box.notes);
    Push(box);
    run_ = DottedRun();
    complete_ = true;
  }

  // All words of the element so far.
  std::string_view DisplayName() {
    return TrimBlanks(body_.substr(element_begin_, TokenBegin() - element_begin_));
  }

  void ReadAngleAddress() {
    Mailbox box;
    box.display_name = DisplayName();
    // What looked like addresses was the display name of this one.
    count_ = element_first_;
    Advance();
    if (token_.kind == TokenKind::kAt) SkipRoute(&box.notes);
    run_ = DottedRun();
    ReadAngleContent(&box);
    Push(box);
    // A second angle bracket without a comma is an address of its own.
    BeginElement();
    complete_ = true;
  }

  // obs-route = obs-domain-list ":", to be ignored (§4.4).
  void SkipRoute(AddressNotes* notes) {
    notes->Add(AddressNote::kObsolete);
    while (token_.kind == TokenKind::kAt || token_.kind == TokenKind::kComma ||
           token_.kind == TokenKind::kDot || token_.kind == TokenKind::kAtom ||
           token_.kind == TokenKind::kLiteral) {
      Advance();
    }
    if (token_.kind == TokenKind::kColon) {
      Advance();
    } else {
      list_.malformed = true;
    }
  }

  // Reads up to and including '>', or up to a separator if it never comes.
  void ReadAngleContent(Mailbox* box) {
    bool found = false;
    words_before_run_ = false;
    while (token_.kind != TokenKind::kCloseAngle) {
      if (token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kComma ||
          token_.kind == TokenKind::kSemicolon) {
        list_.malformed = true;
        break;
      }
      if (token_.kind == TokenKind::kAt && !found) {
        if (run_.empty()) list_.malformed = true;
        box->local_part = Text(run_);
        NoteLocalPart(run_, &box->notes);
        box->domain = ReadDomain(&box->notes);
        found = true;
        continue;
      }
      if (!found && (token_.kind == TokenKind::kAtom || token_.kind == TokenKind::kQuotedString ||
                     token_.kind == TokenKind::kDot)) {
        Extend(&run_);
      } else {
        list_.malformed = true;
        run_ = DottedRun();
      }
      Advance();
    }
    if (!found) box->local_part = Text(run_);
    if (!found || words_before_run_) list_.malformed = true;
    if (token_.kind == TokenKind::kCloseAngle) Advance();
  }

  void OpenGroup() {
    // A group has a name, stands alone and holds no group.
    if (in_group_ || complete_ || run_.empty()) list_.malformed = true;
    list_.has_group = in_group_ = true;
    Advance();
    BeginElement();
    group_is_empty_ = true;
  }

  void CloseGroup() {
    const bool had_group = in_group_;
    if (!had_group) list_.malformed = true;
    // "name:;" is a group without members, not one with an empty element.
    if (!(group_is_empty_ && element_begin_ == kNone)) EndElement();
    in_group_ = group_is_empty_ = false;
    Advance();
    // Only a comma may follow a group, and it separates the group from the next element.
    if (had_group && token_.kind == TokenKind::kComma) {
      Advance();
    } else {
      complete_ = had_group;
    }
  }

  // A separator or the end: whatever was gathered is all of this element.
  void EndElement() {
    group_is_empty_ = false;
    if (!complete_) {
      if (run_.empty() && element_begin_ == kNone) {
        list_.notes.Add(AddressNote::kObsolete);
      } else {
        list_.malformed = true;
        Mailbox box;
        box.local_part = Text(run_);
        if (!run_.empty()) Push(box);
      }
    }
    BeginElement();
  }

  void BeginElement() {
    run_ = DottedRun();
    element_begin_ = kNone;
    element_first_ = count_;
    complete_ = words_before_run_ = false;
  }

  void SkipBadToken() {
    list_.malformed = true;
    if (!run_.empty()) words_before_run_ = true;
    run_ = DottedRun();
    Advance();
  }

  std::string_view body_;
  FieldLexer lexer_;
  Arena& arena_;
  Token token_;
  AddressList list_;
  std::span<Mailbox> boxes_;
  size_t count_ = 0;

  // The element that is being read: what stands between two separators.
  DottedRun run_;
  size_t element_begin_ = kNone;
  size_t element_first_ = 0;       // Index of its first mailbox.
  bool words_before_run_ = false;  // Words that are not part of the run.
  bool complete_ = false;          // It has its address.
  bool in_group_ = false;
  bool group_is_empty_ = false;  // Nothing but CFWS since the group's colon.
};

}  // namespace

AddressList ParseAddressList(std::string_view body, Arena& arena) {
  AddressList list = AddressListParser(body.substr(0, kMaxAddressListBytes), arena).Parse();
  list.too_many |= body.size() > kMaxAddressListBytes;
  return list;
}

}  // namespace kenpin
