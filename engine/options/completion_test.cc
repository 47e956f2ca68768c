#include "engine/options/completion.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

// The part of a script that is about one command: from where it is named on.
std::string PartOf(const std::string& script, const std::string& begin, const std::string& end) {
  const size_t at = script.find(begin);
  if (at == std::string::npos) return {};
  return script.substr(at, script.find(end, at) - at);
}

struct Parts {
  std::string bash;
  std::string zsh;
  std::string fish;
};

Parts PartsOf(const CommandInfo& command, const Parts& scripts) {
  std::string function = "\n_kenpin_command_" + command.path;
  for (char& c : function) c = c == ' ' ? '_' : c;
  Parts parts = {PartOf(scripts.bash, "    '" + command.path + "')\n", "\n      ;;\n"),
                 PartOf(scripts.zsh, function + "() {", "\n}\n"), ""};
  const std::string condition = "complete -c kenpin -n '__kenpin_at '\\''" + command.path + "'\\'''";
  for (size_t at = scripts.fish.find(condition); at != std::string::npos;
       at = scripts.fish.find(condition, at + 1))
    parts.fish +=
        scripts.fish.substr(at + condition.size(), scripts.fish.find('\n', at) - at - condition.size() + 1);
  return parts;
}

bool Holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void CheckOption(const OptionInfo& option, const Parts& parts) {
  for (const std::string& name : option.names) {
    if (option.argument) continue;
    EXPECT_TRUE(Holds(parts.bash, " " + name) || Holds(parts.bash, "'" + name));
    EXPECT_TRUE(Holds(parts.zsh, ")" + name) || Holds(parts.zsh, "*" + name));
    EXPECT_TRUE(Holds(
        parts.fish, name.starts_with("--") ? " -l " + name.substr(2) + " " : " -s " + name.substr(1) + " "));
  }
  for (const std::string& word : option.value.words) {
    EXPECT_TRUE(Holds(parts.bash, word)) << word;
    EXPECT_TRUE(Holds(parts.zsh, word)) << word;
    EXPECT_TRUE(Holds(parts.fish, word)) << word;
  }
}

void CheckCommand(const CommandInfo& command, const Parts& scripts) {
  SCOPED_TRACE(command.path);
  const Parts parts = PartsOf(command, scripts);
  EXPECT_FALSE(parts.bash.empty() || parts.zsh.empty() || parts.fish.empty());
  for (const OptionInfo& option : command.options) {
    SCOPED_TRACE(option.name);
    CheckOption(option, parts);
  }
  for (const CommandInfo& below : command.commands) {
    EXPECT_TRUE(Holds(parts.bash, below.name));
    EXPECT_TRUE(Holds(parts.zsh, "'" + below.name + ":"));
    EXPECT_TRUE(Holds(parts.fish, " -a " + below.name + " "));
    CheckCommand(below, scripts);
  }
}

TEST(Completion, KnowsEveryOptionAndWordOfEveryCommand) {
  const CommandInfo program = DescribeProgram();
  CheckCommand(program, {BashCompletion(program), ZshCompletion(program), FishCompletion(program)});
}

TEST(Completion, DescriptionsStayInTheirQuotes) {
  CommandInfo program = DescribeProgram();
  OptionInfo& option = program.commands.front().options[1];
  option.description = "it's [a]: $(b) `c`";
  EXPECT_TRUE(Holds(ZshCompletion(program), "[it'\\''s \\[a\\]\\: $(b) `c`]"));
  EXPECT_TRUE(Holds(FishCompletion(program), "-d 'it'\\''s [a]: $(b) `c`'"));
  EXPECT_FALSE(Holds(BashCompletion(program), "$(b)"));
}

}  // namespace
}  // namespace kenpin
