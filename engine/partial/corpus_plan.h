// Divides a corpus among machines, and sees later whether it is still the one that was divided.
#ifndef KENPIN_ENGINE_PARTIAL_CORPUS_PLAN_H_
#define KENPIN_ENGINE_PARTIAL_CORPUS_PLAN_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/partial/manifest.h"

namespace kenpin {

// Shares out the corpus among `shards` machines (1 to kMaxShards) by octets, in its order: shard k has what
// begins in the k-th of equal stretches. An mbox is cut at any octet; mboxcl, compressed files and archives
// are not cut, nor are the files of a directory. `format` as --input-format. An error names the input that
// cannot be read, or is a stream.
absl::StatusOr<Manifest> PlanCorpus(const std::vector<std::string>& paths, uint32_t shards,
                                    std::optional<InputFormat> format);

// Whether what a shard is to read is still as it was planned, by sizes, times and names. An error names the
// first that is not.
absl::Status CheckPlan(const Manifest& manifest, uint32_t shard);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_CORPUS_PLAN_H_
