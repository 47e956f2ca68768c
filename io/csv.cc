#include "io/csv.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <utility>

#include "io/whole_file.h"

namespace kenpin {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string ColumnName(std::string_view field) {
  while (!field.empty() && (field.front() == ' ' || field.front() == '\t')) field.remove_prefix(1);
  while (!field.empty() && (field.back() == ' ' || field.back() == '\t')) field.remove_suffix(1);
  std::string name(field);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

// Cuts a text into rows, one call a row.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  bool AtEnd() const { return at_ == text_.size(); }
  size_t line() const { return line_; }

  // Reads one row into *row; an empty line is a row with one empty field.
  absl::Status Next(std::vector<std::string>* row) {
    row->clear();
    do {
      row->emplace_back();
      const absl::Status status = At('"') ? ReadQuoted(&row->back()) : ReadBare(&row->back());
      if (!status.ok()) return status;
    } while (Take(','));
    Take('\r');
    if (Take('\n')) ++line_;
    return absl::OkStatus();
  }

 private:
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool Take(char c) {
    if (!At(c)) return false;
    ++at_;
    return true;
  }
  bool AtLineEnd() const { return AtEnd() || At('\n') || (At('\r') && text_.substr(at_, 2) == "\r\n"); }
  absl::Status Error(std::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", line_, ": ", absl::string_view(what.data(), what.size())));
  }

  absl::Status ReadBare(std::string* field) {
    const size_t begin = at_;
    while (!At(',') && !AtLineEnd()) {
      if (text_[at_] == '"')
        return Error("a quote stands inside a field; quote the whole field and double it");
      ++at_;
    }
    *field = text_.substr(begin, at_ - begin);
    return absl::OkStatus();
  }

  absl::Status ReadQuoted(std::string* field) {
    ++at_;
    while (!AtEnd()) {
      const char c = text_[at_++];
      if (c == '"' && !Take('"')) {
        if (At(',') || AtLineEnd()) return absl::OkStatus();
        return Error("text follows a closing quote");
      }
      if (c == '\n') ++line_;
      field->push_back(c);
    }
    return Error("a quote is not closed");
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
};

}  // namespace

size_t CsvTable::Find(std::string_view column) const {
  return static_cast<size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

absl::StatusOr<CsvTable> ParseCsv(std::string_view text) {
  CsvTable table;
  Reader reader(text);
  std::vector<std::string> row;
  while (!reader.AtEnd()) {
    const size_t line = reader.line();
    if (absl::Status status = reader.Next(&row); !status.ok()) return status;
    if (row.size() == 1 && row[0].empty()) continue;
    if (table.columns.empty()) {
      for (const std::string& field : row) table.columns.push_back(ColumnName(field));
      continue;
    }
    if (row.size() != table.columns.size()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", row.size(),
                                                     " fields where the header has ", table.columns.size()));
    }
    table.rows.push_back(row);
    table.lines.push_back(line);
  }
  if (table.columns.empty()) return absl::InvalidArgumentError("line 1: there is no header line");
  return table;
}

absl::StatusOr<CsvTable> ReadCsv(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a CSV file");
  if (!text.ok()) return text.status();
  absl::StatusOr<CsvTable> table = ParseCsv(*text);
  if (table.ok()) return table;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", table.status().message()));
}

}  // namespace kenpin
