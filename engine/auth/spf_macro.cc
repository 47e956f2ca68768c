#include "engine/auth/spf_macro.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

constexpr std::string_view kDelimiters = ".-+,/_=";
constexpr std::string_view kNameLetters = "slodipvh";
constexpr std::string_view kExplanationLetters = "crt";
// Of "%{l999...}": no value has more parts than octets.
constexpr size_t kManyParts = 1'000'000;

// Which letters a macro may have where it stands (§7.2).
enum class Letters : uint8_t { kOfNames, kAll };

// One element of a macro-string: literal text or a macro-expand.
struct Piece {
  std::string_view literal;  // For "%%", "%_" and "%-" what they stand for; empty for a macro.
  char letter = 0;           // Of a macro, as written; 0 for literal text.
  size_t parts = 0;          // How many of the right-hand parts are kept; 0: all.
  bool reversed = false;
  std::string_view delimiters;  // Empty: "."
};

// Reads "%{...}" at `at`, which stands behind the brace, up to behind the closing one.
bool ReadMacro(std::string_view text, Letters letters, size_t* at, Piece* piece) {
  size_t i = *at;
  if (i >= text.size()) return false;
  piece->letter = text[i++];
  const char letter = ToLower(piece->letter);
  const bool known = kNameLetters.find(letter) != std::string_view::npos ||
                     (letters == Letters::kAll && kExplanationLetters.find(letter) != std::string_view::npos);
  if (!known) return false;
  const size_t digits = i;
  for (; i < text.size() && IsDigit(text[i]); ++i) {
    piece->parts = std::min(piece->parts * 10 + static_cast<size_t>(text[i] - '0'), kManyParts);
  }
  if (i > digits && piece->parts == 0) return false;  // §7.3: "the value MUST be nonzero".
  if (i < text.size() && ToLower(text[i]) == 'r') {
    piece->reversed = true;
    ++i;
  }
  const size_t delimiters = i;
  while (i < text.size() && kDelimiters.find(text[i]) != std::string_view::npos) ++i;
  piece->delimiters = text.substr(delimiters, i - delimiters);
  if (i >= text.size() || text[i] != '}') return false;
  *at = i + 1;
  return true;
}

// Reads the macro-expand at `at`, where a '%' stands.
bool ReadPercent(std::string_view text, Letters letters, size_t* at, Piece* piece) {
  const char next = *at + 1 < text.size() ? text[*at + 1] : '\0';
  *at += 2;
  switch (next) {
    case '%':
      piece->literal = "%";
      return true;
    case '_':
      piece->literal = " ";
      return true;
    case '-':
      piece->literal = "%20";
      return true;
    case '{':
      return ReadMacro(text, letters, at, piece);
    default:
      return false;
  }
}

// Reads the next piece at *at < text.size().
bool ReadPiece(std::string_view text, Letters letters, size_t* at, Piece* piece) {
  *piece = {};
  if (text[*at] == '%') return ReadPercent(text, letters, at, piece);
  const size_t end = std::min(text.find('%', *at), text.size());
  piece->literal = text.substr(*at, end - *at);
  *at = end;
  return true;
}

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

// Checks all of `text`; *tail is where the literal text behind the last macro begins.
SpfMacroError CheckPieces(std::string_view text, Letters letters, size_t* tail) {
  if (!std::all_of(text.begin(), text.end(), IsVisible)) return SpfMacroError::kCharacter;
  *tail = 0;
  Piece piece;
  for (size_t at = 0; at < text.size();) {
    const bool macro = text[at] == '%';
    if (!ReadPiece(text, letters, &at, &piece)) return SpfMacroError::kMacro;
    if (macro) *tail = at;
  }
  return SpfMacroError::kNone;
}

// Whether `text` ends in "." toplabel [ "." ]: a label of letters, digits and inner hyphens, not all digits.
bool EndsInTopLabel(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  const size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view label = text.substr(dot + 1);
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  const auto belongs = [](char c) { return IsClass(c, kAlpha | kDigit) || c == '-'; };
  return std::all_of(label.begin(), label.end(), belongs) &&
         !std::all_of(label.begin(), label.end(), IsDigit);
}

// §7.2: an IPv6 address in macros is its 32 nibbles with dots between them.
std::string DottedAddress(const IpAddress& address) {
  if (address.family == IpFamily::kIpv4) return FormatIpAddress(address);
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  for (const uint8_t octet : address.octets) {
    if (!text.empty()) text += '.';
    text += kHex[octet >> 4];
    text += '.';
    text += kHex[octet & 15];
  }
  return text;
}

std::string ValueOf(char letter, const SpfMacroValues& values) {
  switch (letter) {
    case 's':
      return std::string(values.local_part).append("@").append(values.sender_domain);
    case 'l':
      return std::string(values.local_part);
    case 'o':
      return std::string(values.sender_domain);
    case 'd':
      return std::string(values.domain);
    case 'i':
      return DottedAddress(values.client);
    case 'p':
      return std::string(values.validated);
    case 'v':
      return values.client.family == IpFamily::kIpv4 ? "in-addr" : "ip6";
    case 'h':
      return std::string(values.helo);
    case 'c':
      return FormatIpAddress(values.client);
    case 'r':
      return std::string(values.receiver);
    case 't':
      return std::to_string(values.at);
    default:
      return {};  // Not reached: the pieces have been read under kAll or kOfNames.
  }
}

// §7.3: split at the delimiters, reverse, keep right-hand parts, join with dots.
std::string Transformed(const std::string& value, const Piece& piece) {
  const std::string_view delimiters = piece.delimiters.empty() ? "." : piece.delimiters;
  std::vector<std::string_view> parts;
  const std::string_view text = value;
  for (size_t begin = 0;;) {
    const size_t end = std::min(text.find_first_of(delimiters, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    if (end == text.size()) break;
    begin = end + 1;
  }
  if (piece.reversed) std::reverse(parts.begin(), parts.end());
  const size_t first = piece.parts == 0 || piece.parts > parts.size() ? 0 : parts.size() - piece.parts;
  std::string out;
  for (size_t i = first; i < parts.size(); ++i) {
    if (i > first) out += '.';
    out += parts[i];
  }
  return out;
}

// RFC 3986 §2.1: everything but the unreserved characters becomes %XX.
std::string UrlEscaped(const std::string& text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (IsClass(c, kAlpha | kDigit) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
      continue;
    }
    const uint8_t octet = static_cast<uint8_t>(c);
    out += '%';
    out += kHex[octet >> 4];
    out += kHex[octet & 15];
  }
  return out;
}

std::string Expanded(const Piece& piece, const SpfMacroValues& values) {
  if (piece.letter == 0) return std::string(piece.literal);
  const char letter = ToLower(piece.letter);
  const std::string text = Transformed(ValueOf(letter, values), piece);
  return letter == piece.letter ? text : UrlEscaped(text);  // §7.3: uppercase macros are escaped.
}

// §7.3: labels are removed from the left until the name fits. Of a last label that does not fit by itself,
// its end is left, which is no label, either: DNS cannot carry it, and the name stays bounded.
void CutToName(std::string* name) {
  if (name->ends_with('.')) name->pop_back();
  if (name->size() <= kMaxDomainOctets) return;
  const size_t dot = name->find('.', name->size() - kMaxDomainOctets - 1);
  name->erase(0, dot != std::string::npos ? dot + 1 : name->size() - kMaxDomainOctets);
}

}  // namespace

SpfMacroError CheckDomainSpec(std::string_view text) {
  if (text.empty()) return SpfMacroError::kEmpty;
  if (text.size() > kMaxDomainSpecOctets) return SpfMacroError::kTooLong;
  size_t tail = 0;
  const SpfMacroError error = CheckPieces(text, Letters::kOfNames, &tail);
  if (error != SpfMacroError::kNone) return error;
  return tail == text.size() || EndsInTopLabel(text.substr(tail)) ? SpfMacroError::kNone
                                                                  : SpfMacroError::kEnd;
}

SpfMacroError CheckMacroString(std::string_view text) {
  size_t tail = 0;
  return CheckPieces(text, Letters::kAll, &tail);
}

bool UsesValidatedName(std::string_view text) { return UsesAnyMacro(text, "p"); }

bool UsesAnyMacro(std::string_view text, std::string_view letters) {
  Piece piece;
  for (size_t at = 0; at < text.size();) {
    if (!ReadPiece(text, Letters::kAll, &at, &piece)) return false;
    if (piece.letter != 0 && letters.find(ToLower(piece.letter)) != std::string_view::npos) return true;
  }
  return false;
}

std::string ExpandDomainSpec(std::string_view spec, const SpfMacroValues& values) {
  // Of what stands further left nothing can be left after the cut: one final dot, the name, the dot before
  // it.
  constexpr size_t kEnough = kMaxDomainOctets + 2;
  std::vector<Piece> pieces;
  Piece piece;
  for (size_t at = 0; at < spec.size() && ReadPiece(spec, Letters::kOfNames, &at, &piece);) {
    pieces.push_back(piece);
  }
  std::vector<std::string> expanded;  // From the right.
  size_t size = 0;
  while (!pieces.empty() && size <= kEnough) {
    expanded.push_back(Expanded(pieces.back(), values));
    pieces.pop_back();
    size += expanded.back().size();
  }
  std::string name;
  name.reserve(size);
  while (!expanded.empty()) {
    name += expanded.back();
    expanded.pop_back();
  }
  CutToName(&name);
  for (char& c : name) c = ToLower(c);
  return name;
}

std::optional<std::string> ExpandExplanation(std::string_view text, const SpfMacroValues& values) {
  const auto belongs = [](char c) { return IsVisible(c) || c == ' '; };
  if (!std::all_of(text.begin(), text.end(), belongs)) return std::nullopt;
  std::string out;
  Piece piece;
  for (size_t at = 0; at < text.size();) {
    if (!ReadPiece(text, Letters::kAll, &at, &piece)) return std::nullopt;
    out += Expanded(piece, values);
    if (out.size() > kMaxExplanationOctets) return std::nullopt;
  }
  return out;
}

}  // namespace kenpin
