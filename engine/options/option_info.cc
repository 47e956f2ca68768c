#include "engine/options/option_info.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/options/command_texts.h"
#include "engine/options/command_tree.h"
#include "engine/options/option_sources.h"

namespace kenpin {
namespace {

constexpr std::string_view kPathSuffix = "[:PATH]";

bool IsWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool IsFile(std::string_view text) {
  constexpr std::string_view kFiles[] = {"FILE", "CSV", "JSON", "CORPUS", "FILE[:OFFSET]"};
  return std::find(std::begin(kFiles), std::end(kFiles), text) != std::end(kFiles);
}

// The library appends what its checks say, each behind a colon; one inside of brackets is part of the name.
std::string_view WithoutChecks(std::string_view name) {
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ':' && (i == 0 || name[i - 1] != '[')) return name.substr(0, i);
  }
  return name;
}

std::string PathOf(const CLI::App& app) {
  if (app.get_parent() == nullptr) return {};
  const std::string above = PathOf(*app.get_parent());
  return above.empty() ? app.get_name() : above + " " + app.get_name();
}

}  // namespace

ValueInfo ReadValueName(std::string_view name) {
  ValueInfo value;
  value.name = std::string(name);
  if (name.ends_with(kPathSuffix)) {
    value.path_follows_word = true;
    name.remove_suffix(kPathSuffix.size());
  }
  while (!name.empty()) {
    const size_t bar = std::min(name.find('|'), name.size());
    const std::string_view part = name.substr(0, bar);
    if (IsWord(part)) value.words.emplace_back(part);
    value.takes_file |= IsFile(part);
    name.remove_prefix(std::min(bar + 1, name.size()));
  }
  return value;
}

OptionInfo DescribeOption(const CLI::Option& option) {
  OptionInfo info;
  info.argument = option.get_positional() && !option.nonpositional();
  if (info.argument) info.names.push_back(option.get_name(true));
  for (const std::string& name : option.get_lnames()) info.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) info.names.push_back("-" + name);
  info.name = info.names.front();
  const bool flag = option.get_items_expected_max() == 0;
  if (!flag) info.value = ReadValueName(WithoutChecks(option.get_type_name()));
  info.group = option.get_group();
  info.description = option.get_description();
  if (!flag) info.default_text = option.get_default_str();
  info.environment = EnvironmentNameOf(info.name);
  info.required = option.get_required();
  info.repeatable = option.get_expected_max() > 1;
  return info;
}

CommandInfo DescribeCommand(const CLI::App& app) {
  CommandInfo command;
  command.path = PathOf(app);
  command.name = app.get_name();
  command.text = &GetCommandText(command.path);
  for (const CLI::Option* option : app.get_options()) command.options.push_back(DescribeOption(*option));
  // The help option is the library's first; people look for it last.
  std::stable_partition(command.options.begin(), command.options.end(),
                        [](const OptionInfo& option) { return option.group != kHelpGroup; });
  for (const CLI::App* below : app.get_subcommands(nullptr)) {
    command.commands.push_back(DescribeCommand(*below));
  }
  return command;
}

CommandInfo DescribeProgram() {
  CommandLine line;
  CommandTree tree(&line);
  return DescribeCommand(tree.app());
}

std::vector<std::string> CommandNames(const CommandInfo& command) {
  std::vector<std::string> names;
  for (const CommandInfo& below : command.commands) names.push_back(below.name);
  return names;
}

std::vector<std::string> OptionNames(const CommandInfo& command) {
  std::vector<std::string> names;
  for (const OptionInfo& option : command.options) {
    if (!option.argument) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

std::vector<std::string> OptionGroups(const CommandInfo& command) {
  std::vector<std::string> groups;
  for (const OptionInfo& option : command.options) {
    if (option.argument || std::find(groups.begin(), groups.end(), option.group) != groups.end()) continue;
    groups.push_back(option.group);
  }
  return groups;
}

std::string SynopsisOf(const CommandInfo& command) {
  std::string synopsis = command.path.empty() ? "kenpin" : "kenpin " + command.path;
  if (!command.commands.empty()) return synopsis + " COMMAND [options]";
  for (const OptionInfo& option : command.options) {
    if (option.required && !option.argument) synopsis += " " + option.name + " " + option.value.name;
  }
  synopsis += " [options]";
  for (const OptionInfo& option : command.options) {
    if (!option.argument) continue;
    synopsis += option.required ? " " + ShownOption(option) : " [" + ShownOption(option) + "]";
  }
  return synopsis;
}

std::string ShownOption(const OptionInfo& option) {
  if (option.argument) return option.name + (option.repeatable ? "..." : "");
  std::string shown;
  for (const std::string& name : option.names) {
    if (!shown.empty()) shown += ", ";
    shown += name;
  }
  return option.value.name.empty() ? shown : shown + " " + option.value.name;
}

}  // namespace kenpin
