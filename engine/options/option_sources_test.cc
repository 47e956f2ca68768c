#include "engine/options/option_sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>

#include "engine/options/command_tree.h"
#include "engine/options/options.h"

namespace kenpin {
namespace {

using ::testing::HasSubstr;

// Runs the command line with this file of settings behind --config, and these variables. Returns the exit
// code and leaves in *told what went to stderr and stdout.
class OptionSourcesTest : public ::testing::Test {
 protected:
  OptionSourcesTest() : path_(::testing::TempDir() + "/sources-" + std::to_string(::getpid())) {}
  ~OptionSourcesTest() override { ::unlink(path_.c_str()); }

  int Parse(std::vector<std::string> words, const std::string& file,
            const std::vector<std::pair<const char*, const char*>>& environment = {}) {
    line_ = CommandLine();
    if (!file.empty()) {
      std::ofstream(path_) << file;
      words.insert(words.begin() + 1, {"--config", path_});
    }
    words.insert(words.begin(), "kenpin");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    for (const auto& [name, value] : environment) ::setenv(name, value, 1);
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    const int code = ParseCommandLine(static_cast<int>(argv.size()), argv.data(), &line_);
    printed_ = ::testing::internal::GetCapturedStdout();
    told_ = ::testing::internal::GetCapturedStderr();
    for (const auto& [name, value] : environment) ::unsetenv(name);
    return code;
  }

  std::string path_;
  CommandLine line_;
  std::string printed_;
  std::string told_;
};

TEST_F(OptionSourcesTest, Precedence) {
  const struct {
    const char* name;
    std::vector<std::string> words;
    const char* environment;  // KENPIN_PROFILE
    const char* file;
    Provider profile;
  } cases[] = {
      {"default", {}, nullptr, "", Provider::kGmail},
      {"file", {}, nullptr, "profile = yahoo", Provider::kYahoo},
      {"the command's own section goes before the lines for all",
       {},
       nullptr,
       "profile = yahoo\n[scan]\nprofile = apple",
       Provider::kApple},
      {"another command's section is not asked", {}, nullptr, "[explain]\nprofile = apple", Provider::kGmail},
      {"environment", {}, "microsoft", "", Provider::kMicrosoft},
      {"environment before file", {}, "microsoft", "profile = yahoo", Provider::kMicrosoft},
      {"an empty variable is none", {}, "", "profile = yahoo", Provider::kYahoo},
      {"command line", {"--profile", "au"}, nullptr, "", Provider::kAu},
      {"command line before file", {"--profile", "au"}, nullptr, "profile = yahoo", Provider::kAu},
      {"command line before environment", {"--profile", "au"}, "microsoft", "", Provider::kAu},
      {"command line before all", {"--profile=au"}, "microsoft", "profile = yahoo", Provider::kAu},
      {"the default, asked for, is no default",
       {"--profile", "gmail"},
       "microsoft",
       "profile = yahoo",
       Provider::kGmail},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    std::vector<std::string> words = {"scan"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    words.emplace_back("a.mbox");
    std::vector<std::pair<const char*, const char*>> environment;
    if (c.environment != nullptr) environment.emplace_back("KENPIN_PROFILE", c.environment);
    ASSERT_EQ(Parse(words, c.file, environment), kExitClean) << told_;
    EXPECT_EQ(line_.scan.profile, c.profile);
  }
}

TEST_F(OptionSourcesTest, EveryKindOfOption) {
  ASSERT_EQ(Parse({"scan", "a.mbox"},
                  "stats = true\nthreads = 3\nmax-fail = 0.5\nout = [\"json:a\", \"text\"]\nmta-adds = "
                  "date,message-id\n"
                  "dns = off\ndomain = \"shop.example\"\nfail-on-unknown\nmode = sent\n"),
            kExitClean)
      << told_;
  EXPECT_TRUE(line_.scan.stats);
  EXPECT_TRUE(line_.scan.fail_on_unknown);
  EXPECT_EQ(line_.scan.threads, 3u);
  EXPECT_EQ(line_.scan.max_fail, 0.5);
  EXPECT_EQ(line_.scan.outputs.size(), 2u);
  EXPECT_TRUE(line_.scan.mta_adds.date && line_.scan.mta_adds.message_id);
  EXPECT_EQ(line_.scan.dns.kind, DnsSpec::Kind::kOff);
  EXPECT_EQ(line_.scan.domain, "shop.example");
  EXPECT_EQ(line_.scan.mode, Mode::kSent);
  ASSERT_EQ(Parse({"scan", "--out", "csv", "a.mbox"}, "out = [\"json:a\", \"text\"]\nstats = false"),
            kExitClean);
  EXPECT_EQ(line_.scan.outputs.size(), 1u) << "lists are not added up";
  EXPECT_FALSE(line_.scan.stats);
}

TEST_F(OptionSourcesTest, WhatACommandDemandsMayStandInTheFile) {
  ASSERT_EQ(Parse({"spf"}, "[spf]\nip = 192.0.2.1\nhelo = out.example"), kExitClean) << told_;
  EXPECT_EQ(line_.spf.helo, "out.example");
  EXPECT_EQ(Parse({"spf"}, "[spf]\nhelo = out.example"), kExitUsage);
  EXPECT_THAT(told_, HasSubstr("--ip: must be given"));
}

TEST_F(OptionSourcesTest, Refuses) {
  const struct {
    const char* file;
    const char* said;
  } cases[] = {
      {"profil = yahoo", ":1: 'profil' is no option; did you mean 'profile'?"},
      {"\n[scan]\nprofil = yahoo", ":3: 'profil' is no option of scan; did you mean 'profile'?"},
      {"[explain]\nout = text", ":2: 'out' is no option of explain"},
      {"[scna]\nout = text", ":2: [scna] is no command; did you mean 'scan'?"},
      {"profile = yaho", ":1: --profile: 'yaho' is none of gmail, yahoo"},
      {"profile = yaho", "did you mean 'yahoo'?"},
      {"threads = many", ":1: --threads: Value many not in range"},
      {"threads = 0", ":1: --threads: "},
      {"profile = [a, b]", ":1: --profile: "},
      {"mode = sent\nmode = sent", ":2: 'mode' stands here for the second time"},
      {"config = x", "'config' is no option"},
      {"CORPUS = x", "'CORPUS' is no option"},
      {"help", "'help' is no option"},
      {"print-config", "'print-config' is no option"},
      {"mode", ":1: --mode: 'true' is none of"},
      {"mode sent", ":1: expected '='"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.file);
    EXPECT_EQ(Parse({"scan", "a.mbox"}, c.file), kExitUsage);
    EXPECT_THAT(told_, HasSubstr(c.said));
    EXPECT_THAT(told_, HasSubstr(path_));
  }
  EXPECT_EQ(Parse({"scan", "a.mbox"}, "", {{"KENPIN_MODE", "x"}}), kExitClean) << "--mode has no variable";
  EXPECT_EQ(Parse({"scan", "a.mbox"}, "", {{"KENPIN_PROFILE", "x"}}), kExitUsage);
  EXPECT_THAT(told_, HasSubstr("KENPIN_PROFILE: --profile: 'x' is none of"));
  EXPECT_EQ(Parse({"scan", "--config", "/nonexistent", "a"}, ""), kExitUsage);
}

TEST_F(OptionSourcesTest, TheEnvironmentMayNameTheFile) {
  std::ofstream(path_) << "profile = yahoo\n";
  ASSERT_EQ(Parse({"scan", "a.mbox"}, "", {{"KENPIN_CONFIG", path_.c_str()}}), kExitClean) << told_;
  EXPECT_EQ(line_.scan.profile, Provider::kYahoo);
  EXPECT_EQ(Parse({"scan", "a.mbox"}, "", {{"KENPIN_CONFIG", "/nonexistent"}}), kExitUsage);
  ASSERT_EQ(Parse({"scan", "--config", "/dev/null", "a.mbox"}, "", {{"KENPIN_CONFIG", "/nonexistent"}}),
            kExitUsage);
  EXPECT_THAT(told_, HasSubstr("/dev/null")) << "the option goes before the variable";
}

TEST_F(OptionSourcesTest, PrintsWhatHolds) {
  ASSERT_EQ(Parse({"scan", "--print-config", "--domain", "a b\"\\"}, "sample = 5\nout = [\"json:x\", text]",
                  {{"KENPIN_PROFILE", "yahoo"}}),
            kExitUsage)
      << "what can not be obeyed is not printed";
  ASSERT_EQ(Parse({"scan", "--print-config", "--domain", "b.example"}, "sample = 5\nout = [\"json:x\", text]",
                  {{"KENPIN_PROFILE", "yahoo"}}),
            kExitClean)
      << told_;
  EXPECT_EQ(line_.command, Command::kPrinted);
  for (const std::string& text :
       {std::string("\n[scan]\n"), std::string("\ndomain = \"b.example\"  # command line\n"),
        std::string("\nprofile = \"yahoo\"  # \"KENPIN_PROFILE\"\n"),
        std::string("\nmode = \"auto\"  # default\n"), "\nsample = 5  # \"" + path_ + ":1\"\n",
        "\nout = [\"json:x\", \"text\"]  # \"" + path_ + ":2\"\n", std::string("\n# since is not set\n")}) {
    EXPECT_THAT(printed_, HasSubstr(text));
  }
}

TEST_F(OptionSourcesTest, WhatIsPrintedGivesTheSameAgain) {
  ASSERT_EQ(Parse({"scan", "--print-config", "--profile", "all", "--mta-adds", "date,message-id", "--out",
                   "json:a #\"b", "--out", "text", "--authserv-id", "a", "--stats", "--max-fail", "2.5",
                   "--mail-from", "<>"},
                  ""),
            kExitClean);
  const std::string first = printed_;
  ASSERT_EQ(Parse({"scan", "--print-config"}, first), kExitClean) << told_;
  const std::string second = printed_;
  ASSERT_EQ(Parse({"scan", "--print-config"}, second), kExitClean) << told_;
  const std::function<std::string(std::string)> values = [](std::string text) {
    for (size_t at = text.find("  # "); at != std::string::npos; at = text.find("  # "))
      text.erase(at, text.find('\n', at) - at);
    return text;
  };
  EXPECT_EQ(values(first), values(second));
  EXPECT_EQ(values(first), values(printed_));
  ASSERT_EQ(Parse({"scan", "x.mbox"}, first), kExitClean) << told_;
  EXPECT_EQ(line_.scan.profile, Provider::kAll);
  EXPECT_EQ(line_.scan.outputs.size(), 2u);
  EXPECT_EQ(line_.scan.outputs[0].path, "a #\"b");
  EXPECT_TRUE(line_.scan.mta_adds.message_id && line_.scan.stats);
  EXPECT_EQ(line_.scan.envelope.mail_from->address, "");
}

TEST(OptionSources, VariablesAreOptions) {
  const CommandInfo program = DescribeProgram();
  std::set<std::string> variables;
  for (const CommandInfo& command : program.commands) {
    for (const OptionInfo& option : command.options) {
      EXPECT_EQ(option.environment, EnvironmentNameOf(option.name));
      if (!option.environment.empty()) variables.insert(option.environment);
    }
  }
  for (const char* name : {"KENPIN_PROFILE", "KENPIN_DNS_TIMEOUT", "KENPIN_CONFIG", "KENPIN_COLOR"})
    EXPECT_EQ(variables.count(name), 1u) << name;
  EXPECT_EQ(EnvironmentNameOf("--domain"), "");
}

}  // namespace
}  // namespace kenpin
