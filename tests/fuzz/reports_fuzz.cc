// Reports about a message made of the input, whose path and waiver are made of it, too: every format can be
// read by the rules of its format, and nothing in it is more than text. Writing all formats is slow: a fuzzer
// looks at two of them an input.
#include <algorithm>
#include <bit>
#include <memory>
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

// Cuts off what two texts have in common at their ends, which is most of a page, but for some octets (a word
// may lie across the cut) and not within a character.
void CutSameEnds(std::string_view* one, std::string_view* other) {
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

void CheckHtml(const RunSummary& run) {
  static const std::string empty = Written(RunSummary(), ReportFormat::kHtml);
  static const bool is_harmless = fuzz::IsHarmlessText(empty);
  const std::string written = Written(run, ReportFormat::kHtml);
  std::string_view page = written, other = empty;
  CutSameEnds(&page, &other);
  Require(is_harmless && fuzz::IsHarmlessText(page), "a page has no control characters");
  for (const std::string_view word :
       {"<script", "</script", "<style", "</style", "<!--", "<img", "<a ", "<iframe"}) {
    Require(Count(page, word) == Count(other, word), "a page has no markup but its own");
  }
}

void CheckJson(const RunSummary& run) {
  const std::string json = Written(run, ReportFormat::kJson);
  Require(fuzz::IsJson(json), "a summary is JSON");
  // Reading summaries is slow, and has a target of its own.
  if (fuzz::Dice(json).Below(8) != 0) return;
  const auto diff = DiffSummaries(json, "before", json, "after");
  Require(diff.ok() && diff->empty(), "a summary compares with itself, and nothing has changed");
}

void CheckSarif(const RunSummary& run) {
  Require(fuzz::IsJson(Written(run, ReportFormat::kSarif)), "SARIF is JSON");
}

void CheckJunit(const RunSummary& run) {
  const std::string junit = Written(run, ReportFormat::kJunit);
  Require(fuzz::IsXml(junit) && fuzz::IsHarmlessText(junit), "JUnit is XML");
}

void CheckMetrics(const RunSummary& run) {
  const std::string metrics = Written(run, ReportFormat::kProm);
  Require(fuzz::IsMetrics(metrics) && fuzz::IsHarmlessText(metrics), "metrics are lines of metrics");
}

void CheckText(const RunSummary& run) {
  Require(fuzz::IsHarmlessText(Written(run, ReportFormat::kText)), "text has no control characters");
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

using Check = void (*)(const RunSummary& run);

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static const fuzz::Scene scene(CryptoKernels::kAuto);
  // The first line is the path, and stands in the message as well.
  const std::string_view path = input.substr(0, std::min<size_t>(input.find('\n'), 300));
  std::string records;
  const RunSummary run = Run(scene, input, path, &records);

  Require(fuzz::IsJson(records), "a record is JSON");
  constexpr Check kChecks[] = {CheckJson, CheckSarif, CheckJunit, CheckMetrics,
                               CheckText, CheckCsv,   CheckHtml};
  fuzz::Dice dice(input);
  if (fuzz::IsFuzzing()) {
    for (int i = 0; i < 2; ++i) kChecks[dice.Below(std::size(kChecks))](run);
  } else {
    for (const Check check : kChecks) check(run);
  }
  return 0;
}
