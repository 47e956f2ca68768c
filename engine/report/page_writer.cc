#include "engine/report/page_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/printable_text.h"

namespace kenpin {

void PageWriter::Heading(std::string_view text) {
  out_ += fmt::format("\n{}\n", PrintableText(text, kMaxColumns));
}

void PageWriter::Line(std::string_view word, std::string_view value) {
  out_ += fmt::format("  {:<{}} {}\n", PrintableText(word, kMaxColumns), kWordColumns,
                      PrintableText(value, kMaxColumns));
}

void PageWriter::Plain(size_t indent, std::string_view text) {
  out_.append(indent, ' ');
  out_ += PrintableText(text, kMaxColumns);
  out_ += '\n';
}

void PageWriter::Block(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    Plain(2, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string OneLine(std::string_view field_body) {
  std::string line;
  bool space = false;
  // What is cut off later need not be copied.
  for (const char c : field_body.substr(0, 8 * PageWriter::kMaxColumns)) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      space = !line.empty();
      continue;
    }
    if (space) line += ' ';
    space = false;
    line += c;
  }
  return line;
}

}  // namespace kenpin
