#include "io/from_line.h"

#include <algorithm>
#include <array>

#include "io/from_date.h"

namespace kenpin {
namespace {

// The rest of the line without its LF or CRLF; `text` may go on behind it. Null when the line is longer than
// kMaxFromLine.
std::optional<std::string_view> LineAt(std::string_view text) {
  const std::string_view head = text.substr(0, kMaxFromLine + 2);
  const size_t lf = head.find('\n');
  std::string_view line = head.substr(0, lf);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() > kMaxFromLine) return std::nullopt;
  return line;
}

// What stands behind the first line of `text`; empty at the end of the input.
std::string_view AfterLine(std::string_view text) {
  const size_t lf = text.find('\n');
  return lf == std::string_view::npos ? std::string_view() : text.substr(lf + 1);
}

bool BeginsWithEmptyLine(std::string_view text) { return text.starts_with("\n") || text.starts_with("\r\n"); }

// Whether nothing but a byte order mark and empty lines precedes. A longer run of empty lines than the window
// holds is simply an empty line.
bool IsStartOfFile(std::string_view before) {
  if (before.size() >= kFromLookBehind) return false;
  before.remove_prefix(ByteOrderMarkLength(before));
  while (BeginsWithEmptyLine(before)) before.remove_prefix(before[0] == '\r' ? 2 : 1);
  return before.empty();
}

// Whether the line that ends where `before` ends is empty.
bool EndsWithEmptyLine(std::string_view before) {
  if (!before.ends_with('\n')) return false;
  before.remove_suffix(1);
  if (before.ends_with('\r')) before.remove_suffix(1);
  return before.ends_with('\n');
}

// Whether the line that ends where `before` ends is itself a dated From_ line.
bool EndsWithFromLine(std::string_view before) {
  if (!before.ends_with('\n')) return false;
  const size_t lf = before.substr(0, before.size() - 1).rfind('\n');
  if (lf == std::string_view::npos && before.size() >= kFromLookBehind) return false;
  std::string_view line = lf == std::string_view::npos ? before : before.substr(lf + 1);
  if (lf == std::string_view::npos) line.remove_prefix(ByteOrderMarkLength(line));
  return FromLineSender(line).has_value();
}

bool BeginsWithHeader(std::string_view text) {
  return text.starts_with("From ") || text.starts_with(">From ") || BeginsWithField(text);
}

FromLineKind ClassifyUndated(std::string_view before, std::string_view after) {
  const bool stands_like_one = IsStartOfFile(before) || EndsWithEmptyLine(before);
  return stands_like_one && BeginsWithHeader(after) ? FromLineKind::kTextUndated : FromLineKind::kText;
}

FromLineKind ClassifyDated(std::string_view before, std::string_view after) {
  const bool header_follows = BeginsWithHeader(after);
  if (IsStartOfFile(before)) {
    return header_follows ? FromLineKind::kSeparator : FromLineKind::kSeparatorNoHeader;
  }
  if (EndsWithEmptyLine(before)) {
    if (header_follows) return FromLineKind::kSeparator;
    return after.empty() || BeginsWithEmptyLine(after) ? FromLineKind::kSeparatorNoHeader
                                                       : FromLineKind::kTextDated;
  }
  if (EndsWithFromLine(before)) return FromLineKind::kSecondFromLine;
  return header_follows ? FromLineKind::kSeparatorNoEmptyLine : FromLineKind::kTextDated;
}

}  // namespace

bool SplitsRecords(FromLineKind kind) {
  return kind == FromLineKind::kSeparator || kind == FromLineKind::kSeparatorNoHeader ||
         kind == FromLineKind::kSeparatorNoEmptyLine;
}

bool IsAmbiguous(FromLineKind kind) {
  return kind != FromLineKind::kText && kind != FromLineKind::kSeparator;
}

FromLineKind ClassifyFromLine(std::string_view before, std::string_view from) {
  // Trimming makes the answer independent of how much more a caller happens to have at hand.
  if (before.size() > kFromLookBehind) before.remove_prefix(before.size() - kFromLookBehind);
  from = from.substr(0, kFromLookAhead);
  if (!from.starts_with("From ")) return FromLineKind::kText;
  const std::optional<std::string_view> line = LineAt(from);
  if (!line) return FromLineKind::kText;
  const std::string_view after = AfterLine(from);
  return FromLineSender(*line) ? ClassifyDated(before, after) : ClassifyUndated(before, after);
}

std::optional<size_t> FindSeparator(std::string_view text, bool is_cut) {
  constexpr std::string_view kBegins = "\nFrom ";
  for (size_t lf = text.find(kBegins); lf != text.npos; lf = text.find(kBegins, lf + 1)) {
    const size_t line = lf + 1;
    if (is_cut && text.size() - line < kFromLookAhead) break;
    const size_t behind = std::min(kFromLookBehind, line);
    if (ClassifyFromLine(text.substr(line - behind, behind), text.substr(line)) == FromLineKind::kSeparator)
      return line;
  }
  return std::nullopt;
}

std::optional<std::string_view> FromLineSender(std::string_view line) {
  if (!line.starts_with("From ")) return std::nullopt;
  const std::optional<std::string_view> whole = LineAt(line);
  if (!whole) return std::nullopt;
  const std::string_view rest = whole->substr(5);
  // The sender may hold spaces and even the name of a day, so every word that is one is tried as the
  // beginning of the date.
  for (size_t word = 0; word < rest.size();) {
    if (IsFromLineDate(rest.substr(word))) {
      std::string_view sender = rest.substr(0, word);
      while (!sender.empty() && (sender.back() == ' ' || sender.back() == '\t')) sender.remove_suffix(1);
      return sender.substr(SkipBlanks(sender, 0));
    }
    word = SkipBlanks(rest, FindBlank(rest, word));
  }
  return std::nullopt;
}

bool IsQuotedFromLine(std::string_view line) {
  const size_t quotes = std::min(line.substr(0, kMaxFromQuotes + 1).find_first_not_of('>'), line.size());
  return quotes > 0 && quotes <= kMaxFromQuotes && line.substr(quotes).starts_with("From ");
}

bool BeginsWithField(std::string_view text) {
  text = text.substr(0, kMaxFieldNameLook + 1);
  size_t p = 0;
  while (p < text.size() && text[p] > ' ' && text[p] < 127 && text[p] != ':') ++p;
  if (p == 0) return false;
  while (p < text.size() && (text[p] == ' ' || text[p] == '\t')) ++p;
  return p < text.size() && text[p] == ':';
}

size_t ByteOrderMarkLength(std::string_view file) { return file.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

}  // namespace kenpin
