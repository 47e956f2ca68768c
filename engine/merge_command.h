// `kenpin merge`: partials become the report of one run over everything.
#ifndef KENPIN_ENGINE_MERGE_COMMAND_H_
#define KENPIN_ENGINE_MERGE_COMMAND_H_

#include "engine/options/options.h"

namespace kenpin {

// Puts the partials together, writes the reports, and a partial of all if asked for. Returns an ExitCode: as
// of a scan, and kExitOperational without any report when partials do not belong together, are damaged, tell
// the same shard in two ways, or shards are missing (unless options.allow_missing). Installs signal handlers.
int RunMerge(const MergeOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MERGE_COMMAND_H_
