// `kenpin man`: the manual page, made of the same data as --help.
#ifndef KENPIN_ENGINE_OPTIONS_MANUAL_H_
#define KENPIN_ENGINE_OPTIONS_MANUAL_H_

#include <string>

#include "engine/options/option_info.h"

namespace kenpin {

// The page kenpin(1) in the man macros of roff. All text of `program` stands in it literally.
std::string ManualPage(const CommandInfo& program);

// Prints it. Returns kExitClean, or kExitOperational when stdout took not all of it.
int RunManual();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_MANUAL_H_
