// The end of a run, once everything is counted: its corpus is judged with what the user brings along, told in
// reports, and compared with an earlier run.
#ifndef KENPIN_ENGINE_RUN_REPORTS_H_
#define KENPIN_ENGINE_RUN_REPORTS_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/corpus_judge.h"
#include "engine/exit_code.h"
#include "engine/options/options.h"
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

  // Reads --spam-rate, --postmaster, --waivers and --baseline and opens all --out and --out-cumulative, so
  // that what is wrong with them is found before the work. Returns whether nothing is. run->started_at is
  // known.
  bool Open();
  // Whether a report tells of every message.
  bool wants_records() const;
  // Passes on the lines of messages, in input order. Returns whether a report is left that has not failed:
  // one that fails does not cut the others short.
  bool AddRecords(const std::string& records);
  // Judges the corpus of `run`, which is counted and folded, and counts what waivers cover.
  void Judge(CorpusExtent extent, RunSummary* run) const;
  // Writes all reports of --out; each fails by itself.
  void Write();
  // Likewise those of --out-cumulative, of all nights.
  void WriteCumulative(const RunSummary& all);
  // Tells on stderr that an output failed, and notes it; nothing for an OK status, or once a signal has come.
  void Check(const absl::Status& status);

 private:
  bool OpenOutsideData();
  bool OpenWaivers();
  bool OpenBaseline();
  // One --out.
  struct Output {
    std::unique_ptr<ReportOutput> report;
    bool failed = false;  // What was written is not whole: it is neither continued nor committed.
  };
  bool OpenOutputs(const std::vector<OutputSpec>& specs, std::vector<Output>* outputs) const;
  std::string TellChanges();
  void Check(const absl::Status& status, Output* output);
  void Finish(const RunSummary& run, std::vector<Output>* outputs);

  const ScanOptions& options_;
  RunSummary& run_;
  RunTroubles& troubles_;
  OutsideData outside_;
  std::string baseline_;  // What stands in --baseline.
  std::vector<Output> outputs_;
  std::vector<Output> cumulative_;
};

// Tells on stderr how many rules are unknown of some message, if any is: of a run without findings.
void TellUnknownRules(const RunSummary& run);

// The colour of a report: --color, else by the terminal and NO_COLOR (https://no-color.org), which counts if
// it is not empty.
TextColour ColourOf(const ScanOptions& options, const OutputSpec& spec);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RUN_REPORTS_H_
