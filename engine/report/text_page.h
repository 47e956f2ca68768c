// A page for a terminal of 80 columns: headings, wrapped paragraphs and table rows, coloured or not. All text
// is made printable on its way, so that whoever writes sections can not forget it.
#ifndef KENPIN_ENGINE_REPORT_TEXT_PAGE_H_
#define KENPIN_ENGINE_REPORT_TEXT_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/report/report_format.h"

namespace kenpin {

// How text stands out where there is colour. Nothing is told by colour alone.
enum class TextStyle : uint8_t { kPlain, kBold, kGood, kBad, kOpen, kFaint };

enum class TextAlign : uint8_t { kLeft, kRight };

// Not thread-safe. Columns are those of a terminal: wide East Asian characters take two.
class TextPage {
 public:
  static constexpr size_t kColumns = 80;

  explicit TextPage(TextColour colour) : colour_(colour) {}

  // An empty line and a bold one.
  void Heading(std::string_view text);
  void EmptyLine() { out_ += '\n'; }
  // Text wrapped at spaces and beside wide characters, all lines indented by `indent`; words that are longer
  // than a line are broken.
  void Paragraph(size_t indent, std::string_view text, TextStyle style = TextStyle::kPlain);
  // The same behind `mark`, which is printable and stands in the indentation of the first line: "  -> text".
  void Item(std::string_view mark, size_t indent, std::string_view text, TextStyle style = TextStyle::kPlain);
  // The next cell of a table row, cut to `columns` with an ellipsis and padded.
  void Cell(size_t columns, std::string_view text, TextAlign align = TextAlign::kLeft,
            TextStyle style = TextStyle::kPlain);
  // Ends the row, without the padding of its last cells.
  void EndRow();

  std::string Take() { return std::move(out_); }

 private:
  void Append(std::string_view text, TextStyle style);

  TextColour colour_;
  std::string out_;
  size_t pending_spaces_ = 0;  // Padding that is written when something follows.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_TEXT_PAGE_H_
