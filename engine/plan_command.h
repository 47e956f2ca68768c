// `kenpin plan`: a corpus is shared out among machines.
#ifndef KENPIN_ENGINE_PLAN_COMMAND_H_
#define KENPIN_ENGINE_PLAN_COMMAND_H_

#include "engine/options/options.h"

namespace kenpin {

// Writes the manifest, or says on stderr why not. Returns kExitClean, kExitClosedPipe or kExitOperational.
int RunPlan(const PlanOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PLAN_COMMAND_H_
