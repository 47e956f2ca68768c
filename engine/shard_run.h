// What a scan has to do with shards: its part of a manifest, and the partial that it leaves behind.
#ifndef KENPIN_ENGINE_SHARD_RUN_H_
#define KENPIN_ENGINE_SHARD_RUN_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>

#include "engine/options/options.h"
#include "engine/partial/partial_file.h"
#include "engine/run_summary.h"

namespace kenpin {

// Reads --manifest and makes `options` those of the shard: inputs, parts and format, and shard_number,
// shard_count and manifest_sha256. What decides about findings is left to kenpin merge: fail_on is kNever
// then, and max_fail, waivers, baseline and what the provider told are those of no option. Errors: the
// manifest is none, there is no such shard, or what the shard is to read has changed.
absl::Status ApplyManifest(ScanOptions* options);

// What a partial of the run says of itself: ConditionsOf() with the content of the files that options name in
// place of their being given, and run.* of `run`. An error: such a file cannot be read.
absl::StatusOr<PartialAbout> AboutPartial(const ScanOptions& options, const std::string& redact_key,
                                          const RunSummary& run);

// The other way round: fills what `run` tells of the conditions, and the sample limit. An error: what is told
// cannot be so, or the partial is one of another version of kenpin or of other rules.
absl::Status ReadAbout(const PartialAbout& about, RunSummary* run, size_t* sample_limit);

// Whether only a part of the mail was looked at (--since and the like).
bool IsSampleByAbout(const PartialAbout& about);

// In how many shards the corpus was divided; 0 if that is not told.
uint32_t ShardsByAbout(const PartialAbout& about);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SHARD_RUN_H_
