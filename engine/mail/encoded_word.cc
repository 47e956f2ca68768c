// The scanner of encoded-words. A word's parts cannot contain "=?" themselves (§2: '?' and '=' are especials,
// and text has no '?'), so each failed attempt ends before the next possible beginning, and the scan is
// linear.
#include "engine/mail/encoded_word.h"

#include <array>
#include <cstdint>

#include "engine/mail/ascii.h"
#include "engine/mail/charset.h"

namespace kenpin {
namespace {

// §2: token = any printable octet but SP and especials. The dot is forgiven: "ansi_x3.4-1968" is a registered
// charset.
constexpr std::array<bool, 256> MakeTokens() {
  std::array<bool, 256> tokens{};
  for (size_t c = '!'; c < 0x7f; ++c) tokens[c] = true;
  for (const char especial : std::string_view("()<>@,;:\"/[]?="))
    tokens[static_cast<uint8_t>(especial)] = false;
  return tokens;
}
constexpr std::array<bool, 256> kTokenOctets = MakeTokens();

bool IsToken(char c) { return kTokenOctets[static_cast<uint8_t>(c)]; }

size_t TokenEnd(std::string_view body, size_t pos) {
  while (pos < body.size() && IsToken(body[pos])) ++pos;
  return pos;
}

// The word whose "=?" stands at `begin`, or nothing.
std::optional<EncodedWord> ParseEncodedWord(std::string_view body, size_t begin) {
  const size_t charset_end = TokenEnd(body, begin + 2);
  if (charset_end == begin + 2 || charset_end >= body.size() || body[charset_end] != '?') return std::nullopt;
  const size_t encoding_end = TokenEnd(body, charset_end + 1);
  if (encoding_end == charset_end + 1 || encoding_end >= body.size() || body[encoding_end] != '?')
    return std::nullopt;
  size_t text_end = encoding_end + 1;
  while (text_end < body.size() && body[text_end] > ' ' && body[text_end] < 0x7f && body[text_end] != '?')
    ++text_end;
  if (body.substr(text_end, 2) != "?=") return std::nullopt;
  EncodedWord word;
  word.begin = begin;
  word.end = text_end + 2;
  word.charset = body.substr(begin + 2, charset_end - begin - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));
  word.encoding = body.substr(charset_end + 1, encoding_end - charset_end - 1);
  word.text = body.substr(encoding_end + 1, text_end - encoding_end - 1);
  return word;
}

constexpr std::array<int8_t, 256> MakeBase64Values() {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = -1;
  int8_t next = 0;
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
    values[static_cast<uint8_t>(c)] = next++;
  }
  return values;
}
constexpr std::array<int8_t, 256> kBase64Values = MakeBase64Values();

std::optional<std::string_view> DecodeB(std::string_view text, Arena& arena) {
  for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  char* out = static_cast<char*>(arena.Allocate(text.size() + 1, 1));
  size_t size = 0;
  uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const int8_t value = kBase64Values[static_cast<uint8_t>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out[size++] = static_cast<char>(bits >> count & 0xff);
  }
  return std::string_view(out, size);
}

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = ToLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string_view> DecodeQ(std::string_view text, Arena& arena) {
  char* out = static_cast<char*>(arena.Allocate(text.size() + 1, 1));
  size_t size = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i] == '_' ? ' ' : text[i];
    if (c == '=') {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    out[size++] = c;
  }
  return std::string_view(out, size);
}

// Where §5 allows encoded-words in a field.
enum class FieldKind : uint8_t {
  kUnstructured,  // Anywhere.
  kAddresses,     // In display names and comments.
  kTokens,        // In comments only.
};

FieldKind ClassifyField(FieldId id) {
  switch (id) {
    case FieldId::kOther:
    case FieldId::kSubject:
    case FieldId::kXMailer:
    case FieldId::kXCampaign:
    case FieldId::kXMsExchange:
    case FieldId::kFeedbackId:
      return FieldKind::kUnstructured;
    case FieldId::kFrom:
    case FieldId::kSender:
    case FieldId::kReplyTo:
    case FieldId::kTo:
    case FieldId::kCc:
    case FieldId::kBcc:
    case FieldId::kResentFrom:
    case FieldId::kListId:
      return FieldKind::kAddresses;
    default:
      return FieldKind::kTokens;
  }
}

// Follows quotes, comments and angle brackets of a field body from word to word.
class Surroundings {
 public:
  explicit Surroundings(std::string_view body) : body_(body) {}

  // Reads on to `word`. Returns whether it stands where `kind` does not allow it.
  bool IsMisplaced(const EncodedWord& word, FieldKind kind) {
    for (; pos_ < word.begin; ++pos_) Take(body_[pos_]);
    pos_ = word.end;
    if (kind == FieldKind::kUnstructured || comment_depth_ > 0) return false;
    if (kind == FieldKind::kTokens) return true;
    if (in_quotes_) return false;
    const bool at_before = word.begin > 0 && body_[word.begin - 1] == '@';
    const bool at_behind = word.end < body_.size() && body_[word.end] == '@';
    return in_angle_ || at_before || at_behind;
  }

 private:
  void Take(char c) {
    if (c == '\\' && (in_quotes_ || comment_depth_ > 0)) {
      ++pos_;
    } else if (in_quotes_) {
      in_quotes_ = c != '"';
    } else if (c == '(') {
      ++comment_depth_;
    } else if (c == ')') {
      if (comment_depth_ > 0) --comment_depth_;
    } else if (comment_depth_ == 0) {
      if (c == '"') in_quotes_ = true;
      if (c == '<') in_angle_ = true;
      if (c == '>') in_angle_ = false;
    }
  }

  std::string_view body_;
  size_t pos_ = 0;
  size_t comment_depth_ = 0;
  bool in_quotes_ = false;
  bool in_angle_ = false;
};

// A word that was decoded, to be compared with the next one.
struct DecodedWord {
  EncodedWord word;
  std::string_view octets;
  bool valid = false;
};

// Whether a character begins in `previous` and ends in `next`: §5 demands whole characters of every word.
bool SplitsCharacter(std::string_view body, const DecodedWord& previous, const DecodedWord& next) {
  if (!previous.valid || !next.valid || !EqualsIgnoreCase(previous.word.charset, next.word.charset))
    return false;
  const std::string_view between = body.substr(previous.word.end, next.word.begin - previous.word.end);
  return TrimBlanks(between).empty() && EndsInsideCharacter(previous.octets, previous.word.charset);
}

void LookAtField(std::string_view body, FieldKind kind, Arena& arena, EncodedWordFacts* facts) {
  Surroundings surroundings(body);
  DecodedWord previous;
  std::optional<EncodedWord> word = FindEncodedWord(body, 0);
  for (; word.has_value(); word = FindEncodedWord(body, word->end)) {
    facts->any = true;
    if (word->end - word->begin > kMaxEncodedWord) facts->too_long = true;
    if (surroundings.IsMisplaced(*word, kind)) facts->in_structured = true;
    DecodedWord decoded;
    decoded.word = *word;
    const std::optional<std::string_view> octets = DecodeEncodedWord(*word, arena);
    decoded.valid = octets.has_value() && IsKnownCharset(word->charset);
    if (decoded.valid) decoded.octets = *octets;
    if (!decoded.valid) facts->undecodable = true;
    if (SplitsCharacter(body, previous, decoded)) facts->split_character = true;
    previous = decoded;
  }
}

}  // namespace

std::optional<EncodedWord> FindEncodedWord(std::string_view body, size_t from) {
  for (size_t at = body.find("=?", from); at != std::string_view::npos; at = body.find("=?", at + 2)) {
    std::optional<EncodedWord> word = ParseEncodedWord(body, at);
    if (word.has_value()) return word;
  }
  return std::nullopt;
}

std::optional<std::string_view> DecodeEncodedWord(const EncodedWord& word, Arena& arena) {
  if (EqualsIgnoreCase(word.encoding, "B")) return DecodeB(word.text, arena);
  if (EqualsIgnoreCase(word.encoding, "Q")) return DecodeQ(word.text, arena);
  return std::nullopt;
}

std::string_view DecodeEncodedWords(std::string_view body, Arena& arena) {
  std::optional<EncodedWord> word = FindEncodedWord(body, 0);
  if (!word.has_value()) return body;
  char* const out = static_cast<char*>(arena.Allocate(body.size(), 1));
  size_t size = 0;
  const auto append = [out, &size](std::string_view text) { size += text.copy(out + size, text.size()); };
  size_t pos = 0;
  bool behind_word = false;
  for (; word.has_value(); word = FindEncodedWord(body, word->end)) {
    const std::optional<std::string_view> octets = DecodeEncodedWord(*word, arena);
    const std::string_view between = body.substr(pos, word->begin - pos);
    if (!behind_word || !octets.has_value() || !TrimBlanks(between).empty()) append(between);
    append(octets.value_or(body.substr(word->begin, word->end - word->begin)));
    behind_word = octets.has_value();
    pos = word->end;
  }
  append(body.substr(pos));
  return {out, size};
}

EncodedWordFacts ParseEncodedWordFacts(const MessageView& message, Arena& arena) {
  EncodedWordFacts facts;
  if (!message.facts().has_encoded_word_start) return facts;
  for (const HeaderField& field : message.fields()) {
    LookAtField(message.Body(field), ClassifyField(field.id), arena, &facts);
  }
  return facts;
}

}  // namespace kenpin
