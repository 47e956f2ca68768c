#include "engine/options/help_text.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/options/command_texts.h"
#include "engine/options/option_sources.h"

namespace kenpin {
namespace {

constexpr size_t kWidth = 79;
constexpr size_t kTextColumn = 26;

// Appends `text` from column `indent` on, wrapped at spaces; the cursor stands at `column`.
void AppendWrapped(std::string_view text, size_t indent, size_t column, std::string& out) {
  bool first = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (!first && column + 1 + word.size() > kWidth) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    first = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += '\n';
}

// "  LEFT          right, wrapped"; a left side that reaches into the right one has a line of its own.
void AppendRow(std::string_view left, std::string_view right, size_t indent, std::string& out) {
  out.append(2, ' ');
  out += left;
  size_t column = 2 + left.size();
  if (right.empty()) {
    out += '\n';
    return;
  }
  if (column + 2 > indent) {
    out += '\n';
    column = 0;
  }
  out.append(indent - column, ' ');
  AppendWrapped(right, indent, indent, out);
}

void AppendHelpExamples(const CommandText& text, std::string& out) {
  out += "\nExamples:\n";
  size_t longest = 0;
  size_t longest_line = 0;
  for (const CommandExample& example : text.examples) {
    longest = std::max(longest, example.command.size());
    longest_line = std::max(longest_line, example.what.size());
  }
  // Side by side where all of them fit, else one under the other.
  const bool beside = 2 + longest + 3 + longest_line <= kWidth;
  for (const CommandExample& example : text.examples) {
    if (beside) {
      AppendRow(example.command, example.what, 2 + longest + 3, out);
      continue;
    }
    out += "  ";
    size_t column = 2;
    std::string_view command = example.command;
    // A command that is longer than a line goes on behind a backslash, so that it can be copied.
    while (column + command.size() > kWidth) {
      const size_t cut = command.rfind(' ', kWidth - column - 2);
      if (cut == std::string_view::npos) break;
      out += fmt::format("{} \\\n      ", command.substr(0, cut));
      command.remove_prefix(cut + 1);
      column = 6;
    }
    out += command;
    out += '\n';
    if (!example.what.empty()) out += fmt::format("      {}\n", example.what);
  }
}

class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode /*mode*/) const override {
    return HelpText(DescribeCommand(*app));
  }
};

std::string Capitalised(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
    out.front() = static_cast<char>(out.front() - 32);
  return out;
}

}  // namespace

std::string OptionDescription(const OptionInfo& option) {
  std::string text = option.description;
  if (!option.default_text.empty()) text += fmt::format(" (default: {})", option.default_text);
  return text;
}

std::string HelpText(const CommandInfo& command) {
  std::string out = fmt::format("usage: {}\n\n", SynopsisOf(command));
  // A name of a function stays as it is written.
  const std::string_view summary = command.text->summary;
  AppendWrapped((summary.starts_with("check_host") ? std::string(summary) : Capitalised(summary)) + ".", 0, 0,
                out);
  AppendHelpExamples(*command.text, out);
  if (!command.commands.empty()) {
    out += "\nCommands:\n";
    for (const CommandInfo& below : command.commands) AppendRow(below.name, below.text->summary, 14, out);
  }
  bool headed = false;
  for (const OptionInfo& option : command.options) {
    if (!option.argument) continue;
    if (!headed) out += "\nArguments:\n";
    headed = true;
    AppendRow(ShownOption(option), OptionDescription(option), kTextColumn, out);
  }
  for (const std::string& group : OptionGroups(command)) {
    out += fmt::format("\n{}:\n", group);
    for (const OptionInfo& option : command.options) {
      if (!option.argument && option.group == group)
        AppendRow(ShownOption(option), OptionDescription(option), kTextColumn, out);
    }
  }
  if (!command.text->exit_codes.empty()) {
    out += "\nExit codes:\n";
    for (const ExitCodeText& code : command.text->exit_codes) AppendRow(code.code, code.meaning, 7, out);
  }
  if (!command.commands.empty()) {
    out += fmt::format("\n'kenpin {}COMMAND --help' tells more of each.\n",
                       command.path.empty() ? "" : command.path + " ");
  }
  return out;
}

std::shared_ptr<CLI::FormatterBase> MakeHelpFormatter() { return std::make_shared<HelpFormatter>(); }

}  // namespace kenpin
