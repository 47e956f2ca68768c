// Reports about a message made of the input, whose path and waiver are made of it, too: every format can be
// read by the rules of its format, and nothing in it is more than text.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/corpus_judge.h"
#include "engine/exit_code.h"
#include "engine/outside_data.h"
#include "engine/report/report_format.h"
#include "engine/report/summary_diff.h"
#include "engine/run_tally.h"
#include "io/csv.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/judged.h"
#include "tests/fuzz/read_formats.h"

namespace {

using namespace kenpin;
using fuzz::Require;

RunSummary Run(const fuzz::Scene& scene, std::string_view message, std::string_view path,
               std::string* records) {
  std::vector<std::unique_ptr<Worker>> workers;
  workers.push_back(std::make_unique<Worker>(scene.context(), 3, size_t{1} << 16));
  PendingChunk pending;
  pending.bytes_read = message.size();
  fuzz::Judge(*workers[0], message, "", "", path, &pending);
  *records = pending.records;
  pending.errors.push_back({0, std::string(path), 7, "cannot read: " + std::string(path)});
  RunTally tally([](const std::string&) {});
  tally.Add(pending);
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  run.dns = path;
  run.started_at = 1775433600;
  InputInfo info;
  info.path = path;
  info.format = InputFormat::kEml;
  Require(FoldState(tally.Take({info}, workers, 3), &run).ok(), "a run can be summed up");
  run.waivers.push_back({RuleId::kFormatDate, "*", std::string(path) + ".", 30000, false, 0});
  JudgeCorpora(OutsideData(), CorpusExtent::kWhole, &run);
  CountWaived(&run);
  return run;
}

std::string Written(const RunSummary& run, ReportFormat format) {
  OutputSpec spec;
  spec.format = format;
  return Collect([&](const Emit& emit) { GetReportFormat(format).write(run, spec, emit); });
}

size_t Count(std::string_view text, std::string_view word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

void CheckHtml(const RunSummary& run) {
  static const std::string empty = Written(RunSummary(), ReportFormat::kHtml);
  const std::string page = Written(run, ReportFormat::kHtml);
  Require(fuzz::IsHarmlessText(page), "a page has no control characters");
  for (const std::string_view word :
       {"<script", "</script", "<style", "</style", "<!--", "<img", "<a ", "<iframe"}) {
    Require(Count(page, word) == Count(empty, word), "a page has no markup but its own");
  }
}

void CheckCsv(const RunSummary& run) {
  const std::string text = Written(run, ReportFormat::kCsv);
  Require(fuzz::IsCsv(text), "CSV by RFC 4180");
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static const fuzz::Scene scene(CryptoKernels::kAuto);
  // The first line is the path, and stands in the message as well.
  const std::string_view path = input.substr(0, std::min<size_t>(input.find('\n'), 300));
  std::string records;
  const RunSummary run = Run(scene, input, path, &records);

  Require(nlohmann::json::accept(records), "a record is JSON");
  const std::string json = Written(run, ReportFormat::kJson);
  Require(nlohmann::json::accept(json), "a summary is JSON");
  // Reading summaries is slow, and has a target of its own.
  if (fuzz::Dice(input).Below(8) == 0) {
    const auto diff = DiffSummaries(json, "before", json, "after");
    Require(diff.ok() && diff->empty(), "a summary compares with itself, and nothing has changed");
  }
  const std::string sarif = Written(run, ReportFormat::kSarif);
  Require(nlohmann::json::accept(sarif), "SARIF is JSON");
  const std::string junit = Written(run, ReportFormat::kJunit);
  Require(fuzz::IsXml(junit) && fuzz::IsHarmlessText(junit), "JUnit is XML");
  const std::string metrics = Written(run, ReportFormat::kProm);
  Require(fuzz::IsMetrics(metrics) && fuzz::IsHarmlessText(metrics), "metrics are lines of metrics");
  const std::string text = Written(run, ReportFormat::kText);
  Require(fuzz::IsHarmlessText(text), "text has no control characters");
  CheckCsv(run);
  CheckHtml(run);
  return 0;
}
