#include "engine/merge_command.h"

#include <fmt/format.h>

#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/complain.h"
#include "engine/interrupt.h"
#include "engine/partial/partial_file.h"
#include "engine/run_reports.h"
#include "engine/shard_run.h"

namespace kenpin {
namespace {

// So many missing shards are named.
constexpr size_t kMaxNamed = 20;

class MergeRun {
 public:
  explicit MergeRun(const MergeOptions& options)
      : options_(options), reports_(options.scan, &run_, &troubles_) {}

  int Execute() {
    InstallSignalHandlers();
    run_.started_at = std::time(nullptr);
    if (!OpenPartials() || !FindMissing() || !reports_.Open() || !OpenPartialOut()) return kExitOperational;
    if (!ReadShards()) return EndEarly();
    reports_.Judge(IsPart() ? CorpusExtent::kSample : CorpusExtent::kWhole, &run_);
    troubles_.signal = PendingSignal();
    if (troubles_.signal == 0) {
      reports_.Write();
      WritePartial();
    }
    return Tell();
  }

 private:
  // Where a shard is read from.
  struct Place {
    PartialReader* reader = nullptr;
    std::string sha256;
  };

  bool OpenPartials() {
    for (const std::string& path : options_.partials) {
      absl::StatusOr<std::unique_ptr<PartialReader>> reader = PartialReader::Open(path);
      if (!reader.ok()) {
        Complain(reader.status());
        return false;
      }
      readers_.push_back(*std::move(reader));
      if (!AddShards(*readers_.back())) return false;
    }
    const absl::Status status = ReadAbout(about(), &run_, &sample_limit_);
    if (!status.ok()) Complain(readers_.front()->path() + ": " + std::string(status.message()));
    return status.ok();
  }

  bool AddShards(PartialReader& reader) {
    const PartialReader& first = *readers_.front();
    if (const std::string difference = DescribeDifference(first.about(), reader.about());
        !difference.empty()) {
      Complain(fmt::format("{} and {} do not belong together: {}", first.path(), reader.path(), difference));
      return false;
    }
    for (const StateInfo& shard : reader.shards()) {
      const auto [found, is_new] = places_.try_emplace(shard.number, Place{&reader, shard.sha256});
      if (is_new || found->second.sha256 == shard.sha256) continue;
      Complain(fmt::format("{} and {} tell different things of shard {}", found->second.reader->path(),
                           reader.path(), shard.number));
      return false;
    }
    return true;
  }

  bool FindMissing() {
    shards_ = ShardsByAbout(about());
    if (shards_ == 0 ||
        (!places_.empty() && (places_.begin()->first < 1 || places_.rbegin()->first > shards_))) {
      Complain(readers_.front()->path() + ": is damaged: the numbers of its shards cannot be so");
      return false;
    }
    missing_ = shards_ - places_.size();
    if (missing_ == 0) return true;
    std::string names;
    size_t named = 0;
    for (uint32_t shard = 1; shard <= shards_ && named < kMaxNamed; ++shard) {
      if (!places_.contains(shard)) names += fmt::format("{}{}", named++ == 0 ? "" : ", ", shard);
    }
    if (missing_ > named) names += ", ...";
    run_.shard = fmt::format("{} of {}, without {}", places_.size(), shards_, names);
    Complain(fmt::format("{} of {} shards missing: {}{}", missing_, shards_, names,
                         options_.allow_missing ? "" : "; --allow-missing merges the others"));
    return options_.allow_missing;
  }

  bool OpenPartialOut() {
    if (options_.scan.partial_path.empty()) return true;
    absl::StatusOr<std::unique_ptr<PartialWriter>> writer = PartialWriter::Create(options_.scan.partial_path);
    if (!writer.ok()) {
      Complain(writer.status());
      return false;
    }
    writer_ = *std::move(writer);
    return true;
  }

  // In the order of the shards, which is that of the corpus.
  bool ReadShards() {
    RunState all(sample_limit_);
    for (const auto& [shard, place] : places_) {
      if (PendingSignal() != 0) return false;
      absl::Status status = place.reader->Read(shard, &all);
      if (status.ok() && writer_ != nullptr) status = CopyShard(shard, *place.reader);
      if (status.ok()) continue;
      Complain(status);
      return false;
    }
    run_.started_at = all.times.started_at;
    run_.seconds = all.times.seconds;
    run_.threads = all.times.threads;
    const absl::Status folded = FoldState(std::move(all), &run_);
    if (folded.ok()) return true;
    Complain(folded);
    return false;
  }

  // By itself, so that what is written is as it was read.
  absl::Status CopyShard(uint32_t shard, PartialReader& reader) {
    RunState state(sample_limit_);
    const absl::Status status = reader.Read(shard, &state);
    return status.ok() ? writer_->Add(shard, state) : status;
  }

  void WritePartial() {
    if (writer_ == nullptr) return;
    const absl::Status status = writer_->Commit(about());
    if (status.ok()) return;
    troubles_.output_failed = true;
    Complain(status);
  }

  int EndEarly() const {
    RunTroubles troubles;
    troubles.signal = PendingSignal();
    if (troubles.signal == 0) return kExitOperational;
    return TellInterrupted(troubles);
  }

  int TellInterrupted(const RunTroubles& troubles) const {
    Complain("interrupted; no report was written");
    return DecideExitCode(run_, options_.scan, troubles);
  }

  int Tell() {
    if (troubles_.signal != 0) return TellInterrupted(troubles_);
    troubles_.output_failed |= missing_ > 0;
    for (const InputSummary& input : run_.inputs) {
      if (input.errors == 0) continue;
      Complain(fmt::format("{}: {} errors while it was read, the first: {}", input.path, input.errors,
                           input.error));
    }
    const auto dns = about().find("--dns");
    troubles_.dns_used = dns != about().end() && dns->second != "off";
    if (run_.totals.messages == 0) Complain("there was no message");
    if (troubles_.dns_used && run_.totals.dns_asked > 0 && run_.totals.dns_answered == 0)
      Complain("no DNS question was answered; does the snapshot belong to this corpus?");
    const int code = DecideExitCode(run_, options_.scan, troubles_);
    if (code == kExitClean) TellUnknownRules(run_);
    return code;
  }

  // Of the first shard: whatever the order of the arguments, the same is told.
  const PartialAbout& about() const {
    return places_.empty() ? readers_.front()->about() : places_.begin()->second.reader->about();
  }
  bool IsPart() const { return missing_ > 0 || IsSampleByAbout(about()); }

  const MergeOptions& options_;
  RunSummary run_;
  RunTroubles troubles_;
  RunReports reports_;
  std::vector<std::unique_ptr<PartialReader>> readers_;
  std::map<uint32_t, Place> places_;
  uint32_t shards_ = 0;
  size_t missing_ = 0;
  size_t sample_limit_ = 0;
  std::unique_ptr<PartialWriter> writer_;  // Null without --out partial:FILE.
};

}  // namespace

int RunMerge(const MergeOptions& options) { return MergeRun(options).Execute(); }

}  // namespace kenpin
