// The commands and their options as plain data, read from the option library's tree. Help, man page,
// completions and settings are made of this, so all of them tell of the same options.
#ifndef KENPIN_ENGINE_OPTIONS_OPTION_INFO_H_
#define KENPIN_ENGINE_OPTIONS_OPTION_INFO_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace kenpin {

struct CommandText;

// What a value may be, read from its name: words in lower case are themselves, anything else stands for
// something. "system|off|HOST[:PORT]|FILE" is two words or a file.
struct ValueInfo {
  std::string name;                // As help shows it; empty: the option takes no value.
  std::vector<std::string> words;  // "system", "off".
  bool takes_file = false;         // FILE, CSV, JSON, CORPUS or FILE[:OFFSET].
  bool path_follows_word = false;  // "json:PATH".
};
ValueInfo ReadValueName(std::string_view name);

struct OptionInfo {
  std::string name;                // "--dns"; of an argument "CORPUS".
  std::vector<std::string> names;  // All of them, the name first: "--save", "-o".
  ValueInfo value;
  std::string group;  // The heading under which help shows it.
  std::string description;
  std::string default_text;  // Empty: none, or the description tells.
  std::string environment;   // The variable that sets it; empty: none.
  bool argument = false;     // Given by its place, not by name.
  bool required = false;
  bool repeatable = false;
};

struct CommandInfo {
  std::string path;  // "dns snapshot"; empty: the program itself.
  std::string name;  // "snapshot"; "kenpin".
  const CommandText* text = nullptr;
  std::vector<OptionInfo> options;  // Arguments too, as declared.
  std::vector<CommandInfo> commands;
};

OptionInfo DescribeOption(const CLI::Option& option);
// The command and all below it.
CommandInfo DescribeCommand(const CLI::App& app);

// The whole command line of the program.
CommandInfo DescribeProgram();

// Of the commands right below it.
std::vector<std::string> CommandNames(const CommandInfo& command);

// All names of its options, arguments left out.
std::vector<std::string> OptionNames(const CommandInfo& command);

// The groups of a command's options in the order of their first ones; arguments are in none.
std::vector<std::string> OptionGroups(const CommandInfo& command);

// "kenpin dns snapshot [options] CORPUS...".
std::string SynopsisOf(const CommandInfo& command);

// How help writes an option: "--save FILE, -o FILE"; an argument as "CORPUS...".
std::string ShownOption(const OptionInfo& option);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_OPTION_INFO_H_
