// kenpin: proofs bulk mail. See engine/scan.cc for what a run does; `kenpin spf`, `kenpin dmarc` and
// `kenpin dns` have files of their own.
#include "engine/completion.h"
#include "engine/diff_command.h"
#include "engine/dmarc_command.h"
#include "engine/dns_command.h"
#include "engine/explain.h"
#include "engine/manual.h"
#include "engine/options.h"
#include "engine/rules_command.h"
#include "engine/scan.h"
#include "engine/spf_command.h"
#include "io/file.h"

int main(int argc, char** argv) {
  kenpin::OccupyStandardDescriptors();
  kenpin::CommandLine line;
  const int usage = kenpin::ParseCommandLine(argc, argv, &line);
  if (usage != kenpin::kExitClean || line.command == kenpin::Command::kPrinted) return usage;
  if (line.command == kenpin::Command::kExplain) return kenpin::RunExplain(line.explain);
  if (line.command == kenpin::Command::kRules) return kenpin::RunRules(line.rules);
  if (line.command == kenpin::Command::kDiff) return kenpin::RunDiff(line.diff);
  if (line.command == kenpin::Command::kSpf) return kenpin::RunSpf(line.spf);
  if (line.command == kenpin::Command::kDmarc) return kenpin::RunDmarc(line.dmarc);
  if (line.command == kenpin::Command::kDnsCheck) return kenpin::RunDnsCheck(line.snapshot_path);
  if (line.command == kenpin::Command::kCompletion) return kenpin::RunCompletion(line.shell);
  if (line.command == kenpin::Command::kManual) return kenpin::RunManual();
  return kenpin::RunScan(line.scan);
}
