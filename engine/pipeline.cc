#include "engine/pipeline.h"

#include <tbb/concurrent_queue.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "engine/interrupt.h"

namespace kenpin {
namespace {

// A place in the pipeline; recycled, so that its memory is.
struct ChunkToken {
  std::unique_ptr<ChunkRequest> request;
  PendingChunk pending;
};

class Run {
 public:
  Run(Corpus& corpus, const ScanContext& context, const PipelineOptions& options,
      const ChunkConsumer& consume)
      : corpus_(corpus),
        context_(context),
        consume_(consume),
        tokens_(options.threads * options.tokens_per_thread),
        workers_([this, &options] {
          return std::make_unique<Worker>(context_, options.sample_limit,
                                          kFingerprintMemoryBytes / options.threads);
        }) {
    for (ChunkToken& token : tokens_) free_.push(&token);
  }

  void Execute() {
    tbb::parallel_pipeline(
        tokens_.size(),
        tbb::make_filter<void, ChunkToken*>(tbb::filter_mode::serial_in_order,
                                            [this](tbb::flow_control& flow) { return Take(flow); }) &
            tbb::make_filter<ChunkToken*, ChunkToken*>(
                tbb::filter_mode::parallel, [this](ChunkToken* token) { return ReadBytes(token); }) &
            tbb::make_filter<ChunkToken*, ChunkToken*>(
                tbb::filter_mode::parallel, [this](ChunkToken* token) { return JudgeToken(token); }) &
            tbb::make_filter<ChunkToken*, void>(tbb::filter_mode::serial_in_order,
                                                [this](ChunkToken* token) { Consume(token); }));
  }

  PipelineResult Finish() {
    PipelineResult result;
    for (std::unique_ptr<Worker>& worker : workers_) result.workers.push_back(std::move(worker));
    return result;
  }

 private:
  ChunkToken* Take(tbb::flow_control& flow) {
    ChunkToken* token = nullptr;
    if (!stop_.load(std::memory_order_relaxed) && PendingSignal() == 0) {
      free_.try_pop(token);  // There is one: the pipeline has as many live tokens as we have.
      token->request = corpus_.Next();
      if (token->request != nullptr) return token;
    }
    flow.stop();
    return nullptr;
  }

  ChunkToken* ReadBytes(ChunkToken* token) {
    Worker& worker = *workers_.local();
    worker.clock().Start();
    corpus_.Load(std::move(token->request), &worker.chunk());
    worker.clock().Lap(Stage::kLoad);
    worker.ProcessBytes(&token->pending);
    // Answers that take their time are asked for as early as possible, all at once.
    if (!context_.dns->answers_at_once()) worker.AskAhead(&token->pending);
    if (worker.limit_reached()) stop_.store(true, std::memory_order_relaxed);
    return token;
  }

  // A worker never waits for DNS: the token is parked and its thread goes on with another one. The thread may
  // be another one behind each suspension, so that its worker is looked up every time.
  ChunkToken* JudgeToken(ChunkToken* token) {
    PendingChunk& pending = token->pending;
    do {
      WaitForAnswers(&pending.questions);
    } while (!context_.dns->answers_at_once() && !workers_.local()->AskAhead(&pending));
    if (context_.ask_only) return token;
    while (!workers_.local()->JudgeMessages(&pending)) WaitForAnswers(&pending.questions);
    return token;
  }

  // Empties the list.
  void WaitForAnswers(std::vector<DnsQuestionId>* questions) {
    const bool answered = std::all_of(questions->begin(), questions->end(), [this](DnsQuestionId question) {
      return context_.dns->Find(question, 0) != nullptr;
    });
    if (!answered) {
      tbb::task::suspend([this, questions](tbb::task::suspend_point point) {
        context_.dns->WhenAnswered(*questions, [point] { tbb::task::resume(point); });
      });
    }
    questions->clear();
  }

  void Consume(ChunkToken* token) {
    if (!consume_(token->pending)) stop_.store(true, std::memory_order_relaxed);
    token->pending.Clear();
    free_.push(token);
  }

  Corpus& corpus_;
  const ScanContext& context_;
  const ChunkConsumer& consume_;
  std::vector<ChunkToken> tokens_;
  tbb::concurrent_queue<ChunkToken*> free_;
  tbb::enumerable_thread_specific<std::unique_ptr<Worker>> workers_;
  std::atomic<bool> stop_{false};
};

}  // namespace

PipelineResult RunPipeline(Corpus& corpus, const ScanContext& context, const PipelineOptions& options,
                           const ChunkConsumer& consume) {
  const tbb::global_control parallelism(tbb::global_control::max_allowed_parallelism, options.threads);
  tbb::task_arena arena(static_cast<int>(options.threads));
  Run run(corpus, context, options, consume);
  arena.execute([&run] { run.Execute(); });
  return run.Finish();
}

}  // namespace kenpin
