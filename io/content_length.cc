#include "io/content_length.h"

#include <algorithm>

namespace kenpin {
namespace {

constexpr std::string_view kName = "content-length";
constexpr size_t kMaxDigits = 18;  // Fits 64 bits with room for adding an offset.

// Whether `line` begins with the name, whatever its case, without the help of a locale.
bool HasName(std::string_view line) {
  return line.size() > kName.size() &&
         std::equal(kName.begin(), kName.end(), line.begin(), [](char name, char c) {
           return name == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
         });
}

std::string_view SkipSpaces(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

std::optional<uint64_t> ParseLength(std::string_view text) {
  uint64_t value = 0;
  size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    if (digits == kMaxDigits) return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(text[digits] - '0');
  }
  const std::string_view rest = SkipSpaces(text.substr(digits));
  const bool ends = rest.empty() || rest.front() == '\r' || rest.front() == '\n';
  return digits > 0 && ends ? std::optional<uint64_t>(value) : std::nullopt;
}

}  // namespace

std::optional<size_t> FindHeaderEnd(std::string_view record) {
  const size_t second_line = record.find('\n');
  for (size_t lf = second_line; lf != std::string_view::npos; lf = record.find('\n', lf + 1)) {
    const std::string_view line = record.substr(lf + 1);
    if (line.starts_with("\n")) return lf + 2;
    if (line.starts_with("\r\n")) return lf + 3;
    // The length of the next record must not be taken for this one's. A second From_ line at the top is part
    // of the header section.
    if (lf != second_line && FromLineSender(line)) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<uint64_t> FindContentLength(std::string_view header) {
  for (size_t lf = header.find('\n'); lf != std::string_view::npos; lf = header.find('\n', lf + 1)) {
    const std::string_view line = header.substr(lf + 1);
    if (!HasName(line)) continue;
    const std::string_view colon = SkipSpaces(line.substr(kName.size()));
    if (!colon.starts_with(':')) continue;
    return ParseLength(SkipSpaces(colon.substr(1)));
  }
  return std::nullopt;
}

std::optional<size_t> FindLanding(char previous, std::string_view rest) {
  if (rest.empty()) return 0;
  if (previous == '\n' && FromLineSender(rest)) return 0;
  const size_t line_end = rest.starts_with("\r\n") ? 2 : rest.starts_with("\n") ? 1 : 0;
  if (line_end == 0) return std::nullopt;
  rest.remove_prefix(line_end);
  return rest.empty() || FromLineSender(rest) ? std::optional<size_t>(line_end) : std::nullopt;
}

}  // namespace kenpin
