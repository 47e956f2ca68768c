// A page of text in sections: a heading, then lines of a word and its value. All values pass PrintableText(),
// so that whoever writes sections can not forget it.
#ifndef KENPIN_ENGINE_REPORT_PAGE_WRITER_H_
#define KENPIN_ENGINE_REPORT_PAGE_WRITER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace kenpin {

// Appends to `out`, which must outlive it. Not thread-safe.
class PageWriter {
 public:
  // Longer values are cut with an ellipsis: a page is read by people.
  static constexpr size_t kMaxColumns = 400;
  static constexpr size_t kWordColumns = 14;

  explicit PageWriter(std::string* out) : out_(*out) {}

  // Begins a section, an empty line before it.
  void Heading(std::string_view text);
  // "  word          value"
  void Line(std::string_view word, std::string_view value);
  // A further value of the last word.
  void More(std::string_view value) { Line("", value); }
  // A line without a word, indented by `indent` columns.
  void Plain(size_t indent, std::string_view text);
  // Each line of `text` by itself, indented.
  void Block(std::string_view text);

 private:
  std::string& out_;
};

// A field body for people: folds and runs of white space as one space.
std::string OneLine(std::string_view field_body);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_PAGE_WRITER_H_
