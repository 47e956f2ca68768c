#include "engine/options/option_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <set>

#include "engine/options/command_texts.h"

namespace kenpin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OptionInfo, ValueNames) {
  const struct {
    const char* name;
    std::vector<std::string> words;
    bool takes_file;
    bool path_follows_word;
  } cases[] = {
      {"", {}, false, false},
      {"N", {}, false, false},
      {"FILE", {}, true, false},
      {"auto|always|never", {"auto", "always", "never"}, false, false},
      {"system|HOST[:PORT]|FILE|off", {"system", "off"}, true, false},
      {"FILE[:OFFSET]", {}, true, false},
      {"text|json[:PATH]", {"text", "json"}, false, true},
      {"FIELD,..", {}, false, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const ValueInfo value = ReadValueName(c.name);
    EXPECT_EQ(value.words, c.words);
    EXPECT_EQ(value.takes_file, c.takes_file);
    EXPECT_EQ(value.path_follows_word, c.path_follows_word);
  }
}

TEST(OptionInfo, WhatTheLibraryKnowsOfAnOption) {
  CLI::App app;
  std::string text;
  std::vector<std::string> list;
  bool flag = false;
  const OptionInfo one = DescribeOption(*app.add_option("--one,-o", text, "what it is")
                                             ->check(CLI::ExistingFile)
                                             ->default_str("x")
                                             ->group("G")
                                             ->type_name("HOST[:PORT]|FILE"));
  EXPECT_EQ(one.name, "--one");
  EXPECT_THAT(one.names, ElementsAre("--one", "-o"));
  EXPECT_EQ(one.value.name, "HOST[:PORT]|FILE") << "without what the check says";
  EXPECT_EQ(one.default_text, "x");
  EXPECT_EQ(one.group, "G");
  EXPECT_FALSE(one.repeatable || one.argument || one.required);
  EXPECT_EQ(ShownOption(one), "--one, -o HOST[:PORT]|FILE");
  const OptionInfo many = DescribeOption(*app.add_option("--many", list, "")->type_name("ID"));
  EXPECT_TRUE(many.repeatable);
  const OptionInfo bare = DescribeOption(*app.add_flag("--bare", flag, ""));
  EXPECT_EQ(bare.value.name, "");
  EXPECT_FALSE(bare.repeatable);
  const OptionInfo argument =
      DescribeOption(*app.add_option("PLACE", list, "")->required()->type_name("FILE"));
  EXPECT_TRUE(argument.argument && argument.required && argument.repeatable);
  EXPECT_EQ(ShownOption(argument), "PLACE...");
}

void ListCommands(const CommandInfo& command, std::vector<const CommandInfo*>& all) {
  all.push_back(&command);
  for (const CommandInfo& below : command.commands) ListCommands(below, all);
}

TEST(OptionInfo, EveryCommandHasItsRowAndEveryRowItsCommand) {
  const CommandInfo program = DescribeProgram();
  std::vector<const CommandInfo*> commands;
  ListCommands(program, commands);
  std::vector<std::string> paths;
  for (const CommandInfo* command : commands) paths.push_back(command->path);
  std::vector<std::string> rows;
  for (const CommandText& text : CommandTexts()) rows.emplace_back(text.path);
  EXPECT_EQ(paths, rows);
}

TEST(OptionInfo, EveryOptionSaysWhatItIs) {
  const CommandInfo program = DescribeProgram();
  std::vector<const CommandInfo*> commands;
  ListCommands(program, commands);
  for (const CommandInfo* command : commands) {
    std::set<std::string> groups;
    for (const OptionInfo& option : command->options) {
      SCOPED_TRACE(command->path + " " + option.name);
      EXPECT_FALSE(option.description.empty());
      // "(default" in the words is for what depends; everything else the option knows.
      EXPECT_TRUE(option.default_text.empty() || option.description.find("(default") == std::string::npos);
      EXPECT_EQ(option.description.find('\n'), std::string::npos);
      EXPECT_NE(option.name.substr(0, 1) == "-", option.argument);
    }
  }
}

TEST(OptionInfo, Synopses) {
  const CommandInfo program = DescribeProgram();
  EXPECT_EQ(SynopsisOf(program), "kenpin COMMAND [options]");
  std::vector<std::string> synopses;
  for (const CommandInfo& command : program.commands) synopses.push_back(SynopsisOf(command));
  EXPECT_THAT(synopses,
              ElementsAre("kenpin scan [options] CORPUS...", "kenpin explain [options] FILE[:OFFSET]...",
                          "kenpin plan [options] CORPUS...", "kenpin merge [options] PARTIAL...",
                          "kenpin rules [options] [RULE-ID]", "kenpin diff [options] LAST TONIGHT",
                          "kenpin spf --ip A [options]", "kenpin dmarc [options] DOMAIN",
                          "kenpin dns COMMAND [options]", "kenpin completion [options] SHELL",
                          "kenpin man [options]"));
  EXPECT_THAT(OptionGroups(program.commands.back()), ElementsAre("Options"));
  EXPECT_THAT(OptionGroups(CommandInfo()), IsEmpty());
}

}  // namespace
}  // namespace kenpin
