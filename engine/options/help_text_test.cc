#include "engine/options/help_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "engine/options/command_texts.h"

namespace kenpin {
namespace {

void ForEveryCommand(const CommandInfo& command, const std::function<void(const CommandInfo&)>& check) {
  check(command);
  for (const CommandInfo& below : command.commands) ForEveryCommand(below, check);
}

TEST(HelpText, FitsATerminalOf80Columns) {
  ForEveryCommand(DescribeProgram(), [](const CommandInfo& command) {
    std::istringstream lines(HelpText(command));
    for (std::string line; std::getline(lines, line);) EXPECT_LT(line.size(), 80u) << line;
  });
}

TEST(HelpText, TellsOfEveryOptionOnce) {
  ForEveryCommand(DescribeProgram(), [](const CommandInfo& command) {
    const std::string help = HelpText(command);
    for (const OptionInfo& option : command.options) {
      const std::string row = "\n  " + ShownOption(option);
      const size_t at = help.find(row);
      ASSERT_NE(at, std::string::npos) << command.path << " " << option.name;
      EXPECT_TRUE(help[at + row.size()] == ' ' || help[at + row.size()] == '\n');
      EXPECT_EQ(help.find(row + " ", at + 1), std::string::npos);
    }
    for (const CommandInfo& below : command.commands)
      EXPECT_NE(help.find("\n  " + below.name), std::string::npos);
  });
}

TEST(HelpText, ExamplesFirstExitCodesLast) {
  const CommandInfo program = DescribeProgram();
  const std::string help = HelpText(program.commands.front());
  const size_t examples = help.find("\nExamples:\n  kenpin scan ");
  const size_t arguments = help.find("\nArguments:\n  CORPUS... ");
  const size_t options = help.find("\n  --dns ");
  const size_t codes = help.find("\nExit codes:\n  0 ");
  EXPECT_LT(examples, arguments);
  EXPECT_LT(arguments, options);
  EXPECT_LT(options, codes);
  EXPECT_NE(codes, std::string::npos);
}

TEST(HelpText, Layout) {
  const CommandText text = {"x", "what it does", {}, {}};
  CommandInfo command;
  command.path = "x";
  command.text = &text;
  OptionInfo brief;
  brief.name = "--in";
  brief.names = {"--in"};
  brief.value = ReadValueName("FILE");
  brief.group = "Some";
  brief.description = "read it";
  OptionInfo wide = brief;
  wide.names = {"--name-of-more-than-the-column"};
  wide.description = std::string(30, 'a') + " " + std::string(30, 'b');
  wide.default_text = "c";
  command.options = {brief, wide};
  EXPECT_EQ(HelpText(command),
            "usage: kenpin x [options]\n\nWhat it does.\n\nExamples:\n\nSome:\n"
            "  --in FILE               read it\n"
            "  --name-of-more-than-the-column FILE\n"
            "                          " +
                std::string(30, 'a') + "\n                          " + std::string(30, 'b') +
                " (default: c)\n");
}

}  // namespace
}  // namespace kenpin
