// The formats of reports, as a table: a format is added by a row and the writer that it names.
#ifndef KENPIN_ENGINE_REPORT_REPORT_FORMAT_H_
#define KENPIN_ENGINE_REPORT_REPORT_FORMAT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/report/emit.h"
#include "engine/run_summary.h"
#include "rules/language.h"

namespace kenpin {

enum class ReportFormat : uint8_t {
  kText,
  kJson,
  kNdjson,
  kNdjsonZst,
  kCsv,
  kHtml,
  kJunit,
  kSarif,
  kProm,
  kSqlite
};

// Escape sequences of colour in text for people.
enum class TextColour : uint8_t { kOff, kOn };

// One --out: what is written, and where to.
struct OutputSpec {
  ReportFormat format = ReportFormat::kText;
  std::string path;                        // Empty: stdout.
  TextColour colour = TextColour::kOff;    // Of kText.
  bool messages = false;                   // Of kSqlite: whether every message has a row.
  Language language = Language::kEnglish;  // Of kText and kHtml.
};

struct ReportFormatInfo {
  ReportFormat id;
  std::string_view name;  // "json"
  // Writes the whole summary; null where the report is no text that is written at the end.
  void (*write)(const RunSummary& run, const OutputSpec& spec, const Emit& emit);
  bool needs_file = false;  // It can not go to stdout.
};

// One row for every ReportFormat, in that order. Static; any thread.
std::span<const ReportFormatInfo> ReportFormats();
const ReportFormatInfo& GetReportFormat(ReportFormat id);
std::optional<ReportFormat> FindReportFormat(std::string_view name);
// "text, json, ... and sqlite", for help and errors.
std::string ReportFormatNames();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REPORT_FORMAT_H_
