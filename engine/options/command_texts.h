// What help and the man page say of each command besides its options: examples, and what its exit codes mean.
#ifndef KENPIN_ENGINE_OPTIONS_COMMAND_TEXTS_H_
#define KENPIN_ENGINE_OPTIONS_COMMAND_TEXTS_H_

#include <span>
#include <string_view>

namespace kenpin {

struct CommandExample {
  std::string_view command;
  std::string_view what;
};

struct ExitCodeText {
  std::string_view code;
  std::string_view meaning;
};

struct CommandText {
  std::string_view path;     // "dns snapshot"; empty: the program itself.
  std::string_view summary;  // One line, without a full stop.
  std::span<const CommandExample> examples;
  std::span<const ExitCodeText> exit_codes;
};

// One row a command, in the order in which help lists them; the program itself is the first. Static.
std::span<const CommandText> CommandTexts();

// The row of a path, which must be one of them.
const CommandText& GetCommandText(std::string_view path);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_COMMAND_TEXTS_H_
