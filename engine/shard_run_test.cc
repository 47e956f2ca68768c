#include "engine/shard_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/partial/corpus_plan.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class ShardRun : public ::testing::Test {
 protected:
  ShardRun() : root_(fs::temp_directory_path() / ("kenpin-shard-run-" + std::to_string(::getpid()))) {
    fs::create_directories(root_);
    std::string mbox;
    for (int i = 0; i < 20; ++i)
      mbox += "From a@b.example Tue Apr  7 08:00:00 2026\nFrom: a@b.example\n\ntext\n\n";
    Write("a.mbox", mbox);
    const absl::StatusOr<Manifest> manifest = PlanCorpus({Path("a.mbox")}, 3, std::nullopt);
    EXPECT_TRUE(manifest.ok());
    if (manifest.ok()) Write("manifest", WriteManifest(*manifest));
    options_.manifest_path = Path("manifest");
    options_.shard = {2, 3};
    run_.version = "1.2.3";
    run_.profile = ProfileName(Provider::kGmail);
    run_.dns = "snapshot x";
    run_.public_suffix_list = "list of today";
  }
  ~ShardRun() override { fs::remove_all(root_); }

  std::string Path(const std::string& name) const { return (root_ / name).string(); }
  void Write(const std::string& name, const std::string& text) const { std::ofstream(root_ / name) << text; }

  fs::path root_;
  ScanOptions options_;
  RunSummary run_;
};

TEST_F(ShardRun, OptionsOfTheShard) {
  const absl::Status status = ApplyManifest(&options_);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(options_.shard_number, 2u);
  EXPECT_EQ(options_.shard_count, 3u);
  EXPECT_EQ(options_.manifest_sha256.size(), 64u);
  EXPECT_EQ(options_.inputs, std::vector<std::string>{Path("a.mbox")});
  ASSERT_EQ(options_.corpus.parts.size(), 1u);
  EXPECT_EQ(options_.corpus.parts[0].kind, InputPart::Kind::kOctets);
  EXPECT_GT(options_.corpus.parts[0].begin, 0u);
  EXPECT_EQ(options_.fail_on, FailOn::kNever);
}

TEST_F(ShardRun, WhatIsWrongWithAManifest) {
  ScanOptions options = options_;
  options.shard = {2, 4};
  EXPECT_THAT(std::string(ApplyManifest(&options).message()),
              HasSubstr("manifest: --shard 2/4: the manifest has 3"));
  options = options_;
  options.manifest_path = Path("a.mbox");
  EXPECT_THAT(std::string(ApplyManifest(&options).message()), HasSubstr("a.mbox: line 1: is no manifest"));
  Write("a.mbox", "changed");
  EXPECT_THAT(std::string(ApplyManifest(&options_).message()),
              HasSubstr("a.mbox: has changed since it was planned"));
}

TEST_F(ShardRun, AboutAndBack) {
  options_.since = 1'700'000'000;
  options_.sample = 7;
  options_.sender_size = SenderSize::kSmall;
  options_.at.text = "received";
  Write("map.csv", "from,class\n");
  options_.traffic_map_path = Path("map.csv");
  const absl::StatusOr<PartialAbout> about = AboutPartial(options_, "0123456789abcdef", run_);
  ASSERT_TRUE(about.ok()) << about.status();
  EXPECT_THAT(about->at("--traffic-map"), HasSubstr("SHA-256 "));
  RunSummary run;
  size_t sample_limit = 0;
  ASSERT_TRUE(ReadAbout(*about, &run, &sample_limit).ok());
  EXPECT_EQ(run.version, "1.2.3");
  EXPECT_EQ(run.profile, run_.profile);
  EXPECT_EQ(run.sender_size, SenderSize::kSmall);
  EXPECT_EQ(run.dns, "snapshot x");
  EXPECT_EQ(run.public_suffix_list, "list of today");
  EXPECT_EQ(run.at, "received");
  EXPECT_TRUE(run.redacted);
  EXPECT_EQ(sample_limit, 7u);
  EXPECT_TRUE(IsSampleByAbout(*about));
  EXPECT_EQ(ShardsByAbout(*about), 1u);

  Write("map.csv", "list_id,class\n");
  const absl::StatusOr<PartialAbout> other = AboutPartial(options_, "0123456789abcdef", run_);
  ASSERT_TRUE(other.ok());
  EXPECT_THAT(DescribeDifference(*about, *other), HasSubstr("--traffic-map: "));
  fs::remove(Path("map.csv"));
  EXPECT_FALSE(AboutPartial(options_, "", run_).ok());
}

// What comes from anybody is not believed.
TEST_F(ShardRun, ImpossibleAbout) {
  const absl::StatusOr<PartialAbout> about = AboutPartial(options_, "", run_);
  ASSERT_TRUE(about.ok());
  EXPECT_FALSE(IsSampleByAbout(*about));
  for (const auto& [name, value] : PartialAbout{{"run.profile", "nobody"},
                                                {"--sample", "-1"},
                                                {"--sample", "99999999999999"},
                                                {"--sample", "1001"},
                                                {"--sender-size", "huge"},
                                                {"rules", "0000"},
                                                {"kenpin", "9.9.9"}}) {
    PartialAbout changed = *about;
    changed[name] = value;
    RunSummary run;
    size_t sample_limit = 0;
    EXPECT_FALSE(ReadAbout(changed, &run, &sample_limit).ok()) << name << value;
  }
  EXPECT_EQ(ShardsByAbout({}), 0u);
  EXPECT_EQ(ShardsByAbout({{"shards", "10001"}}), 0u);
  EXPECT_EQ(ShardsByAbout({{"shards", "10000"}}), 10000u);
}

}  // namespace
}  // namespace kenpin
