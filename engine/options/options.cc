#include "engine/options/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/complain.h"
#include "engine/options/command_tree.h"
#include "engine/options/option_info.h"
#include "engine/options/option_sources.h"
#include "engine/options/option_values.h"
#include "engine/options/option_words.h"

namespace kenpin {
namespace {

// Refuses words that the library could place nowhere, an option before a command.
void RefuseUnknownWords(const CLI::App& chosen) {
  const CommandInfo command = DescribeCommand(chosen);
  const std::vector<std::string> words = chosen.remaining();
  if (words.empty()) return;
  for (const std::string& word : words) {
    if (!word.starts_with('-') || word == "-" || word == "--") continue;
    const std::string name = word.substr(0, word.find('='));
    RefuseOption(name, fmt::format("is no option of kenpin{}{}{}", command.path.empty() ? "" : " ",
                                   command.path, DidYouMean(name, OptionNames(command))));
  }
  const std::string& word = words.front();
  if (command.commands.empty()) RefuseOption(word, "is one argument too many");
  RefuseOption(word, "is no command" + DidYouMean(word, CommandNames(command)));
}

// What the library found missing, in the words of the help page.
void RefuseMissing(const CLI::App& chosen) {
  const CommandInfo command = DescribeCommand(chosen);
  if (!command.commands.empty()) RefuseOption("kenpin " + command.path, "needs a command");
  for (const CLI::Option* option : chosen.get_options()) {
    const OptionInfo info = DescribeOption(*option);
    if (info.required && option->count() == 0)
      RefuseOption(info.name, info.argument ? "is missing; " + info.description : "must be given");
  }
}

void ParseWords(int argc, char** argv, CommandTree& tree) {
  try {
    tree.app().parse(argc, argv);
  } catch (const CLI::RequiredError&) {
    RefuseUnknownWords(tree.Chosen());
    // A file may still tell what is missing, and whoever asks for the options needs no corpus.
    if (!tree.Chosen().get_subcommands(nullptr).empty()) RefuseMissing(tree.Chosen());
  } catch (const CLI::ExtrasError&) {
    RefuseUnknownWords(tree.Chosen());
    throw;
  }
}

// The options that the command line left open. Returns where everything came from.
OptionSources FillOpenOptions(CommandTree& tree) {
  OptionSources sources;
  sources.FillFromEnvironment(tree.Chosen());
  if (tree.settings().path.empty()) return sources;
  const absl::StatusOr<SettingsFile> file = ReadSettingsFile(tree.settings().path);
  if (!file.ok()) RefuseOption("--config", std::string(file.status().message()));
  sources.FillFromFile(*file, DescribeCommand(tree.app()), tree.Chosen());
  return sources;
}

// What is decided when all shards are there. A settings file or the environment may hold it for other runs.
constexpr const char* kDecidedByMerge[] = {"--fail-on",  "--fail-on-unknown", "--max-fail",  "--waivers",
                                           "--baseline", "--spam-rate",       "--postmaster"};

// Refuses options that a shard would pass over.
void RefuseForShards(const CLI::App& command, const OptionSources& sources) {
  const CLI::Option* manifest = command.get_option_no_throw("--manifest");
  if (manifest == nullptr || manifest->count() == 0) return;
  for (const char* name : kDecidedByMerge) {
    const CLI::Option* option = command.get_option_no_throw(name);
    if (option == nullptr || !sources.IsFromCommandLine(*option)) continue;
    // That is what a shard does.
    if (option->results() == std::vector<std::string>{"never"}) continue;
    RefuseOption(name,
                 "concerns the whole corpus, and --manifest reads a shard of it; give it to kenpin merge");
  }
}

}  // namespace

int ParseCommandLine(int argc, char** argv, CommandLine* line) {
  CommandTree tree(line);
  try {
    ParseWords(argc, argv, tree);
    const OptionSources sources = FillOpenOptions(tree);
    if (!tree.settings().print) RefuseMissing(tree.Chosen());
    RefuseForShards(tree.Chosen(), sources);
    tree.Check();
    if (!tree.settings().print) return kExitClean;
    line->command = Command::kPrinted;
    return PrintAnswer(sources.Print(tree.Chosen())) ? kExitClean : kExitOperational;
  } catch (const CLI::Success& success) {  // --help and --version.
    std::ostringstream help;
    tree.app().exit(success, help, help);
    line->command = Command::kPrinted;
    return PrintAnswer(help.str()) ? kExitClean : kExitOperational;
  } catch (const CLI::ParseError& error) {
    Complain(std::string_view(error.what()));
    const std::string path = DescribeCommand(tree.Chosen()).path;
    TellUser(fmt::format("Try 'kenpin {}--help'.\n", path.empty() ? path : path + " "));
    return kExitUsage;
  }
}

}  // namespace kenpin
