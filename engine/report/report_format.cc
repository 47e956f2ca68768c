#include "engine/report/report_format.h"

#include "engine/report/summary_csv.h"
#include "engine/report/summary_html.h"
#include "engine/report/summary_json.h"
#include "engine/report/summary_junit.h"
#include "engine/report/summary_prom.h"
#include "engine/report/summary_sarif.h"
#include "engine/report/summary_text.h"

namespace kenpin {
namespace {

// Writers that ask nothing of the OutputSpec.
template <void (*Write)(const RunSummary&, const Emit&)>
void Plain(const RunSummary& run, const OutputSpec& /*spec*/, const Emit& emit) {
  Write(run, emit);
}

void Text(const RunSummary& run, const OutputSpec& spec, const Emit& emit) {
  emit(SummaryAsText(run, spec.colour, spec.language) + run.changes);
}

void Html(const RunSummary& run, const OutputSpec& spec, const Emit& emit) {
  emit(SummaryAsHtml(run, spec.language));
}

constexpr ReportFormatInfo kFormats[] = {
    {ReportFormat::kText, "text", Text},
    {ReportFormat::kJson, "json", Plain<WriteSummaryJson>},
    {ReportFormat::kNdjson, "ndjson", nullptr},
    {ReportFormat::kNdjsonZst, "ndjson.zst", nullptr},
    {ReportFormat::kCsv, "csv", Plain<WriteSummaryCsv>},
    {ReportFormat::kHtml, "html", Html},
    {ReportFormat::kJunit, "junit", Plain<WriteSummaryJunit>},
    {ReportFormat::kSarif, "sarif", Plain<WriteSummarySarif>},
    {ReportFormat::kProm, "prom", Plain<WriteSummaryProm>},
    {ReportFormat::kSqlite, "sqlite", nullptr, true},
};

}  // namespace

std::span<const ReportFormatInfo> ReportFormats() { return kFormats; }

const ReportFormatInfo& GetReportFormat(ReportFormat id) { return kFormats[static_cast<size_t>(id)]; }

std::optional<ReportFormat> FindReportFormat(std::string_view name) {
  for (const ReportFormatInfo& format : kFormats) {
    if (format.name == name) return format.id;
  }
  return std::nullopt;
}

std::string ReportFormatNames() {
  std::string names;
  for (const ReportFormatInfo& format : kFormats) {
    if (!names.empty()) names += &format == std::end(kFormats) - 1 ? " and " : ", ";
    names += format.name;
  }
  return names;
}

}  // namespace kenpin
