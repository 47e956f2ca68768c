// `--help`: examples first, then arguments and options in groups, in 80 columns.
#ifndef KENPIN_ENGINE_OPTIONS_HELP_TEXT_H_
#define KENPIN_ENGINE_OPTIONS_HELP_TEXT_H_

#include <memory>
#include <string>
#include <string_view>

#include "engine/options/option_info.h"

namespace CLI {
class FormatterBase;
}

namespace kenpin {

// The page of one command. No line is longer than 79 characters, unless a single word is.
std::string HelpText(const CommandInfo& command);

// Lets the option library print that page.
std::shared_ptr<CLI::FormatterBase> MakeHelpFormatter();

// What help and the man page say of an option: its description, its default, the variable that sets it.
std::string OptionDescription(const OptionInfo& option);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_HELP_TEXT_H_
