#include "engine/run_reports.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/complain.h"
#include "engine/interrupt.h"
#include "engine/report/diff_writers.h"
#include "engine/report/printable_text.h"
#include "engine/report/summary_diff.h"
#include "engine/report/summary_json.h"
#include "engine/report/words.h"
#include "io/sink.h"
#include "io/whole_file.h"

namespace kenpin {

bool RunReports::Open() {
  return OpenOutsideData() && OpenWaivers() && OpenBaseline() && OpenOutputs(options_.outputs, &outputs_) &&
         OpenOutputs(options_.cumulative_outputs, &cumulative_);
}

bool RunReports::OpenOutsideData() {
  absl::Status status = absl::OkStatus();
  if (!options_.spam_rate_path.empty()) status = outside_.ReadSpamRates(options_.spam_rate_path);
  if (status.ok() && !options_.postmaster_path.empty()) {
    status = outside_.ReadPostmaster(options_.postmaster_path);
  }
  if (!status.ok()) Complain(status);
  return status.ok();
}

bool RunReports::OpenWaivers() {
  run_.max_fail = options_.max_fail;
  if (options_.waivers_path.empty()) return true;
  absl::StatusOr<std::vector<Waiver>> waivers = ReadWaivers(options_.waivers_path, run_.started_at);
  if (!waivers.ok()) {
    Complain(waivers.status());
    return false;
  }
  run_.waivers = *std::move(waivers);
  return true;
}

bool RunReports::OpenBaseline() {
  if (options_.baseline_path.empty()) return true;
  absl::StatusOr<std::string> text = ReadTextFile(options_.baseline_path, "a summary (--out json)");
  if (text.ok()) {
    const absl::StatusOr<SummaryDiff> itself =
        DiffSummaries(*text, options_.baseline_path, *text, options_.baseline_path);
    if (itself.ok()) {
      baseline_ = *std::move(text);
      return true;
    }
    text = itself.status();
  }
  Complain(text.status());
  return false;
}

bool RunReports::OpenOutputs(const std::vector<OutputSpec>& specs, std::vector<Output>* outputs) const {
  for (OutputSpec spec : specs) {
    spec.colour = ColourOf(options_, spec);
    spec.language = options_.language;
    absl::StatusOr<std::unique_ptr<ReportOutput>> report = ReportOutput::Open(spec, StopDescriptor());
    if (!report.ok()) {
      Complain(report.status());
      return false;
    }
    outputs->push_back({*std::move(report)});
  }
  return true;
}

bool RunReports::wants_records() const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [](const Output& output) { return output.report->wants_records(); });
}

bool RunReports::AddRecords(const std::string& records) {
  bool wanted = false;
  for (Output& output : outputs_) {
    if (output.failed) continue;
    Check(output.report->AddRecords(records), &output);
    wanted |= !output.failed;
  }
  return wanted;
}

void RunReports::Judge(CorpusExtent extent, RunSummary* run) const {
  JudgeCorpora(outside_, extent, run);
  CountWaived(run);
}

// What has changed since --baseline, for the text report; empty without.
std::string RunReports::TellChanges() {
  if (options_.baseline_path.empty() || troubles_.nothing_new) return {};
  const absl::StatusOr<SummaryDiff> diff =
      DiffSummaries(baseline_, options_.baseline_path, SummaryAsJson(run_), "this run");
  if (!diff.ok()) {
    Check(diff.status());
    return {};
  }
  troubles_.regressed = diff->regressions() > 0;
  const Speaker say(options_.language);
  return fmt::format("\n{}\n{}", say("since", {{"path", PrintablePath(options_.baseline_path, 60)}}),
                     DiffAsText(*diff, options_.language));
}

void RunReports::Check(const absl::Status& status) {
  if (status.ok() || PendingSignal() != 0) return;
  troubles_.output_failed = true;
  if (IsClosedPipe(status)) {
    troubles_.stdout_closed = true;
  } else {
    Complain(status);
  }
}

void RunReports::Check(const absl::Status& status, Output* output) {
  if (!status.ok()) output->failed = true;
  Check(status);
}

void RunReports::Finish(const RunSummary& run, std::vector<Output>* outputs) {
  for (Output& output : *outputs) {
    if (!output.failed) Check(output.report->Finish(run), &output);
  }
}

void RunReports::Write() {
  run_.changes = TellChanges();
  Finish(run_, &outputs_);
}

void RunReports::WriteCumulative(const RunSummary& all) { Finish(all, &cumulative_); }

void TellUnknownRules(const RunSummary& run) {
  const auto unknown = std::count_if(Rules().begin(), Rules().end(), [&run](const RuleInfo& rule) {
    return run.totals.rules[static_cast<size_t>(rule.id)][Outcome::kUnknown] > 0;
  });
  if (unknown > 0) TellUser(fmt::format("kenpin: {} rules unknown\n", unknown));
}

TextColour ColourOf(const ScanOptions& options, const OutputSpec& spec) {
  if (options.colour != ColourMode::kAuto)
    return options.colour == ColourMode::kAlways ? TextColour::kOn : TextColour::kOff;
  const char* no_colour = std::getenv("NO_COLOR");
  const bool refused = no_colour != nullptr && *no_colour != '\0';
  return spec.path.empty() && !refused && ::isatty(STDOUT_FILENO) != 0 ? TextColour::kOn : TextColour::kOff;
}

}  // namespace kenpin
