// kenpin: proofs bulk mail. See engine/scan.cc for what a run does; `kenpin spf`, `kenpin dmarc` and
// `kenpin dns` have files of their own.
#include "engine/options/options.h"
#include "engine/run_command.h"
#include "io/file.h"

int main(int argc, char** argv) {
  kenpin::OccupyStandardDescriptors();
  kenpin::CommandLine line;
  const int usage = kenpin::ParseCommandLine(argc, argv, &line);
  return usage != kenpin::kExitClean ? usage : kenpin::RunCommand(line);
}
