#include "engine/report/text_page.h"

#include <algorithm>
#include <utility>

#include "engine/report/printable_text.h"
#include "engine/report/utf8.h"

namespace kenpin {
namespace {

// Longer texts than this are cut: a page is read by people.
constexpr size_t kMaxParagraphColumns = 2000;

std::string_view SequenceOf(TextStyle style) {
  switch (style) {
    case TextStyle::kPlain:
      return "";
    case TextStyle::kBold:
      return "\x1b[1m";
    case TextStyle::kGood:
      return "\x1b[32m";
    case TextStyle::kBad:
      return "\x1b[1;31m";
    case TextStyle::kOpen:
      return "\x1b[33m";
    case TextStyle::kFaint:
      return "\x1b[2m";
  }
  return "";
}

// Characters with which no line may begin, and none end, in Japanese text.
constexpr std::u32string_view kNotFirst =
    U"、。，．・：；？！）」』】〕ー々～％,.:;?!)%ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ";
constexpr std::u32string_view kNotLast = U"（「『【〔(";

// How many octets the last line may take of those that fit: up to a space, or beside a wide character,
// because such scripts have no spaces. All that fit where there is no such place.
size_t LastBreak(std::string_view text, size_t fits) {
  size_t found = 0;
  char32_t before = ' ';
  bool wide_before = false;
  for (size_t at = 0; at <= fits && at < text.size();) {
    const CodePoint c = ReadCodePoint(text, at);
    const bool wide = ColumnsOfText(text.substr(at, c.length)) > 1;
    const bool beside_wide = (wide || wide_before) && before != ' ' &&
                             kNotFirst.find(c.value) == std::u32string_view::npos &&
                             kNotLast.find(before) == std::u32string_view::npos;
    if (at > 0 && (c.value == ' ' || beside_wide)) found = at;
    before = c.value;
    wide_before = wide;
    at += c.length;
  }
  return found > 0 ? found : fits;
}

// Takes the next line of at most `columns` off `text`, which is printable.
std::string_view TakeLine(size_t columns, std::string_view* text) {
  size_t fits = PrefixOfColumns(*text, columns);
  if (fits < text->size()) fits = LastBreak(*text, fits);
  const std::string_view line = text->substr(0, fits);
  size_t rest = fits;
  while (rest < text->size() && (*text)[rest] == ' ') ++rest;
  text->remove_prefix(rest);
  return line;
}

}  // namespace

void TextPage::Append(std::string_view text, TextStyle style) {
  if (text.empty()) return;
  out_.append(std::exchange(pending_spaces_, 0), ' ');
  const std::string_view sequence = colour_ == TextColour::kOn ? SequenceOf(style) : std::string_view();
  out_ += sequence;
  out_ += text;
  if (!sequence.empty()) out_ += "\x1b[0m";
}

void TextPage::Heading(std::string_view text) {
  EmptyLine();
  Paragraph(0, text, TextStyle::kBold);
}

void TextPage::Paragraph(size_t indent, std::string_view text, TextStyle style) {
  Item("", indent, text, style);
}

void TextPage::Item(std::string_view mark, size_t indent, std::string_view text, TextStyle style) {
  const std::string printable = PrintableText(text, kMaxParagraphColumns);
  std::string_view rest = printable;
  do {
    pending_spaces_ = 0;
    Append(mark, TextStyle::kPlain);
    pending_spaces_ = indent - std::min(indent, ColumnsOfText(mark));
    Append(TakeLine(kColumns - indent, &rest), style);
    EndRow();
    mark = {};
  } while (!rest.empty());
}

void TextPage::Cell(size_t columns, std::string_view text, TextAlign align, TextStyle style) {
  const std::string printable = PrintableText(text, columns);
  const size_t padding = columns - std::min(columns, ColumnsOfText(printable));
  if (align == TextAlign::kRight) pending_spaces_ += padding;
  Append(printable, style);
  if (align == TextAlign::kLeft) pending_spaces_ += padding;
}

void TextPage::EndRow() {
  pending_spaces_ = 0;
  out_ += '\n';
}

}  // namespace kenpin
