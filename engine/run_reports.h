// The end of a run, once everything is counted: its corpus is judged with what the user brings along, told in
// reports, and compared with an earlier run.
#ifndef KENPIN_ENGINE_RUN_REPORTS_H_
#define KENPIN_ENGINE_RUN_REPORTS_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/corpus_judge.h"
#include "engine/exit_code.h"
#include "engine/options.h"
#include "engine/outside_data.h"
#include "engine/report/report_output.h"
#include "engine/run_summary.h"

namespace kenpin {

// Not thread-safe. What goes wrong is told on stderr, and noted in *troubles.
class RunReports {
 public:
  // All must outlive this object.
  RunReports(const ScanOptions& options, RunSummary* run, RunTroubles* troubles)
      : options_(options), run_(*run), troubles_(*troubles) {}

  // Reads --spam-rate, --postmaster, --waivers and --baseline and opens all --out, so that what is wrong with
  // them is found before the work. Returns whether nothing is. run->started_at is known.
  bool Open();
  // Judges the corpus of the run, which is counted and folded, and counts what waivers cover.
  void Judge(CorpusExtent extent);
  // Writes all reports; each fails by itself.
  void Write();

 private:
  bool OpenOutsideData();
  bool OpenWaivers();
  bool OpenBaseline();
  bool OpenOutputs();
  std::string TellChanges();
  void Check(const absl::Status& status);

  const ScanOptions& options_;
  RunSummary& run_;
  RunTroubles& troubles_;
  OutsideData outside_;
  std::string baseline_;  // What stands in --baseline.
  std::vector<std::unique_ptr<ReportOutput>> outputs_;
};

// The colour of a report: --color, else by the terminal and NO_COLOR (https://no-color.org).
TextColour ColourOf(const ScanOptions& options, const OutputSpec& spec);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RUN_REPORTS_H_
