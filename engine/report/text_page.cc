#include "engine/report/text_page.h"

#include <algorithm>
#include <utility>

#include "engine/report/printable_text.h"

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

// Takes the next line of at most `columns` off `text`, which is printable: up to a space if there is one.
std::string_view TakeLine(size_t columns, std::string_view* text) {
  size_t fits = PrefixOfColumns(*text, columns);
  size_t rest = fits;
  if (fits < text->size() && (*text)[fits] != ' ') {
    const size_t space = text->substr(0, fits).rfind(' ');
    if (space != std::string_view::npos && space > 0) rest = fits = space;
  }
  const std::string_view line = text->substr(0, fits);
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
  std::string prefix(mark);
  do {
    prefix.resize(indent, ' ');
    pending_spaces_ = 0;
    Append(prefix.substr(0, prefix.find_last_not_of(' ') + 1), TextStyle::kPlain);
    pending_spaces_ = indent - (prefix.find_last_not_of(' ') + 1);
    Append(TakeLine(kColumns - indent, &rest), style);
    EndRow();
    prefix.clear();
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
