#include "engine/shard_run.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "engine/crypto/digest.h"
#include "engine/partial/corpus_plan.h"
#include "engine/scan_conditions.h"
#include "engine/shard_choice.h"
#include "engine/version.h"
#include "io/byte_codec.h"
#include "io/named_status.h"
#include "io/whole_file.h"
#include "io/whole_number.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

constexpr char kShards[] = "shards";
constexpr char kDns[] = "--dns";
constexpr char kSample[] = "--sample";
constexpr uint32_t kMaxSample = 1000;

std::string Sha256(std::string_view bytes) {
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute(bytes);
  return Hexadecimal(digest.bytes());
}

// Adds the content of a file that an option names.
absl::Status AddFile(const char* option, const std::string& path, PartialAbout* about) {
  if (path.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a file that this option takes");
  if (!text.ok()) return text.status();
  (*about)[option] = "SHA-256 " + Sha256(*text);
  return absl::OkStatus();
}

std::string ValueOf(const PartialAbout& about, const std::string& name) {
  const PartialAbout::const_iterator found = about.find(name);
  return found == about.end() ? std::string() : found->second;
}

std::optional<uint32_t> NumberOf(const PartialAbout& about, const std::string& name) {
  return ParseWholeNumber<uint32_t>(ValueOf(about, name));
}

}  // namespace

absl::Status ApplyManifest(ScanOptions* options) {
  const std::string& path = options->manifest_path;
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a manifest (kenpin plan)");
  if (!text.ok()) return text.status();
  absl::StatusOr<Manifest> manifest = ReadManifest(*text);
  if (!manifest.ok()) return NamedStatus(path, manifest.status());
  const absl::StatusOr<uint32_t> shard = ChooseShard(options->shard, manifest->shards, ::getenv);
  if (!shard.ok()) return NamedStatus(path, shard.status());
  if (const absl::Status unchanged = CheckPlan(*manifest, *shard); !unchanged.ok()) return unchanged;
  options->shard_number = *shard;
  options->shard_count = manifest->shards;
  options->manifest_sha256 = Sha256(*text);
  options->corpus.parts = PartsOf(*manifest, *shard);
  options->corpus.format = manifest->format;
  options->inputs = std::move(manifest->paths);
  options->fail_on = FailOn::kNever;
  options->fail_on_unknown = false;
  options->max_fail = 0;
  for (std::string* of_the_whole : {&options->waivers_path, &options->baseline_path, &options->spam_rate_path,
                                    &options->postmaster_path}) {
    of_the_whole->clear();
  }
  return absl::OkStatus();
}

absl::StatusOr<PartialAbout> AboutPartial(const ScanOptions& options, const std::string& redact_key,
                                          const RunSummary& run) {
  PartialAbout about = ConditionsOf(options, redact_key, run.public_suffix_list);
  absl::Status status = AddFile("--traffic-map", options.traffic_map_path, &about);
  if (status.ok()) status = AddFile("--envelope", options.envelope_path, &about);
  if (status.ok()) status = AddFile("--psl", options.psl_path, &about);
  if (status.ok() && options.dns.kind == DnsSpec::Kind::kSnapshot)
    status = AddFile(kDns, options.dns.path, &about);
  if (!status.ok()) return status;
  if (options.dns.kind == DnsSpec::Kind::kLive) about[kDns] = run.dns;
  if (options.limit > 0) about["--limit"] = std::to_string(options.limit);
  about["manifest"] = options.manifest_sha256.empty() ? "none" : "SHA-256 " + options.manifest_sha256;
  about[kShards] = std::to_string(options.shard_count);
  about["run.version"] = run.version;
  about["run.profile"] = run.profile;
  about["run.dns"] = run.dns;
  return about;
}

absl::Status ReadAbout(const PartialAbout& about, RunSummary* run, size_t* sample_limit) {
  const std::optional<Provider> provider = FindProfile(ValueOf(about, "run.profile"));
  const std::optional<uint32_t> sample = NumberOf(about, kSample);
  const std::string size = ValueOf(about, "--sender-size");
  if (!provider || !sample || *sample > kMaxSample || (size != "bulk" && size != "small"))
    return absl::DataLossError("is damaged: what it says of itself cannot be so");
  // Counts are stored by the places of rules and reasons in a program's tables.
  if (ValueOf(about, "kenpin") != Version() || ValueOf(about, "rules") != RuleTableHash()) {
    const std::string text = fmt::format(
        "was made by kenpin {} with other rules than those of this one, {}; scan again, or merge with that "
        "one",
        ValueOf(about, "kenpin"), Version());
    return absl::FailedPreconditionError(absl::string_view(text.data(), text.size()));
  }
  run->version = ValueOf(about, "run.version");
  run->provider = *provider;
  run->profile = ProfileName(*provider);
  run->profile_date = ProfileDate(*provider);
  run->sender_size = size == "bulk" ? SenderSize::kBulk : SenderSize::kSmall;
  run->dns = ValueOf(about, "run.dns");
  run->public_suffix_list = ValueOf(about, "public suffix list");
  run->at = ValueOf(about, "--at");
  run->redacted = about.contains("--redact-key");
  *sample_limit = *sample;
  return absl::OkStatus();
}

bool IsSampleByAbout(const PartialAbout& about) {
  return about.contains("--since") || about.contains("--until") || about.contains("--limit");
}

uint32_t ShardsByAbout(const PartialAbout& about) {
  const uint32_t shards = NumberOf(about, kShards).value_or(0);
  return shards <= kMaxShards ? shards : 0;
}

}  // namespace kenpin
