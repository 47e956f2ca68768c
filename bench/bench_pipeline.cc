// bench_pipeline: how fast a whole scan is, and how close to the floor (floor.h). Floor and scans take turns,
// so that a noisy machine disturbs all alike; what is printed is the best of the rounds, and medians of
// ratios inside a round. With --kernels auto,openssl the scans of both take turns, too.
//
//   kenpin-corpus --messages 10000 --out /tmp/ten
//   bench_pipeline --dns /tmp/ten/dns.zone --psl /tmp/ten/psl.dat /tmp/ten/corpus.mbox
#include <fmt/core.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/floor.h"
#include "engine/pipeline.h"
#include "io/dns_snapshot.h"

namespace kenpin::bench {
namespace {

struct Options {
  std::string corpus;
  std::string dns;
  std::string psl;
  std::vector<unsigned> threads = {1, 2};
  int rounds = 5;
  std::vector<CryptoKernels> kernels = {CryptoKernels::kAuto};
  size_t chunk_bytes = CorpusOptions().chunk_bytes;
};

constexpr std::array<std::string_view, 3> kKernelNames = {"auto", "openssl", "lanes"};  // As CryptoKernels.

struct Run {
  double seconds = 0;
  double cpu_seconds = 0;  // Of all threads, user and system.
  StageClock::Seconds stages{};
  uint64_t messages = 0;
  uint64_t bytes = 0;
};

// A scan with all rules on, as `kenpin scan` does it but for the writing of the report.
Run RunScanOnce(const Options& options, CryptoKernels kernels, DnsClient& dns,
                const PublicSuffixList& suffixes, unsigned threads) {
  AnswerStores stores;
  ScanContext context;
  context.dns = &dns;
  context.stores = &stores;
  context.suffixes = &suffixes;
  context.kernels = kernels;
  context.judged_time.now = std::time(nullptr);
  CorpusOptions corpus_options;
  corpus_options.chunk_bytes = options.chunk_bytes;
  const double cpu_start = CpuSeconds();
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  Corpus corpus({options.corpus}, corpus_options);
  const PipelineResult result =
      RunPipeline(corpus, context, {threads, 3}, [](const PendingChunk&) { return true; });
  std::vector<SummaryTable*> tables;
  for (const std::unique_ptr<Worker>& worker : result.workers) tables.push_back(&worker->summary());
  Run run;
  for (const SummaryTable* table : tables) run.messages += table->messages();
  std::vector<DomainSummary> rows;
  if (!SummaryTable::Finish(tables, &rows).ok())
    fmt::print(stderr, "bench_pipeline: temporary files failed\n");
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.cpu_seconds = CpuSeconds() - cpu_start;
  for (const std::unique_ptr<Worker>& worker : result.workers) {
    run.bytes += worker->counts().bytes;
    for (size_t i = 0; i < run.stages.size(); ++i) run.stages[i] += worker->clock().seconds()[i];
  }
  return run;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// What the rounds have shown of one choice of kernels.
struct Measured {
  Run best;
  std::vector<double> of_floor;      // floor/total, a round.
  std::vector<double> cpu_of_floor;  // The same of CPU time.
  std::vector<double> cpu_of_first;  // CPU time, in that of the first choice, a round.
};

void PrintMeasured(const Measured& measured, CryptoKernels kernels, unsigned threads,
                   const FloorTime& floor) {
  const Run& best = measured.best;
  const double messages = static_cast<double>(best.messages);
  fmt::print("{:>7} {:>8} {:>12.0f} {:>8.0f} {:>9.3f} {:>9.3f} {:>9.3f} {:>12.3f} {:>14.3f}\n", threads,
             kKernelNames[static_cast<size_t>(kernels)], messages / best.seconds,
             static_cast<double>(best.bytes) / 1e6 / best.seconds, best.seconds, best.cpu_seconds,
             floor.seconds, floor.seconds / best.seconds, Median(measured.of_floor));
  fmt::print("        µs/message:");
  for (size_t i = 0; i < best.stages.size(); ++i)
    fmt::print(" {} {:.1f}", kStageNames[i], best.stages[i] * 1e6 / messages);
  fmt::print("\n        floor/total of CPU time, median of rounds: {:.3f} (lowest floor {:.1f} µs/message)\n",
             Median(measured.cpu_of_floor), floor.cpu_seconds * 1e6 / messages);
}

void Measure(const Options& options, DnsClient& dns, const PublicSuffixList& suffixes, const FloorWork& work,
             const std::string& file, unsigned threads) {
  std::vector<Measured> all(options.kernels.size());
  FloorTime floor;
  for (int round = 0; round < options.rounds; ++round) {
    uint64_t failures = 0;
    const FloorTime time = RunFloor(work, file, threads, &failures);
    floor.seconds = round == 0 ? time.seconds : std::min(floor.seconds, time.seconds);
    floor.cpu_seconds = round == 0 ? time.cpu_seconds : std::min(floor.cpu_seconds, time.cpu_seconds);
    double first_cpu_seconds = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      const Run run = RunScanOnce(options, options.kernels[i], dns, suffixes, threads);
      if (i == 0) first_cpu_seconds = run.cpu_seconds;
      all[i].of_floor.push_back(time.seconds / run.seconds);
      all[i].cpu_of_floor.push_back(time.cpu_seconds / run.cpu_seconds);
      all[i].cpu_of_first.push_back(run.cpu_seconds / first_cpu_seconds);
      if (round == 0 || run.seconds < all[i].best.seconds) all[i].best = run;
    }
  }
  for (size_t i = 0; i < all.size(); ++i) {
    PrintMeasured(all[i], options.kernels[i], threads, floor);
    if (i > 0) {
      fmt::print("        CPU time, median of rounds: {:.3f} times that of {}\n", Median(all[i].cpu_of_first),
                 kKernelNames[static_cast<size_t>(options.kernels.front())]);
    }
  }
}

int Main(const Options& options) {
  absl::StatusOr<std::unique_ptr<DnsClient>> dns = OpenDnsSnapshot(options.dns);
  const std::unique_ptr<PublicSuffixList> suffixes =
      options.psl.empty() ? PublicSuffixList::Builtin() : PublicSuffixList::Load(options.psl);
  if (!dns.ok() || suffixes == nullptr) {
    fmt::print(stderr, "bench_pipeline: cannot read --dns or --psl\n");
    return 2;
  }
  const FloorWork work = CollectFloorWork(options.corpus, **dns);
  {
    // Peak memory is that of scans alone: the floor's copy of the corpus is not loaded yet.
    RunScanOnce(options, options.kernels.front(), **dns, *suffixes, options.threads.back());
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print(
        "{} messages, {} digests of {:.1f} MB, {} signatures ({} Ed25519); peak memory {} MiB (the list of "
        "the floor's work included)\n",
        work.messages, work.digests.size(), static_cast<double>(work.digest_octets) / 1e6,
        work.signatures.size(), work.ed25519, usage.ru_maxrss / 1024);
  }
  std::ifstream in(options.corpus, std::ios::binary);
  const std::string file{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  fmt::print("{:>7} {:>8} {:>12} {:>8} {:>9} {:>9} {:>9} {:>12} {:>14}\n", "threads", "kernels", "messages/s",
             "MB/s", "total s", "cpu s", "floor s", "floor/total", "median ratio");
  for (const unsigned threads : options.threads) Measure(options, **dns, *suffixes, work, file, threads);
  return 0;
}

}  // namespace
}  // namespace kenpin::bench

int main(int argc, char** argv) {
  kenpin::bench::Options options;
  CLI::App app("Measures a whole scan against the time of its hashes and signature checks alone.");
  app.add_option("CORPUS", options.corpus, "an mbox")->required()->check(CLI::ExistingFile);
  app.add_option("--dns", options.dns, "its DNS snapshot")->required();
  app.add_option("--psl", options.psl, "its public suffix list");
  app.add_option("--threads", options.threads, "numbers of threads, e.g. 1,2")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--rounds", options.rounds, "how often floor and scan take turns")
      ->check(CLI::Range(1, 1000));
  const std::map<std::string, kenpin::CryptoKernels> kernels = {{"auto", kenpin::CryptoKernels::kAuto},
                                                                {"lanes", kenpin::CryptoKernels::kLanes},
                                                                {"openssl", kenpin::CryptoKernels::kOpenssl}};
  app.add_option("--kernels", options.kernels, "as for kenpin scan; several take turns, e.g. auto,openssl")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->transform(CLI::Transformer(kernels));
  app.add_option("--chunk-bytes", options.chunk_bytes, "as for kenpin scan");
  CLI11_PARSE(app, argc, argv);
  return kenpin::bench::Main(options);
}
