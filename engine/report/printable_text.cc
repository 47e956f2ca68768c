#include "engine/report/printable_text.h"

#include <unicode/uchar.h>

#include <vector>

#include "engine/report/utf8.h"

namespace kenpin {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kHexDigits = "0123456789abcdef";

// A character of the output: how it is written, and how many columns it takes.
struct Piece {
  std::string text;
  size_t columns = 0;
};

size_t ColumnsOf(char32_t c) {
  const UChar32 u = static_cast<UChar32>(c);
  // Some combining marks count as wide, but have no place of their own. Vowels and final consonants of
  // decomposed Hangul stand in the syllable before them.
  const int8_t type = u_charType(u);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || (c >= 0x1160 && c <= 0x11FF)) return 0;
  const int width = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

bool MustBeShown(char32_t c) {
  const uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  return (mask & (U_GC_C_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0;
}

Piece ReadPiece(std::string_view text, size_t* at) {
  const CodePoint c = ReadCodePoint(text, *at);
  const std::string_view octets = text.substr(*at, c.length);
  *at += octets.size();
  if (c.valid && !MustBeShown(c.value)) return {std::string(octets), ColumnsOf(c.value)};
  Piece piece;
  for (const char octet : octets) {
    piece.text += "\\x";
    piece.text += kHexDigits[static_cast<uint8_t>(octet) >> 4];
    piece.text += kHexDigits[static_cast<uint8_t>(octet) & 15];
  }
  piece.columns = piece.text.size();
  return piece;
}

}  // namespace

std::string PrintableText(std::string_view text, size_t max_columns) {
  std::string out;
  size_t columns = 0;
  size_t last_fit = 0;  // Length of `out` that leaves a column for the ellipsis.
  for (size_t at = 0; at < text.size();) {
    const Piece piece = ReadPiece(text, &at);
    if (columns + piece.columns > max_columns) {
      out.resize(last_fit);
      return out.append(kEllipsis);
    }
    out += piece.text;
    columns += piece.columns;
    if (columns < max_columns) last_fit = out.size();
  }
  return out;
}

std::string PrintablePath(std::string_view path, size_t max_columns) {
  std::vector<Piece> pieces;
  size_t columns = 0;
  for (size_t at = 0; at < path.size();) {
    pieces.push_back(ReadPiece(path, &at));
    columns += pieces.back().columns;
  }
  size_t first = 0;
  // One column goes to the ellipsis as soon as something is left out.
  while (first < pieces.size() && columns + (first == 0 ? 0 : 1) > max_columns)
    columns -= pieces[first++].columns;
  std::string out(first == 0 ? std::string_view() : kEllipsis);
  for (size_t i = first; i < pieces.size(); ++i) out += pieces[i].text;
  return out;
}

size_t ColumnsOfText(std::string_view printable) {
  size_t columns = 0;
  for (size_t at = 0; at < printable.size();) columns += ReadPiece(printable, &at).columns;
  return columns;
}

size_t PrefixOfColumns(std::string_view printable, size_t columns) {
  size_t fits = 0;
  size_t used = 0;
  for (size_t at = 0; at < printable.size();) {
    used += ReadPiece(printable, &at).columns;
    if (used > columns && fits > 0) break;
    fits = at;
  }
  return fits;
}

std::string GroupDigits(uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) grouped.push_back(',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace kenpin
