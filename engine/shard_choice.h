// Which shard of a manifest a run is: by --shard, else by the variables in which schedulers number the tasks
// of an array.
#ifndef KENPIN_ENGINE_SHARD_CHOICE_H_
#define KENPIN_ENGINE_SHARD_CHOICE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace kenpin {

// --shard K or K/N.
struct ShardSpec {
  uint32_t number = 0;  // From 1 on; 0: not given.
  uint32_t of = 0;      // 0: not given.
};

// Absent if it is neither K nor K/N, or K is not from 1 to N.
std::optional<ShardSpec> ParseShard(const std::string& text);

// The value of an environment variable, or null.
using Environment = std::function<const char*(const char*)>;

// The number of the shard, from 1 to `shards`:
//   --shard K[/N]                 N must be `shards`
//   SLURM_ARRAY_TASK_ID           numbers of the array are those of the shards (--array=1-N). Of an array
//                                 that begins with 0 (SLURM_ARRAY_TASK_MIN) one less, if it has `shards`
//                                 tasks (SLURM_ARRAY_TASK_COUNT): a single one could be either
//   JOB_COMPLETION_INDEX          Kubernetes: from 0 on
//   AWS_BATCH_JOB_ARRAY_INDEX     from 0 on
// The first of these that is given counts; of none, 1 if there is only one shard. An error says what is
// wrong.
absl::StatusOr<uint32_t> ChooseShard(const ShardSpec& spec, uint32_t shards, const Environment& environment);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SHARD_CHOICE_H_
