// The pipeline: corpus in, per-thread summaries and ordered chunks out.
//
//   Corpus::Next()            serial, in order    hands out work; reads only what cannot be entered in the
//   middle load, ProcessBytes        parallel            a worker's own buffer; free again when the filter
//   ends await DNS, JudgeMessages  parallel            a token that waits is suspended and holds no buffer
//   and no thread ChunkConsumer             serial, in order    records, errors, progress
//
// Memory is bounded by threads × chunk buffer + live tokens × pending chunk. The worker's buffer is its own
// and is refilled while hot: a chunk passes through all stages of the first half before the next one is read,
// so its bytes are still in the core's cache.
#ifndef KENPIN_ENGINE_PIPELINE_H_
#define KENPIN_ENGINE_PIPELINE_H_

#include <functional>
#include <memory>
#include <vector>

#include "engine/process_chunk.h"
#include "io/corpus.h"

namespace kenpin {

// Chunks on the way at once, per thread: enough that no worker waits for the serial end. Each costs a pending
// chunk (some tens of KiB).
inline constexpr size_t kTokensPerThread = 4;
// The same where answers take their time: chunks wait for DNS beside those that are worked on. With 200 ms an
// answer and a new name in every chunk, two threads go through 640 MiB in a second.
inline constexpr size_t kTokensPerThreadLive = 64;

struct PipelineOptions {
  uint32_t threads = 1;
  size_t sample_limit = 3;
  size_t tokens_per_thread = kTokensPerThread;
};

// Called with every chunk in input order, from one thread at a time. Returns false to stop the run (an output
// failed).
using ChunkConsumer = std::function<bool(const PendingChunk&)>;

// What a run leaves behind. The workers hold the summaries.
struct PipelineResult {
  std::vector<std::unique_ptr<Worker>> workers;
};

// Runs until the corpus ends, `consume` returns false, or a signal is pending (interrupt.h).
PipelineResult RunPipeline(Corpus& corpus, const ScanContext& context, const PipelineOptions& options,
                           const ChunkConsumer& consume);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PIPELINE_H_
