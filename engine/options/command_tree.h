// The commands and their options, declared with the option library: the one source of what the program takes.
#ifndef KENPIN_ENGINE_OPTIONS_COMMAND_TREE_H_
#define KENPIN_ENGINE_OPTIONS_COMMAND_TREE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/options/option_sources.h"
#include "engine/options/options.h"
#include "engine/options/scan_options.h"

namespace kenpin {

// What the option table stores before it is checked and turned into SpfOptions.
struct RawSpf {
  std::string ip;
  std::string dns = "system";
  std::string at;
};

// The same for DmarcOptions.
struct RawDmarc {
  std::string domain;
  std::string dns = "system";
  std::string at;
};

// Holds the library's tree, which points into this object and into *line: neither may move while it is used.
class CommandTree {
 public:
  explicit CommandTree(CommandLine* line);
  CommandTree(const CommandTree&) = delete;
  CommandTree& operator=(const CommandTree&) = delete;

  CLI::App& app() { return app_; }
  // The innermost command that was named, or the program itself.
  CLI::App& Chosen();
  const SettingsOptions& settings() const { return settings_; }

  // Turns the words of the chosen command into *line; refuses as in option_values.h.
  void Check();

 private:
  CLI::App* AddCommand(CLI::App& above, const std::string& name, Command command);

  CommandLine* line_;
  CLI::App app_;
  std::vector<std::pair<CLI::App*, Command>> commands_;
  SettingsOptions settings_;  // Of whichever command is chosen.
  RawScan raw_scan_;
  RawScan raw_explain_;
  RawScan raw_snapshot_;
  RawScan raw_merge_;
  ScanOptions snapshot_;
  RawSpf raw_spf_;
  RawDmarc raw_dmarc_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_COMMAND_TREE_H_
