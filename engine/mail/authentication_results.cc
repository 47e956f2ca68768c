// One cursor that moves forward. Keywords, values and garbage end at different octets, so that there is no
// tokenizer: each is read where the grammar expects it. Arrays are made as large as the field could fill them
// before anything is read, so that nothing is copied later.
#include "engine/mail/authentication_results.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/mail/ascii.h"
#include "engine/mail/encoded_word.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr uint32_t kMaxNumber = 999;  // Versions and instances have two digits at most.

struct MethodRow {
  std::string_view name;
  AuthMethod method;
};
constexpr MethodRow kMethods[] = {
    {"arc", AuthMethod::kArc},     {"auth", AuthMethod::kAuth},
    {"bimi", AuthMethod::kBimi},   {"compauth", AuthMethod::kCompauth},
    {"dkim", AuthMethod::kDkim},   {"dkim-adsp", AuthMethod::kDkimAdsp},
    {"dmarc", AuthMethod::kDmarc}, {"domainkeys", AuthMethod::kDomainKeys},
    {"iprev", AuthMethod::kIprev}, {"sender-id", AuthMethod::kSenderId},
    {"spf", AuthMethod::kSpf},
};

struct WordRow {
  std::string_view name;
  AuthWord word;
};
constexpr WordRow kWords[] = {
    {"none", AuthWord::kNone},
    {"pass", AuthWord::kPass},
    {"fail", AuthWord::kFail},
    {"hardfail", AuthWord::kFail},
    {"softfail", AuthWord::kSoftFail},
    {"neutral", AuthWord::kNeutral},
    {"policy", AuthWord::kPolicy},
    {"temperror", AuthWord::kTempError},
    {"temp_error", AuthWord::kTempError},
    {"tempfail", AuthWord::kTempError},
    {"permerror", AuthWord::kPermError},
    {"perm_error", AuthWord::kPermError},
    {"permfail", AuthWord::kPermError},
    {"perm_fail", AuthWord::kPermError},
    {"timeout", AuthWord::kTimeout},
    {"ignore", AuthWord::kIgnore},
    {"test", AuthWord::kTest},
    {"bestguesspass", AuthWord::kBestGuessPass},
};

AuthMethod FindMethod(std::string_view name) {
  const auto* const row = std::find_if(std::begin(kMethods), std::end(kMethods),
                                       [&](const MethodRow& r) { return r.name == name; });
  return row == std::end(kMethods) ? AuthMethod::kOther : row->method;
}

AuthWord FindWord(std::string_view name) {
  const auto* const row =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const WordRow& r) { return r.name == name; });
  return row == std::end(kWords) ? AuthWord::kOther : row->word;
}

// RFC 5321's Keyword (Ldh-str), with the underscore of Yahoo's perm_fail.
bool IsKeywordOctet(char c) { return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_'; }

// What a value may hold outside of quotes: a dot-atom, perhaps with an @.
bool IsValueOctet(char c) { return IsClass(c, kAtext) || c == '.' || c == '@'; }

std::string_view ToLowerCase(std::string_view text, Arena& arena) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return text;
  char* out = static_cast<char*>(arena.Allocate(text.size(), 1));
  std::transform(text.begin(), text.end(), out, ToLower);
  return {out, text.size()};
}

// The content of a quoted-string: without its quotes, its line ends, and the backslashes of its quoted-pairs.
std::string_view Unquote(std::string_view quoted, Arena& arena) {
  const std::string_view content = quoted.substr(1, quoted.size() - 2);
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

// An array that was made for all that can come.
template <typename T>
class Slots {
 public:
  Slots(std::string_view text, char sign, size_t extra, size_t limit, Arena& arena)
      : items_(arena.NewArray<T>(
            std::min(static_cast<size_t>(std::count(text.begin(), text.end(), sign)) + extra, limit))) {}

  // The next free one, or null.
  T* Add() { return size_ < items_.size() ? &items_[size_++] : nullptr; }
  size_t size() const { return size_; }
  std::span<const T> From(size_t first) const { return items_.subspan(first, size_ - first); }
  void ShrinkTo(size_t size) { size_ = size; }

 private:
  std::span<T> items_;
  size_t size_ = 0;
};

class Parser {
 public:
  Parser(std::string_view text, Arena& arena)
      : arena_(arena),
        text_(text),
        results_(text, ';', 1, kMaxAuthResults, arena),
        properties_(text, '=', 0, kMaxAuthProperties, arena),
        comments_(text, '(', 0, kMaxAuthComments, arena) {}

  AuthenticationResults Parse() {
    ReadHead();
    while (pos_ < text_.size()) ReadResult();
    fields_.results = results_.From(0);
    fields_.comments = comments_.From(0);
    return fields_;
  }

 private:
  void Note(AuthResultsError error) { fields_.error = std::max(fields_.error, error); }
  bool At(char c) const { return pos_ < text_.size() && text_[pos_] == c; }
  bool AtResultEnd() const { return pos_ == text_.size() || text_[pos_] == ';'; }

  // Whether a comment that is closed opens here; `*end` is one past it.
  bool AtComment(size_t* end) {
    if (!At('(') || notes_.unclosed_comment) return false;
    *end = FindCommentEnd(text_, pos_, notes_);
    notes_.unclosed_comment = *end == kNone;
    return *end != kNone;
  }

  // Skips white space and comments, and keeps the comments. A lone CR counts as white space.
  void SkipCfws() {
    for (size_t end = 0;;) {
      while (pos_ < text_.size() && IsClass(text_[pos_], kBlank)) ++pos_;
      if (!AtComment(&end)) return;
      if (std::string_view* comment = comments_.Add()) {
        *comment = text_.substr(pos_ + 1, end - pos_ - 2);
      } else {
        Note(AuthResultsError::kTooLong);
      }
      pos_ = end;
    }
  }

  std::string_view ReadKeyword() {
    const size_t begin = pos_;
    while (pos_ < text_.size() && IsKeywordOctet(text_[pos_])) ++pos_;
    return ToLowerCase(text_.substr(begin, pos_ - begin), arena_);
  }

  std::optional<uint32_t> ReadNumber() {
    const size_t begin = pos_;
    uint32_t number = 0;
    for (; pos_ < text_.size() && IsDigit(text_[pos_]); ++pos_)
      number = std::min(number * 10 + static_cast<uint32_t>(text_[pos_] - '0'), kMaxNumber);
    return begin == pos_ ? std::nullopt : std::optional(number);
  }

  // Moves over one octet of a word, or over a quoted-string as a whole.
  void StepInWord() {
    if (At('"') && !notes_.unclosed_quote) {
      const size_t end = FindQuotedStringEnd(text_, pos_, notes_);
      notes_.unclosed_quote = end == kNone;
      pos_ = end == kNone ? pos_ + 1 : end;
    } else {
      ++pos_;
    }
  }

  bool InWord() {
    size_t end = 0;
    return !AtResultEnd() && !IsClass(text_[pos_], kBlank) && !AtComment(&end);
  }

  // Goes on behind whatever has no place here; always forward.
  void SkipWord() {
    Note(AuthResultsError::kSyntax);
    if (pos_ < text_.size()) StepInWord();
    while (InWord()) StepInWord();
  }

  void SkipToSemicolon() {
    Note(AuthResultsError::kSyntax);
    for (SkipCfws(); !AtResultEnd(); SkipCfws()) StepInWord();
  }

  // A value ends at white space, a semicolon or a comment. Octets that should stand in quotes are let
  // through: IPv6 addresses and "<>" are written bare.
  std::string_view ReadValue() {
    SkipCfws();
    const size_t begin = pos_;
    size_t quotes = 0;
    while (InWord()) {
      const size_t before = pos_;
      StepInWord();
      if (text_[before] == '"' && pos_ > before + 1) {
        ++quotes;
      } else if (!IsValueOctet(text_[before])) {
        Note(AuthResultsError::kSyntax);
      }
    }
    const std::string_view value = text_.substr(begin, pos_ - begin);
    const bool quoted =
        quotes == 1 && value.front() == '"' && FindQuotedStringEnd(value, 0, notes_) == value.size();
    return quoted ? Unquote(value, arena_) : value;
  }

  // Whether "method [/ version] =" stands here. Nothing is read.
  bool AtMethod() {
    const size_t begin = pos_;
    const size_t comments = comments_.size();
    bool found = !ReadKeyword().empty();
    if (found) {
      ReadVersion();
      found = At('=');
    }
    pos_ = begin;
    comments_.ShrinkTo(comments);
    return found;
  }

  // [CFWS] ["/" [CFWS] 1*DIGIT [CFWS]]
  uint32_t ReadVersion() {
    SkipCfws();
    if (!At('/')) return 1;
    ++pos_;
    SkipCfws();
    const uint32_t version = ReadNumber().value_or(1);
    SkipCfws();
    return version;
  }

  // authserv-id [CFWS authres-version] ";". Exchange Online begins with the first method.
  void ReadHead() {
    SkipCfws();
    if (AtMethod()) return;
    fields_.authserv_id = ReadValue();
    SkipCfws();
    if (const std::optional<uint32_t> version = ReadNumber()) fields_.version = *version;
    SkipCfws();
    if (At(';')) {
      ++pos_;
      if (fields_.authserv_id.empty()) Note(AuthResultsError::kSyntax);
      return;
    }
    Note(AuthResultsError::kSyntax);
    if (!AtMethod()) SkipToSemicolon();
  }

  // methodspec [CFWS reasonspec] *propspec, up to the semicolon.
  void ReadResult() {
    const size_t first_comment = comments_.size();
    SkipCfws();
    if (At(';')) {
      ++pos_;
      SkipCfws();
    }
    if (AtResultEnd()) return;
    AuthResult read;
    read.method_text = ReadKeyword();
    read.version = ReadVersion();
    if (!At('=') || read.method_text.empty()) {
      if (read.method_text == "none" && AtResultEnd()) {
        fields_.none = true;
      } else {
        SkipToSemicolon();
      }
      return;
    }
    ++pos_;
    SkipCfws();
    read.method = FindMethod(read.method_text);
    read.result_text = ReadKeyword();
    read.word = FindWord(read.result_text);
    if (read.result_text.empty()) Note(AuthResultsError::kSyntax);
    const size_t first_property = properties_.size();
    for (SkipCfws(); !AtResultEnd(); SkipCfws()) ReadProperty(&read);
    read.properties = properties_.From(first_property);
    read.comments = comments_.From(first_comment);
    AuthResult* const result = results_.Add();
    if (result == nullptr) return GiveUp();
    *result = read;
  }

  void GiveUp() {
    Note(AuthResultsError::kTooLong);
    pos_ = text_.size();
  }

  // ptype "." property "=" pvalue, reason= or a word without a ptype.
  void ReadProperty(AuthResult* result) {
    AuthProperty property;
    property.name = ReadKeyword();
    if (property.name.empty()) return SkipWord();
    SkipCfws();
    if (At('.')) {
      ++pos_;
      SkipCfws();
      property.type = property.name;
      property.name = ReadKeyword();
      SkipCfws();
    }
    if (!At('=') || property.name.empty()) return Note(AuthResultsError::kSyntax);
    ++pos_;
    property.value = ReadValue();
    const size_t comments = comments_.size();
    SkipCfws();
    if (comments_.size() != comments) property.comment = comments_.From(comments).front();
    if (property.type.empty() && property.name == "reason" && result->reason.empty()) {
      result->reason = property.value;
    } else if (AuthProperty* added = properties_.Add()) {
      *added = property;
    } else {
      GiveUp();
    }
  }

  Arena& arena_;
  const std::string_view text_;
  size_t pos_ = 0;
  LexicalNotes notes_;
  Slots<AuthResult> results_;
  Slots<AuthProperty> properties_;
  Slots<std::string_view> comments_;
  AuthenticationResults fields_;
};

// Archives hold fields that something has encoded as a whole (RFC 2047).
std::string_view Decode(std::string_view text, Arena& arena) {
  const std::string_view trimmed = TrimBlanks(text);
  return trimmed.starts_with("=?") && trimmed.ends_with("?=") ? DecodeEncodedWords(trimmed, arena) : text;
}

}  // namespace

const AuthProperty* AuthResult::Find(std::string_view type, std::string_view name) const {
  for (const AuthProperty& property : properties) {
    if (property.type == type && property.name == name) return &property;
  }
  return nullptr;
}

std::string_view AuthResult::Value(std::string_view type, std::string_view name) const {
  const AuthProperty* property = Find(type, name);
  return property == nullptr ? std::string_view() : property->value;
}

const AuthResult* AuthenticationResults::Find(AuthMethod method) const {
  for (const AuthResult& result : results) {
    if (result.method == method) return &result;
  }
  return nullptr;
}

AuthenticationResults ParseAuthenticationResults(std::string_view field_body, Arena& arena) {
  const std::string_view text = field_body.substr(0, kMaxAuthResultsBytes);
  AuthenticationResults fields = Parser(Decode(text, arena), arena).Parse();
  if (text.size() < field_body.size()) fields.error = AuthResultsError::kTooLong;
  return fields;
}

AuthenticationResults ParseArcAuthenticationResults(std::string_view field_body, Arena& arena) {
  const ArcInstance instance = ParseArcInstance(field_body);
  AuthenticationResults fields =
      ParseAuthenticationResults(instance.instance == 0 ? field_body : instance.rest, arena);
  fields.instance = instance.instance;
  return fields;
}

ArcInstance ParseArcInstance(std::string_view field_body) {
  LexicalNotes notes;
  size_t pos = SkipCfws(field_body, 0, notes);
  for (const char expected : std::string_view("i=")) {
    if (pos >= field_body.size() || field_body[pos] != expected) return {};
    pos = SkipCfws(field_body, pos + 1, notes);
  }
  uint32_t number = 0;
  for (; pos < field_body.size() && IsDigit(field_body[pos]); ++pos)
    number = std::min(number * 10 + static_cast<uint32_t>(field_body[pos] - '0'), kMaxNumber);
  pos = SkipCfws(field_body, pos, notes);
  if (pos >= field_body.size() || field_body[pos] != ';') return {};
  return {number, field_body.substr(pos + 1)};
}

}  // namespace kenpin
