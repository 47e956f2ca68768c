// Where the options of a run come from: the command line first, then the environment, then the file of
// --config, then the defaults.
#ifndef KENPIN_ENGINE_OPTIONS_OPTION_SOURCES_H_
#define KENPIN_ENGINE_OPTIONS_OPTION_SOURCES_H_

#include <map>
#include <string>
#include <string_view>

#include "engine/options/option_info.h"
#include "engine/options/settings_file.h"

namespace kenpin {

// The group of --help, --config and their like, which no file sets.
inline constexpr char kHelpGroup[] = "Settings and help";

// --config and --print-config of one command.
struct SettingsOptions {
  std::string path;
  bool print = false;
};
void DeclareSettings(CLI::App& app, SettingsOptions& settings);

// The environment variable of an option: KENPIN_ and its name, "--dns-timeout" as KENPIN_DNS_TIMEOUT. Empty
// for options that have none: what speaks of one batch of mail (its envelope, its reports, which of it) is
// not left to the environment.
std::string EnvironmentNameOf(std::string_view option);

// Where options came from. An option that it does not know was given on the command line, or not at all.
class OptionSources {
 public:
  // Fills those options of `command` that the command line left open from the environment. Refuses as in
  // option_values.h what the option refuses.
  void FillFromEnvironment(CLI::App& command);

  // Fills those that are still open from the file. Refuses sections that are no command and keys that are no
  // option of their command (above the first heading: of any command), a key that stands twice, and what the
  // option refuses. `program` is the tree of which `command` is part.
  void FillFromFile(const SettingsFile& file, const CommandInfo& program, CLI::App& command);

  // Whether the option was given, and on the command line.
  bool IsFromCommandLine(const CLI::Option& option) const;

  // All options of `command` as a file for --config, with where they came from as comments.
  std::string Print(const CLI::App& command) const;

 private:
  std::map<const CLI::Option*, std::string> sources_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_OPTION_SOURCES_H_
