#include "engine/shard_choice.h"

#include <fmt/format.h>

#include <string_view>

#include "io/whole_number.h"

namespace kenpin {
namespace {

absl::Status Refused(const std::string& text) {
  return absl::InvalidArgumentError(absl::string_view(text.data(), text.size()));
}

// A variable that is set and not empty, as a number; UINT32_MAX if it is none.
std::optional<uint32_t> Variable(const Environment& environment, const char* name) {
  const char* text = environment(name);
  if (text == nullptr || *text == '\0') return std::nullopt;
  return ParseWholeNumber<uint32_t>(text).value_or(UINT32_MAX);
}

// `number` as the shard, if there is such a one.
absl::StatusOr<uint32_t> Checked(uint64_t number, uint32_t shards, std::string_view by) {
  if (number >= 1 && number <= shards) return static_cast<uint32_t>(number);
  return Refused(fmt::format("{}: the manifest has the shards 1 to {}", by, shards));
}

absl::StatusOr<uint32_t> ChooseBySlurm(uint32_t id, uint32_t shards, const Environment& environment) {
  const uint32_t first = Variable(environment, "SLURM_ARRAY_TASK_MIN").value_or(1);
  const std::string by = fmt::format("SLURM_ARRAY_TASK_ID is {}", id);
  if (first != 0) return Checked(id, shards, by);
  if (Variable(environment, "SLURM_ARRAY_TASK_COUNT").value_or(0) != shards) {
    return Refused(
        fmt::format("{} in an array that begins with 0 and has not {} tasks; use --array=1-{}, or "
                    "give --shard",
                    by, shards, shards));
  }
  return Checked(uint64_t{id} + 1, shards, by);
}

}  // namespace

std::optional<ShardSpec> ParseShard(const std::string& text) {
  const std::string_view words = text;
  const size_t slash = words.find('/');
  const std::optional<uint32_t> number = ParseWholeNumber<uint32_t>(words.substr(0, slash));
  const std::optional<uint32_t> of = slash == std::string_view::npos
                                         ? std::optional<uint32_t>(0)
                                         : ParseWholeNumber<uint32_t>(words.substr(slash + 1));
  if (!number || !of || *number == 0) return std::nullopt;
  if (slash != std::string_view::npos && *number > *of) return std::nullopt;
  return ShardSpec{*number, *of};
}

absl::StatusOr<uint32_t> ChooseShard(const ShardSpec& spec, uint32_t shards, const Environment& environment) {
  if (spec.number != 0) {
    if (spec.of != 0 && spec.of != shards) {
      return Refused(fmt::format("--shard {}/{}: the manifest has {} shards", spec.number, spec.of, shards));
    }
    return Checked(spec.number, shards, fmt::format("--shard {}", spec.number));
  }
  if (const std::optional<uint32_t> id = Variable(environment, "SLURM_ARRAY_TASK_ID"))
    return ChooseBySlurm(*id, shards, environment);
  for (const char* name : {"JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"}) {
    if (const std::optional<uint32_t> index = Variable(environment, name))
      return Checked(uint64_t{*index} + 1, shards, fmt::format("{} is {}", name, *index));
  }
  if (shards == 1) return 1u;
  return Refused(fmt::format("the manifest has {} shards; give --shard K", shards));
}

}  // namespace kenpin
