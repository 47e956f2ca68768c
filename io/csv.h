// Comma-separated values as RFC 4180 writes them, read whole: small files that people hand to options.
#ifndef KENPIN_IO_CSV_H_
#define KENPIN_IO_CSV_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

namespace kenpin {

// A table with a header line. Rows have as many fields as the header.
struct CsvTable {
  std::vector<std::string> columns;  // In lower case, without white space around them.
  std::vector<std::vector<std::string>> rows;
  std::vector<size_t> lines;  // The line on which a row begins, from 1.

  // The index of the column, or columns.size().
  size_t Find(std::string_view column) const;
};

// Reads text: fields separated by commas, quoted where they hold a comma, a quote or a line end; lines end in
// CRLF or LF; a byte order mark is skipped, and so are empty lines. An error names the line: a quote that is
// not closed or stands inside a bare field, a row with another number of fields than the header.
absl::StatusOr<CsvTable> ParseCsv(std::string_view text);

// Reads the file at `path`; an error names it.
absl::StatusOr<CsvTable> ReadCsv(const std::string& path);

}  // namespace kenpin

#endif  // KENPIN_IO_CSV_H_
