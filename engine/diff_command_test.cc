#include "engine/diff_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/report/summary_json.h"
#include "engine/report/test_run.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class DiffCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("kenpin_diff_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  fs::path folder_;
};

TEST_F(DiffCommand, ExitCodesAndOutput) {
  const std::string one = Write("one.json", SummaryAsJson(TestRun(1)));
  const std::string two = Write("two.json", SummaryAsJson(TestRun(2)));
  testing::internal::CaptureStdout();
  EXPECT_EQ(RunDiff({one, two, DiffFormat::kText}), kExitFindings) << "a new domain that fails";
  EXPECT_EQ(RunDiff({two, one, DiffFormat::kJson}), kExitClean);
  EXPECT_EQ(RunDiff({one, one, DiffFormat::kHtml}), kExitClean);
  const std::string printed = testing::internal::GetCapturedStdout();
  EXPECT_EQ(printed.rfind("1 required rules got worse.", 0), 0u) << printed;
  EXPECT_NE(printed.find("\"vanished\""), std::string::npos);
  EXPECT_NE(printed.find("Nothing has changed."), std::string::npos);
}

TEST_F(DiffCommand, FilesThatAreNoSummaries) {
  const std::string good = Write("good.json", SummaryAsJson(TestRun(1)));
  const std::string bad = Write("bad.json", "{}");
  testing::internal::CaptureStderr();
  EXPECT_EQ(RunDiff({good, bad, DiffFormat::kText}), kExitOperational);
  EXPECT_EQ(RunDiff({bad, good, DiffFormat::kText}), kExitOperational);
  EXPECT_EQ(RunDiff({(folder_ / "absent.json").string(), good, DiffFormat::kText}), kExitOperational);
  EXPECT_EQ(RunDiff({good, (folder_ / "absent.json").string(), DiffFormat::kText}), kExitOperational);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("bad.json: is no summary"), std::string::npos) << said;
  EXPECT_NE(said.find("absent.json"), std::string::npos) << said;
}

}  // namespace
}  // namespace kenpin
