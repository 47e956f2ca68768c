#include "engine/run_command.h"

#include <new>
#include <stdexcept>
#include <string>

#include "engine/complain.h"
#include "engine/diff_command.h"
#include "engine/dmarc_command.h"
#include "engine/dns_command.h"
#include "engine/explain/explain.h"
#include "engine/merge_command.h"
#include "engine/options/completion.h"
#include "engine/options/manual.h"
#include "engine/plan_command.h"
#include "engine/rules_command.h"
#include "engine/scan.h"
#include "engine/spf_command.h"

namespace kenpin {
namespace {

int Dispatch(const CommandLine& line) {
  switch (line.command) {
    case Command::kScan:
    case Command::kDnsSnapshot:
      return RunScan(line.scan);
    case Command::kPlan:
      return RunPlan(line.plan);
    case Command::kMerge:
      return RunMerge(line.merge);
    case Command::kExplain:
      return RunExplain(line.explain);
    case Command::kRules:
      return RunRules(line.rules);
    case Command::kDiff:
      return RunDiff(line.diff);
    case Command::kSpf:
      return RunSpf(line.spf);
    case Command::kDmarc:
      return RunDmarc(line.dmarc);
    case Command::kDnsCheck:
      return RunDnsCheck(line.snapshot_path);
    case Command::kCompletion:
      return RunCompletion(line.shell);
    case Command::kManual:
      return RunManual();
    case Command::kPrinted:
      break;
  }
  return kExitClean;
}

}  // namespace

int RunCommand(const CommandLine& line) {
  try {
    return Dispatch(line);
  } catch (const std::bad_alloc&) {
    TellUser("kenpin: out of memory; no report was written\n");
    return kExitOperational;
  } catch (const std::runtime_error& error) {
    // oneTBB, when the system has no room for another thread.
    Complain(std::string("out of memory or threads (") + error.what() + "); no report was written");
    return kExitOperational;
  }
}

}  // namespace kenpin
