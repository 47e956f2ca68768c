// bench_pipeline: how fast a whole scan is, and how close to the floor (floor.h). Floor and scan take turns,
// so that a noisy machine disturbs both alike; what is printed is the best of the rounds.
//
//   kenpin-corpus --messages 10000 --out /tmp/ten
//   bench_pipeline --dns /tmp/ten/dns.zone --psl /tmp/ten/psl.dat /tmp/ten/corpus.mbox
#include <fmt/core.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
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
  CryptoKernels kernels = CryptoKernels::kAuto;
  size_t chunk_bytes = CorpusOptions().chunk_bytes;
};

struct Run {
  double seconds = 0;
  StageClock::Seconds stages{};
  uint64_t messages = 0;
  uint64_t bytes = 0;
};

// A scan with all rules on, as `kenpin scan` does it but for the writing of the report.
Run RunScanOnce(const Options& options, DnsClient& dns, const PublicSuffixList& suffixes, unsigned threads) {
  KeyStore keys;
  DmarcStore policies;
  SpfStore spf;
  SenderDnsStore senders;
  ScanContext context;
  context.dns = &dns;
  context.keys = &keys;
  context.policies = &policies;
  context.spf = &spf;
  context.senders = &senders;
  context.suffixes = &suffixes;
  context.kernels = options.kernels;
  context.judged_time.now = std::time(nullptr);
  CorpusOptions corpus_options;
  corpus_options.chunk_bytes = options.chunk_bytes;
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
  for (const std::unique_ptr<Worker>& worker : result.workers) {
    run.bytes += worker->counts().bytes;
    for (size_t i = 0; i < run.stages.size(); ++i) run.stages[i] += worker->clock().seconds()[i];
  }
  return run;
}

void Measure(const Options& options, DnsClient& dns, const PublicSuffixList& suffixes, const FloorWork& work,
             const std::string& file, unsigned threads) {
  Run best;
  double floor = 0;
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    uint64_t failures = 0;
    const double floor_seconds = RunFloor(work, file, threads, &failures);
    const Run run = RunScanOnce(options, dns, suffixes, threads);
    ratios.push_back(floor_seconds / run.seconds);
    if (round == 0 || floor_seconds < floor) floor = floor_seconds;
    if (round == 0 || run.seconds < best.seconds) best = run;
  }
  std::sort(ratios.begin(), ratios.end());
  const double messages = static_cast<double>(best.messages);
  fmt::print("{:>7} {:>12.0f} {:>8.0f} {:>9.3f} {:>9.3f} {:>12.3f} {:>14.3f}\n", threads,
             messages / best.seconds, static_cast<double>(best.bytes) / 1e6 / best.seconds, best.seconds,
             floor, floor / best.seconds, ratios[ratios.size() / 2]);
  fmt::print("        µs/message:");
  for (size_t i = 0; i < best.stages.size(); ++i)
    fmt::print(" {} {:.1f}", kStageNames[i], best.stages[i] * 1e6 / messages);
  fmt::print("\n");
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
    RunScanOnce(options, **dns, *suffixes, options.threads.back());
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
  fmt::print("{:>7} {:>12} {:>8} {:>9} {:>9} {:>12} {:>14}\n", "threads", "messages/s", "MB/s", "total s",
             "floor s", "floor/total", "median ratio");
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
  app.add_option("--kernels", options.kernels, "as for kenpin scan")->transform(CLI::Transformer(kernels));
  app.add_option("--chunk-bytes", options.chunk_bytes, "as for kenpin scan");
  CLI11_PARSE(app, argc, argv);
  return kenpin::bench::Main(options);
}
