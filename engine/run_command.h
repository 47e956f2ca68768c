// From the command line to the one that does what it asks.
#ifndef KENPIN_ENGINE_RUN_COMMAND_H_
#define KENPIN_ENGINE_RUN_COMMAND_H_

#include "engine/options/options.h"

namespace kenpin {

// Runs the command and returns its exit code, as that command's own header tells. Where memory or threads
// end, that is told on stderr and kExitOperational returned: no report has its name yet, and those begun are
// removed. One thread; once in a process, since commands take over signals.
int RunCommand(const CommandLine& line);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RUN_COMMAND_H_
