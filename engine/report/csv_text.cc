#include "engine/report/csv_text.h"

#include <algorithm>
#include <iterator>

#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// Longer cells than a spreadsheet takes (32,767 characters) help nobody.
constexpr size_t kMaxCellColumns = 4000;

bool LooksLikeFormula(std::string_view text) {
  static constexpr std::string_view kStarts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  while (text.starts_with(' ')) text.remove_prefix(1);
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](std::string_view start) { return text.starts_with(start); });
}

bool IsPlainInCsv(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._-:/ ").find(c) != std::string_view::npos;
}

}  // namespace

void CsvWriter::Separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

void CsvWriter::Text(std::string_view text) {
  Separate();
  std::string cell = PrintableText(text, kMaxCellColumns);
  if (LooksLikeFormula(cell)) cell.insert(0, 1, '\'');
  if (std::all_of(cell.begin(), cell.end(), IsPlainInCsv)) {
    out_ += cell;
    return;
  }
  out_ += '"';
  for (const char c : cell) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

void CsvWriter::Number(uint64_t value) {
  Separate();
  out_ += std::to_string(value);
}

void CsvWriter::EndRow() {
  out_ += "\r\n";
  first_ = true;
}

}  // namespace kenpin
