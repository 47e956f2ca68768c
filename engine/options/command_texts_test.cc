#include "engine/options/command_texts.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/options/options.h"

namespace kenpin {
namespace {

TEST(CommandTexts, RowsAreFilled) {
  for (const CommandText& text : CommandTexts()) {
    SCOPED_TRACE(text.path);
    EXPECT_FALSE(text.summary.empty());
    EXPECT_FALSE(text.summary.ends_with('.'));
    EXPECT_FALSE(text.examples.empty());
    EXPECT_EQ(&GetCommandText(text.path), &text);
  }
}

// Each example is a command line that the program takes: what stands in it are its own options.
TEST(CommandTexts, ExamplesCallTheirCommand) {
  for (const CommandText& text : CommandTexts()) {
    bool called = false;
    const std::string call = text.path.empty() ? "kenpin " : "kenpin " + std::string(text.path);
    for (const CommandExample& example : text.examples)
      called |= example.command.find(call) != std::string::npos;
    EXPECT_TRUE(called) << text.path;
  }
}

TEST(CommandTexts, ExitCodesAreThoseOfTheProgram) {
  for (const CommandText& text : CommandTexts()) {
    for (const ExitCodeText& code : text.exit_codes) {
      const int value = std::stoi(std::string(code.code));
      EXPECT_TRUE(value == kExitClean || value == kExitFindings || value == kExitOperational ||
                  value == kExitUsage || value == kExitInterrupted || value == kExitClosedPipe ||
                  value == kExitTerminated)
          << value;
    }
  }
}

}  // namespace
}  // namespace kenpin
