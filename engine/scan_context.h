// From options to what judges messages: the part of a ScanContext that the command line decides, for all
// commands that judge mail.
#ifndef KENPIN_ENGINE_SCAN_CONTEXT_H_
#define KENPIN_ENGINE_SCAN_CONTEXT_H_

#include <cstdint>

#include "engine/options/options.h"
#include "engine/process_chunk.h"

namespace kenpin {

// Fills in what `options` say: mode, envelope, times, selection. `now` is the time of the run in Unix
// seconds. The stores, DNS, the suffix list and the envelope file are the caller's to set. The views of the
// result live as long as `options`.
void FillScanContext(const ScanOptions& options, int64_t now, ScanContext* context);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SCAN_CONTEXT_H_
