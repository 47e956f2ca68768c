// The README's table of options and the program name the same ones.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "engine/options/option_info.h"

namespace kenpin {
namespace {

// What stands in the first column of the table whose head is "| option | meaning |".
std::set<std::string> OptionsOfReadme() {
  std::ifstream file(std::string(KENPIN_SOURCE_DIR) + "/README.md");
  std::set<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "| option | meaning |") inside = true;
    if (line.empty()) inside = false;
    if (!inside || !line.starts_with("| `")) continue;
    // A bar inside of a value is written as \|.
    size_t end = line.find('|', 1);
    while (end != std::string::npos && line[end - 1] == '\\') end = line.find('|', end + 1);
    const std::string cell = line.substr(0, end);
    static const std::regex option("--[a-z][a-z-]*");
    for (std::sregex_iterator at(cell.begin(), cell.end(), option), none; at != none; ++at)
      names.insert(at->str());
  }
  return names;
}

TEST(Readme, TellsOfEveryOptionOfScanAndOfNoOther) {
  std::set<std::string> options;
  const CommandInfo program = DescribeProgram();
  for (const OptionInfo& option : program.commands.front().options) {
    if (!option.argument && option.name != "--help") options.insert(option.name);
  }
  EXPECT_EQ(OptionsOfReadme(), options);
}

}  // namespace
}  // namespace kenpin
