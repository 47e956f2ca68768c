// That a command line reaches its command, seen by what that says or returns. Memory that ends is
// e2e.faults'.
#include "engine/run_command.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

Said Say(const CommandLine& line) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = RunCommand(line);
  said.out = testing::internal::GetCapturedStdout();
  said.err = testing::internal::GetCapturedStderr();
  return said;
}

TEST(RunCommand, PrintedIsDone) {
  const Said said = Say({});
  EXPECT_EQ(said.code, kExitClean);
  EXPECT_EQ(said.out + said.err, "");
}

TEST(RunCommand, EachReachesItsCommand) {
  CommandLine line;
  line.command = Command::kRules;
  EXPECT_NE(Say(line).out.find("auth-dkim"), std::string::npos);
  line.command = Command::kManual;
  EXPECT_NE(Say(line).out.find(".TH"), std::string::npos);
  line.command = Command::kCompletion;
  EXPECT_NE(Say(line).out.find("complete"), std::string::npos);

  line.snapshot_path = "/nonexistent/keys.zone";
  line.diff.before_path = line.diff.after_path = "/nonexistent/summary.json";
  line.scan.inputs = {"/nonexistent/mail.mbox"};
  for (const Command command : {Command::kDnsCheck, Command::kDiff, Command::kScan}) {
    line.command = command;
    const Said said = Say(line);
    EXPECT_EQ(said.code, kExitOperational) << static_cast<int>(command);
    EXPECT_NE(said.err.find("/nonexistent/"), std::string::npos) << said.err;
  }
}

}  // namespace
}  // namespace kenpin
