// The conductor: makes a corpus from its options, and the list of passes that each message goes through.
#ifndef KENPIN_BENCH_CORPUS_GENERATE_H_
#define KENPIN_BENCH_CORPUS_GENERATE_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/corpus/corpus_truth.h"
#include "bench/corpus/defects.h"
#include "bench/corpus/expected.h"
#include "bench/corpus/message.h"
#include "bench/corpus/plan.h"
#include "bench/corpus/store.h"

namespace kenpin::corpus {

struct CorpusOptions {
  uint64_t seed = 1;
  uint64_t messages = 1000;
  std::filesystem::path folder;
  std::string name = "corpus";  // Of the mbox, without .mbox.
  StoreFormat format = StoreFormat::kMbox;
  LineEnd line_end = LineEnd::kLf;
  MailMode mode = MailMode::kDelivered;
  EnvelopeGiven given = EnvelopeGiven::kNothing;
  uint64_t median_body = 30000;  // Octets of the encoded body.
  uint64_t mean_body = 60000;
  int64_t start = 1775433600;  // Unix seconds of the first delivery: 2026-04-06.
  DefectMix mix;
  bool single_signature = false;  // Each message has one, unless a defect needs more, others or none.
  bool flawless = false;          // No defects, and none of the lawful habits that rules remark on.
  unsigned threads = 1;
};

// One message, ready to be stored.
struct MadeMessage {
  std::string bytes;         // An mbox record, or the message alone.
  std::string truth_row;     // One line of truth.ndjson, its end included.
  std::string envelope_row;  // One line of envelope.csv, if there is to be one.
  CorpusShare share;
  std::vector<KeyUse> keys;
  std::vector<std::string> zone_lines;
};

struct CorpusTotals {
  uint64_t messages = 0;
  uint64_t bytes = 0;  // Of the store, without truth, zone and suffix list.
};

// When the snapshot of the corpus was recorded: contemporary with every message.
int64_t RecordedAt(const CorpusOptions& options);

// Makes one message. Pure: same options and ordinal, same result; any thread. This is the list of the passes.
MadeMessage MakeMessage(const CorpusOptions& options, uint64_t ordinal);

// Makes the corpus under options.folder: the store, dns.zone, psl.dat, truth.ndjson, domains.ndjson
// (CorpusTruth), traffic.csv, postmaster.csv and, if one is to be given, envelope.csv. Memory does not grow
// with the number of messages, except for that file's and for mail to Gmail (CorpusTruth). Throws
// std::runtime_error when the disk does not take it.
CorpusTotals GenerateCorpus(const CorpusOptions& options);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_GENERATE_H_
