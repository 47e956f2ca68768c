#include "engine/options/option_sources.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

#include "engine/options/option_values.h"
#include "engine/options/option_words.h"

namespace kenpin {
namespace {

// What machine and house decide, whatever the batch.
constexpr std::string_view kFromEnvironment[] = {
    "--profile", "--sender-size", "--mta-adds",    "--org-method",  "--psl",
    "--dns",     "--fail-on",     "--max-fail",    "--waivers",     "--threads",
    "--kernels", "--chunk-bytes", "--progress",    "--color",       "--lang",
    "--redact",  "--redact-key",  "--dns-timeout", "--dns-retries", "--config",
};

// "dns-timeout" for options that a file may set, else empty.
std::string KeyOf(const OptionInfo& option) {
  if (option.argument || option.group == kHelpGroup || option.name == "--help") return {};
  return option.name.substr(option.name.find_first_not_of('-'));
}

std::vector<std::string> KeysOf(const CommandInfo& command) {
  std::vector<std::string> keys;
  for (const OptionInfo& option : command.options) {
    if (std::string key = KeyOf(option); !key.empty()) keys.push_back(std::move(key));
  }
  return keys;
}

// The commands that do something, by their paths.
void ListCommands(const CommandInfo& command, std::map<std::string, std::vector<std::string>>& keys) {
  if (command.commands.empty()) keys[command.path] = KeysOf(command);
  for (const CommandInfo& below : command.commands) ListCommands(below, keys);
}

bool Holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void CheckSettings(const SettingsFile& file, const CommandInfo& program) {
  std::map<std::string, std::vector<std::string>> keys;
  ListCommands(program, keys);
  std::vector<std::string> commands;
  std::vector<std::string> all;
  for (const auto& [path, of_command] : keys) {
    commands.push_back(path);
    all.insert(all.end(), of_command.begin(), of_command.end());
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const Setting& setting : file.settings) {
    const std::string place = fmt::format("{}:{}", file.path, setting.line);
    const bool general = setting.section.empty();
    if (!general && keys.find(setting.section) == keys.end()) {
      RefuseOption(
          place, fmt::format("[{}] is no command{}", setting.section, DidYouMean(setting.section, commands)));
    }
    const std::vector<std::string>& known = general ? all : keys[setting.section];
    if (!Holds(known, setting.key)) {
      RefuseOption(place,
                   fmt::format("'{}' is no option{}{}", setting.key, general ? "" : " of " + setting.section,
                               DidYouMean(setting.key, known)));
    }
    if (!seen.emplace(setting.section, setting.key).second)
      RefuseOption(place, fmt::format("'{}' stands here for the second time", setting.key));
  }
}

void Fill(CLI::Option& option, const std::vector<std::string>& values, const std::string& source) {
  try {
    for (const std::string& value : values) option.add_result(value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    RefuseOption(source, error.what());
  }
}

std::string PrintedValues(const std::vector<std::string>& values) {
  if (values.size() == 1) return SettingValue(values.front());
  std::string out;
  for (const std::string& value : values) {
    if (!out.empty()) out += ", ";
    out += SettingValue(value);
  }
  return "[" + out + "]";
}

}  // namespace

void DeclareSettings(CLI::App& app, SettingsOptions& settings) {
  app.option_defaults()->group(kHelpGroup);
  app.add_option("--config", settings.path,
                 "options from FILE, lines of 'name = value'; those of the command line go before them")
      ->type_name("FILE");
  app.add_flag("--print-config", settings.print,
               "print the options that hold and where each came from, as a file for --config, and end");
  app.get_help_ptr()->group(kHelpGroup);
}

std::string EnvironmentNameOf(std::string_view option) {
  if (std::find(std::begin(kFromEnvironment), std::end(kFromEnvironment), option) ==
      std::end(kFromEnvironment))
    return {};
  std::string name = "KENPIN_";
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return name;
}

void OptionSources::FillFromEnvironment(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (option->count() > 0) continue;
    const std::string name = DescribeOption(*option).environment;
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') continue;
    Fill(*option, {value}, name);
    sources_[option] = name;
  }
}

void OptionSources::FillFromFile(const SettingsFile& file, const CommandInfo& program, CLI::App& command) {
  CheckSettings(file, program);
  const std::string path = DescribeCommand(command).path;
  for (CLI::Option* option : command.get_options()) {
    const std::string key = KeyOf(DescribeOption(*option));
    if (option->count() > 0 || key.empty()) continue;
    const Setting* found = nullptr;
    for (const Setting& setting : file.settings) {
      if (setting.key != key) continue;
      if (setting.section == path || (setting.section.empty() && found == nullptr)) found = &setting;
    }
    if (found == nullptr) continue;
    const std::string source = fmt::format("{}:{}", file.path, found->line);
    // An empty array says what no mention says.
    if (found->values.empty()) continue;
    Fill(*option, found->values, source);
    sources_[option] = source;
  }
}

bool OptionSources::IsFromCommandLine(const CLI::Option& option) const {
  return option.count() > 0 && !sources_.contains(&option);
}

std::string OptionSources::Print(const CLI::App& command) const {
  const std::string path = DescribeCommand(command).path;
  std::string out = fmt::format("# The options of kenpin {}; --config reads them again.\n[{}]\n", path, path);
  for (const CLI::Option* option : command.get_options()) {
    const OptionInfo info = DescribeOption(*option);
    const std::string key = KeyOf(info);
    if (key.empty()) continue;
    if (option->count() == 0) {
      if (info.default_text.empty()) {
        out += fmt::format("# {} is not set\n", key);
      } else {
        out += fmt::format("{} = {}  # default\n", key, SettingValue(info.default_text));
      }
      continue;
    }
    const std::map<const CLI::Option*, std::string>::const_iterator source = sources_.find(option);
    out += fmt::format("{} = {}  # {}\n", key, PrintedValues(option->results()),
                       source == sources_.end() ? "command line" : SettingValue(source->second));
  }
  return out;
}

}  // namespace kenpin
