// A run: opens what it needs, streams the corpus through the pipeline, folds, tells. The messages' own walk
// is in pipeline.cc and process_chunk.cc; here stands what happens once a run.
#include "engine/scan.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>
#include <utility>

#include "engine/exit_code.h"
#include "engine/interrupt.h"
#include "engine/pipeline.h"
#include "engine/report/printable_text.h"
#include "engine/report/summary_json.h"
#include "engine/report/summary_text.h"
#include "engine/run_tally.h"
#include "engine/version.h"
#include "io/dns_recorder.h"
#include "io/progress.h"
#include "io/sink.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

// Paths come from outside: what goes to the terminal is made printable.
void Complain(std::string_view text) { fmt::print(stderr, "kenpin: {}\n", PrintableText(text, 500)); }

void Complain(const absl::Status& status) {
  Complain(std::string_view(status.message().data(), status.message().size()));
}

// One --out: where it goes and what is written there.
struct Output {
  OutputSpec spec;
  std::unique_ptr<Sink> sink;
};

class ScanRun {
 public:
  explicit ScanRun(const ScanOptions& options) : options_(options) {}

  int Execute() {
    InstallSignalHandlers();
    if (!Open()) return kExitOperational;
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    Corpus corpus(options_.inputs, options_.corpus);
    RunTally tally([](const std::string& error) { Complain(error); });
    Progress progress(options_.progress);
    const PipelineResult result = RunPipeline(
        corpus, context_,
        {run_.threads, options_.sample, live_dns_ == nullptr ? kTokensPerThread : kTokensPerThreadLive},
        [&](const PendingChunk& chunk) {
          tally.Add(chunk);
          progress.Update(tally.bytes(), corpus.total_bytes());
          return WriteRecords(chunk.records);
        });
    progress.Finish();
    troubles_.signal = PendingSignal();
    if (const absl::Status status = tally.Finish(corpus.inputs(), result.workers, &run_); !status.ok()) {
      troubles_.output_failed = true;
      Complain(status);
    }
    run_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    // A run that was interrupted replaces no report: the sinks vanish with what they hold.
    if (troubles_.signal == 0) WriteReports();
    if (options_.stats) PrintStats(result);
    return Tell();
  }

 private:
  bool Open() {
    run_.version = Version();
    run_.profile = "gmail";
    run_.profile_date = ProfileDate(run_.provider);
    run_.sender_size = options_.sender_size;
    run_.at = options_.at.text;
    run_.started_at = std::time(nullptr);
    // --limit asks for the first messages in input order, which only one worker knows.
    run_.threads = options_.limit > 0 ? 1 : options_.threads;
    if (run_.threads == 0) run_.threads = std::max(1u, std::thread::hardware_concurrency());
    return OpenDnsClient() && OpenSuffixes() && OpenOutputs() && FillContext();
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
    troubles_.dns_used = options_.dns.kind != DnsSpec::Kind::kOff;
    run_.dns = dns_->Describe();
    return options_.dns_save.empty() || OpenDnsRecorder();
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

  // Opened before the scan, so that an unwritable path is found now and not after hours.
  bool OpenOutputs() {
    for (const OutputSpec& spec : options_.outputs) {
      absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(spec.path);
      if (!sink.ok()) {
        Complain(sink.status());
        return false;
      }
      outputs_.push_back({spec, *std::move(sink)});
    }
    return true;
  }

  bool FillContext() {
    context_.dns = dns_.get();
    context_.key_source = KeySourceOf(options_.dns);
    context_.keys = &keys_;
    context_.suffixes = suffixes_.get();
    context_.mode = options_.mode;
    if (options_.traffic == Traffic::kMarketing) context_.traffic = UnsubscribeClass::kMarketing;
    if (options_.traffic == Traffic::kTransactional) context_.traffic = UnsubscribeClass::kTransactional;
    context_.judged_time.now = run_.started_at;
    context_.judged_time.given = options_.at.time;
    switch (options_.at.kind) {
      case AtSpec::Kind::kDefault:
        break;
      case AtSpec::Kind::kNow:
        context_.judged_time.by = JudgedBy::kNow;
        break;
      case AtSpec::Kind::kDate:
        context_.judged_time.by = JudgedBy::kDate;
        break;
      case AtSpec::Kind::kReceived:
        context_.judged_time.by = JudgedBy::kReceived;
        break;
      case AtSpec::Kind::kTime:
        context_.judged_time.by = JudgedBy::kGiven;
        break;
    }
    context_.mta_adds = options_.mta_adds;
    context_.domain = options_.domain;
    context_.since = options_.since;
    context_.until = options_.until;
    context_.limit = options_.limit;
    for (const Output& output : outputs_)
      context_.write_records |= output.spec.format == ReportFormat::kNdjson;
    return true;
  }

  // Remembers that an output failed; says so once. Returns status.ok().
  bool Check(const absl::Status& status) {
    if (status.ok()) return true;
    if (IsClosedPipe(status)) {
      troubles_.stdout_closed = true;
    } else if (!troubles_.output_failed) {
      Complain(status);
    }
    troubles_.output_failed = true;
    return false;
  }

  bool WriteRecords(const std::string& records) {
    bool ok = true;
    for (Output& output : outputs_) {
      if (output.spec.format == ReportFormat::kNdjson) ok &= Check(output.sink->Append(records));
    }
    return ok;
  }

  void WriteReports() {
    for (Output& output : outputs_) {
      bool ok = true;
      if (output.spec.format == ReportFormat::kText) ok = Check(output.sink->Append(SummaryAsText(run_)));
      if (output.spec.format == ReportFormat::kJson) ok = Check(output.sink->Append(SummaryAsJson(run_)));
      if (ok) Check(output.sink->Commit());
    }
    if (recorder_ != nullptr && Check(recorder_->WriteTo(*dns_sink_, run_.started_at)))
      Check(dns_sink_->Commit());
  }

  int Tell() {
    const int code = DecideExitCode(run_, options_, troubles_);
    if (troubles_.signal != 0) {
      Complain("interrupted; no report was written");
      return code;
    }
    if (run_.totals.messages == 0) Complain("there was no message");
    if (troubles_.dns_used && run_.totals.dns_asked > 0 && run_.totals.dns_answered == 0) {
      Complain(
          live_dns_ == nullptr
              ? "no DNS question was answered; does the snapshot belong to this corpus?"
              : "no DNS question was answered; is there a network? Try --dns HOST or a longer --dns-timeout");
    }
    if (live_dns_ != nullptr && live_dns_->counts().refused > 0) {
      Complain(fmt::format(
          "more than {} DNS questions: those beyond were not asked and count as failed; scan parts",
          kMaxDnsQuestions));
    }
    if (code == kExitClean) {
      size_t unknown = 0;
      for (const RuleInfo& rule : Rules()) {
        unknown += run_.totals.rules[static_cast<size_t>(rule.id)][Outcome::kUnknown] > 0 ? 1 : 0;
      }
      if (unknown > 0) fmt::print(stderr, "kenpin: {} rules unknown\n", unknown);
    }
    return code;
  }

  void PrintStats(const PipelineResult& result) const {
    StageClock::Seconds seconds{};
    for (const std::unique_ptr<Worker>& worker : result.workers) {
      for (size_t i = 0; i < seconds.size(); ++i) seconds[i] += worker->clock().seconds()[i];
    }
    const double messages = std::max<double>(1, static_cast<double>(run_.totals.messages));
    fmt::print(stderr, "{:<10} {:>9} {:>12}\n", "stage", "seconds", "µs/message");
    for (size_t i = 0; i < seconds.size(); ++i) {
      fmt::print(stderr, "{:<10} {:>9.3f} {:>12.2f}\n", kStageNames[i], seconds[i],
                 seconds[i] * 1e6 / messages);
    }
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print(stderr,
               "{} messages, {:.1f} MB in {:.3f} s: {:.0f} messages/s, {:.0f} MB/s; {} second looks; peak "
               "memory {} MiB\n",
               run_.totals.messages, static_cast<double>(run_.totals.bytes) / 1e6, run_.seconds,
               messages / run_.seconds, static_cast<double>(run_.totals.bytes) / 1e6 / run_.seconds,
               run_.totals.second_looks, usage.ru_maxrss / 1024);
    if (live_dns_ == nullptr) return;
    const LiveDnsCounts dns = live_dns_->counts();
    fmt::print(stderr,
               "DNS: {} questions, {} attempts, {} timed out; {} questions failed, {} were too many\n",
               dns.questions, dns.attempts, dns.timeouts, dns.failed, dns.refused);
  }

  const ScanOptions& options_;
  RunSummary run_;
  RunTroubles troubles_;
  std::unique_ptr<DnsClient> dns_;
  const LiveDns* live_dns_ = nullptr;      // Part of dns_, if it is a live one.
  const DnsRecorder* recorder_ = nullptr;  // dns_ itself, with --dns-save.
  std::unique_ptr<Sink> dns_sink_;         // Where the recorder writes.
  KeyStore keys_;
  std::unique_ptr<PublicSuffixList> suffixes_;
  std::vector<Output> outputs_;
  ScanContext context_;
};

}  // namespace

int RunScan(const ScanOptions& options) { return ScanRun(options).Execute(); }

}  // namespace kenpin
