// `kenpin completion`: what shells need to complete the command line, made of the same data as --help.
#ifndef KENPIN_ENGINE_OPTIONS_COMPLETION_H_
#define KENPIN_ENGINE_OPTIONS_COMPLETION_H_

#include <string>

#include "engine/options/option_info.h"
#include "engine/options/options.h"

namespace kenpin {

// A script for bash 4.4 and later; needs no other package.
std::string BashCompletion(const CommandInfo& program);
// A function file for zsh, to stand in fpath as _kenpin.
std::string ZshCompletion(const CommandInfo& program);
// A file for fish 3.
std::string FishCompletion(const CommandInfo& program);

// Prints the script of a shell. Returns kExitClean, or kExitOperational when stdout took not all of it.
int RunCompletion(Shell shell);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_COMPLETION_H_
