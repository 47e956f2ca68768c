#include "engine/shard_choice.h"

#include <gtest/gtest.h>

#include <map>

namespace kenpin {
namespace {

using Variables = std::map<std::string, std::string>;

std::string Choice(const ShardSpec& spec, uint32_t shards, const Variables& variables) {
  const absl::StatusOr<uint32_t> chosen = ChooseShard(spec, shards, [&](const char* name) {
    const Variables::const_iterator found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
  return chosen.ok() ? std::to_string(*chosen) : std::string(chosen.status().message());
}

TEST(ShardChoice, Words) {
  EXPECT_EQ(ParseShard("3")->number, 3u);
  EXPECT_EQ(ParseShard("3")->of, 0u);
  EXPECT_EQ(ParseShard("3/7")->number, 3u);
  EXPECT_EQ(ParseShard("3/7")->of, 7u);
  EXPECT_TRUE(ParseShard("7/7"));
  for (const char* text : {"", "0", "0/7", "8/7", "x", "3/", "/7", "3/7x", "-1", "3/0", "99999999999"}) {
    EXPECT_FALSE(ParseShard(text)) << text;
  }
}

TEST(ShardChoice, ByOption) {
  EXPECT_EQ(Choice({3, 0}, 7, {}), "3");
  EXPECT_EQ(Choice({3, 7}, 7, {{"SLURM_ARRAY_TASK_ID", "5"}}), "3");
  EXPECT_EQ(Choice({3, 8}, 7, {}), "--shard 3/8: the manifest has 7 shards");
  EXPECT_EQ(Choice({8, 0}, 7, {}), "--shard 8: the manifest has the shards 1 to 7");
  EXPECT_EQ(Choice({}, 1, {}), "1");
  EXPECT_EQ(Choice({}, 7, {}), "the manifest has 7 shards; give --shard K");
}

TEST(ShardChoice, BySlurm) {
  const auto slurm = [](const char* id, const char* min, const char* count) {
    return Choice(
        {}, 7,
        {{"SLURM_ARRAY_TASK_ID", id}, {"SLURM_ARRAY_TASK_MIN", min}, {"SLURM_ARRAY_TASK_COUNT", count}});
  };
  EXPECT_EQ(slurm("5", "1", "7"), "5");
  EXPECT_EQ(slurm("0", "0", "7"), "1");
  EXPECT_EQ(slurm("6", "0", "7"), "7");
  EXPECT_EQ(slurm("5", "5", "1"), "5") << "one task that is run again";
  EXPECT_EQ(
      slurm("0", "0", "1"),
      "SLURM_ARRAY_TASK_ID is 0 in an array that begins with 0 and has not 7 tasks; use --array=1-7, or "
      "give --shard");
  EXPECT_EQ(slurm("8", "1", "8"), "SLURM_ARRAY_TASK_ID is 8: the manifest has the shards 1 to 7");
  EXPECT_EQ(Choice({}, 7, {{"SLURM_ARRAY_TASK_ID", "2"}}), "2");
  EXPECT_EQ(slurm("x", "1", "7"), "SLURM_ARRAY_TASK_ID is 4294967295: the manifest has the shards 1 to 7");
}

TEST(ShardChoice, ByIndex) {
  EXPECT_EQ(Choice({}, 7, {{"JOB_COMPLETION_INDEX", "0"}}), "1");
  EXPECT_EQ(Choice({}, 7, {{"AWS_BATCH_JOB_ARRAY_INDEX", "6"}}), "7");
  EXPECT_EQ(Choice({}, 7, {{"JOB_COMPLETION_INDEX", "7"}}),
            "JOB_COMPLETION_INDEX is 7: the manifest has the shards 1 to 7");
  EXPECT_EQ(Choice({}, 7, {{"JOB_COMPLETION_INDEX", ""}}), "the manifest has 7 shards; give --shard K");
}

}  // namespace
}  // namespace kenpin
