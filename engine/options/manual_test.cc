#include "engine/options/manual.h"

#include <gtest/gtest.h>

#include <sstream>

#include "engine/options/command_texts.h"

namespace kenpin {
namespace {

// What a reader sees of a line: without the escapes that the page uses.
std::string Read(const std::string& line) {
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\' || i + 1 >= line.size()) {
      out += line[i];
      continue;
    }
    const char escape = line[++i];
    if (escape == '-') out += '-';
    if (escape == 'e') out += '\\';
    if (escape == 'f') ++i;
    if (escape == '(') {
      const std::string name = line.substr(i + 1, 2);
      out += name == "aq" ? '\'' : name == "ti" ? '~' : name == "ha" ? '^' : '`';
      i += 2;
    }
  }
  return out;
}

// The section of a command, as its reader sees it.
std::string SectionOf(const std::string& page, const std::string& path) {
  std::istringstream lines(page);
  std::string section;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(".SH") || line.starts_with(".SS")) inside = Read(line) == ".SS kenpin " + path;
    if (inside) section += Read(line) + "\n";
  }
  return section;
}

void CheckCommand(const CommandInfo& command, const std::string& page) {
  if (command.commands.empty()) {
    const std::string section = SectionOf(page, command.path);
    ASSERT_FALSE(section.empty()) << command.path;
    for (const OptionInfo& option : command.options)
      EXPECT_NE(section.find(".TP\n" + ShownOption(option) + "\n"), std::string::npos)
          << command.path << " " << option.name;
    for (const CommandExample& example : command.text->examples)
      EXPECT_NE(section.find(".EX\n" + std::string(example.command) + "\n"), std::string::npos);
    for (const ExitCodeText& code : command.text->exit_codes)
      EXPECT_NE(section.find(".TP\n" + std::string(code.code) + "\n"), std::string::npos);
  }
  for (const CommandInfo& below : command.commands) CheckCommand(below, page);
}

TEST(Manual, TellsOfEveryOptionOfEveryCommand) {
  const CommandInfo program = DescribeProgram();
  CheckCommand(program, ManualPage(program));
}

TEST(Manual, TellsOfEveryVariable) {
  const CommandInfo program = DescribeProgram();
  const std::string page = ManualPage(program);
  for (const CommandInfo& command : program.commands) {
    for (const OptionInfo& option : command.options) {
      if (option.environment.empty()) continue;
      EXPECT_NE(page.find("\\fB" + option.environment + "\\fR\n"), std::string::npos) << option.environment;
    }
  }
}

TEST(Manual, TextIsNoRequest) {
  CommandInfo program = DescribeProgram();
  CommandInfo& scan = program.commands.front();
  scan.options.resize(1);
  scan.options[0].description =
      ".so /etc/passwd \\fBx 'tis " + std::string(70, 'a') + " .so b " + std::string(66, 'c') + " 'd";
  const std::string page = ManualPage(program);
  EXPECT_NE(page.find("\n\\&.so /etc/passwd \\efBx \\(aqtis\n"), std::string::npos);
  EXPECT_EQ(page.find("\n.so"), std::string::npos);
  EXPECT_EQ(page.find("\n'"), std::string::npos);
}

}  // namespace
}  // namespace kenpin
