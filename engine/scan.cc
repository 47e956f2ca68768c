// A run: opens what it needs, streams the corpus through the pipeline, folds, tells. The messages' own walk
// is in pipeline.cc and process_chunk.cc; here stands what happens once a run.
#include "engine/scan.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>
#include <utility>

#include "engine/complain.h"
#include "engine/dkim/large_body_hashes.h"
#include "engine/exit_code.h"
#include "engine/interrupt.h"
#include "engine/nightly/scan_state.h"
#include "engine/pipeline.h"
#include "engine/report/printable_text.h"
#include "engine/report/redact_samples.h"
#include "engine/run_reports.h"
#include "engine/run_tally.h"
#include "engine/scan_conditions.h"
#include "engine/scan_context.h"
#include "engine/shard_run.h"
#include "engine/version.h"
#include "io/dns_recorder.h"
#include "io/progress.h"
#include "io/sink.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

// What is said when DNS did not answer; `dns` is what was asked.
std::string DescribeSilence(const LiveDnsCounts& counts, const std::string& dns) {
  const std::string what =
      counts.silent
          ? fmt::format(
                "the DNS server (--dns {}) does not answer (any more): what was not answered yet was "
                "given up, and is unknown",
                dns)
          : fmt::format("no DNS question was answered (--dns {})", dns);
  return what + "; is there a network? Try --dns HOST or a longer --dns-timeout";
}

class ScanRun {
 public:
  explicit ScanRun(const ScanOptions& options) : options_(options), reports_(options, &run_, &troubles_) {}

  int Execute() {
    InstallSignalHandlers();
    if (!Open()) return kExitOperational;
    run_before_ = run_;
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    Progress progress(options_.progress);
    progress_ = &progress;
    RunState state = state_ == nullptr ? ReadMail(options_.inputs, nullptr, nullptr) : ReadNewMail();
    progress.Finish();
    troubles_.signal = PendingSignal();
    state.times.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (troubles_.signal == 0) WritePartial(state);
    if (const absl::Status status = FoldState(std::move(state), &run_); !status.ok()) {
      troubles_.output_failed = true;
      Complain(status);
    }
    reports_.Judge(Extent(), &run_);
    run_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    // A shard may be without mail, too.
    const bool may_be_empty = options_.shard_count > 1 || (state_ != nullptr && state_->has_mail());
    troubles_.nothing_new = may_be_empty && run_.totals.messages == 0;
    // A run that was interrupted replaces no report: the sinks vanish with what they hold.
    if (troubles_.signal == 0) WriteReports();
    if (state_ != nullptr && troubles_.signal == 0) Remember();
    if (options_.stats) PrintStats();
    return options_.ask_only ? TellSnapshot() : Tell();
  }

 private:
  bool Open() {
    run_.version = Version();
    run_.provider = options_.profile;
    run_.profile = ProfileName(run_.provider);
    run_.profile_date = ProfileDate(run_.provider);
    run_.sender_size = options_.sender_size;
    run_.at = options_.at.text;
    run_.started_at = std::time(nullptr);
    if (options_.shard_count > 1)
      run_.shard = fmt::format("{}/{}", options_.shard_number, options_.shard_count);
    // --limit asks for the first messages in input order, which only one worker knows.
    run_.threads = options_.limit > 0 ? 1 : options_.threads;
    if (run_.threads == 0) run_.threads = std::max(1u, std::thread::hardware_concurrency());
    return OpenDnsClient() && OpenSuffixes() && OpenEnvelopes() && OpenTraffic() && OpenRedaction() &&
           OpenState() && reports_.Open() && OpenPartial() && FillContext();
  }

  // Takes all that is counted, of whichever inputs. What went wrong in them is appended to `errors`, unless
  // that is null.
  RunState ReadMail(const std::vector<std::string>& inputs, InputLook* look,
                    std::vector<InputError>* errors) {
    CorpusOptions corpus_options = options_.corpus;
    corpus_options.stop_fd = StopDescriptor();
    corpus_options.look = look;
    // Who only asks DNS needs no hash.
    if (!options_.ask_only) corpus_options.large_bodies = &large_bodies_;
    corpus_options.decompression_threads = run_.threads;
    Corpus corpus(inputs, corpus_options);
    // A read that the signal ended is no news beside the signal.
    RunTally tally([this](const std::string& error) {
      if (PendingSignal() != 0) return;
      progress_->Finish();
      Complain(error);
    });
    const PipelineResult result = RunPipeline(
        corpus, context_,
        {run_.threads, options_.sample, live_dns_ == nullptr ? kTokensPerThread : kTokensPerThreadLive},
        [&](const PendingChunk& chunk) {
          tally.Add(chunk);
          if (errors != nullptr) errors->insert(errors->end(), chunk.errors.begin(), chunk.errors.end());
          progress_->Update(bytes_before_ + tally.bytes(), bytes_before_ + corpus.total_bytes());
          return WriteRecords(chunk.records);
        });
    bytes_before_ += tally.bytes();
    for (const std::unique_ptr<Worker>& worker : result.workers) {
      for (size_t i = 0; i < stage_seconds_.size(); ++i) stage_seconds_[i] += worker->clock().seconds()[i];
    }
    RunState state = tally.Take(corpus.inputs(), result.workers, options_.sample);
    state.times.started_at = run_.started_at;
    state.times.threads = run_.threads;
    // Beyond this point nothing can be told or stored that --redact hides.
    if (!context_.redact_key.empty()) {
      Redactor redactor(context_.redact_key);
      RedactSamples(redactor, &state.domains);
      run_.redacted = true;
    }
    return state;
  }

  // With --state: input by input, so that each can be taken out of the sum by itself.
  RunState ReadNewMail() {
    for (size_t i = 0; i < options_.inputs.size() && PendingSignal() == 0 && !troubles_.state_failed; ++i) {
      const absl::StatusOr<InputLook*> look = state_->LookAt(i);
      if (!look.ok()) {
        CheckState(look.status());
        break;
      }
      std::vector<InputError> errors;
      RunState counted = ReadMail({options_.inputs[i]}, *look, &errors);
      if (PendingSignal() == 0) CheckState(state_->Add(i, std::move(counted), errors));
    }
    return std::move(state_->tonight());
  }

  // The last step: whoever finds tonight's mail in the state finds it in reports, too. A night on which DNS
  // did not answer, or a report could not be written, is to be repeated.
  void Remember() {
    const bool dns_mute = troubles_.dns_used && run_.totals.dns_asked > 0 && run_.totals.dns_answered == 0;
    const bool dns_silent = live_dns_ != nullptr && live_dns_->counts().silent;
    for (const std::string& input : state_->replaced()) {
      TellUser(fmt::format("kenpin: {}: is not what it was: read anew, and counted instead of what it was\n",
                           PrintablePath(input, 200)));
    }
    if (troubles_.output_failed || troubles_.state_failed || dns_mute || dns_silent) {
      Complain(fmt::format("{}: this run is not remembered: the next one reads the same mail again",
                           options_.state_path));
      return;
    }
    CheckState(state_->Commit());
    if (troubles_.nothing_new && !troubles_.state_failed) TellUser("kenpin: no new messages\n");
  }

  void CheckState(const absl::Status& status) {
    if (status.ok()) return;
    troubles_.output_failed = troubles_.state_failed = true;
    Complain(status);
  }

  bool OpenDnsClient() {
    DnsSpec spec = options_.dns;
    spec.live.give_up = [] { return PendingSignal() != 0; };
    absl::StatusOr<std::unique_ptr<DnsClient>> client = OpenDns(spec, &live_dns_);
    if (!client.ok()) {
      Complain(client.status());
      return false;
    }
    dns_ = *std::move(client);
    // Whether the snapshot is that of the corpus is seen when all shards are there.
    troubles_.dns_used = options_.dns.kind != DnsSpec::Kind::kOff && options_.shard_count == 1;
    run_.dns = dns_->Describe();
    return (options_.dns_save.empty() && !options_.ask_only) || OpenDnsRecorder();
  }

  bool OpenDnsRecorder() {
    absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(options_.dns_save);
    if (!sink.ok()) {
      Complain(sink.status());
      return false;
    }
    dns_sink_ = *std::move(sink);
    std::unique_ptr<DnsRecorder> recorder = std::make_unique<DnsRecorder>(std::move(dns_));
    recorder_ = recorder.get();
    dns_ = std::move(recorder);
    return true;
  }

  bool OpenSuffixes() {
    suffixes_ =
        options_.psl_path.empty() ? PublicSuffixList::Builtin() : PublicSuffixList::Load(options_.psl_path);
    if (suffixes_ == nullptr) {
      Complain(
          fmt::format("{}: cannot be read as a public suffix list; give --psl a file with one suffix a line",
                      options_.psl_path.empty() ? "built-in list" : options_.psl_path));
      return false;
    }
    run_.public_suffix_list = suffixes_->description();
    return true;
  }

  // Whether options leave out a part of a domain's mail.
  bool IsSample() const {
    return options_.limit > 0 || options_.since || options_.until || options_.shard_count > 1;
  }

  CorpusExtent Extent() const { return IsSample() ? CorpusExtent::kSample : CorpusExtent::kWhole; }

  bool OpenTraffic() {
    if (options_.traffic_map_path.empty()) return true;
    absl::StatusOr<std::unique_ptr<TrafficMap>> map = TrafficMap::Read(options_.traffic_map_path);
    if (!map.ok()) {
      Complain(map.status());
      return false;
    }
    traffic_map_ = *std::move(map);
    context_.traffic_map = traffic_map_.get();
    return true;
  }

  bool OpenRedaction() {
    absl::StatusOr<std::string> key = RedactionKey(options_.redact);
    if (!key.ok()) {
      Complain(key.status());
      return false;
    }
    context_.redact_key = *std::move(key);
    return true;
  }

  bool OpenState() {
    if (options_.state_path.empty()) return true;
    const ScanStateOptions state{options_.state_path, options_.keep_days, options_.sample, run_.started_at,
                                 options_.inputs};
    absl::StatusOr<std::unique_ptr<ScanState>> opened =
        ScanState::Open(state, ConditionsOf(options_, context_.redact_key, run_.public_suffix_list));
    if (!opened.ok()) {
      Complain(opened.status());
      return false;
    }
    state_ = *std::move(opened);
    return true;
  }

  // What it says of itself is found out before the scan, as is whether it can be written.
  bool OpenPartial() {
    if (options_.partial_path.empty()) return true;
    absl::StatusOr<PartialAbout> about = AboutPartial(options_, context_.redact_key, run_);
    absl::StatusOr<std::unique_ptr<PartialWriter>> writer =
        about.ok() ? PartialWriter::Create(options_.partial_path) : about.status();
    if (!writer.ok()) {
      Complain(writer.status());
      return false;
    }
    about_ = *std::move(about);
    partial_ = *std::move(writer);
    return true;
  }

  // Before the state is folded; a run that was interrupted leaves none.
  void WritePartial(RunState& state) {
    if (partial_ == nullptr) return;
    absl::Status status = partial_->Add(options_.shard_number, state);
    if (status.ok()) status = partial_->Commit(about_);
    reports_.Check(status);
  }

  bool OpenEnvelopes() {
    if (options_.envelope_path.empty()) return true;
    absl::StatusOr<std::unique_ptr<EnvelopeFile>> file = EnvelopeFile::Read(options_.envelope_path);
    if (!file.ok()) {
      Complain(file.status());
      return false;
    }
    envelopes_ = *std::move(file);
    return true;
  }

  bool FillContext() {
    FillScanContext(options_, run_.started_at, &context_);
    context_.dns = dns_.get();
    context_.stores = &stores_;
    context_.envelopes = envelopes_.get();
    context_.suffixes = suffixes_.get();
    context_.write_records = reports_.wants_records();
    return true;
  }

  // Returns whether anybody still wants the rest. A state does: what it remembers as read has been counted.
  bool WriteRecords(const std::string& records) {
    return reports_.AddRecords(records) || options_.ask_only || partial_ != nullptr || state_ != nullptr;
  }

  void WriteReports() {
    reports_.Write();
    if (!options_.cumulative_outputs.empty()) WriteCumulativeReports();
    if (recorder_ == nullptr) return;
    absl::Status saved = recorder_->WriteTo(*dns_sink_, run_.started_at);
    if (saved.ok()) saved = dns_sink_->Commit();
    reports_.Check(saved);
  }

  void WriteCumulativeReports() {
    RunSummary all = run_before_;
    all.redacted = run_.redacted;
    all.seconds = run_.seconds;
    absl::StatusOr<RunState> sum = state_->Cumulative();
    if (!sum.ok()) return CheckState(sum.status());
    if (const absl::Status status = FoldState(*std::move(sum), &all); !status.ok()) return CheckState(status);
    reports_.Judge(Extent(), &all);
    reports_.WriteCumulative(all);
  }

  // After `kenpin dns snapshot`.
  int TellSnapshot() {
    uint64_t messages = 0;
    for (const InputSummary& input : run_.inputs) {
      messages += input.messages;
      troubles_.output_failed |= input.errors > 0;
    }
    if (troubles_.signal != 0) {
      Complain("interrupted; no snapshot was written");
      return troubles_.signal == SIGINT ? kExitInterrupted : kExitTerminated;
    }
    const LiveDnsCounts dns = live_dns_->counts();
    TellUser(fmt::format("kenpin: {} messages, {} questions, {} of them failed\n", messages, dns.questions,
                         dns.failed));
    if (messages == 0) Complain("there was no message");
    if (troubles_.stdout_closed) return kExitClosedPipe;
    const bool mute = dns.silent || (dns.questions > 0 && dns.failed == dns.questions);
    if (mute) Complain(DescribeSilence(dns, run_.dns));
    return troubles_.output_failed || mute || messages == 0 ? kExitOperational : kExitClean;
  }

  int Tell() {
    troubles_.dns_silent = live_dns_ != nullptr && live_dns_->counts().silent;
    const int code = DecideExitCode(run_, options_, troubles_);
    if (troubles_.signal != 0) {
      Complain("interrupted; no report was written");
      return code;
    }
    if (run_.totals.messages == 0 && !troubles_.nothing_new) Complain("there was no message");
    if (troubles_.dns_silent) {
      Complain(DescribeSilence(live_dns_->counts(), run_.dns));
    } else if (troubles_.dns_used && run_.totals.dns_asked > 0 && run_.totals.dns_answered == 0) {
      Complain(live_dns_ == nullptr
                   ? std::string("no DNS question was answered; does the snapshot belong to this corpus?")
                   : DescribeSilence(live_dns_->counts(), run_.dns));
    }
    if (live_dns_ != nullptr && live_dns_->counts().refused > 0) {
      Complain(fmt::format(
          "more than {} DNS questions: those beyond were not asked and count as failed; scan parts",
          kMaxDnsQuestions));
    }
    if (code == kExitClean) TellUnknownRules(run_);
    return code;
  }

  void PrintStats() const {
    const StageClock::Seconds& seconds = stage_seconds_;
    const double messages = std::max<double>(1, static_cast<double>(run_.totals.messages));
    std::string text = fmt::format("{:<10} {:>9} {:>12}\n", "stage", "seconds", "µs/message");
    for (size_t i = 0; i < seconds.size(); ++i) {
      text +=
          fmt::format("{:<10} {:>9.3f} {:>12.2f}\n", kStageNames[i], seconds[i], seconds[i] * 1e6 / messages);
    }
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    text += fmt::format(
        "{} messages, {:.1f} MB in {:.3f} s: {:.0f} messages/s, {:.0f} MB/s; {} second looks; peak "
        "memory {} MiB\n",
        run_.totals.messages, static_cast<double>(run_.totals.bytes) / 1e6, run_.seconds,
        messages / run_.seconds, static_cast<double>(run_.totals.bytes) / 1e6 / run_.seconds,
        run_.totals.second_looks, usage.ru_maxrss / 1024);
    if (live_dns_ != nullptr) {
      const LiveDnsCounts dns = live_dns_->counts();
      text +=
          fmt::format("DNS: {} questions, {} attempts, {} timed out; {} questions failed, {} were too many\n",
                      dns.questions, dns.attempts, dns.timeouts, dns.failed, dns.refused);
    }
    TellUser(text);
  }

  const ScanOptions& options_;
  RunSummary run_;
  RunTroubles troubles_;
  RunReports reports_;
  std::unique_ptr<DnsClient> dns_;
  const LiveDns* live_dns_ = nullptr;      // Part of dns_, if it is a live one.
  const DnsRecorder* recorder_ = nullptr;  // dns_ itself, with --dns-save.
  std::unique_ptr<Sink> dns_sink_;         // Where the recorder writes.
  AnswerStores stores_;
  std::unique_ptr<EnvelopeFile> envelopes_;  // Null without --envelope.
  std::unique_ptr<TrafficMap> traffic_map_;  // Null without --traffic-map.
  std::unique_ptr<PublicSuffixList> suffixes_;
  std::unique_ptr<ScanState> state_;        // Null without --state.
  RunSummary run_before_;                   // run_ as it was before anything was counted.
  std::unique_ptr<PartialWriter> partial_;  // Null without --out partial:FILE.
  PartialAbout about_;                      // What it says of itself.
  Progress* progress_ = nullptr;
  uint64_t bytes_before_ = 0;  // Octets of the inputs that were read before the one at hand.
  LargeBodyHasher large_bodies_;
  StageClock::Seconds stage_seconds_{};
  ScanContext context_;
};

}  // namespace

int RunScan(const ScanOptions& options) {
  if (options.manifest_path.empty()) return ScanRun(options).Execute();
  ScanOptions of_shard = options;
  if (const absl::Status status = ApplyManifest(&of_shard); !status.ok()) {
    Complain(status);
    return kExitOperational;
  }
  return ScanRun(of_shard).Execute();
}

}  // namespace kenpin
