// `kenpin scan`: a run from its options to its exit code.
#ifndef KENPIN_ENGINE_SCAN_H_
#define KENPIN_ENGINE_SCAN_H_

#include "engine/options/options.h"

namespace kenpin {

// Scans, writes the reports, tells on stderr what went wrong. Returns an ExitCode. Installs signal handlers;
// call it once, from main.
int RunScan(const ScanOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SCAN_H_
