// Cells of a CSV file (RFC 4180) that a spreadsheet may open: text from mail becomes neither a formula nor a
// cell of its own.
#ifndef KENPIN_ENGINE_REPORT_CSV_TEXT_H_
#define KENPIN_ENGINE_REPORT_CSV_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace kenpin {

// Writes cells and rows. The text goes to `out`, which must outlive it.
class CsvWriter {
 public:
  explicit CsvWriter(std::string* out) : out_(*out) {}

  // Text as PrintableText() shows it, in quotes where it holds more than letters, digits, '.', '-', '_', ':',
  // '/' and spaces. In front of what a spreadsheet would take for a formula (=, +, -, @ and their full-width
  // forms, behind any spaces) stands an apostrophe.
  void Text(std::string_view text);
  void Number(uint64_t value);
  void Empty() { Separate(); }
  // CRLF, §2 of the RFC.
  void EndRow();

 private:
  void Separate();

  std::string& out_;
  bool first_ = true;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_CSV_TEXT_H_
