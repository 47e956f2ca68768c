#include "engine/options/manual.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "engine/complain.h"
#include "engine/options/command_texts.h"
#include "engine/options/help_text.h"
#include "engine/options/option_sources.h"
#include "engine/options/options.h"
#include "engine/version.h"

namespace kenpin {
namespace {

// When what the page says besides the options was last looked over.
constexpr std::string_view kDate = "2026-11-22";

// Text as roff prints it: no character is a request or an escape. A hyphen stays one that can be copied.
std::string Roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && out.empty()) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}

// The same in lines of less than 80 characters, which end with a newline.
std::string RoffLines(std::string_view text) {
  constexpr size_t kMaxLine = 79;
  std::string out;
  std::string line;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    std::string word = Roff(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.size() + 1 + word.size() > kMaxLine) {
      out += line + '\n';
      line.clear();
    }
    // Only what begins a line can be a request.
    if (!line.empty() && word.starts_with("\\&")) word.erase(0, 2);
    if (!line.empty()) line += ' ';
    line += word;
  }
  return out + line + '\n';
}

void AppendTagged(std::string_view tag, std::string_view text, std::string& out) {
  out += fmt::format(".TP\n\\fB{}\\fR\n{}", Roff(tag), RoffLines(text));
}

void AppendManualExamples(const CommandText& text, std::string& out) {
  for (const CommandExample& example : text.examples) {
    out += ".PP\n";
    if (!example.what.empty()) out += fmt::format("{}:\n.PP\n", Roff(example.what));
    out += fmt::format(".RS 4\n.EX\n{}\n.EE\n.RE\n", Roff(example.command));
  }
}

void AppendOptions(const CommandInfo& command, std::string& out) {
  for (const OptionInfo& option : command.options) {
    if (option.argument) AppendTagged(ShownOption(option), OptionDescription(option), out);
  }
  for (const std::string& group : OptionGroups(command)) {
    out += fmt::format(".PP\n\\fI{}\\fR\n", Roff(group));
    for (const OptionInfo& option : command.options) {
      if (!option.argument && option.group == group)
        AppendTagged(ShownOption(option), OptionDescription(option), out);
    }
  }
}

void AppendCommand(const CommandInfo& command, std::string& out) {
  if (!command.commands.empty()) {
    for (const CommandInfo& below : command.commands) AppendCommand(below, out);
    return;
  }
  out += fmt::format(".SS kenpin {}\n{}.\n.PP\n\\fB{}\\fR\n", Roff(command.path), Roff(command.text->summary),
                     Roff(SynopsisOf(command)));
  AppendManualExamples(*command.text, out);
  AppendOptions(command, out);
}

void AppendExitCodes(const CommandInfo& command, std::string& out) {
  if (!command.text->exit_codes.empty()) {
    out += fmt::format(".SS kenpin {}\n", Roff(command.path));
    for (const ExitCodeText& code : command.text->exit_codes) AppendTagged(code.code, code.meaning, out);
  }
  for (const CommandInfo& below : command.commands) AppendExitCodes(below, out);
}

// Variable -> the option that it sets.
void ListVariables(const CommandInfo& command, std::map<std::string, std::string>& variables) {
  for (const OptionInfo& option : command.options) {
    if (!option.environment.empty()) variables[option.environment] = option.name;
  }
  for (const CommandInfo& below : command.commands) ListVariables(below, variables);
}

constexpr std::string_view kAbout =
    "kenpin streams corpora of mail through a parallel pipeline, establishes what is true of every message "
    "(DKIM, SPF, DMARC, ARC, alignment, TLS), judges it by the bulk-sender rules of mailbox providers, and "
    "writes a compliance summary per sending domain. It changes no mail and fetches no URL.";

constexpr std::string_view kSettings[] = {
    "--config FILE and KENPIN_CONFIG name a file of settings; no file is read that was not named. It has a "
    "line "
    "'name = value' for each option, where the name is that of the option without its dashes. A value may "
    "stand "
    "in double quotes (with the escapes of TOML) or single ones; a list is [\"json:a.json\", \"text\"]. "
    "Lines that "
    "begin with # are comments.",
    "Lines above the first heading are for all commands, those below [scan] or [dns snapshot] for that "
    "command. "
    "A name that is no option is an error. Paths are relative to the working directory.",
    "The command line goes before the environment, the environment before the file, and the file before the "
    "defaults; --print-config tells what holds, and why.",
};

}  // namespace

std::string ManualPage(const CommandInfo& program) {
  std::string out =
      fmt::format(".\\\" Written by `kenpin man`.\n.TH KENPIN 1 {} \"kenpin {}\" \"User Commands\"\n", kDate,
                  Roff(Version()));
  out += ".SH NAME\n" + RoffLines(fmt::format("kenpin - {}", program.text->summary));
  out += ".SH SYNOPSIS\n\\fBkenpin\\fR \\fICOMMAND\\fR [\\fIoptions\\fR]\n";
  out += ".SH DESCRIPTION\n" + RoffLines(kAbout);
  AppendManualExamples(*program.text, out);
  AppendOptions(program, out);
  out += ".SH COMMANDS\n";
  for (const CommandInfo& command : program.commands) AppendCommand(command, out);
  out += ".SH EXIT STATUS\n";
  AppendExitCodes(program, out);
  out += ".SH ENVIRONMENT\n";
  std::map<std::string, std::string> variables;
  ListVariables(program, variables);
  for (const auto& [variable, option] : variables)
    AppendTagged(variable, fmt::format("The value of {} where the command line has none.", option), out);
  AppendTagged("NO_COLOR", "No colour in text, if it is set and not empty.", out);
  out += ".SH FILES\n";
  for (const std::string_view paragraph : kSettings) out += RoffLines(paragraph) + ".PP\n";
  out.erase(out.size() - 4);
  out += ".SH SEE ALSO\n" + RoffLines(
                                "RFC 6376 (DKIM), RFC 7208 (SPF), RFC 9989 (DMARC), RFC 8617 (ARC), RFC 8058 "
                                "(one-click unsubscribe).");
  return out;
}

int RunManual() { return PrintAnswer(ManualPage(DescribeProgram())) ? kExitClean : kExitOperational; }

}  // namespace kenpin
