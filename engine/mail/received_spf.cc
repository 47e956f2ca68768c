// One cursor over result, comment and key-value pairs. Values are read up to the semicolon, since writers put
// brackets and IPv6 addresses there without the quotes that the grammar asks for.
#include "engine/mail/received_spf.h"

#include <algorithm>
#include <iterator>

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

struct WordRow {
  std::string_view name;
  AuthWord word;
};
// RFC 7208 §9.1; "error" and "unknown" are those of RFC 4408's drafts.
constexpr WordRow kWords[] = {
    {"pass", AuthWord::kPass},           {"fail", AuthWord::kFail},       {"softfail", AuthWord::kSoftFail},
    {"neutral", AuthWord::kNeutral},     {"none", AuthWord::kNone},       {"temperror", AuthWord::kTempError},
    {"permerror", AuthWord::kPermError}, {"error", AuthWord::kTempError}, {"unknown", AuthWord::kPermError},
};

AuthWord FindWord(std::string_view name) {
  const WordRow* const row = std::find_if(std::begin(kWords), std::end(kWords),
                                          [&](const WordRow& r) { return EqualsIgnoreCase(r.name, name); });
  return row == std::end(kWords) ? AuthWord::kOther : row->word;
}

// The content of a quoted-string without backslashes and line ends.
std::string_view Unquote(std::string_view content, Arena& arena) {
  if (content.find_first_of("\\\r\n") == kNone) return content;
  char* out = static_cast<char*>(arena.Allocate(content.size(), 1));
  size_t size = 0;
  for (size_t i = 0; i < content.size(); ++i) {
    if (content[i] == '\r' || content[i] == '\n') continue;
    if (content[i] == '\\' && i + 1 < content.size()) ++i;
    out[size++] = content[i];
  }
  return {out, size};
}

std::optional<IpAddress> ReadAddress(std::string_view text) {
  constexpr std::string_view kTag = "ipv6:";
  if (text.size() > 1 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  if (StartsWithIgnoreCase(text, kTag)) text.remove_prefix(kTag.size());
  const std::optional<IpAddress> address = ParseIpAddress(text);
  return address ? std::optional(Unmapped(*address)) : std::nullopt;
}

// The next word between blanks, from `*pos`; empty at the end.
std::string_view NextWord(std::string_view text, size_t* pos) {
  while (*pos < text.size() && IsClass(text[*pos], kBlank)) ++*pos;
  const size_t begin = *pos;
  while (*pos < text.size() && !IsClass(text[*pos], kBlank)) ++*pos;
  return text.substr(begin, *pos - begin);
}

class Parser {
 public:
  Parser(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  ReceivedSpf Parse() {
    SkipBlanksAndComments();
    read_.word = FindWord(ReadKeyword());
    while (pos_ < text_.size()) ReadPair();
    size_t pos = 0;
    const std::string_view first = NextWord(read_.comment, &pos);
    if (first.size() > 1 && first.back() == ':') read_.authority = first.substr(0, first.size() - 1);
    read_.comment_client = FindClientInComment(read_.comment);
    return read_;
  }

 private:
  void SkipBlanksAndComments() {
    while (pos_ < text_.size()) {
      if (IsClass(text_[pos_], kBlank)) {
        ++pos_;
        continue;
      }
      if (text_[pos_] != '(' || notes_.unclosed_comment) return;
      const size_t end = FindCommentEnd(text_, pos_, notes_);
      notes_.unclosed_comment = end == kNone;
      if (end == kNone) return;
      if (read_.comment.empty()) read_.comment = text_.substr(pos_ + 1, end - pos_ - 2);
      pos_ = end;
    }
  }

  std::string_view ReadKeyword() {
    const size_t begin = pos_;
    while (pos_ < text_.size() && (IsClass(text_[pos_], kAlpha | kDigit) || text_[pos_] == '-')) ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

  std::string_view ReadValue() {
    SkipBlanksAndComments();
    if (pos_ < text_.size() && text_[pos_] == '"' && !notes_.unclosed_quote) {
      const size_t end = FindQuotedStringEnd(text_, pos_, notes_);
      notes_.unclosed_quote = end == kNone;
      if (end != kNone) {
        const std::string_view content = text_.substr(pos_ + 1, end - pos_ - 2);
        pos_ = end;
        return Unquote(content, arena_);
      }
    }
    const size_t begin = pos_;
    while (pos_ < text_.size() && text_[pos_] != ';' && !IsClass(text_[pos_], kBlank)) ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

  // Key [CFWS] "=" value, or one octet that has no place here.
  void ReadPair() {
    SkipBlanksAndComments();
    const std::string_view key = ReadKeyword();
    SkipBlanksAndComments();
    if (pos_ == text_.size()) return;
    if (key.empty() || text_[pos_] != '=') {
      if (key.empty()) ++pos_;
      return;
    }
    ++pos_;
    Keep(key, ReadValue());
  }

  void Keep(std::string_view key, std::string_view value) {
    if (EqualsIgnoreCase(key, "client-ip")) {
      if (!read_.client) read_.client = ReadAddress(value);
    } else if (EqualsIgnoreCase(key, "envelope-from")) {
      if (!read_.has_envelope_from) read_.envelope_from = value;
      read_.has_envelope_from = true;
    } else {
      std::string_view* const place = FindPlace(key);
      if (place != nullptr && place->empty()) *place = value;
    }
  }

  std::string_view* FindPlace(std::string_view key) {
    if (EqualsIgnoreCase(key, "helo")) return &read_.helo;
    if (EqualsIgnoreCase(key, "receiver")) return &read_.receiver;
    if (EqualsIgnoreCase(key, "identity")) return &read_.identity;
    if (EqualsIgnoreCase(key, "problem")) return &read_.problem;
    return nullptr;
  }

  const std::string_view text_;
  Arena& arena_;
  size_t pos_ = 0;
  LexicalNotes notes_;
  ReceivedSpf read_;
};

}  // namespace

ReceivedSpf ParseReceivedSpf(std::string_view body, Arena& arena) {
  return Parser(body.substr(0, kMaxReceivedSpfBytes), arena).Parse();
}

std::optional<IpAddress> FindClientInComment(std::string_view comment) {
  std::string_view before_last;
  std::string_view last;
  size_t pos = 0;
  for (std::string_view word = NextWord(comment, &pos); !word.empty(); word = NextWord(comment, &pos)) {
    const bool named = EqualsIgnoreCase(last, "designates") || EqualsIgnoreCase(last, "designate") ||
                       (EqualsIgnoreCase(before_last, "ip") && EqualsIgnoreCase(last, "is"));
    if (named) {
      while (!word.empty() && (word.back() == ',' || word.back() == ';' || word.back() == ')'))
        word.remove_suffix(1);
      if (const std::optional<IpAddress> address = ReadAddress(word)) return address;
    }
    before_last = last;
    last = word;
  }
  return std::nullopt;
}

}  // namespace kenpin
