// A hand-written reader of Content-Type: real mail breaks its grammar in ways that every mail reader
// forgives, and a strict parser would send good multiparts into the "no boundary" drawer.
#include "engine/mail/content_type.h"

#include <charconv>

#include "engine/mail/ascii.h"
#include "engine/mail/field_lexer.h"

namespace kenpin {
namespace {

// Steps over comments and white space. It remembers that a comment is never closed: thousands of lone
// parentheses would otherwise each be looked for to the end.
class CfwsSkipper {
 public:
  explicit CfwsSkipper(std::string_view text) : text_(text) {}
  size_t Skip(size_t pos) { return SkipCfws(text_, pos, notes_); }

 private:
  std::string_view text_;
  LexicalNotes notes_;
};

// One past the run of octets from `pos` on that are neither white space nor among the stops.
template <char... kStops>
size_t WordEnd(std::string_view text, size_t pos) {
  while (pos < text.size() && !IsClass(text[pos], kBlank) && ((text[pos] != kStops) && ...)) ++pos;
  return pos;
}

// The content of the quoted-string that opens at `pos`: quoted-pairs resolved, line ends removed (RFC 5322
// §3.2.4). Without a closing quote it ends at the next semicolon. Sets `pos` behind it.
std::string_view TakeQuoted(std::string_view text, size_t& pos, Arena& arena) {
  const size_t begin = pos + 1;
  size_t end = begin;
  bool plain = true;
  while (end < text.size() && text[end] != '"') {
    if (text[end] == '\\' && end + 1 < text.size()) ++end;
    if (text[end] == '\n' || text[end] == '\r' || text[end - 1] == '\\') plain = false;
    ++end;
  }
  if (end == text.size()) end = WordEnd<';'>(text, begin);
  pos = end < text.size() && text[end] == '"' ? end + 1 : end;
  const std::string_view raw = text.substr(begin, end - begin);
  if (plain) return raw;
  char* out = static_cast<char*>(arena.Allocate(raw.size(), 1));
  size_t size = 0;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\r' || raw[i] == '\n') continue;
    if (raw[i] == '\\' && i + 1 < raw.size()) ++i;
    out[size++] = raw[i];
  }
  return {out, size};
}

std::string_view TakeValue(std::string_view text, size_t& pos, Arena& arena) {
  if (pos < text.size() && text[pos] == '"') return TakeQuoted(text, pos, arena);
  const size_t begin = pos;
  // '=', '?', ':', ',' and '/' would need quotes, but stand unquoted in the boundaries of well-known senders.
  pos = WordEnd<';', '('>(text, pos);
  return text.substr(begin, pos - begin);
}

// Joins boundary*0, boundary*1 and so on (RFC 2231 §3), however many; one that is not the next is passed
// over.
class BoundaryPieces {
 public:
  // All of them together have at most `room` octets.
  BoundaryPieces(size_t room, Arena& arena) : room_(room), arena_(arena) {}

  void Add(std::string_view suffix, std::string_view value) {
    size_t number = 0;
    const char* const end = suffix.data() + suffix.size();
    const std::from_chars_result read = std::from_chars(suffix.data(), end, number);
    const bool has_leading_zero = suffix.size() > 1 && suffix[0] == '0';
    if (read.ec != std::errc() || read.ptr != end || has_leading_zero || number != count_) return;
    if (joined_ == nullptr) joined_ = static_cast<char*>(arena_.Allocate(room_, 1));
    size_ += value.copy(joined_ + size_, room_ - size_);
    ++count_;
  }
  std::string_view joined() const { return {joined_, size_}; }

 private:
  size_t room_;
  Arena& arena_;
  char* joined_ = nullptr;
  size_t size_ = 0;
  size_t count_ = 0;
};

void ParseParameters(std::string_view text, size_t pos, CfwsSkipper& cfws, Arena& arena, ContentType* out) {
  constexpr std::string_view kPieces = "boundary*";
  BoundaryPieces pieces(text.size(), arena);
  while ((pos = cfws.Skip(pos)) < text.size()) {
    const size_t begin = pos;
    pos = WordEnd<'=', ';', '(', '"'>(text, pos);
    const std::string_view name = text.substr(begin, pos - begin);
    pos = cfws.Skip(pos);
    if (name.empty() || pos == text.size() || text[pos] != '=') {
      // A semicolon too many, or something without a value: on to what comes next.
      if (pos == begin) ++pos;
      continue;
    }
    pos = cfws.Skip(pos + 1);
    const std::string_view value = TakeValue(text, pos, arena);
    if (EqualsIgnoreCase(name, "boundary")) {
      if (out->boundary.empty()) out->boundary = value;
    } else if (EqualsIgnoreCase(name, "charset")) {
      if (out->charset.empty()) out->charset = value;
    } else if (StartsWithIgnoreCase(name, kPieces)) {
      pieces.Add(name.substr(kPieces.size()), value);
    }
  }
  if (out->boundary.empty()) out->boundary = pieces.joined();
  // RFC 2046 §5.1.1: a boundary does not end with white space, which transport may add or take away.
  while (!out->boundary.empty() && IsWsp(out->boundary.back())) out->boundary.remove_suffix(1);
}

MediaType Classify(std::string_view type, std::string_view subtype) {
  if (EqualsIgnoreCase(type, "multipart")) return MediaType::kMultipart;
  if (EqualsIgnoreCase(type, "message")) return MediaType::kMessage;
  if (!EqualsIgnoreCase(type, "text")) return MediaType::kOther;
  if (EqualsIgnoreCase(subtype, "plain")) return MediaType::kTextPlain;
  if (EqualsIgnoreCase(subtype, "html")) return MediaType::kTextHtml;
  return MediaType::kTextOther;
}

}  // namespace

ContentType ParseContentType(std::string_view body, Arena& arena) {
  ContentType out;
  CfwsSkipper cfws(body);
  size_t pos = cfws.Skip(0);
  const size_t type_end = WordEnd<'/', ';', '(', '=', '"'>(body, pos);
  const std::string_view type = body.substr(pos, type_end - pos);
  pos = cfws.Skip(type_end);
  if (type.empty() || pos == body.size() || body[pos] != '/') return out;
  pos = cfws.Skip(pos + 1);
  const size_t subtype_end = WordEnd<'/', ';', '(', '=', '"'>(body, pos);
  if (subtype_end == pos) return out;
  out.parsed = true;
  out.type = type;
  out.subtype = body.substr(pos, subtype_end - pos);
  out.media = Classify(out.type, out.subtype);
  out.digest = out.media == MediaType::kMultipart && EqualsIgnoreCase(out.subtype, "digest");
  ParseParameters(body, subtype_end, cfws, arena, &out);
  return out;
}

TransferEncoding ParseTransferEncoding(std::string_view body) {
  CfwsSkipper cfws(body);
  const size_t begin = cfws.Skip(0);
  const size_t end = WordEnd<'('>(body, begin);
  if (cfws.Skip(end) != body.size()) return TransferEncoding::kUnknown;
  const std::string_view word = body.substr(begin, end - begin);
  if (EqualsIgnoreCase(word, "7bit")) return TransferEncoding::k7bit;
  if (EqualsIgnoreCase(word, "8bit")) return TransferEncoding::k8bit;
  if (EqualsIgnoreCase(word, "base64")) return TransferEncoding::kBase64;
  if (EqualsIgnoreCase(word, "quoted-printable")) return TransferEncoding::kQuotedPrintable;
  if (EqualsIgnoreCase(word, "binary")) return TransferEncoding::kBinary;
  return TransferEncoding::kUnknown;
}

bool IsMimeVersion1(std::string_view body) {
  CfwsSkipper cfws(body);
  size_t pos = 0;
  for (const char expected : {'1', '.', '0'}) {
    pos = cfws.Skip(pos);
    if (pos == body.size() || body[pos] != expected) return false;
    ++pos;
  }
  return cfws.Skip(pos) == body.size();
}

}  // namespace kenpin
