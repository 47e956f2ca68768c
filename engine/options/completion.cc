#include "engine/options/completion.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "engine/complain.h"
#include "engine/options/command_texts.h"
#include "engine/options/help_text.h"

namespace kenpin {
namespace {

std::string Joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// 'text' for all three shells; an apostrophe ends the quotes, stands escaped, and begins them again.
std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

// All commands that have none below them, and those that have.
void ListCommands(const CommandInfo& command, std::vector<const CommandInfo*>& all) {
  all.push_back(&command);
  for (const CommandInfo& below : command.commands) ListCommands(below, all);
}

// ---- bash

// One branch a command: its options, what each takes, and what its arguments are.
void AppendBashCommand(const CommandInfo& command, std::string& out) {
  out += fmt::format("    {})\n", Quoted(command.path));
  out += fmt::format("      options={}\n", Quoted(Joined(OptionNames(command))));
  if (!command.commands.empty())
    out += fmt::format("      words={}\n", Quoted(Joined(CommandNames(command))));
  std::string branches;
  for (const OptionInfo& option : command.options) {
    if (option.argument) {
      if (!option.value.words.empty())
        out += fmt::format("      words+={}\n", Quoted(" " + Joined(option.value.words)));
      if (option.value.takes_file) out += "      files=1\n";
    } else if (!option.value.name.empty()) {
      branches +=
          fmt::format("        {}) value=1 words={} files={} path={} ;;\n",
                      fmt::format("{}", fmt::join(option.names, "|")), Quoted(Joined(option.value.words)),
                      option.value.takes_file ? "1" : "''", option.value.path_follows_word ? "1" : "''");
    }
  }
  if (!branches.empty()) out += fmt::format("      case $option in\n{}      esac\n", branches);
  out += "      ;;\n";
}

constexpr std::string_view kBashHead = R"(# bash completion for kenpin, written by `kenpin completion bash`.
_kenpin() {
  local current=${COMP_WORDS[COMP_CWORD]} option='' command='' value='' words='' files='' path='' options=''
  local before=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # bash takes --option=word and format:path apart at = and :.
  if [[ $current == = || $current == : ]]; then
    before=$current current=''
    set -- "${COMP_WORDS[@]:0:COMP_CWORD}"
  else
    set -- "${COMP_WORDS[@]:0:COMP_CWORD-1}"
  fi
  if [[ $before == : ]]; then
    local IFS=$'\n'
    COMPREPLY=($(compgen -f -- "$current"))
    compopt -o filenames 2>/dev/null
    return
  fi
  if [[ $before == = ]]; then
    option=${!#}
  elif [[ $before == -* ]]; then
    option=$before
  fi
  command=${COMP_WORDS[1]}
  if ((COMP_CWORD < 2)); then command=''; fi
)";

constexpr std::string_view kBashTail = R"(  esac
  if [[ -z $value && $before == = ]]; then return; fi
  if [[ -z $value && $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $path ]]; then compopt -o nospace 2>/dev/null; fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _kenpin kenpin
)";

// ---- zsh

// Brackets and colons end the parts of _arguments' specifications.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string ZshAction(const ValueInfo& value) {
  const std::string words = Joined(value.words);
  if (value.path_follows_word) return fmt::format("_kenpin_word_path {}", words);
  if (value.takes_file && !value.words.empty()) return fmt::format("_kenpin_word_or_file {}", words);
  if (value.takes_file) return "_files";
  return value.words.empty() ? " " : fmt::format("({})", words);
}

void AppendZshOption(const OptionInfo& option, std::string& out) {
  const std::string what = ZshText(OptionDescription(option));
  const std::string action = ZshAction(option.value);
  if (option.argument) {
    out += fmt::format("    {} \\\n", Quoted(fmt::format("{}:{}:{}", option.repeatable ? "*" : "",
                                                         ZshText(option.name), action)));
    return;
  }
  for (const std::string& name : option.names) {
    // Names of one option exclude one another.
    const std::string others = option.repeatable ? "*" : fmt::format("({})", Joined(option.names));
    const std::string value =
        option.value.name.empty()
            ? ""
            : fmt::format(":{}:{}", ZshText(option.value.words.empty() ? option.value.name : "value"),
                          action);
    const std::string equals = option.value.name.empty() || !name.starts_with("--") ? "" : "=";
    out += fmt::format("    {} \\\n", Quoted(fmt::format("{}{}{}[{}]{}", others, name, equals, what, value)));
  }
}

// A function a command; those with commands below list them and go on there.
void AppendZshCommand(const CommandInfo& command, std::string& out) {
  std::string name = "_kenpin_command_" + command.path;
  for (char& c : name) c = c == ' ' ? '_' : c;
  out += fmt::format("{}() {{\n", name);
  if (!command.commands.empty()) {
    out += "  local state line\n  local -a commands=(\n";
    for (const CommandInfo& below : command.commands)
      out += fmt::format("    {}\n", Quoted(below.name + ":" + std::string(below.text->summary)));
    out += "  )\n";
  }
  out += "  _arguments -s -S \\\n";
  for (const OptionInfo& option : command.options) AppendZshOption(option, out);
  if (command.commands.empty()) {
    out += "    && return\n}\n\n";
    return;
  }
  out += "    '1:command:->command' '*::argument:->argument' && return\n";
  out += "  case $state in\n    command) _describe command commands ;;\n    argument)\n";
  out += fmt::format("      (( $+functions[{0}${{words[1]}}] )) && {0}${{words[1]}} ;;\n  esac\n}}\n\n",
                     command.path.empty() ? name : name + "_");
}

constexpr std::string_view kZshHead = R"(#compdef kenpin
# zsh completion for kenpin, written by `kenpin completion zsh`.

# One of the words, or one of them, a colon and a file.
_kenpin_word_path() {
  if compset -P 1 '*:'; then
    _files
  else
    compadd -S '' -- "$@"
  fi
}

_kenpin_word_or_file() {
  compadd -- "$@"
  _files
}

)";

// ---- fish

void AppendFishOption(const CommandInfo& command, const OptionInfo& option, std::string& out) {
  const std::string condition = Quoted(fmt::format("__kenpin_at {}", Quoted(command.path)));
  out += fmt::format("complete -c kenpin -n {}", condition);
  for (const std::string& name : option.names) {
    if (name.starts_with("--")) {
      out += " -l " + name.substr(2);
    } else if (name.starts_with('-')) {
      out += " -s " + name.substr(1);
    }
  }
  if (option.value.name.empty()) {
    out += " -f";
  } else if (option.value.path_follows_word) {
    out +=
        fmt::format(" -x -a {}", Quoted(fmt::format("(__kenpin_word_path {})", Joined(option.value.words))));
  } else {
    const bool files = option.value.takes_file;
    if (!option.argument) out += files ? " -r -F" : " -x";
    if (option.argument) out += files ? " -F" : " -f";
    if (!option.value.words.empty()) out += " -a " + Quoted(Joined(option.value.words));
  }
  if (!option.argument) out += " -d " + Quoted(OptionDescription(option));
  out += '\n';
}

constexpr std::string_view kFishHead = R"(# fish completion for kenpin, written by `kenpin completion fish`.

# Whether the command line has come to this command: the words behind kenpin that name one.
function __kenpin_at
    set -l words (commandline -opc)
    set -l path $words[2]
    if test "$path" = dns -a (count $words) -gt 2
        set path "$path $words[3]"
    end
    test "$path" = "$argv[1]"
end

# One of the words, or one of them, a colon and a file.
function __kenpin_word_path
    set -l current (string replace -r -- '^--[a-z-]+=' '' (commandline -ct))
    if string match -q '*:*' -- $current
        set -l word (string split -m 1 : -- $current)
        for path in (__fish_complete_path $word[2])
            echo $word[1]:$path
        end
    else
        printf '%s\n' $argv
    end
end

complete -c kenpin -f
)";

}  // namespace

std::string BashCompletion(const CommandInfo& program) {
  std::vector<const CommandInfo*> commands;
  ListCommands(program, commands);
  std::string out(kBashHead);
  for (const CommandInfo& command : program.commands) {
    if (command.commands.empty()) continue;
    out += fmt::format(
        "  if [[ $command == {} ]] && ((COMP_CWORD > 2)); then command+=\" ${{COMP_WORDS[2]}}\"; fi\n",
        command.name);
  }
  out += "  case $command in\n";
  for (const CommandInfo* command : commands) AppendBashCommand(*command, out);
  out += kBashTail;
  return out;
}

std::string ZshCompletion(const CommandInfo& program) {
  std::vector<const CommandInfo*> commands;
  ListCommands(program, commands);
  std::string out(kZshHead);
  for (const CommandInfo* command : commands) AppendZshCommand(*command, out);
  // zsh runs the file itself as the function, the first time; `source` is for those who have no fpath.
  out += "_kenpin() { _kenpin_command_; }\n\n";
  out += "if [[ $funcstack[1] == _kenpin ]]; then\n  _kenpin \"$@\"\nelse\n  compdef _kenpin kenpin\nfi\n";
  return out;
}

std::string FishCompletion(const CommandInfo& program) {
  std::vector<const CommandInfo*> commands;
  ListCommands(program, commands);
  std::string out(kFishHead);
  for (const CommandInfo* command : commands) {
    for (const CommandInfo& below : command->commands) {
      out += fmt::format("complete -c kenpin -n {} -f -a {} -d {}\n",
                         Quoted(fmt::format("__kenpin_at {}", Quoted(command->path))), below.name,
                         Quoted(below.text->summary));
    }
    for (const OptionInfo& option : command->options) AppendFishOption(*command, option, out);
  }
  return out;
}

int RunCompletion(Shell shell) {
  const CommandInfo program = DescribeProgram();
  const std::string script = shell == Shell::kBash  ? BashCompletion(program)
                             : shell == Shell::kZsh ? ZshCompletion(program)
                                                    : FishCompletion(program);
  return PrintAnswer(script) ? kExitClean : kExitOperational;
}

}  // namespace kenpin
