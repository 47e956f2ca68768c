// What must hold of the reports of any run, for the targets that make runs.
#ifndef KENPIN_TESTS_FUZZ_CHECKED_REPORTS_H_
#define KENPIN_TESTS_FUZZ_CHECKED_REPORTS_H_

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "engine/report/report_format.h"
#include "engine/report/summary_diff.h"
#include "io/csv.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/read_formats.h"

namespace kenpin::fuzz {

inline std::string Written(const RunSummary& run, ReportFormat format) {
  OutputSpec spec;
  spec.format = format;
  return Collect([&](const Emit& emit) { GetReportFormat(format).write(run, spec, emit); });
}

inline size_t Count(std::string_view text, std::string_view word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

// Cuts off what two texts have in common at their ends, which is most of a page, but for some octets (a word
// may lie across the cut) and not within a character.
inline void CutSameEnds(std::string_view* one, std::string_view* other) {
  constexpr size_t kKept = 16;
  const size_t least = std::min(one->size(), other->size());
  size_t begin = 0, end = 0;
  for (size_t step = std::bit_floor(least); step > 0; step /= 2) {
    if (begin + step <= least && one->substr(begin, step) == other->substr(begin, step)) begin += step;
  }
  for (size_t step = std::bit_floor(least); step > 0; step /= 2) {
    if (begin + end + step > least) continue;
    const auto piece = [&](std::string_view text) { return text.substr(text.size() - end - step, step); };
    if (piece(*one) == piece(*other)) end += step;
  }
  const auto within = [&](size_t at) {
    return at < one->size() && (static_cast<uint8_t>((*one)[at]) & 0xc0) == 0x80;
  };
  for (begin -= std::min(begin, kKept); begin > 0 && within(begin); --begin) {
  }
  for (end -= std::min(end, kKept); end > 0 && within(one->size() - end); --end) {
  }
  for (std::string_view* text : {one, other}) *text = text->substr(begin, text->size() - begin - end);
}

inline void CheckHtml(const RunSummary& run) {
  static const std::string empty = Written(RunSummary(), ReportFormat::kHtml);
  static const bool is_harmless = IsHarmlessText(empty);
  const std::string written = Written(run, ReportFormat::kHtml);
  std::string_view page = written, other = empty;
  CutSameEnds(&page, &other);
  Require(is_harmless && IsHarmlessText(page), "a page has no control characters");
  for (const std::string_view word :
       {"<script", "</script", "<style", "</style", "<!--", "<img", "<a ", "<iframe"}) {
    Require(Count(page, word) == Count(other, word), "a page has no markup but its own");
  }
}

inline void CheckJson(const RunSummary& run) {
  const std::string json = Written(run, ReportFormat::kJson);
  Require(IsJson(json), "a summary is JSON");
  // Reading summaries is slow, and has a target of its own.
  if (Dice(json).Below(8) != 0) return;
  const auto diff = DiffSummaries(json, "before", json, "after");
  Require(diff.ok() && diff->empty(), "a summary compares with itself, and nothing has changed");
}

inline void CheckSarif(const RunSummary& run) {
  Require(IsJson(Written(run, ReportFormat::kSarif)), "SARIF is JSON");
}

inline void CheckJunit(const RunSummary& run) {
  const std::string junit = Written(run, ReportFormat::kJunit);
  Require(IsXml(junit) && IsHarmlessText(junit), "JUnit is XML");
}

inline void CheckMetrics(const RunSummary& run) {
  const std::string metrics = Written(run, ReportFormat::kProm);
  Require(IsMetrics(metrics) && IsHarmlessText(metrics), "metrics are lines of metrics");
}

inline void CheckText(const RunSummary& run) {
  Require(IsHarmlessText(Written(run, ReportFormat::kText)), "text has no control characters");
}

inline void CheckCsv(const RunSummary& run) {
  const std::string text = Written(run, ReportFormat::kCsv);
  Require(IsCsv(text), "CSV by RFC 4180");
  const absl::StatusOr<CsvTable> table = ParseCsv(text);
  Require(table.ok(), "kenpin reads its own CSV");
  for (const auto& row : table->rows) {
    for (const std::string& cell : row) {
      const size_t first = cell.find_first_not_of(" \t");
      Require(first == cell.npos || std::string_view("=+-@").find(cell[first]) == std::string_view::npos,
              "no cell is a formula");
    }
  }
}

// Every format can be read by its rules, and nothing in it is more than text. Writing all of them is slow: a
// fuzzer looks at two an input.
inline void CheckReports(const RunSummary& run, Dice dice) {
  using Check = void (*)(const RunSummary& run);
  constexpr Check kChecks[] = {CheckJson, CheckSarif, CheckJunit, CheckMetrics,
                               CheckText, CheckCsv,   CheckHtml};
  if (IsFuzzing()) {
    for (int i = 0; i < 2; ++i) kChecks[dice.Below(std::size(kChecks))](run);
    return;
  }
  for (const Check check : kChecks) check(run);
}

}  // namespace kenpin::fuzz

#endif  // KENPIN_TESTS_FUZZ_CHECKED_REPORTS_H_
