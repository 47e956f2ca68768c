#include "engine/options/command_tree.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(CommandTree, TheInnermostCommandIsChosen) {
  CommandLine line;
  CommandTree tree(&line);
  EXPECT_EQ(&tree.Chosen(), &tree.app());
  tree.app().parse("dns check /dev/null");
  EXPECT_EQ(tree.Chosen().get_name(), "check");
  tree.Check();
  EXPECT_EQ(line.command, Command::kDnsCheck);
  EXPECT_EQ(line.snapshot_path, "/dev/null");
}

TEST(CommandTree, Commands) {
  const std::pair<const char*, Command> cases[] = {
      {"scan a", Command::kScan},
      {"explain a", Command::kExplain},
      {"rules", Command::kRules},
      {"diff a b", Command::kDiff},
      {"spf --ip 192.0.2.1 --helo h", Command::kSpf},
      {"dmarc example.com", Command::kDmarc},
      {"dns snapshot a", Command::kDnsSnapshot},
      {"completion fish", Command::kCompletion},
      {"man", Command::kManual},
  };
  for (const auto& [words, command] : cases) {
    SCOPED_TRACE(words);
    CommandLine line;
    CommandTree tree(&line);
    tree.app().parse(words);
    tree.Check();
    EXPECT_EQ(line.command, command);
  }
}

TEST(CommandTree, SnapshotsJudgeNothing) {
  CommandLine line;
  CommandTree tree(&line);
  tree.app().parse("dns snapshot a -o x.zone");
  tree.Check();
  EXPECT_TRUE(line.scan.ask_only);
  EXPECT_TRUE(line.scan.outputs.empty());
  EXPECT_EQ(line.scan.dns_save, "x.zone");
}

}  // namespace
}  // namespace kenpin
