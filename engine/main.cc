// kenpin: proofs bulk mail. See engine/scan.cc for what a run does.
#include "engine/options.h"
#include "engine/scan.h"
#include "io/file.h"

int main(int argc, char** argv) {
  kenpin::OccupyStandardDescriptors();
  kenpin::CommandLine line;
  const int usage = kenpin::ParseCommandLine(argc, argv, &line);
  if (usage != kenpin::kExitClean || line.command == kenpin::Command::kPrinted) return usage;
  return kenpin::RunScan(line.scan);
}
