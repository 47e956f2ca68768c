#include "engine/merge_command.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "engine/partial/partial_file.h"
#include "engine/partial/test_state.h"
#include "engine/shard_run.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

class MergeCommand : public ::testing::Test {
 protected:
  MergeCommand() : root_(fs::temp_directory_path() / ("kenpin-merge-" + std::to_string(::getpid()))) {
    fs::create_directories(root_);
    scan_.shard_count = 2;
    run_.version = "1.2.3";
    run_.profile = ProfileName(Provider::kGmail);
    OutputSpec json;
    json.format = ReportFormat::kJson;
    json.path = Path("report.json");
    merge_.scan.outputs = {json};
    merge_.scan.fail_on = FailOn::kNever;
  }
  ~MergeCommand() override { fs::remove_all(root_); }

  std::string Path(const std::string& name) const { return (root_ / name).string(); }

  // Of a state that the seed decides; without errors of inputs, so that the merge is clean.
  std::string WritePartial(const std::string& name, uint32_t shard, uint32_t seed) {
    std::mt19937 random(seed);
    RunState state = RandomState(random, 3);
    for (InputSummary& input : state.inputs) input.errors = 0;
    const absl::StatusOr<PartialAbout> about = AboutPartial(scan_, "", run_);
    const absl::StatusOr<std::unique_ptr<PartialWriter>> writer = PartialWriter::Create(Path(name));
    EXPECT_TRUE(about.ok() && writer.ok());
    EXPECT_TRUE((*writer)->Add(shard, state).ok());
    EXPECT_TRUE((*writer)->Commit(*about).ok());
    return Path(name);
  }

  int Merge(std::vector<std::string> partials) {
    fs::remove(Path("report.json"));
    merge_.partials = std::move(partials);
    return RunMerge(merge_);
  }

  std::string Report() const {
    std::stringstream text;
    text << std::ifstream(Path("report.json")).rdbuf();
    return text.str();
  }

  fs::path root_;
  ScanOptions scan_;
  RunSummary run_;
  MergeOptions merge_;
};

TEST_F(MergeCommand, OrderAndRepetitionDoNotMatter) {
  const std::string one = WritePartial("one", 1, 11);
  const std::string two = WritePartial("two", 2, 22);
  EXPECT_EQ(Merge({one, two}), kExitClean);
  const std::string report = Report();
  EXPECT_NE(report.find("\"version\": \"1.2.3\""), std::string::npos);
  EXPECT_EQ(Merge({two, one, two}), kExitClean);
  EXPECT_EQ(Report(), report);
  merge_.scan.partial_path = Path("both");
  EXPECT_EQ(Merge({two, one}), kExitClean);
  merge_.scan.partial_path.clear();
  EXPECT_EQ(Merge({Path("both"), one}), kExitClean);
  EXPECT_EQ(Report(), report);
}

// As many as a plan may have, whatever the number of files that a process may have open.
TEST_F(MergeCommand, ManyPartials) {
  struct rlimit files = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = 40;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  constexpr uint32_t kShards = 50;
  scan_.shard_count = kShards;
  std::vector<std::string> partials;
  for (uint32_t shard = 1; shard <= kShards; ++shard) {
    partials.push_back(WritePartial("shard" + std::to_string(shard), shard, shard));
  }
  EXPECT_EQ(Merge(partials), kExitClean);
}

TEST_F(MergeCommand, Refusals) {
  const std::string one = WritePartial("one", 1, 11);
  EXPECT_EQ(Merge({one}), kExitOperational) << "a shard is missing";
  EXPECT_FALSE(fs::exists(Path("report.json")));
  EXPECT_EQ(Merge({one, WritePartial("other", 1, 12), WritePartial("two", 2, 22)}), kExitOperational)
      << "two of one shard";
  EXPECT_EQ(Merge({one, WritePartial("three", 3, 12)}), kExitOperational) << "there are two shards";
  scan_.sample = 9;
  EXPECT_EQ(Merge({one, WritePartial("two", 2, 22)}), kExitOperational) << "other options";
  EXPECT_EQ(Merge({Path("nowhere")}), kExitOperational);
  EXPECT_FALSE(fs::exists(Path("report.json")));
  merge_.allow_missing = true;
  EXPECT_EQ(Merge({one}), kExitOperational);
  EXPECT_TRUE(fs::exists(Path("report.json"))) << "but it was asked for";
}

}  // namespace
}  // namespace kenpin
